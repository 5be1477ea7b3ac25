import { dayOf, earlier } from './days.js'
import {
  by,
  denied,
  lead,
  lineOf,
  notNow,
  nothingNew,
  onlySystem,
  refuse,
  said,
  unknownLine,
  withLine,
  type ChangeOf,
  type Context,
  type Verdict,
} from './decision.js'
import { compact } from './compact.js'
import { endPassedNow, hasNewTerm, isOverdue, isTransferred, mergedSource, wentIntoExtension } from './lines.js'
import { BEFORE_OVERLAP, isIn, TERMINAL, type InState, type MoveCase } from './moveCase.js'
import { endDateOf, isMoving, oldSeatsOf, type MoveLine } from './moveLine.js'
import { replanned, voided } from './replan.js'
import { same } from './same.js'
import { settled } from './settle.js'

/** What the old subscriptions do, whoever sees it: X21, X27, X28, X28c. None of it is ever our doing (I2). */

/** While a case is open somebody watches what it is to replace. */
type Watched = Exclude<MoveCase, InState<(typeof TERMINAL)[number] | 'DECLINED'>>
const isWatched = (move: MoveCase): move is Watched =>
  !isIn(move, TERMINAL) && move.state !== 'DECLINED' && !isTransferred(move)

/**
 * X21 in `OVERLAP`; in every other state a fact that later transitions look at (X28b, F6, F7). The last paid day still
 * counts as paid, so nothing has ended before the day after it (I6).
 */
export function sourceEnded(move: MoveCase, change: ChangeOf<'sourceEnded'>, context: Context): Verdict {
  if (!isWatched(move)) return notNow(move, change)
  const no = denied(context.actor, 'recordFacts', 'system')
  if (no !== undefined) return refuse(no)
  const line = lineOf(move, change.line)
  if (line === undefined) return unknownLine(change.line)
  if (line.sourceEnd.status === 'ended') return nothingNew
  const today = dayOf(context.now)
  if (change.on >= today) return refuse({ code: 'notEndedYet', line: line.id, title: line.title, day: change.on })
  // an end before its day was a cancellation: `E` becomes the last day of access (F7)
  const sources = line.sources.map((source) => ({
    ...source,
    status: change.how,
    endDate: earlier(source.endDate, change.on),
  }))
  // a person's word stands against hearsay read later, and gives way to Microsoft's own
  const told =
    context.actor.kind === 'person' ? { endEvidence: { ...said(context), source: 'CUSTOMER_STATED' as const } } : {}
  const sourceEnd = { status: 'ended' as const, on: change.on, how: change.how }
  const ended: MoveLine = { ...line, sources, ...told, sourceEnd }
  const after = { ...move, lines: withLine(move, ended), lookedOn: today }
  return isIn(after, ['OVERLAP']) ? settled(after, context) : lead(replanned(move, after))
}

/** X28 before anything is ordered, X28c after. One that went into the paid extension has no new term: `E` stays. */
export function sourceRenewed(move: MoveCase, change: ChangeOf<'sourceRenewed'>, context: Context): Verdict {
  if (!isWatched(move)) return notNow(move, change)
  const no = denied(context.actor, 'recordFacts', 'system')
  if (no !== undefined) return refuse(no)
  const line = lineOf(move, change.line)
  if (line === undefined) return unknownLine(change.line)
  const evidence = { ...said(context), source: line.endEvidence?.source ?? 'CUSTOMER_STATED' } as const
  const told = change.sources.filter(({ sku, ours }) => sku === line.sku && !ours)
  const sources = line.sources.map((source) => {
    const fresh = told.find(({ id }) => id === source.id)
    return fresh === undefined
      ? source
      : mergedSource({ ...line, endEvidence: undefined }, compact(fresh), {
          source: evidence.source,
          by: by(context.actor),
        })
  })
  const renewed = hasNewTerm(line, sources)
  if (!renewed && !wentIntoExtension(line, sources)) return nothingNew
  const lines = withLine(
    move,
    renewed ? withNewTerm(line, sources, evidence) : { ...line, sources, sourceEnd: { status: 'running' } },
  )
  const after = { ...move, lines, lookedOn: dayOf(context.now) }
  const voids = renewed && isMoving(line) && isIn(after, ['AWAITING_APPROVAL', 'APPROVED'])
  const day = endDateOf({ ...line, sources })
  return lead(voids ? voided(after) : replanned(move, after), renewed ? { day } : { extended: 1, day })
}

/** The seats follow while nobody has planned others; who was to stop the renewal has not, and has to be asked anew. */
function withNewTerm(
  line: MoveLine,
  sources: MoveLine['sources'],
  endEvidence: NonNullable<MoveLine['endEvidence']>,
): MoveLine {
  const { stopRenewal: _failed, ...rest } = line
  const ordered = line.order.status !== 'none'
  const seats = !ordered && line.seats === oldSeatsOf(line) ? Math.max(1, oldSeatsOf({ ...line, sources })) : line.seats
  return { ...rest, sources, seats, endEvidence, sourceEnd: { status: 'running' } }
}

/** X27, F6: nothing moves but the urgency, and people hear of it once for each end. */
export function sourceEndPassed(move: MoveCase, change: ChangeOf<'sourceEndPassed'>, { actor, now }: Context): Verdict {
  if (!isIn(move, BEFORE_OVERLAP)) return notNow(move, change)
  const no = onlySystem(actor, 'recordFacts')
  if (no !== undefined) return refuse(no)
  const line = lineOf(move, change.line)
  if (line === undefined || !isMoving(line)) return unknownLine(change.line)
  const today = dayOf(now)
  if (line.endPassed === endDateOf(line)) return nothingNew
  if (!endPassedNow(line, today, move)) return notNow(move, change)
  return lead({ ...move, lines: withLine(move, { ...line, endPassed: endDateOf(line) }), lookedOn: today })
}

/** Keeps the day of the look, so that the next one is due a day later. */
export function sourcesLooked(move: MoveCase, change: ChangeOf<'sourcesLooked'>, { actor, now }: Context): Verdict {
  const today = dayOf(now)
  if (!isWatched(move) || !move.lines.some((line) => isOverdue(line, today))) return notNow(move, change)
  const no = onlySystem(actor, 'recordFacts')
  if (no !== undefined) return refuse(no)
  return move.lookedOn === today ? nothingNew : lead({ ...move, lookedOn: today })
}

/** M3: "auto-renew off" is not "will end" (I4), so that what is set at the source is asked for and written down. */
export function recordEndAction(move: MoveCase, change: ChangeOf<'recordEndAction'>, { actor }: Context): Verdict {
  if (!isWatched(move)) return notNow(move, change)
  const no = denied(actor, 'recordFacts')
  if (no !== undefined) return refuse(no)
  if (change.line !== 'all' && lineOf(move, change.line) === undefined) return unknownLine(change.line)
  const { endAction, autoRenew } = change
  const lines = move.lines.map((line) => {
    const concerned = change.line === 'all' ? isMoving(line) : line.id === change.line
    return concerned
      ? {
          ...line,
          sources: line.sources.map((source) => ({ ...source, endAction, autoRenew: autoRenew ?? source.autoRenew })),
        }
      : line
  })
  return same(lines, move.lines) ? nothingNew : lead(replanned(move, { ...move, lines }))
}
