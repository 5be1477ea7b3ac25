import { expect } from 'chai'
import { isCovered, planKey } from '../../../src/domain/fingerprint.js'
import { after, caseIn, ordered, sara, twoProducts } from '../../support/facts.js'
import { edit } from './planning.js'
import { l1, l2, price } from './transitionRows.js'

describe('the text that an approval covers', () => {
  const approved = caseIn('APPROVED')
  it('is the same for the same plan, at another time and revision', () => {
    const noted = after(approved, { type: 'note', text: 'x' }, sara, ordered)
    expect(planKey(noted)).to.equal(planKey(approved)).and.to.equal(approved.approval.planKey)
  })
  it('does not depend on the order of the lines, nor on how a price is written', () => {
    const two = caseIn('APPROVED', { subscriptions: twoProducts })
    expect(planKey({ ...two, lines: two.lines.toReversed() })).to.equal(planKey(two))
    const prices = approved.plan.prices.prices.map((one) => ({ ...one, unitPrice: price('20.6') }))
    expect(planKey({ ...approved, plan: { ...approved.plan, prices: { ...approved.plan.prices, prices } } })).to.equal(
      planKey(approved),
    )
  })
  it('tells an unknown price from a price of zero', () => {
    const priced = (unitPrice: typeof zero | null) =>
      planKey({
        ...approved,
        plan: { ...approved.plan, prices: { ...approved.plan.prices, prices: [{ line: l1, unitPrice }] } },
      })
    const zero = price('0')
    expect(priced(null)).to.not.equal(priced(zero))
  })
  it('cannot be forged by what a name or a reason contains', () => {
    const short = edit(caseIn('RELATIONSHIP_ACTIVE'), { what: 'seats', line: l1, seats: 20 })
    const forged = edit(short, { what: 'overrideSeats', line: l1, reason: 'x"],\n["l2' })
    expect(planKey(forged).split('\n')).to.have.length(2)
  })
  it('holds for some lines although another has changed', () => {
    const two = caseIn('APPROVED', { subscriptions: twoProducts })
    const changed = { ...two, lines: two.lines.map((line) => (line.id === l2 ? { ...line, seats: 99 } : line)) }
    const [first, second] = changed.lines
    expect(isCovered(changed, two.approval.planKey, first ? [first] : [])).to.equal(true)
    expect(isCovered(changed, two.approval.planKey, second ? [second] : [])).to.equal(false)
    expect(isCovered({ ...changed, path: 'CHANNEL_TRANSFER' }, two.approval.planKey, first ? [first] : [])).to.equal(
      false,
    )
  })
})
