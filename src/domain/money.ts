import { Decimal } from 'decimal.js'
import { addDays, addMonths, daysFrom, later } from './days.js'
import { gapDays, overlapDays } from './deadlines.js'
import type { Term } from './facts.js'
import type { CurrencyCode, UtcDay } from './ids.js'
import type { MoveLine, OfferChoice } from './moveLine.js'
import { policyOn } from './policy.js'
import { daysInTermFrom, daysInTermTo, TERM_MONTHS } from './terms.js'

/**
 * Money by the formulas of domain 4.4. Amounts are decimals as text, never binary fractions; each line is rounded half up
 * once, at its end, to the smallest unit of its currency. Amounts of different currencies are never added.
 */

// a clone of our own, so that nobody's settings elsewhere change a bill
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP })

/** What is due or given back, always as an estimate: only Microsoft's invoice says what was. */
export interface Money {
  /** With the decimals of the currency: `78.90`. */
  readonly amount: string
  readonly currency: CurrencyCode
}

/** An amount for a stretch of days. */
export interface DaysMoney extends Money {
  /** The days the amount is for. */
  readonly days: number
}

/** What one seat costs for a whole term. */
export interface SeatPrice {
  readonly amount: string
  readonly term: Term
}

/** Decimals of a currency: 2 for EUR, 0 for JPY. */
function decimalsOf(currency: CurrencyCode): number {
  const known = decimals.get(currency)
  if (known !== undefined) return known
  const read = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  decimals.set(currency, read)
  return read
}
/** Asking the runtime costs more than the whole calculation. At most as many as there are currencies. */
const decimals = new Map<CurrencyCode, number>()

const money = (exact: Decimal, currency: CurrencyCode): Money => ({
  amount: exact.toFixed(decimalsOf(currency), Decimal.ROUND_HALF_UP),
  currency,
})

/**
 * How many terms some days are, as an exact fraction: each term of the row counts with its own length, and nothing is
 * divided before everything is added up, so that half a cent stays half a cent.
 */
function termsIn(from: UtcDay, days: number, term: Term): { readonly numerator: number; readonly denominator: number } {
  const daysByLength = new Map<number, number>()
  for (let index = 0, left = days; left > 0; index += 1) {
    const start = addMonths(from, index * TERM_MONTHS[term])
    const length = daysFrom(start, addMonths(from, (index + 1) * TERM_MONTHS[term]))
    daysByLength.set(length, (daysByLength.get(length) ?? 0) + Math.min(left, length))
    left -= length
  }
  const denominator = [...daysByLength.keys()].reduce((product, length) => product * length, 1)
  const numerator = [...daysByLength].reduce((sum, [length, used]) => sum + (used * denominator) / length, 0)
  return { numerator, denominator }
}

/** Price of some seats for every day from `from` on. */
function priceOfDays(price: SeatPrice, seats: number, from: UtcDay, days: number): Decimal {
  const { numerator, denominator } = termsIn(from, days, price.term)
  return new Exact(price.amount).times(seats).times(numerator).div(denominator)
}

/** What one day costs, unrounded, in a term that starts on `start`. For display only: round sums, not days. */
export const dailyRate = (price: SeatPrice, seats: number, start: UtcDay): string =>
  new Exact(price.amount).times(seats).div(daysInTermFrom(start, price.term)).toString()

/**
 * What the customer pays twice when the new subscription starts on `start`: its own price for the days on which the old
 * one, long paid, still runs.
 */
export function overlapCost(facts: {
  readonly endDate: UtcDay
  readonly start: UtcDay
  readonly seats: number
  readonly price: SeatPrice
  readonly currency: CurrencyCode
}): DaysMoney {
  const days = overlapDays(facts.endDate, facts.start)
  return { ...money(priceOfDays(facts.price, facts.seats, facts.start, days), facts.currency), days }
}

/** The price of a chosen offer; `undefined` when it is not known, which is never zero. */
export const seatPriceOf = ({ unitPrice, term }: OfferChoice): SeatPrice | undefined =>
  unitPrice === undefined ? undefined : { amount: new Exact(unitPrice).times(TERM_MONTHS[term]).toFixed(), term }

/**
 * The overlap cost of a line as planned, up to the last day on which any of its old subscriptions runs; `undefined`
 * while offer, price or start are open.
 */
export function lineOverlapCost(line: MoveLine, start: UtcDay | undefined = line.plannedStart): DaysMoney | undefined {
  if (start === undefined || !('target' in line.match)) return undefined
  const { target } = line.match
  const price = seatPriceOf(target)
  if (price === undefined) return undefined
  const endDate = line.sources.map((source) => source.endDate).reduce(later)
  return overlapCost({ endDate, start, seats: line.seats, price, currency: target.currency })
}

