import { endedOf } from './caseParts.js'
import { denied, lead, notNow, nothingNew, refuse, type ChangeOf, type Context, type Verdict } from './decision.js'
import { movingLines, noUserWithoutLicense, seatsOk, sourceNotBilling } from './guards.js'
import { isIn, TERMINAL, type MoveCase } from './moveCase.js'
import { hasOrder, isRunning } from './settle.js'
import { isTransferred } from './lines.js'

/** The end of a case, and what is kept beside it: X22, X29, notes, evidence, another owner. */

/** X22, when the closing checks are green. */
export function complete(move: MoveCase, change: ChangeOf<'complete'>, context: Context): Verdict {
  if (!isIn(move, ['VERIFYING'])) return notNow(move, change)
  const no =
    denied(context.actor, 'recordFacts', 'system') ??
    sourceNotBilling(move, change.checks) ??
    seatsOk(move, change.checks) ??
    noUserWithoutLicense(change.checks)
  return no === undefined ? lead({ ...endedOf(move, context), state: 'COMPLETED' }) : refuse(no)
}

/** X29. A transfer is withdrawn first (X24), an order under way is waited for, what is active is undone (X20) or kept. */
export function stop(move: MoveCase, change: ChangeOf<'stop'>, context: Context): Verdict {
  if (isIn(move, TERMINAL)) return notNow(move, change)
  const no = denied(context.actor, 'editCase')
  if (no !== undefined) return refuse(no)
  if (isIn(move, ['TRANSFER_PENDING', 'TRANSFER_RUNNING'])) return refuse({ code: 'transferOpen' })
  if (move.lines.some(isRunning)) return refuse({ code: 'orderRunning' })
  const active = isTransferred(move) ? movingLines(move)[0] : move.lines.find((line) => hasOrder(line, 'active'))
  if (active !== undefined) return refuse({ code: 'lineActive', line: active.id, title: active.title })
  return lead({ ...endedOf(move, context, change.reason), state: 'CANCELLED' })
}

/** Kept in the history only, of closed cases too. */
export function note(move: MoveCase, change: ChangeOf<'note' | 'addEvidence'>, { actor }: Context): Verdict {
  const no = denied(actor, 'recordFacts')
  if (no !== undefined) return refuse(no)
  return change.text.trim() === '' ? refuse({ code: 'emptyReason' }) : lead(move)
}

export function handOver(move: MoveCase, change: ChangeOf<'handOver'>, { actor }: Context): Verdict {
  if (isIn(move, TERMINAL)) return notNow(move, change)
  const no = denied(actor, 'editCase')
  if (no !== undefined) return refuse(no)
  return move.owner === change.to ? nothingNew : lead({ ...move, owner: change.to })
}
