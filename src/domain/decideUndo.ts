import { noneRunning } from './decideOrder.js'
import {
  denied,
  lead,
  lineOf,
  notNow,
  onlySystem,
  refuse,
  unknownLine,
  withLine,
  type ChangeOf,
  type Context,
  type Verdict,
} from './decision.js'
import { inWindow, movingLines } from './guards.js'
import { isIn, type MoveCase } from './moveCase.js'
import type { LineOrder } from './moveLine.js'
import { hasOrder, settled } from './settle.js'

/** Taking new subscriptions back inside their window (M2, F15): X20. */

/** The intent, for every active line at once. The case is rolled back when the last of them is gone. */
export function undo(move: MoveCase, change: ChangeOf<'undo'>, { actor, now }: Context): Verdict {
  if (!isIn(move, ['OVERLAP', 'PARTIALLY_PROVISIONED'])) return notNow(move, change)
  const no = denied(actor, 'undoOrder') ?? noneRunning(move) ?? inWindow(move, now)
  if (no !== undefined) return refuse(no)
  const active = movingLines(move).filter((line) => hasOrder(line, 'active'))
  if (active.length === 0) return notNow(move, change)
  const forgotten = active.find(({ id }) => change.requestIds[id] === undefined)
  if (forgotten !== undefined) return unknownLine(forgotten.id)
  const lines = move.lines.map((line) => {
    const requestId = change.requestIds[line.id]
    if (!active.includes(line) || line.order.status !== 'active' || requestId === undefined) return line
    return { ...line, order: { ...line.order, status: 'canceling', requestId } satisfies LineOrder }
  })
  return lead({ ...move, lines })
}

export function lineCanceled(move: MoveCase, change: ChangeOf<'lineCanceled'>, context: Context): Verdict {
  return concluded(move, change, context, ({ subscriptionId }) => ({
    status: 'canceled',
    subscriptionId,
    at: context.now,
  }))
}

/** Partner Center refused, or the window closed on the way: the line is as active as before. */
export function cancelFailed(move: MoveCase, change: ChangeOf<'cancelFailed'>, context: Context): Verdict {
  return concluded(move, change, context, (order) => ({ ...order, status: 'active' }))
}

type Canceling = Extract<LineOrder, { status: 'canceling' }>

function concluded(
  move: MoveCase,
  change: ChangeOf<'lineCanceled' | 'cancelFailed'>,
  context: Context,
  outcome: (order: Canceling) => LineOrder,
): Verdict {
  if (!isIn(move, ['OVERLAP', 'PARTIALLY_PROVISIONED'])) return notNow(move, change)
  const no = onlySystem(context.actor, 'undoOrder')
  if (no !== undefined) return refuse(no)
  const line = lineOf(move, change.line)
  if (line === undefined) return unknownLine(change.line)
  if (line.order.status !== 'canceling') return notNow(move, change)
  return settled({ ...move, lines: withLine(move, { ...line, order: outcome(line.order) }) }, context)
}