/** The price an Extended Service Term is reckoned from: the monthly-term price where there is one, else the annual one. */
export type EstPrice = { readonly monthly: string } | { readonly annual: string }

/**
 * What the old seller charges when the subscription runs on in an Extended Service Term until the new one starts.
 * An estimate: our list price stands in for the seller's.
 */
export function estCost(facts: {
  readonly endDate: UtcDay
  readonly start: UtcDay
  readonly seats: number
  readonly price: EstPrice
  readonly currency: CurrencyCode
}): DaysMoney {
  const first = addDays(facts.endDate, 1)
  const days = gapDays(facts.endDate, facts.start)
  const { amount, months, uplift } = estRate(facts.price, first)
  const exact = priceOfDays({ amount, term: 'P1M' }, facts.seats, first, days)
    .times(new Exact(1).plus(uplift))
    .div(months)
  return { ...money(exact, facts.currency), days }
}

/** The price, the months it is for, and what is added to it. */
const estRate = (price: EstPrice, day: UtcDay) =>
  'monthly' in price
    ? { amount: price.monthly, months: 1, uplift: policyOn('estUplift', day) }
    : { amount: price.annual, months: 12, uplift: policyOn('estUpliftWithoutMonthlyTerm', day) }

/** Days of a period that are used up when it is cancelled on a day, counting that day: against the customer (U8). */
export const usedDays = (periodStart: UtcDay, canceledOn: UtcDay): number =>
  Math.max(0, daysFrom(periodStart, canceledOn) + 1)

/**
 * What comes back when something is cancelled; nothing after the cancellation window.
 *
 * @param facts.usedDays counted inclusively, see {@link usedDays}; at most `daysInPeriod`
 * @throws {RangeError} when the days are not those of a period
 */
export function cancellationRefund(facts: {
  readonly paid: string
  readonly daysInPeriod: number
  readonly usedDays: number
  readonly currency: CurrencyCode
  readonly insideWindow: boolean
}): DaysMoney {
  const { daysInPeriod, usedDays } = facts
  if (!(daysInPeriod > 0 && usedDays >= 0 && usedDays <= daysInPeriod))
    throw new RangeError(`${usedDays} of ${daysInPeriod} days`)
  const days = facts.insideWindow ? daysInPeriod - usedDays : 0
  return { ...money(new Exact(facts.paid).times(days).div(daysInPeriod), facts.currency), days }
}

/** What the customer goes on paying the old seller for nothing when it moves on `start`, before the old term ends. */
export function remainingCommitment(facts: {
  readonly endDate: UtcDay
  readonly start: UtcDay
  readonly seats: number
  readonly oldPrice: SeatPrice
  readonly currency: CurrencyCode
}): DaysMoney {
  const days = overlapDays(facts.endDate, facts.start)
  const perTerm = new Exact(facts.oldPrice.amount).times(facts.seats)
  const exact = perTerm.times(days).div(daysInTermTo(facts.endDate, facts.oldPrice.term))
  return { ...money(exact, facts.currency), days }
}

/** Who pays which part of a term that changes hands. The two amounts add up to what was paid. */
export interface TransferSplit {
  readonly source: DaysMoney
  /** Ours from the day after the transfer; credited to the source when it had paid the whole term. */
  readonly target: DaysMoney
}

/**
 * Splits a prepaid term on the day its billing is transferred: the source pays through that day (P7).
 *
 * @throws {RangeError} when the transfer does not lie within the term
 */
export function transferSplit(facts: {
  readonly start: UtcDay
  readonly endDate: UtcDay
  readonly transferDate: UtcDay
  readonly paid: string
  readonly currency: CurrencyCode
}): TransferSplit {
  const { start, endDate, transferDate, paid, currency } = facts
  if (transferDate < start || transferDate > endDate)
    throw new RangeError(`${transferDate} is not within ${start} to ${endDate}`)
  const sourceDays = daysFrom(start, transferDate) + 1
  const targetDays = daysFrom(transferDate, endDate)
  const target = money(new Exact(paid).times(targetDays).div(sourceDays + targetDays), currency)
  // the rest, not a second rounding: both parts together are what was paid
  const source = money(new Exact(money(new Exact(paid), currency).amount).minus(target.amount), currency)
  return { source: { ...source, days: sourceDays }, target: { ...target, days: targetDays } }
}

/** The sum of some lines, one amount per currency, in the order the currencies first appear. */
export function sumByCurrency(lines: readonly Money[]): readonly Money[] {
  const sums = new Map<CurrencyCode, Decimal>()
  for (const { amount, currency } of lines) sums.set(currency, (sums.get(currency) ?? new Exact(0)).plus(amount))
  return [...sums].map(([currency, sum]) => money(sum, currency))
}
