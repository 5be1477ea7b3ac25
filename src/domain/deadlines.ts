import { addDays, daysFrom, later, minusBusinessDays, onOrBefore, earlier } from './days.js'
import { endFactsOf, endRegime, type Regime } from './endRegime.js'
import type { UtcDay } from './ids.js'
import { isMoving, type MoveLine } from './moveLine.js'
import type { MoveCase } from './moveCase.js'
import { policyOn } from './policy.js'
import { unreachable } from './unreachable.js'

/** How pressing a line is, from harmless to worst (domain 4.3). */
export const TIME_STATUSES = ['SAFE', 'AT_RISK', 'LATE', 'OUTAGE', 'DATA_LOSS'] as const
export type TimeStatus = (typeof TIME_STATUSES)[number]

export interface LineDeadlines {
  readonly line: MoveLine
  readonly deadlines: Deadlines
}

/** The days that matter for one old subscription, or for one line: then the earliest of each. */
export interface Deadlines {
  readonly regime: Regime
  /** 0 on the last paid day, negative afterwards. */
  readonly daysLeft: number
  /** Latest start that leaves room for a mistake. The deadline people are shown, in every regime. */
  readonly lastSafe: UtcDay
  /** Latest start without an outage for users; `null` where the question has no answer: extension, suspended. */
  readonly lastPossible: UtcDay | null
  /** `max(today, lastSafe)`. The gates (relationship, agreement, approval) may make it later: the caller knows them. */
  readonly recommendedStart: UtcDay
  /** By when customer or seller must have stopped the renewal; `null` where none threatens. */
  readonly stopRenewalBy: UtcDay | null
  readonly inviteBy: UtcDay
  /** First day on which data is gone; `null` while the subscription runs on. */
  readonly dataLossFrom: UtcDay | null
  readonly timeStatus: TimeStatus
}

export interface DeadlineOptions {
  /** Business days between `lastSafe` and the end; the policy's two unless given. */
  readonly bufferDays?: number | undefined
  /** Days not worked besides weekends, as `2026-12-24`. */
  readonly holidays?: ReadonlySet<string> | undefined
  /** The old subscription was cancelled within its cancellation window, so that data goes after a week (M2). */
  readonly cancelledInWindow?: boolean | undefined
}

/**
 * All dates of domain 4.3 for one subscription.
 *
 * @param endDate `E`, the last paid day, inclusive, UTC
 */
export function deadlines(regime: Regime, endDate: UtcDay, today: UtcDay, options: DeadlineOptions = {}): Deadlines {
  const {
    bufferDays = policyOn('bufferBusinessDays', today),
    holidays = new Set<string>(),
    cancelledInWindow = false,
  } = options
  const lastSafe = minusBusinessDays(endDate, bufferDays, holidays)
  const lastPossible = lastPossibleStart(regime, endDate)
  const dataLossFrom = cancelledInWindow
    ? addDays(endDate, policyOn('windowCancelDataDays', endDate) + 1)
    : dataLoss(regime, endDate)
  return {
    regime,
    daysLeft: daysFrom(today, endDate),
    lastSafe,
    lastPossible,
    recommendedStart: later(today, lastSafe),
    stopRenewalBy: stopRenewalBy(regime, endDate, lastSafe, holidays),
    inviteBy: inviteBy(lastSafe, today, holidays),
    dataLossFrom,
    timeStatus: timeStatus({ regime, endDate, today, lastSafe, lastPossible, dataLossFrom }),
  }
}

function lastPossibleStart(regime: Regime, endDate: UtcDay): UtcDay | null {
  switch (regime) {
    case 'FREE_GRACE_30':
      return addDays(endDate, policyOn('freeGraceDays', endDate))
    case 'CUT_OFF':
    case 'UNKNOWN_WORST':
    case 'AUTO_RENEW': // later the renewal has happened; undoing it is another matter, see `renewalExit`
      return endDate
    case 'PAID_EXTENSION':
    case 'SUSPENDED_AT_END':
      return null
    default:
      return unreachable(regime)
  }
}

const dataLoss = (regime: Regime, endDate: UtcDay): UtcDay | null =>
  lifecycle(regime, endDate).find(({ phase }) => phase === 'DELETED')?.from ?? null

