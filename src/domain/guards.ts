import { Decimal } from 'decimal.js'
import { capacityCheck } from './capacity.js'
import type { Approved } from './caseParts.js'
import type { Checks, LinePrice, Refusal } from './changes.js'
import { addDays, addMonths, later } from './days.js'
import { lineDeadlines } from './deadlines.js'
import type { MovePath, SourceChannel } from './facts.js'
import { isCovered, planKey } from './fingerprint.js'
import type { Instant, SkuPartNumber, UtcDay } from './ids.js'
import { heldCount, isTransferred } from './lines.js'
import type { MoveCase, RegionDecision } from './moveCase.js'
import { endDateOf, isMoving, oldSeatsOf, type MoveLine } from './moveLine.js'
import { policyOn } from './policy.js'
import { regionCheck } from './regions.js'
import { lineSeats } from './seats.js'
import { unreachable } from './unreachable.js'
import { inUndoWindow, pricesAreOld } from './windows.js'

/**
 * The guards of domain 3.6. Each answers with the first thing that stands in the way, in the order in which a person can
 * do something about it, or with nothing when the way is free.
 */

export const movingLines = (move: MoveCase): MoveLine[] => move.lines.filter(isMoving)

// ---------------------------------------------------------------------------------------------------- REGION_OK

/**
 * The region as the current list decides it. An audited override goes with the pair of countries it was given for, so
 * it survives a new list but not a corrected country.
 */
export function regionOf(move: MoveCase, country = move.customer.country): RegionDecision {
  const checked = regionCheck(move.partner.country, country)
  const override = 'region' in move && country === move.customer.country ? move.region?.override : undefined
  return { ...checked, ...(override === undefined ? {} : { override }) }
}

/** `REGION_OK`: both in one region by the current list, or overridden. An unknown country blocks (I5). */
export function regionOk(move: MoveCase, country = move.customer.country): Refusal | undefined {
  const { result, partnerRegion, customerRegion, listDate, override } = regionOf(move, country)
  if (result === 'OK' || override !== undefined) return undefined
  if (result === 'MISMATCH' && partnerRegion !== null && customerRegion !== null) {
    return { code: 'regionMismatch', partnerRegion, customerRegion, listDate }
  }
  return { code: 'regionUnknown', country: partnerRegion === null ? move.partner.country : country, listDate }
}

// -------------------------------------------------------------------------------------------- the gates of an order

/** `AGREEMENT_OK`. */
export const agreementOk = ({ agreement }: MoveCase): Refusal | undefined =>
  agreement === 'ACCEPTED_DIRECT' || agreement === 'ATTESTED' ? undefined : { code: 'noAgreement' }

/** R6, R12, M6: without these, nothing is ever sent to Partner Center for a customer (I1). */
export const mayOrder = (move: MoveCase): Refusal | undefined =>
  move.relationship === 'ACTIVE' ? agreementOk(move) : { code: 'noRelationship' }

/**
 * `GATES_STILL_OK`, at the moment of execution: relationship, agreement, region by the list of today, and that the
 * approval covers what is about to be done. Prices are apart, in {@link pricesOk}: a transfer has none.
 *
 * @param lines what is about to be ordered or transferred; all lines of the plan unless given
 */
export function gatesStillOk(move: Approved, lines?: readonly MoveLine[]): Refusal | undefined {
  const covered =
    lines === undefined ? planKey(move) === move.approval.planKey : isCovered(move, move.approval.planKey, lines)
  return mayOrder(move) ?? regionOk(move) ?? (covered ? undefined : { code: 'approvalVoid' })
}

/** Prices against the snapshot of the plan: known and young enough, and none other than approved. */
export function pricesOk(
  move: Approved,
  lines: readonly MoveLine[],
  read: readonly LinePrice[] | undefined,
  now: Instant,
): Refusal | undefined {
  const { takenAt, prices } = move.plan.prices
  if (read === undefined) return pricesAreOld(takenAt, now) ? { code: 'pricesTooOld' } : undefined
  for (const line of lines) {
    const approved = prices.find((price) => price.line === line.id)
    const found = read.find((price) => price.line === line.id)
    if (approved === undefined || found === undefined) return { code: 'pricesTooOld' }
    if (!samePrice(approved.unitPrice, found.unitPrice)) {
      return { code: 'priceChanged', line: line.id, title: line.title, was: approved.unitPrice, now: found.unitPrice }
    }
  }
  return undefined
}

/** Equal amounts, however they are written; an unknown price equals only another unknown one. */
export const samePrice = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : new Decimal(a).equals(b)

// ------------------------------------------------------------------------------------------------------ LINES_OK

