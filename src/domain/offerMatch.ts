import type { Billing, Segment, SourceSubscription, Term } from './facts.js'
import type { SkuPartNumber } from './ids.js'
import type { LineMatch, OfferChoice } from './moveLine.js'
import type { OfferFound } from './ports.js'
import { TERM_MONTHS } from './terms.js'

/** What is known of a product the customer has, as far as comparing needs it. */
export interface SourceOffer {
  readonly sku: SkuPartNumber
  /** The customer's: its qualification decides which offers it may buy (M19). */
  readonly segment: Segment
  readonly isTrial: boolean
  readonly term: Term
  readonly billing: Billing
}

/** Finds what replaces a product among the offers on sale. What it cannot decide by itself it leaves to a person. */
export interface OfferMatcher {
  match(source: SourceOffer, offers: readonly OfferFound[]): LineMatch
}

/**
 * The product of a line: of its subscriptions the one that ends last gives term and billing, and one paid seat makes it
 * no trial.
 *
 * @throws {RangeError} when there is no subscription
 */
export function sourceOfferOf(sources: readonly SourceSubscription[], segment: Segment): SourceOffer {
  const paid = sources.filter((source) => !source.isTrial)
  const [lead] = (paid.length > 0 ? paid : [...sources]).sort((a, b) =>
    a.endDate < b.endDate ? 1 : a.endDate > b.endDate ? -1 : 0,
  )
  if (lead === undefined) throw new RangeError('a product without a subscription')
  return { sku: lead.sku, segment, isTrial: lead.isTrial, term: lead.term, billing: lead.billing }
}

/**
 * Matches on the SKU id alone (R15, I7): the very same product is `SAME`, a trial is no move, and everything else is a
 * question for a person. A twin without Teams has another SKU id and is never `SAME` (M9).
 */
export const skuIdMatcher: OfferMatcher = {
  match(source, offers) {
    if (source.isTrial) return { level: 'EXCLUDED', why: 'TRIAL' }
    const same = offers.filter((offer) => offer.sku === source.sku && offer.onSale && offer.segment === source.segment)
    const [target] = same.flatMap((offer) => offerChoice(offer, source) ?? []).sort(byPreference(source))
    return target === undefined ? { level: 'UNDECIDED' } : { level: 'SAME', target }
  },
}

export const matchOffer = (
  source: SourceOffer,
  offers: readonly OfferFound[],
  matcher: OfferMatcher = skuIdMatcher,
): LineMatch => matcher.match(source, offers)

/**
 * An offer with the term and billing it would be ordered with: one year paid at once where that is sold, else what comes
 * nearest to the old terms. `undefined` when the offer is sold on no terms at all.
 */
export function offerChoice(
  offer: OfferFound,
  old: { readonly term: Term; readonly billing: Billing },
): OfferChoice | undefined {
  const term = offer.terms.includes('P1Y') ? 'P1Y' : nearestTerm(offer.terms, old.term)
  const billing = (['annual', old.billing, 'monthly'] as const).find(
    (way) => offer.billing.includes(way) && fits(way, term),
  )
  if (term === undefined || billing === undefined) return undefined
  const { sku, title, productId, skuId, currency, segment } = offer
  return {
    sku,
    title,
    productId,
    skuId,
    term,
    billing,
    unitPrice: priceFor(offer, term),
    currency,
    maxSeats: offer.maxSeats,
    segment,
  }
}

/** A month cannot be paid by the year. */
const fits = (billing: Billing, term: Term | undefined): boolean => term !== 'P1M' || billing === 'monthly'

/** The offer's price is that of the annual commitment; for a month on its own it says nothing where both are sold (M12). */
export const priceFor = (offer: OfferFound, term: Term) =>
  term === 'P1M' && offer.terms.includes('P1Y') ? undefined : offer.unitPrice

const distance = (a: Term, b: Term): number => Math.abs(TERM_MONTHS[a] - TERM_MONTHS[b])

const nearestTerm = (terms: readonly Term[], old: Term): Term | undefined =>
  [...terms].sort((a, b) => distance(a, old) - distance(b, old))[0]

const byPreference =
  (source: SourceOffer) =>
  (a: OfferChoice, b: OfferChoice): number =>
    Number(b.term === 'P1Y') - Number(a.term === 'P1Y') ||
    Number(b.billing === 'annual') - Number(a.billing === 'annual') ||
    distance(a.term, source.term) - distance(b.term, source.term)