/** The calendar lead before the end, or `lastSafe` when that is earlier; on a day off the business day before it. */
function stopRenewalBy(
  regime: Regime,
  endDate: UtcDay,
  lastSafe: UtcDay,
  holidays: ReadonlySet<string>,
): UtcDay | null {
  if (regime !== 'AUTO_RENEW' && regime !== 'UNKNOWN_WORST') return null
  const lead = addDays(endDate, -policyOn('stopRenewalDays', endDate))
  return onOrBefore(lead < lastSafe ? lead : lastSafe, holidays)
}

const inviteBy = (lastSafe: UtcDay, today: UtcDay, holidays: ReadonlySet<string>): UtcDay =>
  minusBusinessDays(
    addDays(lastSafe, -policyOn('invitationDeadlineDays', today)),
    policyOn('preparationBusinessDays', today),
    holidays,
  )

interface StatusFacts extends Pick<Deadlines, 'regime' | 'lastSafe' | 'lastPossible' | 'dataLossFrom'> {
  readonly endDate: UtcDay
  readonly today: UtcDay
}

function timeStatus({ regime, endDate, today, lastSafe, lastPossible, dataLossFrom }: StatusFacts): TimeStatus {
  if (dataLossFrom !== null && today >= dataLossFrom) return 'DATA_LOSS'
  if (regime === 'SUSPENDED_AT_END') return 'OUTAGE' // users are out already, before the end as well as after it
  const neverStops = regime === 'AUTO_RENEW' || regime === 'PAID_EXTENSION'
  if (!neverStops && lastPossible !== null && today > lastPossible) return 'OUTAGE'
  if (today > endDate) return 'LATE'
  return today > lastSafe ? 'AT_RISK' : 'SAFE'
}

/** A stretch of days after the end, both inclusive; `to` is `null` when it has no end of its own. */
export interface Phase {
  readonly phase: 'RENEWED' | 'EXTENDED' | 'EXPIRED' | 'DISABLED' | 'DATA_KEPT' | 'DELETED'
  readonly from: UtcDay
  readonly to: UtcDay | null
  readonly usersWork: boolean
}

/** What follows the last paid day, phase by phase, if nobody does anything (domain 4.2). `UNKNOWN_WORST` shows a hard stop. */
export function lifecycle(regime: Regime, endDate: UtcDay): readonly Phase[] {
  const next = addDays(endDate, 1)
  const grace = policyOn('freeGraceDays', endDate)
  const disabled = policyOn('disabledDays', endDate)
  const phase = (phase: Phase['phase'], from: number, to: number | null): Phase => ({
    phase,
    from: addDays(endDate, from),
    to: to === null ? null : addDays(endDate, to),
    usersWork: phase === 'EXPIRED',
  })
  switch (regime) {
    case 'AUTO_RENEW':
      return [{ phase: 'RENEWED', from: next, to: null, usersWork: true }]
    case 'PAID_EXTENSION':
      return [{ phase: 'EXTENDED', from: next, to: null, usersWork: true }]
    case 'FREE_GRACE_30':
      return [
        phase('EXPIRED', 1, grace),
        phase('DISABLED', grace + 1, grace + disabled),
        phase('DELETED', grace + disabled + 1, null),
      ]
    case 'SUSPENDED_AT_END': {
      const out = policyOn('suspendedFirstDays', endDate) + disabled
      return [phase('DISABLED', 1, out), phase('DELETED', out + 1, null)]
    }
    case 'CUT_OFF':
    case 'UNKNOWN_WORST': {
      const kept = policyOn('cutOffDataDays', endDate)
      return [phase('DATA_KEPT', 1, kept), phase('DELETED', kept + 1, null)]
    }
    default:
      return unreachable(regime)
  }
}

/** Days that both subscriptions are paid when the new one starts on `start`. */
export const overlapDays = (endDate: UtcDay, start: UtcDay): number => Math.max(0, daysFrom(start, endDate) + 1)

/** Days without either subscription when the new one starts on `start`; 0 for the day after the end. */
export const gapDays = (endDate: UtcDay, start: UtcDay): number => Math.max(0, daysFrom(endDate, start) - 1)

