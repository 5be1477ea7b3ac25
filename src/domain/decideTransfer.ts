import { approvedOf, plannedOf } from './caseParts.js'
import { ourOrders } from './decideApproval.js'
import {
  denied,
  lead,
  lineOf,
  notNow,
  nothingNew,
  onlySystem,
  personFor,
  refuse,
  unknownLine,
  type ChangeOf,
  type Context,
  type Verdict,
} from './decision.js'
import { gatesStillOk } from './guards.js'
import { isIn, type MoveCase } from './moveCase.js'
import { isMoving, type MoveLine } from './moveLine.js'
import { transferLapsesAt, transferStuckFrom } from './windows.js'

/** The transfer of billing ownership between two partners (M7, domain 2.1): X12, X23 to X26b. */

/** X12. An indirect reseller cannot send one; it records that its provider did (M15). */
export function sendTransfer(move: MoveCase, change: ChangeOf<'sendTransfer'>, { actor, now }: Context): Verdict {
  if (!isIn(move, ['APPROVED']) || move.path !== 'TRANSFER') return notNow(move, change)
  const who = personFor(actor, 'transfer')
  if (typeof who !== 'string') return refuse(who)
  const no = (change.byProvider === true ? undefined : ourOrders(move)) ?? gatesStillOk(move)
  if (no !== undefined) return refuse(no)
  const transfer = { requestId: change.requestId, sentAt: now, by: who, lapsesAt: transferLapsesAt(now) }
  return lead({ ...approvedOf(move), transfer, state: 'TRANSFER_PENDING' })
}

/** X23. */
export function transferAccepted(
  move: MoveCase,
  change: ChangeOf<'transferAccepted'>,
  { actor, now }: Context,
): Verdict {
  if (!isIn(move, ['TRANSFER_PENDING'])) return notNow(move, change)
  const no = denied(actor, 'transfer', 'system')
  if (no !== undefined) return refuse(no)
  return lead({ ...approvedOf(move), transfer: move.transfer, acceptedAt: now, state: 'TRANSFER_RUNNING' })
}

/** X24, F10: refused by the source partner, lapsed by the clock, or withdrawn by us. */
export function transferClosed(move: MoveCase, change: ChangeOf<'transferClosed'>, { actor, now }: Context): Verdict {
  if (!isIn(move, ['TRANSFER_PENDING'])) return notNow(move, change)
  const no = denied(actor, 'transfer', change.how === 'WITHDRAWN' ? 'noSystem' : 'system')
  if (no !== undefined) return refuse(no)
  if (change.how === 'LAPSED' && now < move.transfer.lapsesAt) return notNow(move, change)
  return lead({ ...plannedOf(move), state: 'PLANNED' })
}

/** X25. What the source partner did not select (P3) stays with it, and is a case of its own if it is to be moved. */
export function transferFinished(move: MoveCase, change: ChangeOf<'transferFinished'>, { actor }: Context): Verdict {
  if (!isIn(move, ['TRANSFER_RUNNING'])) return notNow(move, change)
  const no = onlySystem(actor, 'transfer')
  if (no !== undefined) return refuse(no)
  const stranger = change.moved.find((id) => {
    const line = lineOf(move, id)
    return line === undefined || !isMoving(line)
  })
  if (stranger !== undefined) return unknownLine(stranger)
  if (change.moved.length === 0) return refuse({ code: 'noLines' })
  const lines = move.lines.map((line) => (isMoving(line) && !change.moved.includes(line.id) ? notSelected(line) : line))
  return lead({ ...approvedOf(move), lines, gap: false, state: 'VERIFYING' })
}

const notSelected = (line: MoveLine): MoveLine => ({
  ...line,
  match: { level: 'EXCLUDED', why: 'NOT_SELECTED_BY_SOURCE' },
})

/** X26: once; what follows is a support ticket. */
export function transferStuck(move: MoveCase, change: ChangeOf<'transferStuck'>, { actor, now }: Context): Verdict {
  if (!isIn(move, ['TRANSFER_RUNNING'])) return notNow(move, change)
  const no = onlySystem(actor, 'transfer')
  if (no !== undefined) return refuse(no)
  if (move.stuckSince !== undefined) return nothingNew
  return now < transferStuckFrom(move.acceptedAt) ? notNow(move, change) : lead({ ...move, stuckSince: now })
}

/** X26b. */
export function transferFailed(move: MoveCase, change: ChangeOf<'transferFailed'>, { actor }: Context): Verdict {
  if (!isIn(move, ['TRANSFER_RUNNING'])) return notNow(move, change)
  const no = denied(actor, 'transfer')
  return no === undefined ? lead({ ...plannedOf(move), state: 'PLANNED' }) : refuse(no)
}
