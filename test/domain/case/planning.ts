import type { Actor, Change, PlanEdit, Refusal } from '../../../src/domain/changes.js'
import { decide } from '../../../src/domain/decide.js'
import type { Instant } from '../../../src/domain/ids.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import { ada, after, at, caseIn, plannedDay, subscription, system, type Start } from '../../support/facts.js'

/** Cases being planned, for tests of what a plan must be like. */

/** While everything is being planned. */
export const now = at('2026-11-24T10:00:00Z')
export const completePlan: Change = { type: 'completePlan', prices: [] }
/** Of the product on every case's first line. */
export const title = 'Microsoft 365 Business Premium'

/** Nothing on sale fits. */
export const unmatched: Start = { offers: [] }
/** Sold by another partner, in new commerce. */
export const nce: Start = { subscriptions: [subscription({ channel: 'CSP_NCE' })] }

/** Edits made one after the other; one that changes nothing is no mistake here. */
export const edit = (move: MoveCase, ...edits: PlanEdit[]): MoveCase =>
  edits.reduce((so, one) => {
    const decision = decide(so, { type: 'editPlan', edit: one }, { actor: ada, now })
    if (!decision.ok && decision.refusal.code !== 'nothingNew') throw new Error(decision.refusal.code)
    return decision.ok ? decision.move : so
  }, move)

/** Accepted and agreed, with nothing planned but the start, and some edits. */
export const planning = (start: Start = {}, ...edits: PlanEdit[]): MoveCase => {
  const invited = caseIn('RELATIONSHIP_ACTIVE', start)
  const agreed = after(invited, { type: 'recordAgreement', agreement: 'ACCEPTED_DIRECT' }, system, now)
  return edit(agreed, { what: 'start', line: 'all', day: plannedDay }, ...edits)
}

/** Why a change is refused; `undefined` when it is accepted. */
export const refusal = (
  move: MoveCase,
  change: Change,
  when: Instant = now,
  actor: Actor = ada,
): Refusal | undefined => {
  const decision = decide(move, change, { actor, now: when })
  return decision.ok ? undefined : decision.refusal
}
