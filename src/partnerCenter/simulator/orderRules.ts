import { capacityCheck } from '../../domain/capacity.js'
import { addHours, dayOf } from '../../domain/days.js'
import type { SourceStatus } from '../../domain/facts.js'
import { type Instant, SubscriptionId } from '../../domain/ids.js'
import type { NewId, OrderPlaced, OrderRequest } from '../../domain/ports.js'
import { regionCheck } from '../../domain/regions.js'
import { inUndoWindow, undoUntil } from '../../domain/windows.js'
import type { CustomerState, HeldSubscription, OfferState, WorldState } from './state.js'
import { lastDayOfTerm } from './termEnd.js'

/** What Partner Center allows to be ordered and cancelled, by its own error numbers (API reference 16.3). Pure. */

export interface Rejection {
  readonly code: string
  readonly message: string
}

const no = (code: string, message: string): Rejection => ({ code, message })

const ACCEPTED: ReadonlySet<CustomerState['agreement']> = new Set(['ACCEPTED_DIRECT', 'ATTESTED'])

/** Whether an order is refused, and by which number; the checks come in the order Partner Center makes them. */
export function rejectionOf(
  { partner, offers }: WorldState,
  customer: CustomerState | undefined,
  order: OrderRequest,
  now: Instant,
): Rejection | undefined {
  if (customer === undefined || customer.relationship !== 'ACTIVE')
    return no('20002', 'no relationship with the customer')
  if (!ACCEPTED.has(customer.agreement)) return no('13605', 'the customer agreement is missing')
  if (customer.cloud !== 'public') return no('2030', `the customer is in the cloud ${customer.cloud}`)
  if (regionCheck(partner.country, customer.country).result !== 'OK')
    return no('2030', 'the customer is in another region')
  return offerRejection(offers, customer, order) ?? capacityRejection(customer, now)
}

function offerRejection(
  offers: readonly OfferState[],
  { segment }: CustomerState,
  order: OrderRequest,
): Rejection | undefined {
  const ofProduct = offers.filter(({ productId }) => productId === order.productId)
  if (ofProduct.length === 0) return no('400013', `no product ${order.productId}`)
  const ofSku = ofProduct.filter(({ skuId, sku }) => skuId === order.skuId && sku === order.sku)
  if (ofSku.length === 0) return no('400018', `no SKU ${order.productId}:${order.skuId} for ${order.sku}`)
  const offer = ofSku.find((found) => found.segment === segment)
  if (offer === undefined) return no('400030', `not for the segment ${segment}`)
  if (!offer.onSale) return no('800070', `${offer.title} is not on sale`)
  if (!offer.terms.includes(order.term)) return no('10010', `no term ${order.term} for ${offer.title}`)
  if (!offer.billing.includes(order.billing) || (order.term === 'P1M' && order.billing === 'annual')) {
    return no('10013', `no ${order.billing} billing of ${order.term} for ${offer.title}`)
  }
  if (!Number.isSafeInteger(order.seats) || order.seats < 1) return no('2002', `${order.seats} is no quantity`)
  if (offer.maxSeats !== undefined && order.seats > offer.maxSeats)
    return no('800088', `at most ${offer.maxSeats} seats`)
  return undefined
}

const GONE: ReadonlySet<SourceStatus> = new Set(['DELETED', 'CANCELED'])

function capacityRejection({ subscriptions }: CustomerState, now: Instant): Rejection | undefined {
  const held = subscriptions.filter(({ shown }) => !GONE.has(shown.status)).length
  const { ok, limit } = capacityCheck(held, 1, dayOf(now))
  return ok ? undefined : no('900419', `a tenant holds at most ${limit} subscriptions`)
}

/** The offer an allowed order is for; `undefined` when there is none. */
export const offerOf = (
  offers: readonly OfferState[],
  { segment }: CustomerState,
  order: OrderRequest,
): OfferState | undefined =>
  offers.find(
    (offer) => offer.productId === order.productId && offer.skuId === order.skuId && offer.segment === segment,
  )

/** Carries an allowed order out: a new subscription of ours beside everything the customer has. */
export function carryOut(
  { partner, offers }: WorldState,
  customer: CustomerState,
  order: OrderRequest,
  { now, newId }: { readonly now: Instant; readonly newId: NewId },
): { readonly customer: CustomerState; readonly placed: OrderPlaced & { cancellationAllowedUntil: Instant } } {
  const offer = offerOf(offers, customer, order)
  if (offer === undefined)
    throw new Error(`an order was allowed for ${order.productId}:${order.skuId}, which nobody offers`)
  const placed = {
    orderId: newId().replaceAll('-', '').slice(0, 12),
    subscriptionId: SubscriptionId.parse(newId()),
    activeSince: now,
    cancellationAllowedUntil: undoUntil(now),
  }
  const today = dayOf(now)
  const held: HeldSubscription = {
    shown: {
      id: placed.subscriptionId,
      sku: order.sku,
      title: offer.title,
      seats: order.seats,
      assigned: 0, // licences pool per product: what people use stays counted where the world counts it
      channel: 'CSP_NCE',
      soldBy: partner.name,
      ours: true,
      startedOn: today,
      endDate: lastDayOfTerm(today, order.term),
      term: order.term,
      billing: order.billing,
      autoRenew: 'ON',
      endAction: 'RENEW',
      status: 'ACTIVE',
      isTrial: false,
      unitPrice: offer.unitPrice,
      currency: offer.currency,
    },
    undoUntil: placed.cancellationAllowedUntil,
    ahead: [],
  }
  return { customer: { ...customer, subscriptions: [...customer.subscriptions, held] }, placed }
}

/**
 * Cancels a subscription of ours inside its window: access ends at once and it is deleted without a way back (M2).
 *
 * @returns the customer afterwards, the same one when it was cancelled before, or why not
 */
export function cancel(
  customer: CustomerState | undefined,
  subscription: SubscriptionId,
  now: Instant,
): CustomerState | Rejection {
  const held = customer?.subscriptions.find(({ shown }) => shown.id === subscription && shown.ours)
  if (customer === undefined || held === undefined) return no('20003', `no subscription ${subscription} of ours`)
  if (held.shown.status === 'DELETED') return customer
  if (customer.relationship !== 'ACTIVE') return no('20002', 'no relationship with the customer')
  if (held.undoUntil === undefined || !inUndoWindow(now, held.undoUntil))
    return no('900213', 'the cancellation window is over')
  const canceled: HeldSubscription = {
    ...held,
    shown: { ...held.shown, status: 'DELETED', endDate: dayOf(now) },
    ahead: [],
  }
  return { ...customer, subscriptions: customer.subscriptions.map((other) => (other === held ? canceled : other)) }
}

/** When an order that got lost on its way arrives, minutes later: inside our settle time, after our patience. */
export const landsAt = (sentAt: Instant): Instant => addHours(sentAt, 10 / 60)
