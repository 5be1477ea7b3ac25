import { Decimal } from 'decimal.js'
import type { LineId } from './ids.js'
import type { MoveCase, PriceSnapshot } from './moveCase.js'
import { endDateOf, type LineMatch, type MoveLine } from './moveLine.js'

/**
 * Everything an approval covers, as one text: a first line for the case, then one for each product. Two plans are the
 * same exactly when their texts are equal, so any change voids the approval (I10). Dropping a failed line is no change:
 * its order status is not part of the text (X19). What happened since to orders, gates and old subscriptions is not
 * either, except the end date, which moves what is paid twice (X15, X28).
 */
export const planKey = (move: MoveCase): string =>
  [
    caseKey(move),
    ...[...move.lines].sort((a, b) => numberOf(a.id) - numberOf(b.id)).map((line) => lineKey(line, pricesOf(move))),
  ].join('\n')

/**
 * Whether an approval still covers some lines of a case, whatever happened to the others meanwhile: after orders were
 * placed, one old subscription that renewed itself must not hold back the retry of another line.
 */
export function isCovered(move: MoveCase, approved: string, lines: readonly MoveLine[]): boolean {
  const [header, ...keys] = approved.split('\n')
  const covered = new Set(keys)
  return header === caseKey(move) && lines.every((line) => covered.has(lineKey(line, pricesOf(move))))
}

const numberOf = (id: LineId): number => Number(id.slice(1))

const pricesOf = (move: MoveCase): PriceSnapshot['prices'] => ('plan' in move ? (move.plan?.prices.prices ?? []) : [])

function caseKey(move: MoveCase): string {
  const region = 'region' in move ? move.region : undefined
  return JSON.stringify([
    'path',
    move.path,
    'channel',
    move.channel,
    'customer',
    move.customer.tenantId,
    move.customer.country,
    'region',
    region?.result ?? null,
    region?.partnerRegion ?? null,
    region?.customerRegion ?? null,
    region?.listDate ?? null,
    'override',
    region?.override === undefined ? null : [region.override.by, region.override.reason],
    'currency',
    move.partner.currency,
  ])
}

function lineKey(line: MoveLine, prices: PriceSnapshot['prices']): string {
  if (line.match.level === 'EXCLUDED') return JSON.stringify([line.id, line.sku, 'EXCLUDED', line.match.why])
  const price = prices.find((candidate) => candidate.line === line.id)?.unitPrice
  return JSON.stringify([
    line.id,
    line.sku,
    line.match.level,
    ...offerKey(line.match),
    'price',
    price === undefined || price === null ? null : new Decimal(price).toString(),
    'seats',
    line.seats,
    'override',
    line.seatOverride === undefined ? null : [line.seatOverride.by, line.seatOverride.reason],
    'start',
    line.plannedStart ?? null,
    'end',
    endDateOf(line),
  ])
}

function offerKey(match: Exclude<LineMatch, { level: 'EXCLUDED' }>): unknown[] {
  if (!('target' in match)) return [null]
  const { sku, productId, skuId, term, billing } = match.target
  return [
    sku,
    productId,
    skuId,
    term,
    billing,
    confirmationKey(match),
    match.level === 'DIFFERENT' ? match.missing : [],
  ]
}

function confirmationKey(match: LineMatch): unknown[] | null {
  if (match.level === 'EQUIVALENT' && match.confirmed !== undefined) return [match.confirmed.by]
  if (match.level === 'DIFFERENT' && match.confirmed !== undefined) {
    return [match.confirmed.by, match.confirmed.reason, match.confirmed.customerConsent]
  }
  return null
}
