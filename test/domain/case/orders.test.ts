import { expect } from 'chai'
import type { Change } from '../../../src/domain/changes.js'
import { addHours } from '../../../src/domain/days.js'
import { RequestId } from '../../../src/domain/ids.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import {
  after,
  afterEnd,
  at,
  caseIn,
  day,
  freshPrices,
  guid,
  lastPaidDay,
  lineId,
  ordered,
  orderedLine,
  requestIds,
  sara,
  sent,
  subscription,
  system,
  twoProducts,
} from '../../support/facts.js'
import { refusal } from './planning.js'
import { l1, l2, ordersOf, startNow, twoIn, undoing } from './transitionRows.js'

const step = (move: MoveCase, change: Change, now = ordered) => after(move, change, system, now)
const retry = (move: MoveCase): Change => ({ type: 'retry', requestIds: requestIds(move), prices: freshPrices(move) })
const settleAt = addHours(ordered, 1)

describe('an order that is started', () => {
  it('gives every line that moves a request of its own, and no other line', () => {
    const approved = caseIn('APPROVED', {
      subscriptions: [...twoProducts, subscription({ id: 102, sku: 'TRIAL', isTrial: true })],
    })
    const started = after(approved, startNow(approved), sara, ordered)
    expect(ordersOf(started)).to.deep.equal(['intended', 'intended', 'none'])
    expect(
      new Set(started.lines.flatMap(({ order }) => ('requestId' in order ? [order.requestId] : []))).size,
    ).to.equal(2)
  })
  it('is refused while a line lacks a request id, or shares one', () => {
    const approved = twoIn('APPROVED')
    const id = RequestId.parse(guid(5))
    expect(
      refusal(approved, { type: 'start', requestIds: { [l1]: id }, prices: freshPrices(approved) }, ordered),
    ).to.deep.equal({ code: 'unknownLine', line: l2 })
    expect(
      refusal(approved, { type: 'start', requestIds: { [l1]: id, [l2]: id }, prices: freshPrices(approved) }, ordered),
    ).to.include({ code: 'unknownLine' })
  })
})

describe('the order of one line', () => {
  const intended = caseIn('PROVISIONING')
  const sending = sent(intended, ...intended.lines)
  const requestId = intended.lines[0]?.order.status === 'intended' ? intended.lines[0].order.requestId : undefined

  it('is marked as sent before it is sent, under the id it was intended with', () => {
    expect(sending.lines[0]?.order).to.deep.equal({ status: 'sending', requestId, at: ordered, attempt: 1 })
  })
  it('is not sent twice at once', () => {
    expect(refusal(sending, { type: 'orderSending', line: l1 }, ordered, system)).to.include({ code: 'notNow' })
  })
  it('is active only after it was marked', () => {
    expect(refusal(intended, orderedLine(l1), ordered, system)).to.include({ code: 'notNow' })
  })
  it('is repeated after an unknown outcome, only when it cannot land any more, and under the same id', () => {
    const unknown = step(sending, { type: 'orderUnknown', line: l1, settleAt })
    expect(unknown.state).to.equal('PROVISIONING')
    expect(refusal(unknown, { type: 'orderSending', line: l1 }, at('2026-12-11T08:59:59.999Z'), system)).to.include({
      code: 'notNow',
    })
    expect(step(unknown, { type: 'orderSending', line: l1 }, settleAt).lines[0]?.order).to.deep.equal({
      status: 'sending',
      requestId,
      at: settleAt,
      attempt: 2,
    })
  })
  it('may stay unknown for longer', () => {
    const unknown = step(sending, { type: 'orderUnknown', line: l1, settleAt })
    const later = step(unknown, { type: 'orderUnknown', line: l1, settleAt: addHours(settleAt, 1) }, settleAt)
    expect(later.lines[0]?.order).to.include({ status: 'unknown', attempt: 1, settleAt: addHours(settleAt, 1) })
  })
  for (const found of ['unknown', 'needsAttention'] as const) {
    it(`turns out to have arrived when it was ${found} (RF44, RF52)`, () => {
      const lost = step(
        sending,
        found === 'unknown' ? { type: 'orderUnknown', line: l1, settleAt } : { type: 'orderNeedsAttention', line: l1 },
      )
      expect(step(lost, orderedLine(l1)).state).to.equal('OVERLAP')
    })
  }
  it('is never active twice (I9)', () => {
    const two = twoIn('PROVISIONING')
    const active = step(sent(two, ...two.lines), orderedLine(l1))
    for (const change of [
      orderedLine(l1),
      { type: 'orderSending', line: l1 },
      { type: 'orderFailed', line: l1, code: 'x' },
    ] as const) {
      expect(refusal(active, change, ordered, system)).to.deep.equal({
        code: 'lineActive',
        line: l1,
        title: 'Microsoft 365 Business Premium',
      })
    }
  })
  it('of an unknown line is refused', () => {
    expect(refusal(intended, { type: 'orderSending', line: lineId(9) }, ordered, system)).to.deep.equal({
      code: 'unknownLine',
      line: 'l9',
    })
  })
  for (const [gate, change] of [
    ['noRelationship', { type: 'relationshipRemoved' }],
    ['noAgreement', { type: 'recordAgreement', agreement: 'REFUSED' }],
  ] as const) {
    it(`is not sent after a gate has closed: ${gate} (I1, F16); it has failed then, and can be dropped or stopped`, () => {
      const closed = step(intended, change)
      expect(refusal(closed, { type: 'orderSending', line: l1 }, ordered, system)).to.deep.equal({ code: gate })
      const failed = step(closed, { type: 'orderFailed', line: l1, code: gate })
      expect([failed.state, ordersOf(failed)]).to.deep.equal(['PARTIALLY_PROVISIONED', ['failed']])
      expect(after(failed, { type: 'stop' }, sara, ordered).state).to.equal('CANCELLED')
    })
  }
  it('cannot be stopped while it is under way (X29)', () => {
    for (const move of [intended, sending])
      expect(refusal(move, { type: 'stop' })).to.deep.equal({ code: 'orderRunning' })
  })
})

