import { approvedOf, orderedOf, type Approved, type Ordered } from './caseParts.js'
import type { Change, Refusal } from './changes.js'
import { dayOf } from './days.js'
import { ourOrders } from './decideApproval.js'
import { repriced } from './decidePlan.js'
import {
  denied,
  lead,
  lineOf,
  notNow,
  onlySystem,
  personFor,
  refuse,
  said,
  unknownLine,
  withLine,
  type ChangeOf,
  type Context,
  type Verdict,
} from './decision.js'
import { gatesStillOk, mayOrder, movingLines, plannedDayOf, pricesOk } from './guards.js'
import type { Instant, LineId, RequestId } from './ids.js'
import { isIn, type InState, type MoveCase } from './moveCase.js'
import { isMoving, type LineOrder, type MoveLine } from './moveLine.js'
import { hasOrder, isOpenFailure, isRunning, settled } from './settle.js'
import { unreachable } from './unreachable.js'
import { undoUntil } from './windows.js'

/** Ordering, line by line, each at most once (I9): X16 to X19, X28b. */

// --------------------------------------------------------------------------------------------------------- start

/** X16. The clock starts what a person scheduled; anybody else's start, and every gate, is checked at this moment. */
export function start(move: MoveCase, change: ChangeOf<'start'>, context: Context): Verdict {
  const { actor, now } = context
  if (!isIn(move, ['APPROVED']) || (move.path !== 'MANUAL' && move.path !== 'CHANNEL_TRANSFER'))
    return notNow(move, change)
  if (actor.kind === 'system' && move.scheduled === undefined) return notNow(move, change)
  const no = denied(actor, 'placeOrder', 'system') ?? ourOrders(move) ?? dayReached(move, context) ?? gatesStillOk(move)
  const lines = movingLines(move)
  const prices = no ?? pricesOk(move, lines, change.prices, now)
  if (prices?.code === 'priceChanged') return approvalVoidByPrice(move, change, now)
  if (prices !== undefined) return actor.kind === 'system' ? blocked(move, prices, now) : refuse(prices)

  const intended = intend(lines, change.requestIds, now)
  if (intended === undefined) return unknownLine(lines.find(({ id }) => change.requestIds[id] === undefined)?.id ?? '')
  const plan = change.prices === undefined ? move.plan : { ...move.plan, prices: { ...move.plan.prices, takenAt: now } }
  return lead({
    ...approvedOf(move),
    plan,
    lines: replaced(move, intended),
    started: said(context),
    state: 'PROVISIONING',
  })
}

/** An order before the planned day is not what was approved: the plan has to be edited first (X15). */
function dayReached(move: InState<'APPROVED'>, { actor, now }: Context): Refusal | undefined {
  const today = dayOf(now)
  const planned = plannedDayOf(move)
  const day = actor.kind === 'system' ? move.scheduled?.day : planned
  if (day === undefined || planned === undefined) return { code: 'approvalVoid' }
  return today < day ? { code: 'beforePlannedDay', day, today } : undefined
}

/** X15: what was approved is not what it would cost now. */
function approvalVoidByPrice(move: Approved, change: ChangeOf<'start'>, now: Instant): Verdict {
  const { move: after, facts } = repriced(move, change.prices ?? [], now)
  return lead(after, { ...facts, reason: 'priceChanged' })
}

/**
 * What was scheduled for today cannot start. It is written down once, so that people hear of it, and tried again until it
 * can, is taken off, or the plan changes.
 */
function blocked(move: InState<'APPROVED'>, refusal: Refusal, now: Instant): Verdict {
  const { scheduled } = move
  const known = scheduled?.blocked?.code === refusal.code || refusal.code === 'beforePlannedDay'
  if (scheduled === undefined || known) return refuse(refusal)
  return lead(
    { ...approvedOf(move), scheduled: { ...scheduled, blocked: { at: now, code: refusal.code } }, state: 'APPROVED' },
    { blocked: refusal.code },
  )
}

/** One request for each line, every one under an id of its own that no request before it had. */
function intend(
  lines: readonly MoveLine[],
  ids: Readonly<Record<LineId, RequestId>>,
  at: Instant,
): MoveLine[] | undefined {
  const used = new Set<RequestId>(lines.flatMap(({ order }) => ('requestId' in order ? [order.requestId] : [])))
  const intended = lines.flatMap((line) => {
    const requestId = ids[line.id]
    if (requestId === undefined || used.has(requestId)) return []
    used.add(requestId)
    return [{ ...line, order: { status: 'intended' as const, requestId, at } }]
  })
  return intended.length === lines.length ? intended : undefined
}

const replaced = (move: MoveCase, changed: readonly MoveLine[]): MoveLine[] =>
  move.lines.map((line) => changed.find(({ id }) => id === line.id) ?? line)

// ------------------------------------------------------------------------------------------- one line on its way

type LineChange = Extract<
  Change,
  { type: 'orderSending' | 'orderActive' | 'orderFailed' | 'orderUnknown' | 'orderNeedsAttention' }
>