/** The worst of several; `SAFE` of none. */
export const worstTimeStatus = (list: readonly TimeStatus[]): TimeStatus =>
  list.reduce(
    (worst, status) => (TIME_STATUSES.indexOf(status) > TIME_STATUSES.indexOf(worst) ? status : worst),
    'SAFE' as TimeStatus,
  )

/** Of two that press alike, the one that hurts users more leads. */
const HARSHNESS = [
  'PAID_EXTENSION',
  'AUTO_RENEW',
  'FREE_GRACE_30',
  'CUT_OFF',
  'UNKNOWN_WORST',
  'SUSPENDED_AT_END',
] as const satisfies readonly Regime[]

const byPressure = (a: Deadlines, b: Deadlines): number =>
  TIME_STATUSES.indexOf(b.timeStatus) - TIME_STATUSES.indexOf(a.timeStatus) ||
  a.daysLeft - b.daysLeft ||
  HARSHNESS.indexOf(b.regime) - HARSHNESS.indexOf(a.regime)

const earliestOf = (days: readonly (UtcDay | null)[]): UtcDay | null =>
  days.reduce((earliest, day) => (earliest === null || (day !== null && day < earliest) ? day : earliest), null)

/**
 * The deadlines of a line over all subscriptions behind it: the regime and status of the one that presses most, and the
 * earliest of every date, so that meeting them meets those of each subscription. A line whose new subscription is
 * active, or whose transfer has finished, is `SAFE` whatever the date.
 */
export function lineDeadlines(
  line: MoveLine,
  today: UtcDay,
  holidays: ReadonlySet<string>,
  options: { readonly transferFinished?: boolean; readonly bufferDays?: number } = {},
): Deadlines {
  const { transferFinished = false, bufferDays } = options
  const each = line.sources
    .map((source) => deadlines(endRegime(endFactsOf(source)), source.endDate, today, { holidays, bufferDays }))
    .sort(byPressure)
  const [lead] = each
  if (lead === undefined) throw new RangeError(`line ${line.id} has no subscription behind it`)
  const lastSafe = earliestOf(each.map((one) => one.lastSafe)) ?? lead.lastSafe
  return {
    ...lead,
    daysLeft: Math.min(...each.map((one) => one.daysLeft)),
    lastSafe,
    lastPossible: lead.regime === 'SUSPENDED_AT_END' ? null : earliestOf(each.map((one) => one.lastPossible)),
    recommendedStart: later(today, lastSafe),
    stopRenewalBy: earliestOf(each.map((one) => one.stopRenewalBy)),
    inviteBy: earliestOf(each.map((one) => one.inviteBy)) ?? lead.inviteBy,
    dataLossFrom: earliestOf(each.map((one) => one.dataLossFrom)),
    timeStatus: transferFinished || line.order.status === 'active' ? 'SAFE' : lead.timeStatus,
  }
}

/** The lines that are to move, each with its deadlines. Excluded and dropped lines do not count. */
export function movingDeadlines(move: MoveCase, today: UtcDay): readonly LineDeadlines[] {
  const known = computed.get(move)
  if (known?.today === today) return known.lines
  const holidays = new Set<string>(move.holidays)
  const transferFinished = move.path === 'TRANSFER' && (move.state === 'VERIFYING' || move.state === 'COMPLETED')
  const lines = move.lines
    .filter(isMoving)
    .map((line) => ({ line, deadlines: lineDeadlines(line, today, holidays, { transferFinished }) }))
  computed.set(move, { today, lines })
  return lines
}

/** A case is never changed, only followed by another; a card asks for its deadlines a dozen times on the same day. */
const computed = new WeakMap<MoveCase, { readonly today: UtcDay; readonly lines: readonly LineDeadlines[] }>()

/** The start we recommend for a whole case: the latest that is safe for every line; `undefined` when none is to move. */
export function recommendedStartOf(move: MoveCase, today: UtcDay): UtcDay | undefined {
  const starts = movingDeadlines(move, today).map(({ deadlines }) => deadlines.recommendedStart)
  return starts.length === 0 ? undefined : starts.reduce(earlier)
}

/** How pressing a case is: as its worst line; `SAFE` when no line is to move. */
export const caseTimeStatus = (move: MoveCase, today: UtcDay): TimeStatus =>
  worstTimeStatus(movingDeadlines(move, today).map(({ deadlines }) => deadlines.timeStatus))
