import { approvedOf, plannedOf } from './caseParts.js'
import type { Refusal } from './changes.js'
import { dayOf, later } from './days.js'
import {
  denied,
  lead,
  notNow,
  nothingNew,
  personFor,
  refuse,
  said,
  stale,
  type ChangeOf,
  type Context,
  type Verdict,
} from './decision.js'
import { planKey } from './fingerprint.js'
import { agreementOk, datesOk, linesOk, movingLines, plannedDayOf } from './guards.js'
import type { PersonId, UtcDay } from './ids.js'
import { isIn, type InState, type MoveCase } from './moveCase.js'
import { voided } from './replan.js'

/** The second pair of eyes, and the day the orders go out: X11, X13, X14, X15. */

/** X11: the guards of X10 once more, because other ways lead back to `PLANNED` too. */
export function submit(move: MoveCase, change: ChangeOf<'submit'>, { actor, now }: Context): Verdict {
  if (!isIn(move, ['PLANNED'])) return notNow(move, change)
  const today = dayOf(now)
  const who = personFor(actor, 'submit')
  if (typeof who !== 'string') return refuse(who)
  const no =
    stale(move, change.seen) ?? agreementOk(move) ?? linesOk(move, today) ?? datesOk(move, today) ?? pricesKnown(move)
  if (no !== undefined) return refuse(no)
  return lead({
    ...plannedOf(move),
    submission: { by: who, at: now, planKey: planKey(move) },
    state: 'AWAITING_APPROVAL',
  })
}

/** An offer chosen after the prices were frozen has none of its own yet. */
function pricesKnown(move: InState<'PLANNED'>): Refusal | undefined {
  const priced = new Set(move.plan.prices.prices.map(({ line }) => line))
  return move.path === 'TRANSFER' || movingLines(move).every(({ id }) => priced.has(id))
    ? undefined
    : { code: 'pricesTooOld' }
}

/** X15: taken back to be edited. */
export function withdrawSubmission(
  move: MoveCase,
  change: ChangeOf<'withdrawSubmission'>,
  { actor }: Context,
): Verdict {
  if (!isIn(move, ['AWAITING_APPROVAL'])) return notNow(move, change)
  const no = denied(actor, 'editCase')
  return no === undefined ? lead(voided(move)) : refuse(no)
}

/** X13. One approval is enough, but never one's own (I10). */
export function approve(move: MoveCase, change: ChangeOf<'approve'>, { actor, now }: Context): Verdict {
  if (!isIn(move, ['AWAITING_APPROVAL'])) return notNow(move, change)
  const who = personFor(actor, 'approve')
  if (typeof who !== 'string') return refuse(who)
  const no = stale(move, change.seen) ?? othersOwn(move, who)
  if (no !== undefined) return refuse(no)
  if (planKey(move) !== move.submission.planKey) return refuse({ code: 'approvalVoid' })
  const approval = { by: who, at: now, planKey: move.submission.planKey }
  return lead({ ...plannedOf(move), submission: move.submission, approval, state: 'APPROVED' })
}

/** X14, F9: the reason is what the case goes back with. */
export function reject(move: MoveCase, change: ChangeOf<'reject'>, context: Context): Verdict {
  if (!isIn(move, ['AWAITING_APPROVAL'])) return notNow(move, change)
  const who = personFor(context.actor, 'approve')
  if (typeof who !== 'string') return refuse(who)
  const no = stale(move, change.seen) ?? othersOwn(move, who)
  if (no !== undefined) return refuse(no)
  const reason = change.reason.trim()
  if (reason === '') return refuse({ code: 'emptyReason' })
  return lead({ ...plannedOf(move), rejected: { ...said(context), reason }, state: 'PLANNED' })
}

const othersOwn = ({ submission }: InState<'AWAITING_APPROVAL'>, who: PersonId): Refusal | undefined =>
  who === submission.by ? { code: 'ownSubmission' } : undefined

/**
 * Lets the clock start the orders on the planned day. Another day is another plan, which nobody has approved (X15); once
 * the planned day is over, today is what is left of it.
 */
export function schedule(move: MoveCase, change: ChangeOf<'schedule'>, context: Context): Verdict {
  const planned = plannedDayOf(move)
  if (!isIn(move, ['APPROVED']) || move.path === 'TRANSFER' || planned === undefined) return notNow(move, change)
  const { scheduled } = move
  const no =
    denied(context.actor, 'placeOrder') ?? ourOrders(move) ?? scheduleDay(change.day, planned, dayOf(context.now))
  if (no !== undefined) return refuse(no)
  if (scheduled?.day === change.day && scheduled.blocked === undefined) return nothingNew
  return lead({ ...approvedOf(move), scheduled: { ...said(context), day: change.day }, state: 'APPROVED' })
}

function scheduleDay(day: UtcDay, planned: UtcDay, today: UtcDay): Refusal | undefined {
  if (day < today) return { code: 'startInPast', day, today }
  return day === later(planned, today)
    ? undefined
    : { code: 'scheduleNotPlannedDay', day, planned: later(planned, today) }
}

/** M15: an indirect reseller's orders are placed by its provider. */
export const ourOrders = ({ partner }: MoveCase): Refusal | undefined =>
  partner.kind === 'INDIRECT_RESELLER' ? { code: 'resellerCannot' } : undefined

export function unschedule(move: MoveCase, change: ChangeOf<'unschedule'>, { actor }: Context): Verdict {
  if (!isIn(move, ['APPROVED']) || move.scheduled === undefined) return notNow(move, change)
  const no = denied(actor, 'placeOrder')
  return no === undefined ? lead({ ...approvedOf(move), state: 'APPROVED' }) : refuse(no)
}