/** What the order worker tells of one line. Only Ferry itself places orders and reads them back. */
export function orderStep(move: MoveCase, change: LineChange, context: Context): Verdict {
  // an order of which nobody knew may still turn out to have arrived, when the others have ended
  const late = change.type === 'orderActive' && isIn(move, ['PARTIALLY_PROVISIONED'])
  if (!isIn(move, ['PROVISIONING']) && !late) return notNow(move, change)
  const no = onlySystem(context.actor, 'placeOrder')
  if (no !== undefined) return refuse(no)
  const line = lineOf(move, change.line)
  if (line === undefined || !isMoving(line)) return unknownLine(change.line)
  if (hasOrder(line, 'active')) return refuse({ code: 'lineActive', line: line.id, title: line.title })
  const order = nextOrder(move, line.order, change, context.now)
  if (order === undefined) return notNow(move, change)
  if ('code' in order && !('status' in order)) return refuse(order)
  return settled({ ...move, lines: withLine(move, { ...line, order }) }, context)
}

function nextOrder(
  move: MoveCase,
  order: LineOrder,
  change: LineChange,
  now: Instant,
): LineOrder | Refusal | undefined {
  switch (change.type) {
    case 'orderSending':
      return sending(move, order, now)
    case 'orderActive':
      return order.status === 'sending' || order.status === 'unknown' || order.status === 'needsAttention'
        ? {
            status: 'active',
            requestId: order.requestId,
            orderId: change.orderId,
            subscriptionId: change.subscriptionId,
            activeSince: change.activeSince,
            undoUntil: undoUntil(change.activeSince, change.cancellationAllowedUntil),
          }
        : undefined
    case 'orderFailed': // also of an order that was never sent, because a gate closed before it could be
      return order.status === 'intended' || order.status === 'sending' || order.status === 'unknown'
        ? { status: 'failed', requestId: order.requestId, at: now, code: change.code }
        : undefined
    case 'orderUnknown':
      return order.status === 'sending' || order.status === 'unknown'
        ? { status: 'unknown', requestId: order.requestId, at: now, attempt: order.attempt, settleAt: change.settleAt }
        : undefined
    case 'orderNeedsAttention':
      return order.status === 'sending' || order.status === 'unknown'
        ? { status: 'needsAttention', requestId: order.requestId, at: now }
        : undefined
    default:
      return unreachable(change)
  }
}

/**
 * The mark that is durable before each call. The gates are looked at once more (I1), and a request of unknown outcome is
 * repeated, under its own id, only when it cannot land any more.
 */
function sending(move: MoveCase, order: LineOrder, now: Instant): LineOrder | Refusal | undefined {
  if (order.status !== 'intended' && order.status !== 'unknown') return undefined
  if (order.status === 'unknown' && now < order.settleAt) return undefined
  const attempt = order.status === 'unknown' ? order.attempt + 1 : 1
  return mayOrder(move) ?? { status: 'sending', requestId: order.requestId, at: now, attempt }
}

// -------------------------------------------------------------------------------------------- after a part failure

/** X19. What is active is never ordered again, whatever ids are handed in (I9). */
export function retry(move: MoveCase, change: ChangeOf<'retry'>, context: Context): Verdict {
  if (!isIn(move, ['PARTIALLY_PROVISIONED'])) return notNow(move, change)
  const lines = movingLines(move).filter((line) => isOpenFailure(line) && change.requestIds[line.id] !== undefined)
  const no =
    denied(context.actor, 'placeOrder') ??
    ourOrders(move) ??
    noneRunning(move) ??
    (lines.length === 0 ? { code: 'nothingToRetry' } : undefined) ??
    gatesStillOk(move, lines) ??
    pricesOk(move, lines, change.prices, context.now)
  if (no !== undefined) return refuse(no)
  const intended = intend(lines, change.requestIds, context.now)
  if (intended === undefined) return refuse({ code: 'nothingToRetry' })
  return lead({ ...orderedOf(move), lines: replaced(move, intended), state: 'PROVISIONING' })
}

/** X19. The approval of the others stands: dropping is the one change that does not void it (I10). */
export function dropLine(move: MoveCase, change: ChangeOf<'dropLine'>, context: Context): Verdict {
  if (!isIn(move, ['PARTIALLY_PROVISIONED'])) return notNow(move, change)
  const who = personFor(context.actor, 'placeOrder')
  if (typeof who !== 'string') return refuse(who)
  const line = lineOf(move, change.line)
  if (line === undefined || !isMoving(line)) return unknownLine(change.line)
  if (!isOpenFailure(line)) return refuse({ code: 'lineActive', line: line.id, title: line.title })
  const running = noneRunning(move)
  if (running !== undefined) return refuse(running)
  if (movingLines(move).length === 1) return refuse({ code: 'lastLine' })
  const dropped: MoveLine = { ...line, order: { status: 'dropped', at: context.now, by: who } }
  return settled({ ...move, lines: withLine(move, dropped) }, context)
}

export const noneRunning = (move: Ordered): Refusal | undefined =>
  move.lines.some(isRunning) ? { code: 'orderRunning' } : undefined
