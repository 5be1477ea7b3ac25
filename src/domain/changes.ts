import type {
  AdminAccess,
  Agreement,
  AutoRenew,
  Billing,
  EndAction,
  MovePath,
  SourceChannel,
  SourceSubscription,
  Term,
} from './facts.js'
import type {
  CountryCode,
  DecimalText,
  Instant,
  LineId,
  PersonId,
  RequestId,
  SkuPartNumber,
  SubscriptionId,
  UtcDay,
} from './ids.js'
import type { CaseState } from './moveCase.js'
import type { EndEvidence, ExclusionReason, LineSourceEnd, OfferChoice } from './moveLine.js'
import type { OfferFound } from './ports.js'
import type { Action, Role } from './roles.js'

/** Who changes a case: a person with the roles they have at that moment, or Ferry itself (polling, timers, the order worker). */
export type Actor =
  { readonly kind: 'person'; readonly id: PersonId; readonly roles: readonly Role[] } | { readonly kind: 'system' }

/**
 * Everything that can happen to a case. The numbers in brackets are the transitions of domain 3.6.
 * `seen` is the revision the person decided on; a change that lacks it takes the case as it is.
 */
export type Change =
  | { readonly type: 'save' } // X1, X2
  | { readonly type: 'recheckRegion'; readonly country?: CountryCode } // X2b, X3
  | { readonly type: 'overrideRegion'; readonly reason: string } // X3
  | { readonly type: 'setChannel'; readonly channel: SourceChannel; readonly soldBy?: string }
  | { readonly type: 'invite' } // X4
  | { readonly type: 'relationshipFound' } // X5, X6, and X30 set back
  | { readonly type: 'relationshipRemoved' } // X30
  | { readonly type: 'recordAgreement'; readonly agreement: Agreement }
  | { readonly type: 'recordAdminAccess'; readonly adminAccess: AdminAccess }
  | { readonly type: 'invitationDeadlinePassed' } // X7
  | { readonly type: 'decline'; readonly reason: string } // X8
  | { readonly type: 'keepBoth' } // X9
  /** What the customer holds, read or told anew: lines are made and refreshed; voids an approval when it changes the plan. */
  | {
      readonly type: 'refreshLines'
      readonly subscriptions: readonly SourceSubscription[]
      readonly evidence: EndEvidence['source']
      /** What is on sale; lines nobody has decided on are matched with it. Without it new lines wait for a person. */
      readonly offers?: readonly OfferFound[]
    }
  /** A person edits the plan. In `AWAITING_APPROVAL` and `APPROVED` this voids the approval (X15). */
  | { readonly type: 'editPlan'; readonly edit: PlanEdit }
  | { readonly type: 'completePlan'; readonly prices: readonly LinePrice[] } // X10
  /** Prices of planned lines as read now: other ones void an approval (X15), the same ones make the snapshot fresh. */
  | { readonly type: 'pricesRead'; readonly prices: readonly LinePrice[] }
  | { readonly type: 'submit'; readonly seen?: number } // X11
  | { readonly type: 'withdrawSubmission' } // X15: the submitter takes it back to edit
  | { readonly type: 'approve'; readonly seen?: number } // X13
  | { readonly type: 'reject'; readonly reason: string; readonly seen?: number } // X14
  | { readonly type: 'schedule'; readonly day: UtcDay }
  | { readonly type: 'unschedule' }
  /**
   * X16. `requestIds` has one for each line to order, others are not used; `prices` as read now, needed when the snapshot
   * is older than a week. Other prices than those approved lead to X15 instead.
   */
  | {
      readonly type: 'start'
      readonly requestIds: Readonly<Record<LineId, RequestId>>
      readonly prices?: readonly LinePrice[]
    }
  | { readonly type: 'orderSending'; readonly line: LineId }
  | {
      readonly type: 'orderActive' // X17, X28b when it was the last
      readonly line: LineId
      readonly orderId: string
      readonly subscriptionId: SubscriptionId
      readonly activeSince: Instant
      readonly cancellationAllowedUntil?: Instant
    }
  | { readonly type: 'orderFailed'; readonly line: LineId; readonly code: string } // X18 when it was the last
  | { readonly type: 'orderUnknown'; readonly line: LineId; readonly settleAt: Instant }
  | { readonly type: 'orderNeedsAttention'; readonly line: LineId }
  /** X19. New request ids for the lines that failed or need attention; never for one that is active (I9). */
  | {
      readonly type: 'retry'
      readonly requestIds: Readonly<Record<LineId, RequestId>>
      readonly prices?: readonly LinePrice[]
    }
  | { readonly type: 'dropLine'; readonly line: LineId } // X19
  | { readonly type: 'undo'; readonly requestIds: Readonly<Record<LineId, RequestId>> } // X20, intent
  | { readonly type: 'lineCanceled'; readonly line: LineId } // X20, the last one rolls the case back
  | { readonly type: 'cancelFailed'; readonly line: LineId; readonly code: string }
  | {
      readonly type: 'sourceEnded'
      readonly line: LineId
      readonly on: UtcDay
      readonly how: Extract<LineSourceEnd, { status: 'ended' }>['how']
    } // X21
  | { readonly type: 'sourceRenewed'; readonly line: LineId; readonly sources: readonly SourceSubscription[] } // X28, X28c
  | { readonly type: 'sourceEndPassed'; readonly line: LineId } // X27
  /** The old subscriptions were read after an end and nothing new was found: look again another day. */
  | { readonly type: 'sourcesLooked' }
  /** What was found out about the end of an old subscription: who asked, and what is set there (domain 3.5, M3). */
  | {
      readonly type: 'recordEndAction'
      readonly line: LineId | 'all'
      readonly endAction: EndAction
      readonly autoRenew?: AutoRenew
    }
  | { readonly type: 'complete'; readonly checks: Checks } // X22
  /** X12. `byProvider`: an indirect reseller records that its provider sent it (M15). */
  | { readonly type: 'sendTransfer'; readonly requestId: RequestId; readonly byProvider?: true }
  | { readonly type: 'transferAccepted' } // X23
  | { readonly type: 'transferClosed'; readonly how: 'REFUSED' | 'LAPSED' | 'WITHDRAWN' } // X24
  | { readonly type: 'transferFinished'; readonly moved: readonly LineId[] } // X25
  | { readonly type: 'transferStuck' } // X26
  | { readonly type: 'transferFailed' } // X26b
  | { readonly type: 'stop'; readonly reason?: string } // X29
  | { readonly type: 'reopen' } // X31
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'addEvidence'; readonly text: string }
  | { readonly type: 'handOver'; readonly to: PersonId }

