import { addDays, addMonths, daysFrom } from './days.js'
import type { Term } from './facts.js'
import type { UtcDay } from './ids.js'

/** Commitment terms on the calendar. The last day of a term is paid, the next term starts the day after (domain 4.1). */

export const TERM_MONTHS = { P1M: 1, P1Y: 12, P3Y: 36 } as const satisfies Record<Term, number>

/**
 * First day a term of full length can have begun that ends on `endDate`. A first term that was shortened to align end
 * dates began later, so this is the earliest possible day, never the latest.
 */
export const earliestTermStart = (endDate: UtcDay, term: Term): UtcDay =>
  addMonths(addDays(endDate, 1), -TERM_MONTHS[term])

/** Days of a full term that starts on `start`: 28 to 31, 365 or 366, 1095 or 1096. */
export const daysInTermFrom = (start: UtcDay, term: Term): number =>
  daysFrom(start, addMonths(start, TERM_MONTHS[term]))

/** Days of the full term that ends on `endDate`. */
export const daysInTermTo = (endDate: UtcDay, term: Term): number =>
  daysFrom(earliestTermStart(endDate, term), endDate) + 1

/**
 * Last day of the term that a renewal after `endDate` would start. Where the month of the end lacks the day the term
 * started on (29 February a year later, 31 January a month later), Microsoft's calendar decides between two days, so
 * that the day must be read there and is not computed here (V20).
 */
export function renewedUntil(endDate: UtcDay, term: Term): UtcDay | 'fromPartnerCenter' {
  const start = addDays(endDate, 1)
  const after = addMonths(start, TERM_MONTHS[term])
  return after.slice(8) === start.slice(8) ? addDays(after, -1) : 'fromPartnerCenter'
}

/**
 * First day of the term that runs now: the day the subscription began when that lies in this term, else the day of the
 * renewal that started it.
 */
export function currentTermStart(facts: {
  readonly startedOn?: UtcDay | undefined
  readonly endDate: UtcDay
  readonly term: Term
}): UtcDay {
  const earliest = earliestTermStart(facts.endDate, facts.term)
  return facts.startedOn !== undefined && facts.startedOn > earliest ? facts.startedOn : earliest
}
