import { z } from 'zod'
import {
  AdminAccess,
  Agreement,
  Billing,
  PartnerKind,
  Relationship,
  Segment,
  SourceStatus,
  SourceSubscription,
  Term,
} from '../../domain/facts.js'
import {
  CountryCode,
  CurrencyCode,
  DecimalText,
  Instant,
  PersonId,
  RequestId,
  SkuPartNumber,
  SubscriptionId,
  TenantId,
  UtcDay,
} from '../../domain/ids.js'
import type { OrderPlaced, OrderRequest, RecordKind } from '../../domain/ports.js'
import { ROLES } from '../../domain/roles.js'
import { FAULT_NAMES } from './faults.js'

/**
 * What the simulator remembers. It plays the world outside of us, so each effect is written as a change of its own: when our
 * process dies, what "happened at Microsoft" has happened all the same. Days are absolute here; nothing is relative to today.
 */

/** Ours: who we are as a partner. */
export const PartnerState = z.object({
  tenantId: TenantId,
  name: z.string(),
  country: CountryCode,
  kind: PartnerKind,
  currency: CurrencyCode,
  provider: z.string().optional(),
})
export type PartnerState = z.infer<typeof PartnerState>

/** One of our staff, as our own directory knows them. */
export const StaffState = z.object({
  id: PersonId,
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  locale: z.enum(['en-US', 'pl-PL']),
  timeZone: z.string(),
  manager: PersonId.optional(),
  backup: PersonId.optional(),
})
export type StaffState = z.infer<typeof StaffState>

export const OfferState = z.object({
  sku: SkuPartNumber,
  title: z.string(),
  productId: z.string(),
  skuId: z.string(),
  terms: z.array(Term),
  billing: z.array(Billing),
  /** Per seat and month on the annual commitment. */
  unitPrice: DecimalText,
  currency: CurrencyCode,
  maxSeats: z.int().positive().optional(),
  onSale: z.boolean(),
  segment: Segment,
})
export type OfferState = z.infer<typeof OfferState>

const WorldState = z.object({
  partner: PartnerState,
  people: z.array(StaffState),
  offers: z.array(OfferState),
  /** The practice clock when the world began. */
  startedAt: Instant,
})
export type WorldState = z.infer<typeof WorldState>
/** One record, under {@link WORLD_ID}. */
export const PRACTICE_WORLD: RecordKind<WorldState> = { name: 'practiceWorld', schemaVersion: 1, schema: WorldState }
export const WORLD_ID = 'world'

/** One subscription of a customer, with what is not shown to a partner. */
export const HeldSubscription = z.object({
  /** As the directory and Partner Center show it. */
  shown: SourceSubscription,
  /** Until when, exclusive, it can be cancelled (M2); known of our own only. */
  undoUntil: Instant.optional(),
  /** What becomes of it from which day on, nearest first; decided when its term ended. */
  ahead: z.array(z.object({ status: SourceStatus, from: UtcDay })),
})
export type HeldSubscription = z.infer<typeof HeldSubscription>

const CustomerState = z.object({
  tenantId: TenantId,
  name: z.string(),
  domain: z.string(),
  country: CountryCode,
  locale: z.string().optional(),
  segment: Segment,
  cloud: z.enum(['public', 'usGovernment', '21Vianet']),
  contact: z.object({ name: z.string(), email: z.string() }),
  relationship: Relationship,
  agreement: Agreement,
  adminAccess: AdminAccess,
  declined: z.boolean(),
  /** How the administrator will answer an invitation, so many hours after it went out. */
  invitation: z.object({
    answer: z.enum(['accepts', 'declines', 'silent']),
    afterHours: z.number().nonnegative(),
    /** Set while an answer is awaited. */
    sentAt: Instant.optional(),
  }),
  /** How the old partner will answer a transfer of billing ownership (M7). */
  transfer: z.object({ answer: z.enum(['accepts', 'refuses', 'silent']), afterHours: z.number().nonnegative() }),
  subscriptions: z.array(HeldSubscription),
})
export type CustomerState = z.infer<typeof CustomerState>
/** One record for each customer, under its tenant id. */
export const PRACTICE_CUSTOMERS: RecordKind<CustomerState> = {
  name: 'practiceCustomer',
  schemaVersion: 1,
  schema: CustomerState,
}

const Request = z.object({
  customer: TenantId,
  requestId: RequestId,
  productId: z.string(),
  skuId: z.string(),
  sku: SkuPartNumber,
  seats: z.number(),
  term: Term,
  billing: Billing,
}) satisfies z.ZodType<OrderRequest>

const Placed = z.object({
  orderId: z.string(),
  subscriptionId: SubscriptionId,
  activeSince: Instant,
  cancellationAllowedUntil: Instant,
}) satisfies z.ZodType<OrderPlaced>

/** What became of one request, kept for good: the same request gets the same answer, however often it is sent. */
const OrderState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('placed'), request: Request, placed: Placed }),
  z.object({ status: z.literal('rejected'), request: Request, code: z.string(), message: z.string(), at: Instant }),
  /** Answered to nobody yet: it lands at a later moment, and nothing can be read of it before. */
  z.object({ status: z.literal('underWay'), request: Request, landsAt: Instant }),
])
export type OrderState = z.infer<typeof OrderState>
/** One record for each request, under its request id. */
export const PRACTICE_ORDERS: RecordKind<OrderState> = { name: 'practiceOrder', schemaVersion: 1, schema: OrderState }

const ActiveFault = z.object({
  name: z.enum(FAULT_NAMES),
  /** Calls it will still hit. */
  times: z.int().positive(),
  /** Hits calls about this customer only. */
  customer: TenantId.optional(),
})
export type ActiveFault = z.infer<typeof ActiveFault>

const FaultState = z.object({
  active: z.array(ActiveFault),
  /** Lines of one checkout seen so far, while `half-checkout` may hit it. */
  checkout: z
    .object({ customer: TenantId, at: Instant, lines: z.int().positive(), rejected: z.array(z.string()) })
    .optional(),
})
export type FaultState = z.infer<typeof FaultState>
/** One record, under {@link FAULTS_ID}. */
export const PRACTICE_FAULTS: RecordKind<FaultState> = { name: 'practiceFaults', schemaVersion: 1, schema: FaultState }
export const FAULTS_ID = 'faults'

export const SIMULATOR_KINDS = [PRACTICE_WORLD, PRACTICE_CUSTOMERS, PRACTICE_ORDERS, PRACTICE_FAULTS] as const
