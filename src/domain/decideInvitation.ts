import { decidedOf, endedOf } from './caseParts.js'
import {
  denied,
  lead,
  notNow,
  nothingNew,
  onlySystem,
  personFor,
  refuse,
  type ChangeOf,
  type Context,
  type Verdict,
} from './decision.js'
import { movingLines } from './guards.js'
import { isIn, TERMINAL, type MoveCase } from './moveCase.js'
import { invitationDeadline } from './windows.js'

/** The invitation and what the customer makes of it: X4 to X9, X30, and the gates beside it (domain 3.1). */

/** X4. Whom we serve already is not invited; X5 follows by itself. */
export function invite(move: MoveCase, change: ChangeOf<'invite'>, { actor, now }: Context): Verdict {
  if (!isIn(move, ['READY_TO_INVITE']) || move.relationship === 'ACTIVE') return notNow(move, change)
  const who = personFor(actor, 'sendInvitation')
  if (typeof who !== 'string') return refuse(who)
  const invitation = { sentAt: now, by: who, deadline: invitationDeadline(now) }
  return lead({ ...decidedOf(move), relationship: 'INVITED', invitation, state: 'INVITED' })
}

/** X7. The link works on after our deadline (M5): nothing expires but our patience. */
export function invitationDeadlinePassed(
  move: MoveCase,
  change: ChangeOf<'invitationDeadlinePassed'>,
  { actor, now }: Context,
): Verdict {
  if (!isIn(move, ['INVITED'])) return notNow(move, change)
  const no = onlySystem(actor, 'recordFacts')
  if (no !== undefined) return refuse(no)
  if (now < move.invitation.deadline) return notNow(move, change)
  return lead({ ...move, state: 'STALLED' })
}

/** X5, X6; in later states only the gate is set back after X30. Never more than that: acceptance orders nothing (I12). */
export function relationshipFound(move: MoveCase, change: ChangeOf<'relationshipFound'>, { actor }: Context): Verdict {
  if (isIn(move, TERMINAL)) return notNow(move, change)
  const no = denied(actor, 'recordFacts', 'system')
  if (no !== undefined) return refuse(no)
  if (isIn(move, ['READY_TO_INVITE', 'INVITED', 'STALLED'])) {
    return lead({ ...decidedOf(move), relationship: 'ACTIVE', state: 'RELATIONSHIP_ACTIVE' })
  }
  return move.relationship === 'ACTIVE' ? nothingNew : lead({ ...move, relationship: 'ACTIVE' })
}

/** X30, F16: without the relationship nothing is ordered, everything else stays as it is. */
export function relationshipRemoved(
  move: MoveCase,
  change: ChangeOf<'relationshipRemoved'>,
  { actor }: Context,
): Verdict {
  if (isIn(move, TERMINAL) || move.relationship !== 'ACTIVE') return notNow(move, change)
  const no = onlySystem(actor, 'recordFacts')
  return no === undefined ? lead({ ...move, relationship: 'REMOVED' }) : refuse(no)
}

/**
 * X8, F3. Staff record what the customer told them; a refusal that Microsoft itself shows for an open invitation is
 * recorded as found (our choice).
 */
export function decline(move: MoveCase, change: ChangeOf<'decline'>, context: Context): Verdict {
  const open = isIn(move, ['INVITED', 'STALLED'])
  if (!open && !isIn(move, ['READY_TO_INVITE', 'RELATIONSHIP_ACTIVE', 'PLANNED', 'AWAITING_APPROVAL', 'APPROVED']))
    return notNow(move, change)
  const no = denied(context.actor, 'recordFacts', open ? 'system' : 'noSystem')
  if (no !== undefined) return refuse(no)
  return lead({ ...endedOf(move, context, change.reason), state: 'DECLINED' })
}

/** X9, F8: the customer stays with both; nothing may be left to order. */
export function keepBoth(move: MoveCase, change: ChangeOf<'keepBoth'>, context: Context): Verdict {
  if (!isIn(move, ['RELATIONSHIP_ACTIVE', 'PLANNED'])) return notNow(move, change)
  const no = denied(context.actor, 'editCase')
  if (no !== undefined) return refuse(no)
  if (move.path !== 'COEXIST' && movingLines(move).length > 0) return refuse({ code: 'linesToOrder' })
  return lead({ ...endedOf(move, context), state: 'COEXISTING' })
}

/** The gate of the customer agreement (M6). Whether one who cannot attest has done so, Microsoft tells, not staff (M15). */
export function recordAgreement(move: MoveCase, change: ChangeOf<'recordAgreement'>, { actor }: Context): Verdict {
  if (isIn(move, TERMINAL)) return notNow(move, change)
  const attests = change.agreement === 'ATTESTED'
  const no = denied(actor, attests ? 'attestAgreement' : 'recordFacts', 'system')
  if (no !== undefined) return refuse(no)
  if (attests && actor.kind === 'person' && move.partner.kind === 'INDIRECT_RESELLER')
    return refuse({ code: 'resellerCannot' })
  return move.agreement === change.agreement ? nothingNew : lead({ ...move, agreement: change.agreement })
}

/** The gate of admin access (M4): needed for support and licences, never for an order. Only Admin agents request it. */
export function recordAdminAccess(move: MoveCase, change: ChangeOf<'recordAdminAccess'>, { actor }: Context): Verdict {
  if (isIn(move, TERMINAL)) return notNow(move, change)
  const no = denied(actor, change.adminAccess === 'REQUESTED' ? 'requestAdminAccess' : 'recordFacts', 'system')
  if (no !== undefined) return refuse(no)
  return move.adminAccess === change.adminAccess ? nothingNew : lead({ ...move, adminAccess: change.adminAccess })
}
