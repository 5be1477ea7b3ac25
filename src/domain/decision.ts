import type { Actor, Change, Refusal } from './changes.js'
import type { Said } from './facts.js'
import type { EntryFacts, HistoryEntry } from './history.js'
import type { Instant, PersonId } from './ids.js'
import type { MoveCase } from './moveCase.js'
import type { MoveLine } from './moveLine.js'
import type { OfferMatcher } from './offerMatch.js'
import { may, rolesFor, type Action } from './roles.js'

/** What deciding needs and gives, shared by the files the transitions are split into. */

/** An accepted change gives the case as it then is and the entry for its history; a refused one changes nothing. */
export type Decision =
  | { readonly ok: true; readonly move: MoveCase; readonly entry: HistoryEntry }
  | { readonly ok: false; readonly refusal: Refusal }

export interface Context {
  readonly actor: Actor
  readonly now: Instant
  /** How offers that come with `refreshLines` are compared; by SKU id alone unless given. */
  readonly matcher?: OfferMatcher
}

export type ChangeOf<T extends Change['type']> = Extract<Change, { type: T }>

/** What one handler says: the case it leads to, not yet counted, or why not. */
export type Verdict =
  | { readonly next: MoveCase; readonly facts?: EntryFacts; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly next?: never }

export const lead = (next: MoveCase, facts?: EntryFacts): Verdict => (facts === undefined ? { next } : { next, facts })
export const refuse = (refusal: Refusal): Verdict => ({ refusal })
export const notNow = (move: MoveCase, change: Change): Verdict =>
  refuse({ code: 'notNow', change: change.type, state: move.state })
export const nothingNew: Verdict = { refusal: { code: 'nothingNew' } }

export const by = (actor: Actor): PersonId | 'system' => (actor.kind === 'person' ? actor.id : 'system')
export const said = ({ actor, now }: Context): Said => ({ by: by(actor), at: now })

/**
 * Whether a person's roles allow the action (domain 3.5). Ferry itself passes only where the table of transitions names
 * the system or a timer: `system` says so.
 */
export function denied(actor: Actor, action: Action, system: 'system' | 'noSystem' = 'noSystem'): Refusal | undefined {
  if (actor.kind === 'system') {
    return system === 'system' ? undefined : { code: 'notAllowed', action, mayAsk: false, may: rolesFor(action) }
  }
  const permission = may(action, actor.roles)
  return permission === 'yes'
    ? undefined
    : { code: 'notAllowed', action, mayAsk: permission === 'ask', may: rolesFor(action) }
}

/** The person who acts, when their roles allow it: for what only a person decides. */
export function personFor(actor: Actor, action: Action): PersonId | Refusal {
  const no = denied(actor, action)
  if (no !== undefined) return no
  return actor.kind === 'person' ? actor.id : { code: 'notAllowed', action, mayAsk: false, may: rolesFor(action) }
}

/** What only Ferry itself can know: nobody's roles suffice. */
export const onlySystem = (actor: Actor, action: Action): Refusal | undefined =>
  actor.kind === 'system' ? undefined : { code: 'notAllowed', action, mayAsk: false, may: [] }

export const stale = (move: MoveCase, seen: number | undefined): Refusal | undefined =>
  seen === undefined || seen === move.revision ? undefined : { code: 'stale', seen, current: move.revision }

export const lineOf = (move: MoveCase, id: string): MoveLine | undefined => move.lines.find((line) => line.id === id)
export const unknownLine = (id: string): Verdict => refuse({ code: 'unknownLine', line: id })

/** The lines with one of them replaced. */
export const withLine = (move: MoveCase, changed: MoveLine): MoveLine[] =>
  move.lines.map((line) => (line.id === changed.id ? changed : line))
