import { z } from 'zod'
import { HistoryEntry } from './history.js'
import { CaseId, Instant, PersonId } from './ids.js'
import { MoveCase } from './moveCase.js'
import { NoticeType } from './notices.js'
import type { RecordKind } from './ports.js'

/** The records the domain keeps, each kind with the shape it has on disk. */

export const CASES: RecordKind<MoveCase> = { name: 'case', schemaVersion: 1, schema: MoveCase }

/** Entry n of a case is the record `<case id>.<n>`. */
export const HISTORY: RecordKind<HistoryEntry> = { name: 'history', schemaVersion: 1, schema: HistoryEntry }
export const historyId = (id: CaseId, n: number): string => `${id}.${n}`

const Counter = z.object({ last: z.int().nonnegative() })
export type Counter = z.infer<typeof Counter>
/** Last number given to a case, under `case`. */
export const COUNTERS: RecordKind<Counter> = { name: 'counter', schemaVersion: 1, schema: Counter }

/** A button that has had its effect: the key it carried, and what came of it (reliability RF26, RF27). */
const UsedKey = z.object({
  caseId: CaseId,
  verb: z.string(),
  by: PersonId,
  at: Instant,
  revision: z.int().nonnegative(),
})
export type UsedKey = z.infer<typeof UsedKey>
export const USED_KEYS: RecordKind<UsedKey> = { name: 'usedKey', schemaVersion: 1, schema: UsedKey }

/** What a person chose for themselves, and the name Teams last gave for them. */
const PersonSettings = z.object({
  name: z.string(),
  language: z.enum(['en', 'pl', 'auto']),
  /** Last locale and time zone that Teams sent, for messages nobody asked for. */
  locale: z.string().optional(),
  timeZone: z.string().optional(),
  /** Practice only: the person of the world this stranger acts as. */
  actsAs: PersonId.optional(),
})
export type PersonSettings = z.infer<typeof PersonSettings>
export const PEOPLE: RecordKind<PersonSettings> = { name: 'person', schemaVersion: 1, schema: PersonSettings }

/**
 * A message to a person that nobody asked for. `sending` is durable before the send, so that a process that died in
 * between leaves a message known to be of unknown outcome: it is sent once more, never silently lost (RP4).
 */
const OutboxItem = z.object({
  to: PersonId,
  notice: NoticeType,
  caseId: CaseId,
  at: Instant,
  status: z.enum(['planned', 'sending', 'sent', 'dead']),
  attempts: z.int().nonnegative(),
  /** Of the message that carries it, once sent: a later change updates that message. */
  activityId: z.string().optional(),
  why: z.string().optional(),
})
export type OutboxItem = z.infer<typeof OutboxItem>
export const OUTBOX: RecordKind<OutboxItem> = { name: 'outbox', schemaVersion: 1, schema: OutboxItem }

export const DOMAIN_KINDS = [CASES, HISTORY, COUNTERS, USED_KEYS, PEOPLE, OUTBOX] as const
