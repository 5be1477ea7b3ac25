import type { WrittenWorld } from '../world.js'
import { titleOf } from './offers.js'

/** The customers of the built-in world, one to a story. Names are Microsoft's invented companies, everything else is ours. */

type Written = WrittenWorld['customers'][number]
type Held = Written['subscriptions'][number]

/** What a story says about one subscription; the rest follows. */
export type Told = Partial<Held> & { readonly sku: string; readonly seats: number; readonly ends: number }

const day = (from: number) => `${from < 0 ? '' : '+'}${from}d`

/** Days of a term before its last one; a leap day in between makes a start a day early, which nobody minds. */
const DAYS_BEFORE_LAST = { P1M: 29, P1Y: 364, P3Y: 1095 } as const

/** Ids are the customer's, with the subscription's number in the last group: fixed, and easy to recognise in a log. */
const subscriptionId = (tenantId: string, index: number) =>
  `${tenantId.slice(0, 24)}${String(index + 1).padStart(12, '0')}`

function held(tenantId: string, index: number, { sku, seats, ends, ...told }: Told): Held {
  const term = told.term ?? 'P1Y'
  return {
    id: subscriptionId(tenantId, index),
    skuPartNumber: sku,
    title: titleOf(sku),
    seats,
    assigned: seats,
    channel: 'WEB_DIRECT_MCA',
    startedOn: day(ends - DAYS_BEFORE_LAST[term]),
    endDate: day(ends),
    term,
    billing: 'annual',
    autoRenew: false,
    endAction: 'CANCEL',
    ...told,
  }
}

export type Story = Omit<Written, 'segment' | 'relationship' | 'agreement' | 'adminAccess' | 'subscriptions'> &
  Partial<Pick<Written, 'segment' | 'relationship' | 'agreement' | 'adminAccess'>> & {
    readonly subscriptions: readonly Told[]
  }

/** A customer from its story: commercial, and a stranger to us unless told otherwise. */
export const customer = ({ subscriptions, ...story }: Story): Written => ({
  segment: 'commercial',
  relationship: 'NONE',
  agreement: 'UNKNOWN',
  adminAccess: 'NONE',
  ...story,
  subscriptions: subscriptions.map((told, index) => held(story.tenantId, index, told)),
})

/** Knows us already: the invitation was accepted some time ago, with everything that came along. */
export const KNOWS_US = { relationship: 'ACTIVE', agreement: 'ACCEPTED_DIRECT', adminAccess: 'ACTIVE' } as const
