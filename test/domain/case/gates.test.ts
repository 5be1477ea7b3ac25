import { expect } from 'chai'
import type { Change, Refusal } from '../../../src/domain/changes.js'
import { decide } from '../../../src/domain/decide.js'
import { CountryCode } from '../../../src/domain/ids.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import {
  after,
  afterEnd,
  at,
  caseIn,
  day,
  freshPrices,
  ordered,
  requestIds,
  sara,
  subscription,
  system,
  twoProducts,
} from '../../support/facts.js'
import { l1, l2, price, startNow, undoing } from './transitionRows.js'
import { now, title, nce, refusal } from './planning.js'

describe('GATES_STILL_OK, when orders start', () => {
  const approved = () => caseIn('APPROVED')
  const cases: [what: string, move: () => MoveCase, refusal: Refusal | undefined][] = [
    ['nothing has changed', approved, undefined],
    [
      'the relationship is gone (X30)',
      () => after(approved(), { type: 'relationshipRemoved' }, system, now),
      { code: 'noRelationship' },
    ],
    [
      'the agreement is gone',
      () => after(approved(), { type: 'recordAgreement', agreement: 'REFUSED' }, system, now),
      { code: 'noAgreement' },
    ],
    [
      'the region does not pass any more (M23)',
      () => ({ ...approved(), customer: { ...approved().customer, country: CountryCode.parse('RU') } }),
      { code: 'regionUnknown', country: CountryCode.parse('RU'), listDate: day('2023-08-17') },
    ],
    [
      'the plan is not what was approved',
      () => ({ ...approved(), lines: approved().lines.map((line) => ({ ...line, seats: 26 })) }),
      { code: 'approvalVoid' },
    ],
  ]
  for (const [what, build, expected] of cases) {
    it(`${expected === undefined ? 'pass' : `say ${expected.code}`} when ${what}`, () => {
      const move = build()
      expect(refusal(move, startNow(move), ordered)).to.deep.equal(expected)
    })
  }

  it('want prices read again after seven days, and not before', () => {
    const week = (hours: string) => ({
      ...approved(),
      plan: { ...approved().plan, prices: { ...approved().plan.prices, takenAt: at(`2026-12-04T${hours}:00Z`) } },
    })
    const change = (move: MoveCase): Change => ({ type: 'start', requestIds: requestIds(move) })
    expect(refusal(week('08:00'), change(week('08:00')), ordered)).to.equal(undefined)
    expect(refusal(week('07:59'), change(week('07:59')), ordered)).to.deep.equal({ code: 'pricesTooOld' })
  })
  it('take the same price however it is written', () => {
    const change: Change = {
      type: 'start',
      requestIds: requestIds(approved()),
      prices: [{ line: l1, unitPrice: price('20.600') }],
    }
    expect(after(approved(), change, sara, ordered)).to.have.nested.property('plan.prices.takenAt', ordered)
  })
  for (const now of ['20.61', null] as const) {
    it(`lead back to the plan when the price is ${now ?? 'unknown'} now (X15)`, () => {
      const unitPrice = now === null ? null : price(now)
      const decision = decide(
        approved(),
        { type: 'start', requestIds: requestIds(approved()), prices: [{ line: l1, unitPrice }] },
        { actor: sara, now: ordered },
      )
      if (!decision.ok) throw new Error(decision.refusal.code)
      expect(decision.move.state).to.equal('PLANNED')
      expect(decision.move.lines[0]?.order).to.deep.equal({ status: 'none' })
      expect(decision.entry.facts).to.deep.equal({
        line: l1,
        product: title,
        was: '20.60',
        now: now ?? '?',
        reason: 'priceChanged',
      })
    })
  }
  it('want a price for every line', () => {
    expect(
      refusal(approved(), { type: 'start', requestIds: requestIds(approved()), prices: [] }, ordered),
    ).to.deep.equal({ code: 'pricesTooOld' })
  })
  it('hold the orders back until the planned day', () => {
    expect(refusal(approved(), startNow(approved()), at('2026-12-10T23:59:59.999Z'))).to.deep.equal({
      code: 'beforePlannedDay',
      day: '2026-12-11',
      today: '2026-12-10',
    })
  })
  it('are asked for a transfer too', () => {
    const move = after(caseIn('APPROVED', nce), { type: 'relationshipRemoved' }, system, now)
    const [id] = Object.values(requestIds(move))
    expect(refusal(move, { type: 'sendTransfer', requestId: id ?? expect.fail() })).to.deep.equal({
      code: 'noRelationship',
    })
  })
  it('are asked for a retry, of the lines that are tried again', () => {
    const retry = (move: MoveCase): Change => ({
      type: 'retry',
      requestIds: requestIds(move),
      prices: freshPrices(move),
    })
    const failed = caseIn('PARTIALLY_PROVISIONED')
    const renewed = (line: typeof l1) =>
      after(
        failed,
        { type: 'sourceRenewed', line, sources: twoProducts.map((one) => ({ ...one, endDate: day('2027-12-15') })) },
        system,
        afterEnd,
      )
    expect(refusal(renewed(l1), retry(failed), ordered)).to.equal(undefined)
    expect(refusal(renewed(l2), retry(failed), ordered)).to.deep.equal({ code: 'approvalVoid' })
    const changed = { ...retry(failed), prices: [{ line: l2, unitPrice: price('1.00') }] } as Change
    expect(refusal(failed, changed, ordered)).to.deep.equal({
      code: 'priceChanged',
      line: l2,
      title: 'Product VISIO',
      was: '20.60',
      now: '1.00',
    })
  })
})

describe('IN_WINDOW', () => {
  const overlap = caseIn('OVERLAP')
  const undo: Change = { type: 'undo', requestIds: requestIds(overlap) }
  it('is open until the last moment (V13)', () => {
    const move = {
      ...overlap,
      lines: overlap.lines.map((line) => ({
        ...line,
        order: line.order.status === 'active' ? { ...line.order, undoUntil: at('2026-12-18T14:30:00Z') } : line.order,
      })),
    }
    expect(refusal(move, undo, at('2026-12-18T14:29:00Z'))).to.equal(undefined)
    expect(refusal(move, undo, at('2026-12-18T14:30:00Z'))).to.deep.equal({
      code: 'undoWindowClosed',
      line: l1,
      title,
      closedAt: at('2026-12-18T14:30:00Z'),
    })
  })
  it('takes the moment that Partner Center gives', () => {
    const sending = after(caseIn('PROVISIONING'), { type: 'orderSending', line: l1 }, system, ordered)
    const cut = at('2026-12-13T00:00:00Z')
    const active = {
      type: 'orderActive',
      line: l1,
      orderId: 'o',
      subscriptionId: subscription().id,
      activeSince: ordered,
      cancellationAllowedUntil: cut,
    } as const
    expect(after(sending, active, system, ordered).lines[0]?.order).to.include({ undoUntil: cut })
  })
  it('is asked of every active line', () => {
    const move = caseIn('OVERLAP', { subscriptions: twoProducts })
    const closed = {
      ...move,
      lines: move.lines.map((line) =>
        line.id === l2 && line.order.status === 'active'
          ? { ...line, order: { ...line.order, undoUntil: ordered } }
          : line,
      ),
    }
    expect(refusal(closed, { type: 'undo', requestIds: requestIds(closed) }, ordered)).to.include({
      code: 'undoWindowClosed',
      line: l2,
    })
  })
  it('does not let an undo be asked for twice', () => {
    expect(refusal(undoing(overlap), undo, ordered)).to.deep.equal({ code: 'orderRunning' })
  })
})
