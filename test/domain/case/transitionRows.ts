import { expect } from 'chai'
import type { Actor, Change } from '../../../src/domain/changes.js'
import { decide } from '../../../src/domain/decide.js'
import { DecimalText, type Instant } from '../../../src/domain/ids.js'
import type { CaseState, MoveCase } from '../../../src/domain/moveCase.js'
import {
  after,
  at,
  caseIn,
  freshPrices,
  lineId,
  opened,
  ordered,
  plannedDay,
  requestIds,
  sara,
  sent,
  system,
  twoProducts,
} from '../../support/facts.js'

/** One row of domain 3.6: before, change, after. */
export interface Row {
  readonly x: string
  readonly what: string
  readonly before: () => MoveCase
  readonly change: Change | ((move: MoveCase) => Change)
  readonly by: Actor
  /** When the case was opened, unless given. */
  readonly at?: Instant
  readonly to: CaseState
  readonly also?: (move: MoveCase, before: MoveCase) => void
}

/** Declares a test for each row: the new state, what every accepted change counts, and what the row itself says. */
export function describeTransitions(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const { x, what, before: build, change, by, at: now = opened, to, also } of rows) {
      it(`${x}: ${what}, leads to ${to}`, () => {
        const before = build()
        const decision = decide(before, typeof change === 'function' ? change(before) : change, { actor: by, now })
        if (!decision.ok) throw new Error(JSON.stringify(decision.refusal))
        const { move, entry } = decision
        expect(move.state).to.equal(to)
        expect([move.revision, move.historyLength]).to.deep.equal([before.revision + 1, before.historyLength + 1])
        expect(move.since).to.equal(before.state === to ? before.since : now)
        expect(entry).to.include({
          n: move.historyLength,
          at: now,
          by: by.kind === 'person' ? by.id : 'system',
          from: before.state,
          to,
        })
        also?.(move, before)
      })
    }
  })
}

export const l1 = lineId(1)
export const l2 = lineId(2)
export const price = (text: string): DecimalText => DecimalText.parse(text)
export const ordersOf = (move: MoveCase) => move.lines.map(({ order }) => order.status)
/** Nothing of an approval is left. */
export const isVoid = (move: MoveCase): void => {
  expect(move).to.not.have.any.keys('submission', 'approval', 'scheduled')
}

export const startNow = (move: MoveCase): Change => ({
  type: 'start',
  requestIds: requestIds(move),
  prices: freshPrices(move),
})
export const twoIn = <S extends CaseState>(state: S) => caseIn(state, { subscriptions: twoProducts })
export const scheduled = (): MoveCase =>
  after(caseIn('APPROVED'), { type: 'schedule', day: plannedDay }, sara, at('2026-11-25T09:00:00Z'))

/** Two orders, both refused by Partner Center. */
export function twoFailed(): MoveCase {
  const fail = (move: MoveCase, line: typeof l1) =>
    after(move, { type: 'orderFailed', line, code: '900275' }, system, ordered)
  const move = twoIn('PROVISIONING')
  return fail(fail(sent(move, ...move.lines), l1), l2)
}

/** Whose undo is intended, and not yet done. */
export const undoing = (move: MoveCase): MoveCase =>
  after(move, { type: 'undo', requestIds: requestIds(move) }, sara, ordered)