describe('a part failure', () => {
  const failed = caseIn('PARTIALLY_PROVISIONED')

  it('is retried under new ids; what is active keeps its order untouched (I9)', () => {
    const again = after(failed, retry(failed), sara, ordered)
    expect(again.lines[0]).to.deep.equal(failed.lines[0])
    const [before, now] = [failed, again].map(({ lines }) => lines[1]?.order)
    expect(now).to.have.property('status', 'intended')
    expect(now)
      .to.have.property('requestId')
      .that.is.not.equal(before && 'requestId' in before ? before.requestId : undefined)
  })
  it('is not retried under the id that failed', () => {
    const order = failed.lines[1]?.order
    if (order?.status !== 'failed') throw new Error('the case is not as it should be')
    expect(
      refusal(failed, { type: 'retry', requestIds: { [l2]: order.requestId }, prices: freshPrices(failed) }, ordered),
    ).to.deep.equal({ code: 'nothingToRetry' })
  })
  it('has nothing to retry where only active lines are named', () => {
    const ids = requestIds(failed)
    expect(refusal(failed, { type: 'retry', requestIds: { [l1]: ids[l1] ?? expect.fail() } }, ordered)).to.deep.equal({
      code: 'nothingToRetry',
    })
  })
  it('leads to OVERLAP when the retry succeeds', () => {
    const again = after(failed, retry(failed), sara, ordered)
    const sending = step(again, { type: 'orderSending', line: l2 })
    expect(step(sending, orderedLine(l2)).state).to.equal('OVERLAP')
  })
  it('does not drop what is active, nor the last line, nor what does not exist', () => {
    expect(refusal(failed, { type: 'dropLine', line: l1 })).to.include({ code: 'lineActive', line: l1 })
    expect(refusal(failed, { type: 'dropLine', line: lineId(7) })).to.deep.equal({ code: 'unknownLine', line: 'l7' })
    const single = sent(caseIn('PROVISIONING'), ...caseIn('PROVISIONING').lines)
    expect(
      refusal(step(single, { type: 'orderFailed', line: l1, code: 'x' }), { type: 'dropLine', line: l1 }),
    ).to.deep.equal({ code: 'lastLine' })
  })
  it('is not stopped while a line is active (X29)', () => {
    expect(refusal(failed, { type: 'stop' })).to.include({ code: 'lineActive', line: l1 })
  })
  it('goes straight to the checks when a drop leaves nothing old running (X19, X21)', () => {
    const ended = step(failed, { type: 'sourceEnded', line: l1, on: lastPaidDay, how: 'DISABLED' }, afterEnd)
    expect(after(ended, { type: 'dropLine', line: l2 }, sara, afterEnd).state).to.equal('VERIFYING')
  })
  it('keeps the approval of the other lines when one is dropped (I10): they can be tried again', () => {
    const three = [...twoProducts, subscription({ id: 102, sku: 'PROJECT', seats: 3, assigned: 3 })]
    const start = caseIn('PROVISIONING', { subscriptions: three })
    const fail = (move: MoveCase, n: number) => step(move, { type: 'orderFailed', line: lineId(n), code: 'x' })
    const two = fail(fail(step(sent(start, ...start.lines), orderedLine(l1)), 2), 3)
    const dropped = after(two, { type: 'dropLine', line: l2 }, sara, ordered)
    expect(ordersOf(after(dropped, retry(dropped), sara, ordered))).to.deep.equal(['active', 'dropped', 'intended'])
  })
})

