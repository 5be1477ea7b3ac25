import * as fc from 'fast-check'
import { addDays } from '../../src/domain/days.js'
import type { SourceSubscription } from '../../src/domain/facts.js'
import {
  CountryCode,
  CurrencyCode,
  DecimalText,
  Instant,
  LineId,
  SkuPartNumber,
  SubscriptionId,
  UtcDay,
} from '../../src/domain/ids.js'
import type { MoveLine, OfferChoice } from '../../src/domain/moveLine.js'
import type { OfferFound } from '../../src/domain/ports.js'

/** Facts that the rule tests start from; each test spreads them and says only what it is about. */

export const day = (text: string): UtcDay => UtcDay.parse(text)
export const moment = (text: string): Instant => Instant.parse(text)
export const country = (code: string): CountryCode => CountryCode.parse(code)
export const EUR = CurrencyCode.parse('EUR')
export const NO_HOLIDAYS: ReadonlySet<string> = new Set<string>()

/** A quiet one-year subscription of another CSP partner: 40 seats, cancel at end of term set, ends on Tuesday 2026-12-15. */
export const source: SourceSubscription = {
  id: SubscriptionId.parse('11111111-1111-4111-8111-111111111111'),
  sku: SkuPartNumber.parse('SPB'),
  title: 'Microsoft 365 Business Premium',
  seats: 40,
  assigned: 37,
  channel: 'CSP_NCE',
  ours: false,
  startedOn: day('2025-12-16'),
  endDate: day('2026-12-15'),
  term: 'P1Y',
  billing: 'annual',
  autoRenew: 'OFF',
  endAction: 'CANCEL',
  status: 'ACTIVE',
  isTrial: false,
}

export const choice: OfferChoice = {
  sku: source.sku,
  title: source.title,
  productId: 'CFQ7TTC0LCHC',
  skuId: '0002',
  term: 'P1Y',
  billing: 'annual',
  unitPrice: DecimalText.parse('12.00'),
  currency: EUR,
}

export const offer: OfferFound = {
  sku: source.sku,
  title: source.title,
  productId: 'CFQ7TTC0LCHC',
  skuId: '0002',
  terms: ['P1M', 'P1Y', 'P3Y'],
  billing: ['monthly', 'annual'],
  unitPrice: DecimalText.parse('12.00'),
  currency: EUR,
  maxSeats: 300,
  onSale: true,
  segment: 'commercial',
}

export const line: MoveLine = {
  id: LineId.parse('l1'),
  sku: source.sku,
  title: source.title,
  sources: [source],
  assigned: 37,
  match: { level: 'SAME', target: choice },
  seats: 40,
  order: { status: 'none' },
  sourceEnd: { status: 'running' },
}

/** Any day from 2000 to 2099. */
export const anyDay = fc.integer({ min: 0, max: 36_524 }).map((offset) => addDays(day('2000-01-01'), offset))
/** A few days off besides weekends, as they lie about the given years. */
export const anyHolidays = fc.array(anyDay, { maxLength: 40 }).map((days) => new Set<string>(days))
