import type { AutoRenew, EndAction, SourceChannel, SourceStatus, SourceSubscription, Term } from './facts.js'
import type { UtcDay } from './ids.js'
import { policyOn } from './policy.js'
import { earliestTermStart } from './terms.js'

/** What happens to users and bills after the last paid day (domain 4.2). */
export const REGIMES = [
  'AUTO_RENEW',
  'FREE_GRACE_30',
  'CUT_OFF',
  'PAID_EXTENSION',
  'SUSPENDED_AT_END',
  'UNKNOWN_WORST',
] as const
export type Regime = (typeof REGIMES)[number]

/** What the regime is read from. What is missing is unknown: never "off", "nothing scheduled" or "old". */
export interface EndFacts {
  readonly channel: SourceChannel
  /** `E`, the last paid day; after a cancellation the last day of access. */
  readonly endDate: UtcDay
  /** First day of the subscription. */
  readonly startedOn?: UtcDay | undefined
  readonly boughtOrRenewedOn?: UtcDay | undefined
  readonly term?: Term | undefined
  readonly autoRenew?: AutoRenew | undefined
  readonly endAction?: EndAction | undefined
  readonly status?: SourceStatus | undefined
}

/** The facts of a subscription as Partner Center, the directory or the customer gave them. */
export const endFactsOf = ({
  channel,
  endDate,
  startedOn,
  term,
  autoRenew,
  endAction,
  status,
}: SourceSubscription): EndFacts => ({
  channel,
  endDate,
  startedOn,
  term,
  autoRenew,
  endAction,
  status,
})

/**
 * Which regime a subscription ends under, read from top to bottom as in domain 4.2: whatever is not known for certain
 * ends in `UNKNOWN_WORST`, which is planned as a hard stop and warned about as a renewal.
 */
export function endRegime(facts: EndFacts): Regime {
  const { channel, autoRenew, status } = facts
  if (status === 'CANCELED' || status === 'DELETED') return 'CUT_OFF'
  if (status === 'EST') return 'PAID_EXTENSION'
  if (status === 'SUSPENDED') return 'SUSPENDED_AT_END'
  if (channel === 'EA' || channel === 'OTHER_VL' || channel === 'UNKNOWN') return 'UNKNOWN_WORST'
  if (autoRenew === 'ON') return 'AUTO_RENEW' // whatever the end action says
  if (channel === 'CSP_NCE') return ofNewCommerce(facts)
  if (channel === 'WEB_DIRECT_MCA') return ofDirectAgreement(facts)
  if (channel === 'CSP_LEGACY') return 'UNKNOWN_WORST'
  return autoRenew === 'OFF' ? 'FREE_GRACE_30' : 'UNKNOWN_WORST' // MOSA accounts and Open Value keep the free grace
}

function ofNewCommerce(facts: EndFacts): Regime {
  const rule = newCommerceRule(facts)
  if (rule === 'unknown') return 'UNKNOWN_WORST'
  if (rule === 'FREE_GRACE') return facts.autoRenew === 'OFF' ? 'FREE_GRACE_30' : 'UNKNOWN_WORST'
  if (facts.endAction === 'CANCEL') return 'CUT_OFF'
  if (facts.endAction === 'EST') return 'PAID_EXTENSION'
  // switched off without an instruction to cancel means the paid extension (M3, I4)
  return facts.endAction === 'NONE' && facts.autoRenew === 'OFF' ? 'PAID_EXTENSION' : 'UNKNOWN_WORST'
}

function ofDirectAgreement({ endDate, endAction }: EndFacts): Regime {
  if (policyOn('webDirectMcaTermEnd', endDate) !== 'EXTENDED_SERVICE_TERM') return 'UNKNOWN_WORST'
  if (endAction === 'CANCEL') return 'CUT_OFF'
  return endAction === 'EST' ? 'PAID_EXTENSION' : 'UNKNOWN_WORST'
}

/** The free grace is lost only by terms that end late enough and were bought or renewed late enough as well. */
function newCommerceRule(facts: EndFacts): 'FREE_GRACE' | 'EXTENDED_SERVICE_TERM' | 'unknown' {
  if (policyOn('cspTermEnd', facts.endDate) === 'FREE_GRACE') return 'FREE_GRACE'
  const bought = facts.boughtOrRenewedOn ?? derivedPurchase(facts)
  if (bought === undefined) return 'unknown'
  return policyOn('cspPurchase', bought) === 'FREE_GRACE' ? 'FREE_GRACE' : 'EXTENDED_SERVICE_TERM'
}

/**
 * A day that stands for the unknown purchase or renewal as far as the rule is concerned: the right day itself, or one
 * that cannot be later than it and is late enough already; `undefined` where only the seller or the customer can tell.
 */
function derivedPurchase({ endDate, startedOn, term }: EndFacts): UtcDay | undefined {
  const earliest = earliestTermStart(endDate, term ?? 'P3Y') // three years is the longest term there is
  const lateEnough = [startedOn, earliest].find(
    (day) => day !== undefined && policyOn('cspPurchase', day) !== 'FREE_GRACE',
  )
  if (lateEnough !== undefined) return lateEnough
  // a subscription that began within a term of known length cannot have been renewed since
  return term !== undefined && startedOn !== undefined && startedOn >= earliest ? startedOn : undefined
}
