import { z } from 'zod'
import { SourceChannel } from '../domain/facts.js'
import { CaseId, LineId, TenantId, UtcDay } from '../domain/ids.js'

/**
 * The buttons of all cards (contracts, 5). A client can send whatever it likes as the data of a button, so this is where
 * it is read, and nothing behind it sees another shape. It never says who pressed: that is known from the sender.
 */

/** Names one button of one card that was sent: pressed a second time it is recognised. */
const Key = z.string().min(8).max(64)
const reason = z.string().trim().max(500).default('')
const onCase = { caseId: CaseId, revision: z.number().int().nonnegative(), key: Key }

/** The visible steps of the two guided dialogues, in their order. */
export const STEPS = ['facts', 'lines', 'dates', 'review'] as const
export type StepName = (typeof STEPS)[number]

/** What people type into a card's inputs comes as text; meaning and limits are decided by the domain, not here. */
const typed = z.union([z.string().max(500), z.number().transform(String)])

export const CardAction = z.discriminatedUnion('verb', [
  // without a case
  z.object({ verb: z.literal('move'), key: Key, customer: TenantId }),
  z.object({ verb: z.literal('help'), key: Key }),
  z.object({ verb: z.literal('myWork'), key: Key }),
  z.object({ verb: z.literal('approvals'), key: Key }),
  z.object({ verb: z.literal('language'), key: Key, to: z.enum(['en', 'pl', 'auto']) }),
  // steps of the dialogues. Inputs by step: facts: `channel`; lines: `seats_l1`, …; dates: `start`, `stopRenewal`; review: none
  z.object({
    verb: z.literal('next'),
    ...onCase,
    step: z.enum(STEPS),
    inputs: z.record(z.string().max(40), typed).default({}),
    channel: SourceChannel.optional(),
  }),
  z.object({ verb: z.literal('back'), ...onCase, step: z.enum(STEPS) }),
  z.object({ verb: z.literal('later'), ...onCase, step: z.enum(STEPS) }),
  z.object({ verb: z.literal('cancel'), ...onCase, step: z.enum(STEPS) }),
  z.object({ verb: z.literal('change'), ...onCase, field: z.enum(['channel', 'lines', 'dates', 'path']) }),
  // the case
  z.object({ verb: z.literal('plan'), ...onCase }),
  z.object({ verb: z.literal('submit'), ...onCase }),
  z.object({ verb: z.literal('approve'), ...onCase }),
  z.object({ verb: z.literal('reject'), ...onCase, reason }),
  z.object({ verb: z.literal('schedule'), ...onCase, day: UtcDay }),
  z.object({ verb: z.literal('unschedule'), ...onCase }),
  z.object({ verb: z.literal('order'), ...onCase }),
  z.object({ verb: z.literal('retry'), ...onCase }),
  z.object({ verb: z.literal('dropLine'), ...onCase, line: LineId }),
  z.object({ verb: z.literal('undo'), ...onCase }),
  z.object({ verb: z.literal('decline'), ...onCase, reason }),
  z.object({ verb: z.literal('keepBoth'), ...onCase }),
  z.object({ verb: z.literal('overrideRegion'), ...onCase, reason }),
  z.object({ verb: z.literal('stop'), ...onCase }),
  z.object({ verb: z.literal('reopen'), ...onCase }),
  z.object({ verb: z.literal('complete'), ...onCase }),
  z.object({ verb: z.literal('show'), ...onCase, view: z.enum(['status', 'history', 'invitation']) }),
  z.object({ verb: z.literal('refresh'), ...onCase }),
])
export type CardAction = z.infer<typeof CardAction>
export type Verb = CardAction['verb']

/** What goes into a button of a `verb`. Derived from what is accepted when it comes back, so the two cannot drift apart. */
export type ButtonData<V extends Verb> = Omit<
  Extract<z.input<typeof CardAction>, { verb: V }>,
  'verb' | 'inputs' | 'reason'
>

/**
 * What a button's key is called in its data. Not `key`: Microsoft's newer card library gives every object of a card a
 * property of that name, and in the Microsoft 365 Agents Playground (0.2.28) a button whose data has one does nothing.
 */
export const KEY_IN_DATA = 'press'

/**
 * Reads what a press sent: the verb and data of the button together with the card's inputs, all on one level as Teams
 * sends them. Inputs of a step (`seats_l1`, `start`, …) are gathered under `inputs`.
 */
export function readPress(verb: unknown, data: unknown): z.ZodSafeParseResult<CardAction> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return CardAction.safeParse({ verb })
  const inputs = Object.entries(data).filter(([name]) => /^(seats_l\d{1,4}|start|stopRenewal)$/.test(name))
  const given = data as Readonly<Record<string, unknown>>
  // scripts that make a press by themselves may call it by its plain name
  const key = given[KEY_IN_DATA] ?? given['key']
  return CardAction.safeParse({ ...given, verb, key, inputs: Object.fromEntries(inputs) })
}
