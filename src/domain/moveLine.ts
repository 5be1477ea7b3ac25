import { z } from 'zod'
import { Billing, Said, Segment, SourceSubscription, Term } from './facts.js'
import {
  CurrencyCode,
  DecimalText,
  Instant,
  LineId,
  PersonId,
  RequestId,
  SkuPartNumber,
  SubscriptionId,
  UtcDay,
} from './ids.js'

/** One product on its way: what the customer has today, what it gets instead, and how far its order is (domain 3.1, 3.3). */

export const OfferChoice = z.object({
  sku: SkuPartNumber,
  title: z.string(),
  productId: z.string(),
  skuId: z.string(),
  term: Term,
  billing: Billing,
  /** Per seat and month; `undefined` is unknown, never zero. */
  unitPrice: DecimalText.optional(),
  currency: CurrencyCode,
  maxSeats: z.int().positive().optional(),
  /** Who may buy it (M19). `undefined`: the catalogue it was read from did not say. */
  segment: Segment.optional(),
})
export type OfferChoice = z.infer<typeof OfferChoice>

export const ExclusionReason = z.enum([
  'TRIAL',
  'KEPT_AT_SOURCE',
  'NOT_LICENSE_BASED',
  'NOT_SELECTED_BY_SOURCE',
  'DROPPED',
  'OTHER',
])
export type ExclusionReason = z.infer<typeof ExclusionReason>

/** How the old product and the new one compare (domain 3.3). `UNDECIDED` is ours: a person has to say. */
export const LineMatch = z.discriminatedUnion('level', [
  z.object({ level: z.literal('UNDECIDED') }),
  z.object({ level: z.literal('SAME'), target: OfferChoice }),
  z.object({ level: z.literal('EQUIVALENT'), target: OfferChoice, confirmed: Said.optional() }),
  z.object({
    level: z.literal('DIFFERENT'),
    target: OfferChoice,
    /** Names of the service plans in use that the target lacks. */
    missing: z.array(z.string()),
    confirmed: Said.extend({ reason: z.string(), customerConsent: z.string() }).optional(),
  }),
  z.object({ level: z.literal('NO_EQUIVALENT') }),
  z.object({ level: z.literal('EXCLUDED'), why: ExclusionReason, note: z.string().optional() }),
])
export type LineMatch = z.infer<typeof LineMatch>

/**
 * How far the order of one line is. `intended` is durable before anything is sent; `sending` is durable before each
 * call, so that a process that died in between leaves an outcome known to be unknown (reliability reference, 5).
 */
export const LineOrder = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('intended'), requestId: RequestId, at: Instant }),
  z.object({ status: z.literal('sending'), requestId: RequestId, at: Instant, attempt: z.int().positive() }),
  /** The call ended without an answer. Read back until `settleAt`; only then may the same request be sent again. */
  z.object({
    status: z.literal('unknown'),
    requestId: RequestId,
    at: Instant,
    attempt: z.int().positive(),
    settleAt: Instant,
  }),
  z.object({
    status: z.literal('active'),
    requestId: RequestId,
    orderId: z.string(),
    subscriptionId: SubscriptionId,
    activeSince: Instant,
    /** The moment the 7-day window closes: Partner Center's own, else order time + 168 h (M2). */
    undoUntil: Instant,
  }),
  z.object({ status: z.literal('failed'), requestId: RequestId, at: Instant, code: z.string() }),
  /** Nobody can know what became of it: a person decides. Never sent again by itself. */
  z.object({ status: z.literal('needsAttention'), requestId: RequestId, at: Instant }),
  z.object({ status: z.literal('dropped'), at: Instant, by: PersonId }),
  z.object({
    status: z.literal('canceling'),
    requestId: RequestId,
    orderId: z.string(),
    subscriptionId: SubscriptionId,
    activeSince: Instant,
    undoUntil: Instant,
  }),
  z.object({ status: z.literal('canceled'), subscriptionId: SubscriptionId, at: Instant }),
])
export type LineOrder = z.infer<typeof LineOrder>

/** Whether the old product still runs. */
export const LineSourceEnd = z.discriminatedUnion('status', [
  z.object({ status: z.literal('running') }),
  z.object({ status: z.literal('ended'), on: UtcDay, how: z.enum(['EXPIRED', 'DISABLED', 'CANCELED', 'DELETED']) }),
])
export type LineSourceEnd = z.infer<typeof LineSourceEnd>

/** Where an end date comes from, because people doubt it later. */
export const EndEvidence = Said.extend({
  source: z.enum(['DIRECTORY', 'CUSTOMER_STATED', 'SOURCE_PARTNER', 'PARTNER_CENTER']),
  note: z.string().optional(),
})
export type EndEvidence = z.infer<typeof EndEvidence>

export const MoveLine = z.object({
  id: LineId,
  sku: SkuPartNumber,
  title: z.string(),
  /** The subscriptions behind it that are not ours, all of one SKU (R17: the total counts). At least one. */
  sources: z.array(SourceSubscription).min(1),
  /** Assigned licences of this SKU in the tenant, all subscriptions and sellers together. */
  assigned: z.int().nonnegative(),
  /** Seats of this SKU that we sell the customer already and that stay: they count for the total (R17). */
  staying: z.int().positive().optional(),
  match: LineMatch,
  /** New total of seats that is wanted. */
  seats: z.int().positive(),
  seatOverride: Said.extend({ reason: z.string() }).optional(),
  endEvidence: EndEvidence.optional(),
  /** Who will stop a renewal that would otherwise happen, when one might (DATES_OK). */
  stopRenewal: Said.extend({ who: z.enum(['CUSTOMER', 'SOURCE_PARTNER']) }).optional(),
  /** `P`: first day of the new subscription. */
  plannedStart: UtcDay.optional(),
  order: LineOrder,
  sourceEnd: LineSourceEnd,
  /** The `E` that was seen to pass without a new subscription: told once for each (X27). */
  endPassed: UtcDay.optional(),
})
export type MoveLine = z.infer<typeof MoveLine>

/** `E` of a line: the earliest last paid day of the subscriptions behind it, because that is when users are first hurt. */
export const endDateOf = (line: MoveLine): UtcDay =>
  line.sources.map((source) => source.endDate).reduce((earliest, day) => (day < earliest ? day : earliest))

/** Old total of seats over all subscriptions of this product (R17). */
export const oldSeatsOf = (line: MoveLine): number => line.sources.reduce((sum, source) => sum + source.seats, 0)

/** Whether the line is to be moved at all: not excluded, not dropped after a failure, and its order not taken back. */
export const isMoving = ({ match, order }: MoveLine): boolean =>
  match.level !== 'EXCLUDED' && order.status !== 'dropped' && order.status !== 'canceled'
