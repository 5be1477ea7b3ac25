import { addDays, addHours, dayOf, startOf } from './days.js'
import type { Instant, UtcDay } from './ids.js'
import { policyOn } from './policy.js'

/** Periods that run from something somebody did: an order, a renewal, an invitation, a request (domain 4.3, 2.1, 3.4). */

const daysAfter = (at: Instant, days: number): Instant => addHours(at, days * 24)

/** When the chance to undo an order ends: Partner Center's own moment, else purchase plus the cancellation window (M2). */
export const undoUntil = (orderedAt: Instant, cancellationAllowedUntil?: Instant): Instant =>
  cancellationAllowedUntil ?? addHours(orderedAt, policyOn('cancellationWindowHours', dayOf(orderedAt)))

/** Whether an undo is still allowed. The last moment itself is too late (V13). */
export const inUndoWindow = (now: Instant, until: Instant): boolean => now < until

/** The way out of a renewal that nobody stopped. */
export interface RenewalExit {
  readonly renewsOn: UtcDay
  /** The seller can certainly undo it through this day. */
  readonly certainThrough: UtcDay
  /** The window closes somewhere between these moments, because the renewal itself may take hours. */
  readonly closesBetween: readonly [Instant, Instant]
}

/** When a subscription that renews itself after `endDate` can still be got out of (V7). */
export function renewalExit(endDate: UtcDay): RenewalExit {
  const renewsOn = addDays(endDate, 1)
  const earliest = undoUntil(startOf(renewsOn))
  return {
    renewsOn,
    certainThrough: addDays(dayOf(earliest), -1),
    closesBetween: [earliest, addHours(earliest, policyOn('renewalProcessingHours', renewsOn))],
  }
}

/** Our own deadline for an invitation; the link works on after it (M5). */
export const invitationDeadline = (sentAt: Instant): Instant =>
  daysAfter(sentAt, policyOn('invitationDeadlineDays', dayOf(sentAt)))

/** When a billing transfer that nobody answered is gone (P4). */
export const transferLapsesAt = (sentAt: Instant): Instant =>
  daysAfter(sentAt, policyOn('transferLapseDays', dayOf(sentAt)))

/** When an accepted billing transfer that has not finished counts as stuck (P6, X26). */
export const transferStuckFrom = (acceptedAt: Instant): Instant =>
  daysAfter(acceptedAt, policyOn('transferStuckDays', dayOf(acceptedAt)))

/** When a request for admin access that nobody approved is gone (M4). */
export const adminAccessLapsesAt = (requestedAt: Instant): Instant =>
  daysAfter(requestedAt, policyOn('adminAccessLapseDays', dayOf(requestedAt)))

/** Whether the prices of a plan have to be read again before they are relied on. Age alone voids no approval. */
export const pricesAreOld = (takenAt: Instant, now: Instant): boolean =>
  now > daysAfter(takenAt, policyOn('priceSnapshotDays', dayOf(takenAt)))

/** The one deadline to show where somebody else has given another. */
export interface ShownDeadline {
  readonly day: UtcDay
  /** Their answer may come only after our last safe day: too late to rely on it. */
  readonly tooLateToRelyOn: boolean
}

/** An external deadline later than our last safe day is never the deadline (V18, I11). */
export const deadlineToShow = (lastSafe: UtcDay, external: UtcDay): ShownDeadline =>
  external > lastSafe ? { day: lastSafe, tooLateToRelyOn: true } : { day: external, tooLateToRelyOn: false }
