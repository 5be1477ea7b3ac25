import { z } from 'zod'
import {
  type CountryCode,
  CurrencyCode,
  DecimalText,
  Instant,
  PersonId,
  SkuPartNumber,
  SubscriptionId,
  UtcDay,
} from './ids.js'

/** The words of the field that several parts of a case share: channels, gates, terms, and what a source subscription is. */

export const SourceChannel = z.enum([
  'CSP_NCE',
  'CSP_LEGACY',
  'WEB_DIRECT_MCA',
  'WEB_DIRECT_MOSA',
  'EA',
  'OPEN_VALUE',
  'OTHER_VL',
  'UNKNOWN',
])
export type SourceChannel = z.infer<typeof SourceChannel>

export const Relationship = z.enum(['NONE', 'INVITED', 'ACTIVE', 'REMOVED'])
export type Relationship = z.infer<typeof Relationship>
export const Agreement = z.enum(['UNKNOWN', 'REQUESTED', 'ACCEPTED_DIRECT', 'ATTESTED', 'REFUSED'])
export type Agreement = z.infer<typeof Agreement>
export const AdminAccess = z.enum(['NONE', 'REQUESTED', 'ACTIVE', 'EXPIRED', 'DECLINED', 'NOT_WANTED'])
export type AdminAccess = z.infer<typeof AdminAccess>

export const MovePath = z.enum(['MANUAL', 'TRANSFER', 'CHANNEL_TRANSFER', 'COEXIST'])
export type MovePath = z.infer<typeof MovePath>

export const Segment = z.enum(['commercial', 'education', 'nonprofit', 'government'])
export type Segment = z.infer<typeof Segment>
export const Term = z.enum(['P1M', 'P1Y', 'P3Y'])
export type Term = z.infer<typeof Term>
export const Billing = z.enum(['monthly', 'annual'])
export type Billing = z.infer<typeof Billing>

export const PartnerKind = z.enum(['DIRECT_BILL', 'INDIRECT_PROVIDER', 'INDIRECT_RESELLER'])
export type PartnerKind = z.infer<typeof PartnerKind>

/** Ours: who we are as a partner. */
export interface Partner {
  readonly tenantId: string
  readonly name: string
  readonly country: CountryCode
  readonly kind: PartnerKind
  readonly currency: CurrencyCode
  readonly provider?: string | undefined
}

/** What happens at term end. `NONE`: somebody checked and nothing is scheduled. `UNKNOWN`: nobody knows (domain 4.2). */
export const EndAction = z.enum(['CANCEL', 'EST', 'RENEW', 'NONE', 'UNKNOWN'])
export type EndAction = z.infer<typeof EndAction>
export const AutoRenew = z.enum(['ON', 'OFF', 'UNKNOWN'])
export type AutoRenew = z.infer<typeof AutoRenew>

/** Partner Center's words for a subscription's state, plus `EST`: running on in a paid Extended Service Term (M3). */
export const SourceStatus = z.enum(['ACTIVE', 'SUSPENDED', 'EXPIRED', 'DISABLED', 'CANCELED', 'DELETED', 'EST'])
export type SourceStatus = z.infer<typeof SourceStatus>

/** One subscription the customer has today, wherever it was bought. */
export const SourceSubscription = z.object({
  id: SubscriptionId,
  sku: SkuPartNumber,
  title: z.string(),
  seats: z.int().nonnegative(),
  assigned: z.int().nonnegative(),
  channel: SourceChannel,
  /** Name of the seller, when it is another partner or known otherwise. */
  soldBy: z.string().optional(),
  /** True when we sold it: it is a target of a move, never its source. */
  ours: z.boolean(),
  startedOn: UtcDay.optional(),
  /** `E`: the last paid day, inclusive, UTC. After a cancellation: the last day of access. */
  endDate: UtcDay,
  term: Term,
  billing: Billing,
  autoRenew: AutoRenew,
  endAction: EndAction,
  status: SourceStatus,
  isTrial: z.boolean(),
  unitPrice: DecimalText.optional(),
  currency: CurrencyCode.optional(),
})
export type SourceSubscription = z.infer<typeof SourceSubscription>

/** Who said a thing, and when: kept with every fact that somebody may doubt later. */
export const Said = z.object({ by: z.union([PersonId, z.literal('system')]), at: Instant })
export type Said = z.infer<typeof Said>
