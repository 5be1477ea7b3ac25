import { expect } from 'chai'
import type { Change } from '../../../src/domain/changes.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import { leftWithoutReplacement } from '../../../src/domain/takeBack.js'
import { after, caseIn, ordered, sara, subscription, system } from '../../support/facts.js'
import { edit } from './planning.js'
import { l1, l2, undoing } from './transitionRows.js'

const left = (before: MoveCase, change: Change) =>
  leftWithoutReplacement(before, after(before, change, sara, ordered)).map(({ id }) => id)

describe('an old subscription that is set to end, but gets no replacement after all (3.6)', () => {
  it('is named when the customer declines (X8) or the case is stopped (X29)', () => {
    expect(left(caseIn('APPROVED'), { type: 'decline', reason: '' })).to.deep.equal([l1])
    expect(left(caseIn('APPROVED'), { type: 'stop' })).to.deep.equal([l1])
  })
  it('is named when the customer keeps both (X9)', () => {
    expect(left(edit(caseIn('PLANNED'), { what: 'path', path: 'COEXIST' }), { type: 'keepBoth' })).to.deep.equal([l1])
  })
  it('is named when a failed line is dropped (X19), and only that one', () => {
    expect(left(caseIn('PARTIALLY_PROVISIONED'), { type: 'dropLine', line: l2 })).to.deep.equal([l2])
  })
  it('is named when the order is taken back (X20)', () => {
    const before = undoing(caseIn('OVERLAP'))
    expect(
      leftWithoutReplacement(before, after(before, { type: 'lineCanceled', line: l1 }, system, ordered)).map(
        ({ id }) => id,
      ),
    ).to.deep.equal([l1])
  })
  it('is not named when it runs on by itself, or is over', () => {
    expect(
      left(caseIn('APPROVED', { subscriptions: [subscription({ endAction: 'EST' })] }), { type: 'stop' }),
    ).to.deep.equal([])
    expect(
      left(caseIn('APPROVED', { subscriptions: [subscription({ status: 'CANCELED' })] }), { type: 'stop' }),
    ).to.deep.equal([])
  })
  it('is not named while the move goes on', () => {
    expect(left(caseIn('APPROVED'), { type: 'note', text: 'x' })).to.deep.equal([])
  })
})