describe('an undo', () => {
  it('waits until everything taken back is gone', () => {
    const both = undoing(twoIn('OVERLAP'))
    const one = step(both, { type: 'lineCanceled', line: l1 })
    expect([one.state, ordersOf(one)]).to.deep.equal(['OVERLAP', ['canceled', 'canceling']])
    expect(step(one, { type: 'lineCanceled', line: l2 }).state).to.equal('ROLLED_BACK')
  })
  it('that Partner Center refuses for one line leaves that line to go on alone', () => {
    const both = undoing(twoIn('OVERLAP'))
    const mixed = step(step(both, { type: 'lineCanceled', line: l1 }), {
      type: 'cancelFailed',
      line: l2,
      code: '800042',
    })
    expect([mixed.state, ordersOf(mixed)]).to.deep.equal(['OVERLAP', ['canceled', 'active']])
    expect(step(mixed, { type: 'sourceEnded', line: l2, on: lastPaidDay, how: 'DISABLED' }, afterEnd).state).to.equal(
      'VERIFYING',
    )
  })
  it('holds back everything else meanwhile', () => {
    const move = undoing(caseIn('PARTIALLY_PROVISIONED'))
    expect(refusal(move, retry(move), ordered)).to.deep.equal({ code: 'orderRunning' })
    expect(refusal(move, { type: 'dropLine', line: l2 }, ordered)).to.deep.equal({ code: 'orderRunning' })
    expect(refusal(move, { type: 'stop' }, ordered)).to.deep.equal({ code: 'orderRunning' })
  })
  it('is not overtaken by the end of the old subscription', () => {
    const ended = step(
      undoing(caseIn('OVERLAP')),
      { type: 'sourceEnded', line: l1, on: lastPaidDay, how: 'DISABLED' },
      afterEnd,
    )
    expect(ended.state).to.equal('OVERLAP')
    expect(step(ended, { type: 'cancelFailed', line: l1, code: 'x' }, afterEnd).state).to.equal('VERIFYING')
    expect(step(ended, { type: 'lineCanceled', line: l1 }, afterEnd).state).to.equal('ROLLED_BACK')
  })
  it('needs an active line, and a request id for each', () => {
    const none = step(sent(caseIn('PROVISIONING'), ...caseIn('PROVISIONING').lines), {
      type: 'orderFailed',
      line: l1,
      code: 'x',
    })
    expect(refusal(none, { type: 'undo', requestIds: requestIds(none) }, ordered)).to.include({ code: 'notNow' })
    expect(refusal(caseIn('OVERLAP'), { type: 'undo', requestIds: {} }, ordered)).to.deep.equal({
      code: 'unknownLine',
      line: l1,
    })
  })
})

describe('a gap between two subscriptions (X28b)', () => {
  const cases: [what: string, activeSince: string, source: Parameters<typeof subscription>[0], gap: boolean][] = [
    ['none when the new one was active before the old one stopped', '2026-12-15T23:59:59.999Z', {}, false],
    ['one from the first moment after the last paid day (I6)', '2026-12-16T00:00:00Z', {}, true],
    ['none inside the free grace period', '2027-01-14T23:00:00Z', { channel: 'OPEN_VALUE' }, false],
    ['one after the free grace period', '2027-01-15T00:00:00Z', { channel: 'OPEN_VALUE' }, true],
  ]
  for (const [what, since, source, gap] of cases) {
    it(`is ${what}`, () => {
      const now = at(since)
      const intended = caseIn('PROVISIONING', { subscriptions: [subscription(source)] })
      const active = step(sent(intended, ...intended.lines), orderedLine(l1, now), now)
      const ended = step(
        active,
        { type: 'sourceEnded', line: l1, on: lastPaidDay, how: 'EXPIRED' },
        at('2027-01-16T00:00:00Z'),
      )
      expect(ended).to.include({ state: 'VERIFYING', gap })
    })
  }
})

describe('the last paid day', () => {
  it('still counts as paid: nothing has ended before it is over (I6)', () => {
    const change: Change = { type: 'sourceEnded', line: l1, on: lastPaidDay, how: 'DISABLED' }
    expect(refusal(caseIn('OVERLAP'), change, at('2026-12-15T23:59:59.999Z'), sara)).to.deep.equal({
      code: 'notEndedYet',
      line: l1,
      title: 'Microsoft 365 Business Premium',
      day: day('2026-12-15'),
    })
    expect(after(caseIn('OVERLAP'), change, sara, at('2026-12-16T00:00:00Z')).state).to.equal('VERIFYING')
  })
})
