import { UtcDay } from '../ids.js'

/**
 * How sure a value is. A: Microsoft's text, read in full. B: Microsoft's text, its opening only, or a summary of an
 * announcement. C: distributors, vendors, trainers. D: our own choice, free to change here.
 */
export type Grade = 'A' | 'B' | 'C' | 'D'

/** One value of one rule and the days it holds for, both inclusive; `null` leaves that side open. */
export interface PolicyRow<V> {
  readonly from: UtcDay | null
  readonly to: UtcDay | null
  readonly value: V
  readonly grade: Grade
  readonly source: string
}

const row = <V>(from: string | null, to: string | null, value: V, grade: Grade, source: string): PolicyRow<V> => ({
  from: from === null ? null : UtcDay.parse(from),
  to: to === null ? null : UtcDay.parse(to),
  value,
  grade,
  source,
})

const always = <V>(value: V, grade: Grade, source: string): readonly PolicyRow<V>[] => [row(null, null, value, grade, source)]

/** What stands behind a term's end: a free grace period, the Extended Service Term, or nothing that is documented. */
export type TermEndRule = 'FREE_GRACE' | 'EXTENDED_SERVICE_TERM' | 'UNDOCUMENTED'

const lifecycleStates = 'Microsoft, subscription lifecycle states, 2023-08-04'
const estAnnouncement = 'Microsoft, Extended Service Terms (announced October 2025, enforcement moved to May 2026)'
const transferPage = 'Microsoft, transfer of Azure plan items, 2023-09-14; taken to hold for licence-based subscriptions'
const ours = 'Ferry'

/**
 * Every rule that changed once or may change again. The rows of a rule cover all days, without gap or overlap, so that
 * a look-up always has an answer (tested).
 */
export const POLICIES = {
  // ------------------------------------------------------------------------------------------- the end of a term
  /** By the last paid day of a new-commerce subscription of a CSP partner. */
  cspTermEnd: [
    row<TermEndRule>(null, '2026-05-03', 'FREE_GRACE', 'A', lifecycleStates),
    row<TermEndRule>('2026-05-04', null, 'EXTENDED_SERVICE_TERM', 'B', estAnnouncement),
  ],
  /** By the day such a subscription was bought or last renewed. The free grace is gone only where both rows say so. */
  cspPurchase: [
    row<TermEndRule>(null, '2025-03-31', 'FREE_GRACE', 'B', estAnnouncement),
    row<TermEndRule>('2025-04-01', null, 'EXTENDED_SERVICE_TERM', 'B', estAnnouncement),
  ],
  /** By the last paid day of a subscription bought from Microsoft on a Microsoft Customer Agreement account. */
  webDirectMcaTermEnd: [
    row<TermEndRule>(null, '2026-02-08', 'UNDOCUMENTED', 'D', 'no text found for terms that ended earlier'),
    row<TermEndRule>('2026-02-09', null, 'EXTENDED_SERVICE_TERM', 'B', 'Microsoft 365 admin help, extend your subscription, 2026'),
  ],
  /** Days after the end on which users still work, where the free grace exists. */
  freeGraceDays: always(30, 'A', lifecycleStates),
  /** Days for which administrators can save data after the free grace, or after the first period of a suspended term. */
  disabledDays: always(90, 'A', lifecycleStates),
  /** Days for which a subscription suspended at its end stays disabled before the 90 days above. */
  suspendedFirstDays: always(30, 'A', lifecycleStates),
  /** Days for which data is kept after "cancel at end of term". */
  cutOffDataDays: always(90, 'B', 'Microsoft 365 admin help, extend your subscription, 2026'),
  /** Days for an administrator to save data after a cancellation inside the cancellation window. */
  windowCancelDataDays: always(7, 'A', 'Microsoft, new-commerce cancellation policy, 2023-07-27'),
  /** Hours the processing of a renewal may take from the day after the end. */
  renewalProcessingHours: always(24, 'A', 'Microsoft, manage customer subscriptions, 2023-10-19'),

  // ------------------------------------------------------------------------------------------------------- money
  /** Hours after purchase or renewal in which a cancellation is prorated. */
  cancellationWindowHours: [
    row(null, '2022-02-28', 72, 'C', 'new commerce as first announced'),
    row('2022-03-01', null, 168, 'A', 'Microsoft, new-commerce cancellation policy, 2023-07-27; valid since March 2022, day of the month assumed'),
  ],
  /** Added to the monthly-term price while the Extended Service Term runs. */
  estUplift: always('0.03', 'B', estAnnouncement),
  /** Added to a twelfth of the annual price where the product has no monthly term. Which price it is added to is our reading. */
  estUpliftWithoutMonthlyTerm: always('0.23', 'C', estAnnouncement),
  /** Seats up to which an older direct account can be cancelled without calling support. */
  selfServiceCancelSeats: always(25, 'A', 'Microsoft 365 admin help, cancel your subscription, 2020 to 2022'),

  // ------------------------------------------------------------------------------------------------------ limits
  /** Subscriptions one tenant can hold. */
  subscriptionsPerTenant: always(300, 'A', 'Microsoft, move licence-based customers to CSP, 2023-01-11'),
  /** Subscriptions one billing transfer can name. */
  transferItems: always(25, 'C', 'distributors, 2024 to 2026'),

  // ----------------------------------------------------------------------------------- what lapses, and our own deadlines
  /** Days after which an unanswered billing transfer is gone. */
  transferLapseDays: always(30, 'A', transferPage),
  /** Days after acceptance from which a billing transfer counts as stuck. */
  transferStuckDays: always(3, 'A', transferPage),
  /** Days after which an unanswered request for admin access is gone. */
  adminAccessLapseDays: always(90, 'A', 'Microsoft, granular delegated admin privileges, 2023'),
  /** Days we give a customer to accept. The link itself has no documented end. */
  invitationDeadlineDays: always(14, 'D', ours),
  /** Business days between the last safe start and the last paid day. */
  bufferBusinessDays: always(2, 'D', ours),
  /** Calendar days before the end by which somebody must have stopped a renewal. */
  stopRenewalDays: always(3, 'D', ours),
  /** Business days for agreement, offers and approval, once the customer has accepted. */
  preparationBusinessDays: always(5, 'D', ours),
  /** Days after which the prices a plan was made with are read again. */
  priceSnapshotDays: always(7, 'D', ours),
} as const satisfies Record<string, readonly PolicyRow<unknown>[]>

export type PolicyName = keyof typeof POLICIES
