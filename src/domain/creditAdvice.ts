import { daysFrom } from './days.js'
import type { SourceChannel } from './facts.js'
import type { UtcDay } from './ids.js'
import { policyOn } from './policy.js'
import { unreachable } from './unreachable.js'

/**
 * What may be said about money back for the old subscription (domain 4.7). Never an amount: whether and how much is
 * decided by whoever sold it, or by Microsoft's billing support (R10, R11, I8).
 */

/** What to tell. The words live with the cards under `credit.<code>`. */
export type CreditCode =
  | 'proratedLikely' // inside the cancellation window
  | 'noneAtTermEndOnly' // too late: it can only run out
  | 'possibleSelfService' // an older account, few licences
  | 'possibleBySupport' // an older account, more licences
  | 'sourceMayCancel' // another partner sold it and is still inside its window
  | 'noneTransferInstead'
  | 'contractDecides'
  | 'noneByThisRoute'
  | 'findOutFirst'

/** Who has to act. */
export type CreditActor =
  'CUSTOMER_ADMIN' | 'CUSTOMER' | 'HELPDESK_AGENT' | 'CUSTOMER_WITH_SOURCE' | 'LICENSING_PARTNER' | 'NOBODY'

export interface CreditAdvice {
  readonly code: CreditCode
  readonly who: CreditActor
}

export interface CreditFacts {
  readonly channel: SourceChannel
  /** First day of the term that runs now, when known; an unknown age counts as old, so that nothing is promised. */
  readonly termStart?: UtcDay | undefined
  readonly today: UtcDay
  readonly seats: number
  /** Admin access with the role to open support requests is active (R12, M4). */
  readonly supportAccess: boolean
}

export function creditAdvice({ channel, termStart, today, seats, supportAccess }: CreditFacts): CreditAdvice {
  const fresh =
    termStart !== undefined && daysFrom(termStart, today) <= policyOn('cancellationWindowHours', termStart) / 24
  switch (channel) {
    case 'WEB_DIRECT_MCA':
      return fresh ? { code: 'proratedLikely', who: 'CUSTOMER_ADMIN' } : { code: 'noneAtTermEndOnly', who: 'CUSTOMER' }
    case 'WEB_DIRECT_MOSA': {
      const few = seats <= policyOn('selfServiceCancelSeats', today)
      return {
        code: few ? 'possibleSelfService' : 'possibleBySupport',
        who: supportAccess ? 'HELPDESK_AGENT' : 'CUSTOMER',
      }
    }
    case 'CSP_NCE':
      return fresh
        ? { code: 'sourceMayCancel', who: 'CUSTOMER_WITH_SOURCE' }
        : { code: 'noneTransferInstead', who: 'NOBODY' }
    case 'CSP_LEGACY':
      return { code: 'contractDecides', who: 'CUSTOMER_WITH_SOURCE' }
    case 'EA':
    case 'OPEN_VALUE':
    case 'OTHER_VL':
      return { code: 'noneByThisRoute', who: 'LICENSING_PARTNER' }
    case 'UNKNOWN':
      return { code: 'findOutFirst', who: 'CUSTOMER' }
    default:
      return unreachable(channel)
  }
}
