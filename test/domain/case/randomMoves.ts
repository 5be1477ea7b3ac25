import type { Actor, Change } from '../../../src/domain/changes.js'
import { addDays, addHours, later, startOf } from '../../../src/domain/days.js'
import { decide } from '../../../src/domain/decide.js'
import type { Instant } from '../../../src/domain/ids.js'
import { isIn, TERMINAL, type CaseState, type MoveCase } from '../../../src/domain/moveCase.js'
import { isMoving } from '../../../src/domain/moveLine.js'
import { ada, contoso, greenChecks, opened, sara, system } from '../../support/facts.js'
import { anyChange, anyStart, likelyChange, type Choice } from './anyChange.js'
import type { Step } from './invariants.js'

/** Cases that live through anything: random changes by random people at random moments, and the way out of any state. */

/** Choices that follow from a seed, the same ones every time (xorshift). */
export function choicesOf(seed: number): Choice {
  let state = (seed ^ 0x9e3779b9) | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return below <= 0 ? 0 : (state >>> 0) % below
  }
}

/** How often something else is tried before a moment goes by without a change. */
const TRIES = 6

export interface Lived {
  readonly move: MoveCase
  readonly now: Instant
  readonly states: ReadonlySet<CaseState>
}

/**
 * Lets a case live through some moments. At each, several things are asked of it until one is accepted, half of them
 * likely ones, half of them anything at all; whoever looks on sees the refused ones too.
 */
export function live(seed: number, moments: number, look: (step: Step) => void): Lived {
  const choose = choicesOf(seed)
  let move: MoveCase = contoso(anyStart(choose))
  let now = opened
  const states = new Set<CaseState>([move.state])
  for (let moment = 0; moment < moments && !isIn(move, TERMINAL); moment += 1) {
    now = addHours(now, choose(10) === 0 ? 24 * choose(20) : choose(6))
    for (let tries = 0; tries < TRIES; tries += 1) {
      const [change, actor] = (choose(2) === 0 ? likelyChange : anyChange)(choose, move, now)
      const decision = decide(move, change, { actor, now })
      look({ before: move, change, context: { actor, now }, decision })
      if (!decision.ok) continue
      move = decision.move
      states.add(move.state)
      break
    }
  }
  return { move, now, states }
}

/**
 * Leads a case to its end by changes that are accepted, whatever state it is in.
 *
 * @throws {Error} when no change leads on: the state is a trap
 */
export function leadOut(from: MoveCase, since: Instant): MoveCase {
  let move = from
  let now = since
  for (let steps = 0; steps < 60 && !isIn(move, TERMINAL); steps += 1) {
    const decisions = waysOut(move, now).map(([change, actor, when]) => ({
      when,
      decision: decide(move, change, { actor, now: when }),
    }))
    const way = decisions.find(({ decision }) => decision.ok)
    if (way === undefined || !way.decision.ok) throw new Error(`${move.state} is a trap: ${JSON.stringify(decisions)}`)
    move = way.decision.move
    now = way.when
  }
  if (!isIn(move, TERMINAL)) throw new Error(`${move.state} leads round and round`)
  return move
}

function waysOut(move: MoveCase, now: Instant): (readonly [Change, Actor, Instant])[] {
  const running = move.lines.filter((line) => isMoving(line) && line.sourceEnd.status === 'running')
  const lines = move.lines.map(({ id }) => id)
  return [
    [{ type: 'stop' }, sara, now],
    [{ type: 'transferClosed', how: 'WITHDRAWN' }, ada, now],
    [{ type: 'transferFailed' }, ada, now],
    ...lines.map((line) => [{ type: 'orderFailed', line, code: 'x' }, system, now] as const),
    ...lines.map((line) => [{ type: 'cancelFailed', line, code: 'x' }, system, now] as const),
    ...lines.map((line) => [{ type: 'dropLine', line }, sara, now] as const),
    ...running.map(({ id, sources }) => {
      const on = sources.map(({ endDate }) => endDate).reduce(later)
      return [{ type: 'sourceEnded', line: id, on, how: 'DELETED' }, sara, later(now, startOf(addDays(on, 1)))] as const
    }),
    [{ type: 'complete', checks: greenChecks(move) }, sara, now],
  ]
}
