import { addDays, addHours, earlier, startOf } from './days.js'
import { Instant } from './ids.js'
import { isTransferred } from './lines.js'
import { isIn, TERMINAL, type InState, type MoveCase } from './moveCase.js'
import { isMoving, type MoveLine } from './moveLine.js'
import { isRunning } from './settle.js'
import { transferStuckFrom } from './windows.js'

/**
 * The next moment at which time alone has work for a case: the end of our patience with an invitation (X7), the day of a
 * scheduled order (X16), the settling of an order nobody saw the outcome of, another try of what could not be done at once, the day after an old subscription's last
 * (X21, X27, X28), and the lapse or delay of a transfer (X24, X26). One that lies in the past waits to be done; done, it
 * is not given again. `undefined` when nothing waits.
 */
export function dueAt(move: MoveCase, now: Instant): Instant | undefined {
  if (isIn(move, TERMINAL) || move.state === 'DECLINED') return undefined
  const moments = [...ofState(move, now), ...ofOrders(move, now), ...ofSources(move)]
  return moments.length === 0 ? undefined : moments.reduce(earlier)
}

function ofState(move: MoveCase, now: Instant): Instant[] {
  if (move.state === 'INVITED') return [move.invitation.deadline]
  if (move.state === 'APPROVED' && move.scheduled !== undefined) return [tryAt(move.scheduled, now)]
  if (move.state === 'TRANSFER_PENDING') return [move.transfer.lapsesAt]
  return move.state === 'TRANSFER_RUNNING' && move.stuckSince === undefined ? [transferStuckFrom(move.acceptedAt)] : []
}

/** What could not start on its day is tried again every full hour. */
function tryAt({ day, blocked }: NonNullable<InState<'APPROVED'>['scheduled']>, now: Instant): Instant {
  return blocked === undefined ? startOf(day) : nextHour(now)
}

const nextHour = (now: Instant): Instant => addHours(Instant.parse(`${now.slice(0, 13)}:00:00.000Z`), 1)

/** What is intended is under way at once; what is still intended then could not be done, and is tried again (RP3). */
const ofOrders = (move: MoveCase, now: Instant): Instant[] =>
  move.lines.filter(isRunning).map(({ order }) => (order.status === 'unknown' ? order.settleAt : nextHour(now)))

const ofSources = (move: MoveCase): Instant[] =>
  isTransferred(move) ? [] : move.lines.flatMap((line) => looksAt(line, move))

/** The day after each last paid day; when that was looked at and nothing was over, every day after that. */
function looksAt(line: MoveLine, { lookedOn }: MoveCase): Instant[] {
  if (!isMoving(line) || line.sourceEnd.status === 'ended') return []
  return line.sources.map(({ endDate }) => {
    const first = addDays(endDate, 1)
    return startOf(lookedOn === undefined || lookedOn < first ? first : addDays(lookedOn, 1))
  })
}