/** One edit of the plan by a person. */
export type PlanEdit =
  | { readonly what: 'path'; readonly path: MovePath }
  /** Settles a line whose new offer a person chose; `SAME` when the SKU id is identical (I7), else by the comparison. */
  | {
      readonly what: 'offer'
      readonly line: LineId
      readonly level: 'SAME' | 'EQUIVALENT' | 'DIFFERENT'
      readonly target: OfferChoice
      readonly missing?: readonly string[]
    }
  | { readonly what: 'noEquivalent'; readonly line: LineId }
  | { readonly what: 'confirmEquivalent'; readonly line: LineId }
  | {
      readonly what: 'confirmDifferent'
      readonly line: LineId
      readonly reason: string
      readonly customerConsent: string
    }
  | { readonly what: 'exclude'; readonly line: LineId; readonly why: ExclusionReason; readonly note?: string }
  | { readonly what: 'include'; readonly line: LineId }
  | { readonly what: 'seats'; readonly line: LineId; readonly seats: number }
  | { readonly what: 'overrideSeats'; readonly line: LineId; readonly reason: string }
  | { readonly what: 'term'; readonly line: LineId; readonly term: Term; readonly billing: Billing }
  | { readonly what: 'start'; readonly line: LineId | 'all'; readonly day: UtcDay }
  | {
      readonly what: 'endDate'
      readonly line: LineId
      readonly day: UtcDay
      readonly evidence: EndEvidence['source']
      readonly note?: string
    }
  | { readonly what: 'stopRenewal'; readonly line: LineId | 'all'; readonly who: 'CUSTOMER' | 'SOURCE_PARTNER' }

export interface LinePrice {
  readonly line: LineId
  /** `null`: unknown. */
  readonly unitPrice: DecimalText | null
}

/** The closing checks of X22, as found. `detail` of each says what was counted. */
export interface Checks {
  /** Enabled units of each SKU against the planned total. */
  readonly pools: readonly {
    readonly sku: SkuPartNumber
    readonly enabled: number
    readonly planned: number
    readonly assigned: number
  }[]
  /** Users still on an old SKU of an `EQUIVALENT` or `DIFFERENT` line. */
  readonly leftOnOldSku: number
  /** Sources that still bill: not ended, renewed, or in EST. */
  readonly stillBilling: readonly LineId[]
}

