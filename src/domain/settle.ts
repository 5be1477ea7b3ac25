import { approvedOf, endedOf, orderedOf, type Ordered } from './caseParts.js'
import { addDays, dayOf, startOf } from './days.js'
import { lineDeadlines } from './deadlines.js'
import { lead, type Context, type Verdict } from './decision.js'
import type { EntryFacts } from './history.js'
import { movingLines } from './guards.js'
import type { MoveCase } from './moveCase.js'
import type { LineOrder, MoveLine } from './moveLine.js'

/** Where a case stands by its orders: as far as its slowest line (domain 3.1). */

export const hasOrder = (line: MoveLine, ...statuses: LineOrder['status'][]): boolean =>
  statuses.includes(line.order.status)

/** Something may be on its way at Partner Center. */
export const isRunning = (line: MoveLine): boolean => hasOrder(line, 'intended', 'sending', 'unknown', 'canceling')

/** Refused by Partner Center, or of an outcome that only a person can find out. */
export const isOpenFailure = (line: MoveLine): boolean => hasOrder(line, 'failed', 'needsAttention')

/**
 * The state that follows from the lines: X17 or X28b when all are active, X18 when some are not and none is under way,
 * X20 when the last of those taken back is gone, X21 when nothing old runs any more.
 */
export function settled(move: Ordered, context: Context, facts: EntryFacts = {}): Verdict {
  const lines = movingLines(move)
  if (lines.some(isRunning)) return lead(move, facts)
  if (!lines.some((line) => hasOrder(line, 'active')) && move.lines.some((line) => hasOrder(line, 'canceled'))) {
    return lead({ ...endedOf(move, context), state: 'ROLLED_BACK' }, facts)
  }
  if (!lines.every((line) => hasOrder(line, 'active')))
    return lead({ ...orderedOf(move), state: 'PARTIALLY_PROVISIONED' }, facts)
  if (lines.some((line) => line.sourceEnd.status === 'running'))
    return lead({ ...orderedOf(move), state: 'OVERLAP' }, facts)
  const gap = lines.some((line) => hadGap(move, line, context))
  return lead({ ...approvedOf(move), state: 'VERIFYING', gap }, gap ? { ...facts, gap: 1 } : facts)
}

/** Whether users were without service between the two subscriptions: what X28b wants noted as an incident. */
function hadGap(move: MoveCase, line: MoveLine, { now }: Context): boolean {
  if (line.order.status !== 'active' || line.sourceEnd.status === 'running') return false
  const { regime, lastPossible } = lineDeadlines(line, dayOf(now), new Set(move.holidays))
  const lastServed = regime === 'FREE_GRACE_30' && lastPossible !== null ? lastPossible : line.sourceEnd.on
  return line.order.activeSince >= startOf(addDays(lastServed, 1))
}
