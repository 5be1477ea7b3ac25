import { lineOverlapCost, sumByCurrency, type Money } from '../domain/money.js'
import type { DecimalText, UtcDay } from '../domain/ids.js'
import type { MoveCase } from '../domain/moveCase.js'
import { isMoving, type MoveLine } from '../domain/moveLine.js'
import type { Words } from './words.js'

/** What the lines of a plan come to together. Currencies are never added to each other. */
export interface Totals {
  readonly amounts: readonly Money[]
  /** Lines that are left out of the amounts, because nobody knows their price. */
  readonly unpriced: number
}

/** The price of one seat for a month as the plan froze it, else as last read; `undefined` when it is not known. */
export function unitPriceOf(move: MoveCase, line: MoveLine): Money | undefined {
  if (!('target' in line.match)) return undefined
  const { unitPrice: read, currency } = line.match.target
  const snapshot = 'plan' in move ? move.plan?.prices : undefined
  const frozen = snapshot?.prices.find((price) => price.line === line.id)
  const amount = frozen === undefined ? read : (frozen.unitPrice ?? undefined)
  return amount === undefined
    ? undefined
    : { amount, currency: frozen === undefined ? currency : (snapshot?.currency ?? currency) }
}

/** What all moving lines cost in a month. */
export function monthlyTotals(move: MoveCase): Totals {
  const lines = move.lines.filter(isMoving)
  const priced = lines.flatMap((line) => {
    const price = unitPriceOf(move, line)
    return price === undefined ? [] : sumByCurrency([{ ...price, amount: times(price.amount, line.seats) }])
  })
  return { amounts: sumByCurrency(priced), unpriced: lines.length - priced.length }
}

/** What is paid twice when every line starts on its day, or on `start` if that is given; `days` of the longest overlap. */
export function overlapTotals(move: MoveCase, start?: UtcDay): Totals & { readonly days: number } {
  const lines = move.lines.filter(isMoving)
  const costs = lines.flatMap((line) => lineOverlapCost(line, start ?? line.plannedStart) ?? [])
  return {
    amounts: sumByCurrency(costs.filter(({ days }) => days > 0)),
    unpriced: lines.length - costs.length,
    days: Math.max(0, ...costs.map(({ days }) => days)),
  }
}

export const moneyText = (words: Words, amounts: readonly Money[]): string =>
  words.list(amounts.map(({ amount, currency }) => words.money(amount, currency)))

/** An exact decimal times a whole number, without binary fractions. */
function times(amount: string | DecimalText, count: number): string {
  const [whole = '0', fraction = ''] = amount.split('.')
  const product = (BigInt(whole + fraction) * BigInt(count)).toString().padStart(fraction.length + 1, '0')
  return fraction === '' ? product : `${product.slice(0, -fraction.length)}.${product.slice(-fraction.length)}`
}
