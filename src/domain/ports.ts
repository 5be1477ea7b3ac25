import type { z } from 'zod'
import type {
  CountryCode,
  CurrencyCode,
  DecimalText,
  Instant,
  RequestId,
  SkuPartNumber,
  SubscriptionId,
  TenantId,
  UtcDay,
} from './ids.js'
import type { AdminAccess, Agreement, Relationship, Segment, SourceSubscription, Term, Billing } from './facts.js'

/** What the domain needs of the outside: small interfaces in its own words, implemented by adapters. */

export type Clock = () => Instant
/** A new random GUID, lower case. */
export type NewId = () => string

// ---------------------------------------------------------------------------------------------------- the store

/**
 * One kind of record and the shape it is kept in. Declared by whoever owns the meaning; the store knows none of them
 * beforehand except that all kinds it will meet are named when it is opened.
 */
export interface RecordKind<T> {
  /** Also the name of the folder of its shards: `^[a-z][a-zA-Z]{0,40}$`. */
  readonly name: string
  /** Raised when the shape changes; a record of a newer version is refused, never guessed at. */
  readonly schemaVersion: number
  /** Reads a stored value. Must accept what it produced: `parse(JSON.parse(JSON.stringify(value)))` equals `value`. */
  readonly schema: z.ZodType<T>
}

export interface Stored<T> {
  readonly id: string
  /** Counts the record's accepted writes, from 1. */
  readonly version: number
  readonly value: T
}

/** What a write expects to find: the version it saw, nothing at all, or whatever is there (last write wins). */
export type Expected = number | 'new' | 'any'

export type RecordWrite =
  | { readonly kind: RecordKind<unknown>; readonly id: string; readonly expected: Expected; readonly value: unknown }
  | { readonly kind: RecordKind<unknown>; readonly id: string; readonly expected: Expected; readonly remove: true }

/** Names one record to be written as part of a {@link Store.commit}; ties the value's type to its kind. */
export const put = <T>(kind: RecordKind<T>, id: string, expected: Expected, value: T): RecordWrite => ({
  kind,
  id,
  expected,
  value,
})

/** Names one record to be removed as part of a {@link Store.commit}. */
export const remove = <T>(kind: RecordKind<T>, id: string, expected: Expected): RecordWrite => ({
  kind,
  id,
  expected,
  remove: true,
})

export interface Store {
  /** Values are shared and must not be changed by the reader. */
  get<T>(kind: RecordKind<T>, id: string): Promise<Stored<T> | undefined>
  all<T>(kind: RecordKind<T>): Promise<readonly Stored<T>[]>
  /**
   * Writes all the records that belong together, or none. Resolves when they are on stable storage; only then do
   * readers see them.
   *
   * @param what names the change in the journal, for people who read it: `approve`, `dialog`
   * @throws {StoreConflictError} when a record is not as expected any more; nothing was written
   * @throws {StoreUnavailableError} when nothing can be written now; nothing was written
   */
  commit(what: string, writes: readonly RecordWrite[]): Promise<void>
}

// ------------------------------------------------------------------------------------------------ Partner Center

/** A customer as far as Partner Center, the directory, or the customer itself has told. */
export interface CustomerFound {
  readonly tenantId: TenantId
  readonly name: string
  readonly domain: string
  /** The country set in the tenant, which decides the region (domain 5.1). */
  readonly country: CountryCode
  /** The language to write to the customer in, a BCP 47 tag, when known. */
  readonly locale?: string | undefined
  readonly segment: Segment
  readonly cloud: 'public' | 'usGovernment' | '21Vianet'
  readonly contact: { readonly name: string; readonly email: string }
}

/** The gates of a customer as they stand at Microsoft now (domain 3.1). */
export interface GatesFound {
  readonly relationship: Relationship
  readonly agreement: Agreement
  readonly adminAccess: AdminAccess
  /** The customer told us no: it declined the invitation. */
  readonly declined: boolean
}

/** An offer on sale for one customer's market and segment. */
export interface OfferFound {
  readonly sku: SkuPartNumber
  readonly title: string
  readonly productId: string
  readonly skuId: string
  readonly terms: readonly Term[]
  readonly billing: readonly Billing[]
  /** Per seat and month on the annual commitment. `undefined`: not known, which is never zero. */
  readonly unitPrice: DecimalText | undefined
  readonly currency: CurrencyCode
  readonly maxSeats: number | undefined
  readonly onSale: boolean
  readonly segment: Segment
}

/** One line to be ordered. The same `requestId` is the same request, however often it is sent. */
export interface OrderRequest {
  readonly customer: TenantId
  readonly requestId: RequestId
  readonly productId: string
  readonly skuId: string
  readonly sku: SkuPartNumber
  readonly seats: number
  readonly term: Term
  readonly billing: Billing
}

export interface OrderPlaced {
  readonly orderId: string
  readonly subscriptionId: SubscriptionId
  readonly activeSince: Instant
  /** Partner Center's own cut-off for undoing it (M2); `undefined` when it gave none. */
  readonly cancellationAllowedUntil: Instant | undefined
}

/** Licences of one product in the customer's directory, over all subscriptions and sellers together. */
export interface SeatPool {
  readonly sku: SkuPartNumber
  readonly enabled: number
  readonly assigned: number
}

export interface PartnerCenter {
  /** Customers whose name, domain or tenant id fits what a person typed; best first, at most ten. */
  findCustomers(typed: string): Promise<readonly CustomerFound[]>
  customer(tenant: TenantId): Promise<CustomerFound | undefined>
  /** The reseller invitation of this partner: the same link for every customer, without an expiry (M5). */
  invitationLink(): Promise<string>
  /** Tells the practice world that the invitation went out. Live: nothing happens at Microsoft, staff forward the text. */
  invitationSent(tenant: TenantId): Promise<void>
  gates(tenant: TenantId): Promise<GatesFound>
  /** Everything the customer holds, whoever sold it, ours included. */
  subscriptions(tenant: TenantId): Promise<readonly SourceSubscription[]>
  offers(tenant: TenantId): Promise<readonly OfferFound[]>
  seatPools(tenant: TenantId): Promise<readonly SeatPool[]>
  /**
   * @throws {PartnerCenterRejectedError} refused for good; a new decision needs a new request id
   * @throws {PartnerCenterUnavailableError} outcome unknown: {@link findOrder} before asking again
   */
  placeOrder(order: OrderRequest): Promise<OrderPlaced>
  /** Reads back what became of a request: the order it led to, or `undefined` when there is none (yet). */
  findOrder(order: OrderRequest): Promise<OrderPlaced | undefined>
  /** Cancels inside the 7-day window (M2). Cancelling what is cancelled already succeeds. Throws as {@link placeOrder}. */
  cancelSubscription(customer: TenantId, subscription: SubscriptionId, requestId: RequestId): Promise<void>
}

export type { UtcDay }
