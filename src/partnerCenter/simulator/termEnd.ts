import { addDays, addMonths, startOf } from '../../domain/days.js'
import { lifecycle, type Phase } from '../../domain/deadlines.js'
import { endFactsOf, endRegime, type EndFacts, type Regime } from '../../domain/endRegime.js'
import type { SourceStatus, SourceSubscription, Term } from '../../domain/facts.js'
import type { UtcDay } from '../../domain/ids.js'
import { TERM_MONTHS } from '../../domain/terms.js'
import { undoUntil } from '../../domain/windows.js'
import type { HeldSubscription } from './state.js'

/** What the seller's systems do to a subscription when its term ends, and after that. */

/** Last paid day of a full term that begins on `start`. Where Microsoft's calendar has to decide (V20), this one does. */
export const lastDayOfTerm = (start: UtcDay, term: Term): UtcDay => addDays(addMonths(start, TERM_MONTHS[term]), -1)

/** What Microsoft sells renews itself unless somebody says otherwise; volume agreements end. Our choice for the practice world. */
const RENEWS_BY_DEFAULT: ReadonlySet<EndFacts['channel']> = new Set([
  'CSP_NCE',
  'CSP_LEGACY',
  'WEB_DIRECT_MCA',
  'WEB_DIRECT_MOSA',
])

/** The extended service term exists in these channels only (M3, M20). */
const CAN_EXTEND: ReadonlySet<EndFacts['channel']> = new Set(['CSP_NCE', 'WEB_DIRECT_MCA'])

/**
 * The regime a subscription really ends under. Staff have to plan for the worst where they cannot know (domain 4.2); the
 * world has to do one thing, so there it goes by what is set, and by the seller's default where nothing is.
 */
export function actualRegime(facts: EndFacts): Exclude<Regime, 'UNKNOWN_WORST'> {
  const regime = endRegime(facts)
  if (regime !== 'UNKNOWN_WORST') return regime
  const { autoRenew, endAction, channel } = facts
  if (autoRenew === 'ON') return 'AUTO_RENEW'
  if (endAction === 'CANCEL') return 'CUT_OFF'
  if (endAction === 'EST' && CAN_EXTEND.has(channel)) return 'PAID_EXTENSION'
  if (endAction === 'RENEW') return 'AUTO_RENEW'
  return autoRenew !== 'OFF' && RENEWS_BY_DEFAULT.has(channel) ? 'AUTO_RENEW' : 'CUT_OFF'
}

const STATUS_OF = {
  RENEWED: 'ACTIVE',
  EXTENDED: 'EST',
  EXPIRED: 'EXPIRED',
  DISABLED: 'DISABLED',
  DATA_KEPT: 'DISABLED',
  DELETED: 'DELETED',
} as const satisfies Record<Phase['phase'], SourceStatus>

/** What a regime makes of a subscription from which day on, nearest first. */
export const phasesAfter = (regime: Regime, endDate: UtcDay): HeldSubscription['ahead'] =>
  lifecycle(regime, endDate).map(({ phase, from }) => ({ status: STATUS_OF[phase], from }))

/** The term of a subscription has ended: it renews, goes on at a price, or stops working. */
export function endTerm(held: HeldSubscription): HeldSubscription {
  const regime = actualRegime(endFactsOf(held.shown))
  if (regime === 'AUTO_RENEW') {
    const firstDay = addDays(held.shown.endDate, 1)
    return renewed(held, { firstDay, boughtOn: firstDay })
  }
  return becomeNext({ ...held, ahead: phasesAfter(regime, held.shown.endDate) })
}

/** The nearest of what lies ahead has come. */
export function becomeNext({ shown, ahead: [next, ...ahead], ...rest }: HeldSubscription): HeldSubscription {
  return next === undefined ? { ...rest, shown, ahead } : { ...rest, shown: { ...shown, status: next.status }, ahead }
}

/**
 * A new full term. Of our own it can be cancelled again for some days (M2).
 *
 * @param firstDay of the new term
 * @param boughtOn the day of the renewal, earlier than that when somebody renewed ahead of time
 */
export function renewed(
  held: HeldSubscription,
  { firstDay, boughtOn }: { readonly firstDay: UtcDay; readonly boughtOn: UtcDay },
): HeldSubscription {
  const { shown, undoUntil: _past, ...rest } = held
  const next: SourceSubscription = {
    ...shown,
    startedOn: boughtOn,
    endDate: lastDayOfTerm(firstDay, shown.term),
    status: 'ACTIVE',
  }
  return { ...rest, shown: next, ahead: [], ...(shown.ours ? { undoUntil: undoUntil(startOf(boughtOn)) } : {}) }
}

/** Cancelled: no access after `lastDay`, data kept for a while as after a cut-off (F7). */
export function canceledOn(held: HeldSubscription, lastDay: UtcDay): HeldSubscription {
  const shown: SourceSubscription = { ...held.shown, status: 'CANCELED', endDate: lastDay }
  return { ...held, shown, ahead: phasesAfter('CUT_OFF', lastDay).filter(({ status }) => status === 'DELETED') }
}
