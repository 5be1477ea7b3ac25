import { isIn, type MoveCase } from './moveCase.js'
import { isMoving, type MoveLine } from './moveLine.js'

/**
 * Lines that a change has left without a replacement although *cancel at end of term* is set at the source: somebody has
 * to have that taken back before `E`, or the customer loses service (domain 3.6; X8, X9, drop of X19, X20, X29).
 */
export function leftWithoutReplacement(before: MoveCase, after: MoveCase): MoveLine[] {
  const over = isIn(after, ['DECLINED', 'COEXISTING', 'CANCELLED', 'ROLLED_BACK']) && before.state !== after.state
  const dropped = (line: MoveLine) => after.lines.some(({ id, order }) => id === line.id && order.status === 'dropped')
  return before.lines.filter(
    (line) => isWanted(line) && isCancelSet(line) && (over || (dropped(line) && line.order.status !== 'dropped')),
  )
}

/** A line whose order is being taken back is still the line that was to replace something. */
const isWanted = (line: MoveLine): boolean => isMoving(line) || line.order.status === 'canceled'

const isCancelSet = ({ sources, sourceEnd }: MoveLine): boolean =>
  sourceEnd.status === 'running' &&
  sources.some(({ status, endAction }) => status === 'ACTIVE' && endAction === 'CANCEL')