/** `LINES_OK`: what is to be moved is decided, confirmed, and can be bought. */
export function linesOk(move: MoveCase, today: UtcDay): Refusal | undefined {
  const lines = movingLines(move)
  if (lines.length === 0 || move.path === 'COEXIST') return { code: 'noLines' }
  return (
    firstOf(lines, (line) => pathFits(line, move.path)) ??
    (move.path === 'TRANSFER' ? firstOf(lines, transferable) : orderable(move, lines, today))
  )
}

const firstOf = (lines: readonly MoveLine[], guard: (line: MoveLine) => Refusal | undefined): Refusal | undefined =>
  lines.map(guard).find((refusal) => refusal !== undefined)

/** M7 exists for new commerce at another partner, M8 for an Enterprise Agreement; buying anew exists for all. */
const PATH_NEEDS = {
  TRANSFER: 'CSP_NCE',
  CHANNEL_TRANSFER: 'EA',
  MANUAL: undefined,
  COEXIST: undefined,
} as const satisfies Record<MovePath, SourceChannel | undefined>

function pathFits({ id, title, sources }: MoveLine, path: MovePath): Refusal | undefined {
  const needed = PATH_NEEDS[path]
  const stranger = needed === undefined ? undefined : sources.find(({ channel }) => channel !== needed)
  return stranger && { code: 'pathNotForChannel', line: id, title, path, channel: stranger.channel }
}

/** P11: nothing that is not Active, and no trial. Nothing has to be matched, the subscription itself moves (P3). */
const transferable = ({ id, title, sources }: MoveLine): Refusal | undefined =>
  sources.every(({ status, isTrial }) => status === 'ACTIVE' && !isTrial)
    ? undefined
    : { code: 'trialOnTransfer', line: id, title }

const orderable = (move: MoveCase, lines: readonly MoveLine[], today: UtcDay): Refusal | undefined =>
  firstOf(lines, matched) ??
  firstOf(lines, (line) => qualified(move, line)) ??
  firstOf(lines, enoughSeats) ??
  fitsTenant(move, lines, today)

function matched({ id, sku, title, match }: MoveLine): Refusal | undefined {
  switch (match.level) {
    case 'UNDECIDED':
      return { code: 'lineUndecided', line: id, title }
    case 'NO_EQUIVALENT':
      return { code: 'noEquivalent', line: id, title }
    case 'SAME':
      return match.target.sku === sku ? undefined : { code: 'notSame', line: id, title }
    case 'EQUIVALENT':
    case 'DIFFERENT':
      return match.confirmed === undefined ? { code: 'notConfirmed', line: id, title, level: match.level } : undefined
    case 'EXCLUDED':
      return undefined
    default:
      return unreachable(match)
  }
}

/** M19. */
const qualified = ({ customer }: MoveCase, { id, title, match }: MoveLine): Refusal | undefined =>
  'target' in match && match.target.segment !== undefined && match.target.segment !== customer.segment
    ? { code: 'otherSegment', line: id, title }
    : undefined

/** Whether the planned seats are enough for everybody who has a licence, and not more than one subscription may have. */
export function enoughSeats(line: MoveLine): Refusal | undefined {
  const { id, title, seats, assigned, match } = line
  if ('target' in match && match.target.maxSeats !== undefined && seats > match.target.maxSeats) {
    return { code: 'seatLimit', line: id, title, limit: match.target.maxSeats }
  }
  const missing = shortfallOf(line)
  return missing === 0 || line.seatOverride !== undefined
    ? undefined
    : { code: 'seatShortfall', line: id, title, shortfall: missing, assigned, seats }
}

/** People left without a licence by the planned seats, over all subscriptions of the product together (domain 3.3). */
export const shortfallOf = (line: MoveLine): number => lineSeats(line, line.staying).shortfall

function fitsTenant(move: MoveCase, lines: readonly MoveLine[], today: UtcDay): Refusal | undefined {
  const held = move.held ?? heldCount(move.lines.flatMap(({ sources }) => sources))
  const { ok, total, limit } = capacityCheck(held, lines.length, today)
  return ok ? undefined : { code: 'capacity', total, limit }
}

// ------------------------------------------------------------------------------------------------------ DATES_OK

/** `DATES_OK`: each end is known and from whom, each new start is set and can still be kept, and renewals have a stopper. */
export function datesOk(move: MoveCase, today: UtcDay): Refusal | undefined {
  const lines = movingLines(move)
  const evidence = firstOf(lines, ({ id, title, endEvidence }) =>
    endEvidence === undefined ? { code: 'noEndEvidence', line: id, title } : undefined,
  )
  if (evidence !== undefined || move.path === 'TRANSFER') return evidence
  const start = plannedDayOf(move)
  return (
    firstOf(lines, ({ id, title, plannedStart }) =>
      plannedStart === undefined ? { code: 'noStart', line: id, title } : undefined,
    ) ??
    (start === undefined ? undefined : firstOf(lines, (line) => startFits(move, line, start, today))) ??
    firstOf(lines, (line) => renewalStopped(move, line, today))
  )
}

