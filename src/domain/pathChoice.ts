import { daysFrom } from './days.js'
import type { MovePath, SourceChannel, SourceSubscription } from './facts.js'
import type { UtcDay } from './ids.js'
import { policyOn } from './policy.js'
import { currentTermStart } from './terms.js'
import { unreachable } from './unreachable.js'

/** Which way to propose for a move (domain 2.2). A person chooses. */

/** Why a way is proposed, or none is. The words live with the cards under `path.<reason>`. */
export type PathReason =
  | 'keepsTermAndLicenses' // a transfer: nothing overlaps, nothing is reassigned
  | 'atTermEndSourceCancels'
  | 'atTermEndCustomerCancels'
  | 'bridgeWhenLate' // the paid extension carries on until the new one is active
  | 'carriesRetiredOffers' // the channel transfer of an Enterprise Agreement
  | 'atEnrolmentEnd'
  | 'cancelProratedOnceActive'
  | 'askSupportForCredit'
  | 'atAgreementEnd'
  | 'onlyManagement'
  | 'trialIsNoMove'
  | 'otherTenant'
  | 'channelUnknown'

export interface PathOption {
  readonly path: MovePath
  readonly why: PathReason
}

export interface PathProposal {
  /** `null` when there is nothing to propose: not a move, out of scope, or to be found out first. */
  readonly path: MovePath | null
  readonly why: PathReason
  readonly alternatives: readonly PathOption[]
}

export interface PathFacts {
  readonly channel: SourceChannel
  /** Everything to be moved is Active and no trial: a transfer takes nothing else (P11). */
  readonly transferable: boolean
  /** There is nothing but trials. */
  readonly onlyTrials: boolean
  /** Days since the youngest of the running terms began, when known. */
  readonly daysIntoTerm?: number | undefined
  /** The seller refused a transfer, let it lapse, or is known not to want one. */
  readonly transferRefused?: boolean | undefined
  /** The customer keeps buying where it buys and only wants to be looked after (R5). */
  readonly onlyManagement?: boolean | undefined
  /** The customer wants to end up in another tenant than it has. */
  readonly otherTenant?: boolean | undefined
}

/** The facts that subscriptions show by themselves; what people said is added by the caller. */
export function pathFactsOf(channel: SourceChannel, sources: readonly SourceSubscription[], today: UtcDay): PathFacts {
  const paid = sources.filter((source) => !source.isTrial)
  const ages = paid.map((source) => daysFrom(currentTermStart(source), today))
  return {
    channel,
    transferable: paid.length > 0 && paid.every((source) => source.status === 'ACTIVE'),
    onlyTrials: sources.length > 0 && paid.length === 0,
    // a refund inside the window is the way only if every subscription is still inside
    daysIntoTerm: ages.length === 0 ? undefined : Math.max(...ages),
  }
}

export function proposePath(facts: PathFacts, today: UtcDay): PathProposal {
  if (facts.otherTenant === true) return none('otherTenant')
  if (facts.onlyManagement === true) return first('COEXIST', 'onlyManagement')
  if (facts.onlyTrials) return none('trialIsNoMove')
  switch (facts.channel) {
    case 'CSP_NCE':
      return facts.transferable && facts.transferRefused !== true
        ? first('TRANSFER', 'keepsTermAndLicenses', { path: 'MANUAL', why: 'atTermEndSourceCancels' })
        : first('MANUAL', 'atTermEndSourceCancels', { path: 'MANUAL', why: 'bridgeWhenLate' })
    case 'CSP_LEGACY':
      return first('MANUAL', 'atTermEndSourceCancels', { path: 'MANUAL', why: 'bridgeWhenLate' })
    case 'EA':
      return first('CHANNEL_TRANSFER', 'carriesRetiredOffers', { path: 'MANUAL', why: 'atEnrolmentEnd' })
    case 'WEB_DIRECT_MCA':
      return first('MANUAL', isFresh(facts, today) ? 'cancelProratedOnceActive' : 'atTermEndCustomerCancels')
    case 'WEB_DIRECT_MOSA':
      return first('MANUAL', 'askSupportForCredit')
    case 'OPEN_VALUE':
    case 'OTHER_VL':
      return first('MANUAL', 'atAgreementEnd')
    case 'UNKNOWN':
      return none('channelUnknown')
    default:
      return unreachable(facts.channel)
  }
}

const isFresh = ({ daysIntoTerm }: PathFacts, today: UtcDay): boolean =>
  daysIntoTerm !== undefined && daysIntoTerm <= policyOn('cancellationWindowHours', today) / 24

const first = (path: MovePath, why: PathReason, ...alternatives: PathOption[]): PathProposal => ({
  path,
  why,
  alternatives,
})
const none = (why: PathReason): PathProposal => ({ path: null, why, alternatives: [] })
