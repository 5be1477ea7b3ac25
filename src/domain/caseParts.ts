import type { CaseFacts, InState, MoveCase } from './moveCase.js'
import type { Context } from './decision.js'
import { said } from './decision.js'

/**
 * What a case takes along into its next state: exactly the facts that state has (domain 3.1), no left-overs of the last.
 */

export const factsOf = (move: MoveCase): CaseFacts => ({
  id: move.id,
  number: move.number,
  revision: move.revision,
  customer: move.customer,
  partner: move.partner,
  channel: move.channel,
  ...(move.soldBy === undefined ? {} : { soldBy: move.soldBy }),
  path: move.path,
  relationship: move.relationship,
  agreement: move.agreement,
  adminAccess: move.adminAccess,
  lines: move.lines,
  createdBy: move.createdBy,
  createdAt: move.createdAt,
  owner: move.owner,
  since: move.since,
  historyLength: move.historyLength,
  holidays: move.holidays,
  ...(move.held === undefined ? {} : { held: move.held }),
  ...(move.lookedOn === undefined ? {} : { lookedOn: move.lookedOn }),
})

/** States in which it is decided whether the partner may serve the tenant, and the case goes on. */
export type Decided = Exclude<
  MoveCase,
  { state: 'DRAFT' | 'DECLINED' | 'COMPLETED' | 'COEXISTING' | 'CANCELLED' | 'ROLLED_BACK' }
>
export const decidedOf = (move: Decided) => ({ ...factsOf(move), region: move.region })

export type Planned = Extract<Decided, { plan: object }>
export const plannedOf = (move: Planned) => ({ ...decidedOf(move), plan: move.plan })

export type Approved = Extract<Planned, { approval: object }>
export const submittedOf = (move: Approved | InState<'AWAITING_APPROVAL'>) => ({
  ...plannedOf(move),
  submission: move.submission,
})
export const approvedOf = (move: Approved) => ({ ...submittedOf(move), approval: move.approval })

/** States in which orders were placed or are about to be. */
export type Ordered = InState<'PROVISIONING' | 'PARTIALLY_PROVISIONED' | 'OVERLAP'>
export const orderedOf = (move: Ordered) => ({ ...approvedOf(move), started: move.started })

/** An end keeps everything that was decided on the way to it. */
export function endedOf(move: MoveCase, context: Context, reason?: string) {
  const text = reason?.trim() ?? ''
  return {
    ...factsOf(move),
    ...('region' in move && move.region !== undefined ? { region: move.region } : {}),
    ...('plan' in move && move.plan !== undefined ? { plan: move.plan } : {}),
    ...('submission' in move && move.submission !== undefined ? { submission: move.submission } : {}),
    ...('approval' in move && move.approval !== undefined ? { approval: move.approval } : {}),
    ended: { ...said(context), ...(text === '' ? {} : { reason: text }) },
  }
}