/**
 * The day the orders of a case start: all lines start together, so none before the latest of their planned starts
 * (X16). A case whose lines end far apart goes in waves, each its own case.
 */
export function plannedDayOf(move: MoveCase): UtcDay | undefined {
  const starts = movingLines(move).flatMap(({ plannedStart }) => plannedStart ?? [])
  return starts.length === 0 ? undefined : starts.reduce(later)
}

/** Whether a line can start on a day: not in the past, and not so late that users would be without service by plan. */
export function startFits(move: MoveCase, line: MoveLine, day: UtcDay, today: UtcDay): Refusal | undefined {
  if (day < today) return { code: 'startInPast', day, today }
  const latest = latestStart(move, line, today)
  return day > latest ? { code: 'startTooFar', day, latest } : undefined
}

/**
 * The day after the end needs no overlap and leaves no gap (F14). A free grace period carries users longer, and a paid
 * extension as long as somebody pays it; a year of that is no plan. What should have started already starts today.
 */
function latestStart(move: MoveCase, line: MoveLine, today: UtcDay): UtcDay {
  const end = endDateOf(line)
  const { regime } = lineDeadlines(line, today, new Set(move.holidays))
  if (regime === 'FREE_GRACE_30') return later(today, addDays(end, policyOn('freeGraceDays', end)))
  return later(today, regime === 'PAID_EXTENSION' ? addMonths(end, 12) : addDays(end, 1))
}

function renewalStopped(move: MoveCase, line: MoveLine, today: UtcDay): Refusal | undefined {
  if (line.sourceEnd.status === 'ended' || line.stopRenewal !== undefined) return undefined
  const { stopRenewalBy } = lineDeadlines(line, today, new Set(move.holidays))
  return stopRenewalBy === null
    ? undefined
    : { code: 'noRenewalStopper', line: line.id, title: line.title, stopBy: stopRenewalBy }
}

// ------------------------------------------------------------------------------------------------------ IN_WINDOW

/** `IN_WINDOW`: every active line can still be cancelled. The last moment itself is too late (V13). */
export const inWindow = (move: MoveCase, now: Instant): Refusal | undefined =>
  firstOf(movingLines(move), ({ id, title, order }) =>
    order.status === 'active' && !inUndoWindow(now, order.undoUntil)
      ? { code: 'undoWindowClosed', line: id, title, closedAt: order.undoUntil }
      : undefined,
  )

// ------------------------------------------------------------------------------------------------ the closing checks

/** Seats of each product that the move was planned to end with. A transfer moves subscriptions whole, as they are (P3). */
export function plannedSeats(move: MoveCase): ReadonlyMap<SkuPartNumber, number> {
  const planned = new Map<SkuPartNumber, number>()
  const moved = move.path === 'TRANSFER'
  for (const line of movingLines(move)) {
    const sku = 'target' in line.match && !moved ? line.match.target.sku : line.sku
    const seats = moved ? oldSeatsOf(line) : line.seats
    planned.set(sku, (planned.get(sku) ?? 0) + seats + (sku === line.sku ? (line.staying ?? 0) : 0))
  }
  return planned
}

/** `SEATS_OK`: of every product that the customer has now, the directory enables exactly what was planned. */
export function seatsOk(move: MoveCase, checks: Checks): Refusal | undefined {
  for (const [sku, ours] of plannedSeats(move)) {
    const pool = checks.pools.find((candidate) => candidate.sku === sku)
    // what else the customer keeps of the product, the count knows; less than was ordered it cannot plan
    const total = Math.max(ours, pool?.planned ?? 0)
    if (pool === undefined || pool.enabled !== total) {
      return { code: 'seatsNotThere', sku, enabled: pool?.enabled ?? 0, planned: total }
    }
  }
  return undefined
}

/** `NO_USER_WITHOUT_LICENSE`: not more licences assigned than enabled, and nobody left on a product that goes away. */
export function noUserWithoutLicense(checks: Checks): Refusal | undefined {
  const tooMany = checks.pools.reduce((sum, { assigned, enabled }) => sum + Math.max(0, assigned - enabled), 0)
  const count = tooMany + checks.leftOnOldSku
  return count === 0 ? undefined : { code: 'usersWithoutLicense', count }
}

/** `SOURCE_NOT_BILLING`: every old subscription is over. After a transfer it runs on, but as ours. */
export function sourceNotBilling(move: MoveCase, checks: Checks): Refusal | undefined {
  if (isTransferred(move)) return undefined
  return firstOf(movingLines(move), ({ id, title, sourceEnd }) =>
    sourceEnd.status === 'running' || checks.stillBilling.includes(id)
      ? { code: 'sourceStillBilling', line: id, title }
      : undefined,
  )
}
