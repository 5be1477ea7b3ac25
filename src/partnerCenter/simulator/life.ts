import { addDays, addHours, dayOf, startOf } from '../../domain/days.js'
import type { SourceStatus } from '../../domain/facts.js'
import type { Instant, SubscriptionId } from '../../domain/ids.js'
import type { CustomerState, HeldSubscription } from './state.js'
import { becomeNext, canceledOn, endTerm, renewed } from './termEnd.js'

/** What happens to one customer: by itself when its time comes, or because somebody in the practice room wills it. Pure. */

/** Something that will happen to a customer if nobody does anything before. */
export type Happening =
  | { readonly at: Instant; readonly what: 'answer' }
  | { readonly at: Instant; readonly what: 'termEnd' | 'becomeNext'; readonly subscription: SubscriptionId }

/** The next of all, the earliest; a state is asked again and again, hence remembered by the state itself. */
const remembered = new WeakMap<CustomerState, Happening | 'nothing'>()
export function nextHappening(customer: CustomerState): Happening | undefined {
  const known = remembered.get(customer)
  if (known !== undefined) return known === 'nothing' ? undefined : known
  const all = [answerOf(customer), ...customer.subscriptions.map(subscriptionHappening)].filter(
    (one) => one !== undefined,
  )
  const next = all.reduce<Happening | undefined>(
    (best, one) => (best === undefined || one.at < best.at ? one : best),
    undefined,
  )
  remembered.set(customer, next ?? 'nothing')
  return next
}

function answerOf({ relationship, invitation }: CustomerState): Happening | undefined {
  if (relationship !== 'INVITED' || invitation.sentAt === undefined || invitation.answer === 'silent') return undefined
  return { what: 'answer', at: addHours(invitation.sentAt, invitation.afterHours) }
}

const RUNNING_IN_A_TERM: ReadonlySet<SourceStatus> = new Set(['ACTIVE', 'SUSPENDED'])

function subscriptionHappening({ shown, ahead: [next] }: HeldSubscription): Happening | undefined {
  const { id, status, endDate } = shown
  if (RUNNING_IN_A_TERM.has(status)) return { what: 'termEnd', subscription: id, at: startOf(addDays(endDate, 1)) }
  return next && { what: 'becomeNext', subscription: id, at: startOf(next.from) }
}

/** The customer once that has happened. */
export function afterHappening(customer: CustomerState, happening: Happening): CustomerState {
  if (happening.what === 'answer')
    return customer.invitation.answer === 'accepts' ? accepted(customer) : declined(customer)
  const become = happening.what === 'termEnd' ? endTerm : becomeNext
  return changing(customer, (held) => (held.shown.id === happening.subscription ? become(held) : held))
}

const changing = (customer: CustomerState, change: (held: HeldSubscription) => HeldSubscription): CustomerState => ({
  ...customer,
  subscriptions: customer.subscriptions.map(change),
})

const answered = ({ invitation: { answer, afterHours } }: CustomerState) => ({ answer, afterHours })

/** The invitation is on its way; one that is awaiting its answer already goes on doing so (M5: the link is the same). */
export function invited(customer: CustomerState, now: Instant): CustomerState {
  if (customer.relationship === 'ACTIVE') return customer
  const sentAt = customer.invitation.sentAt ?? now
  return { ...customer, relationship: 'INVITED', declined: false, invitation: { ...customer.invitation, sentAt } }
}

/** The administrator accepts all that is asked: relationship, agreement and admin access. */
export const accepted = (customer: CustomerState): CustomerState => ({
  ...customer,
  relationship: 'ACTIVE',
  agreement: 'ACCEPTED_DIRECT',
  adminAccess: 'ACTIVE',
  declined: false,
  invitation: answered(customer),
})

/** The administrator says no to the invitation. What was agreed with Microsoft before stays agreed. */
export const declined = (customer: CustomerState): CustomerState => ({
  ...customer,
  relationship: 'NONE',
  declined: true,
  invitation: answered(customer),
})

/** The administrator takes relationship and admin rights away (F16); subscriptions and agreement stay. */
export const removedUs = (customer: CustomerState): CustomerState => ({
  ...customer,
  relationship: 'REMOVED',
  adminAccess: 'NONE',
  invitation: answered(customer),
})

const STILL_SOLD: ReadonlySet<SourceStatus> = new Set(['ACTIVE', 'SUSPENDED', 'EST'])
const isSourceStillSold = ({ shown }: HeldSubscription) => !shown.ours && STILL_SOLD.has(shown.status)

/**
 * Everything bought elsewhere that still runs is cancelled now (F7); today is its last day.
 *
 * @returns `undefined` when nothing bought elsewhere runs
 */
export function sourcesEnded(customer: CustomerState, now: Instant): CustomerState | undefined {
  if (!customer.subscriptions.some(isSourceStillSold)) return undefined
  return changing(customer, (held) => (isSourceStillSold(held) ? canceledOn(held, dayOf(now)) : held))
}

/**
 * Everything bought elsewhere that still runs is renewed by a full term (F11), and will be again unless that is stopped.
 *
 * @returns `undefined` when nothing bought elsewhere runs
 */
export function sourcesRenewed(customer: CustomerState, now: Instant): CustomerState | undefined {
  if (!customer.subscriptions.some(isSourceStillSold)) return undefined
  return changing(customer, (held) => {
    if (!isSourceStillSold(held)) return held
    // an extended service term has no end of its own to renew from: it becomes a normal subscription today (M3)
    const firstDay = held.shown.status === 'EST' ? dayOf(now) : addDays(held.shown.endDate, 1)
    const next = renewed(held, { firstDay, boughtOn: dayOf(now) })
    return { ...next, shown: { ...next.shown, autoRenew: 'ON', endAction: 'RENEW' } }
  })
}