/** A rule's no, with the facts that its sentence names. The sentences themselves are in `cards/sentences.ts`. */
export type Refusal =
  | { readonly code: 'notNow'; readonly change: Change['type']; readonly state: CaseState }
  | { readonly code: 'notAllowed'; readonly action: Action; readonly mayAsk: boolean; readonly may: readonly Role[] }
  /** It is so already: nothing was written. */
  | { readonly code: 'nothingNew' }
  | { readonly code: 'stale'; readonly seen: number; readonly current: number }
  | { readonly code: 'ownSubmission' }
  | {
      readonly code: 'regionMismatch'
      readonly partnerRegion: string
      readonly customerRegion: string
      readonly listDate: UtcDay
    }
  | { readonly code: 'regionUnknown'; readonly country: CountryCode; readonly listDate: UtcDay }
  | { readonly code: 'otherCloud' }
  | { readonly code: 'noRelationship' }
  | { readonly code: 'noAgreement' }
  | { readonly code: 'noLines' }
  | { readonly code: 'unknownLine'; readonly line: string }
  | { readonly code: 'lineUndecided'; readonly line: LineId; readonly title: string }
  | { readonly code: 'noEquivalent'; readonly line: LineId; readonly title: string }
  | {
      readonly code: 'notConfirmed'
      readonly line: LineId
      readonly title: string
      readonly level: 'EQUIVALENT' | 'DIFFERENT'
    }
  | { readonly code: 'notSame'; readonly line: LineId; readonly title: string }
  | {
      readonly code: 'seatShortfall'
      readonly line: LineId
      readonly title: string
      readonly shortfall: number
      readonly assigned: number
      readonly seats: number
    }
  | { readonly code: 'seatLimit'; readonly line: LineId; readonly title: string; readonly limit: number }
  | { readonly code: 'badSeats' }
  | { readonly code: 'otherSegment'; readonly line: LineId; readonly title: string }
  | { readonly code: 'capacity'; readonly total: number; readonly limit: number }
  | { readonly code: 'noEndEvidence'; readonly line: LineId; readonly title: string }
  | { readonly code: 'noStart'; readonly line: LineId; readonly title: string }
  | { readonly code: 'noRenewalStopper'; readonly line: LineId; readonly title: string; readonly stopBy: UtcDay }
  | { readonly code: 'startInPast'; readonly day: UtcDay; readonly today: UtcDay }
  | { readonly code: 'startTooFar'; readonly day: UtcDay; readonly latest: UtcDay }
  | { readonly code: 'endBeforeStart'; readonly day: UtcDay }
  | { readonly code: 'trialOnTransfer'; readonly line: LineId; readonly title: string }
  /** The path does not exist for how the customer bought this product (domain 2.2). */
  | {
      readonly code: 'pathNotForChannel'
      readonly line: LineId
      readonly title: string
      readonly path: MovePath
      readonly channel: SourceChannel
    }
  | { readonly code: 'beforePlannedDay'; readonly day: UtcDay; readonly today: UtcDay }
  | { readonly code: 'scheduleNotPlannedDay'; readonly day: UtcDay; readonly planned: UtcDay }
  | { readonly code: 'approvalVoid' }
  | {
      readonly code: 'priceChanged'
      readonly line: LineId
      readonly title: string
      readonly was: DecimalText | null
      readonly now: DecimalText | null
    }
  | { readonly code: 'pricesTooOld' }
  | { readonly code: 'resellerCannot' }
  | { readonly code: 'lineActive'; readonly line: LineId; readonly title: string }
  | { readonly code: 'lastLine' }
  | { readonly code: 'nothingToRetry' }
  | { readonly code: 'undoWindowClosed'; readonly line: LineId; readonly title: string; readonly closedAt: Instant }
  | { readonly code: 'orderRunning' }
  | { readonly code: 'transferOpen' }
  | { readonly code: 'linesToOrder' }
  | { readonly code: 'seatsNotThere'; readonly sku: SkuPartNumber; readonly enabled: number; readonly planned: number }
  | { readonly code: 'usersWithoutLicense'; readonly count: number }
  | { readonly code: 'notEndedYet'; readonly line: LineId; readonly title: string; readonly day: UtcDay }
  | { readonly code: 'sourceStillBilling'; readonly line: LineId; readonly title: string }
  | { readonly code: 'emptyReason' }
