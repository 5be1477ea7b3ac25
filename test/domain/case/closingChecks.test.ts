import { expect } from 'chai'
import { SkuPartNumber } from '../../../src/domain/ids.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import {
  after,
  afterEnd,
  caseIn,
  day,
  greenChecks,
  opened,
  ordered,
  sara,
  subscription,
  system,
} from '../../support/facts.js'
import { l1, l2 } from './transitionRows.js'
import { title, refusal } from './planning.js'

describe('the closing checks', () => {
  const verifying = caseIn('VERIFYING')
  const green = greenChecks(verifying)
  const [pool] = green.pools
  const SPB = SkuPartNumber.parse('SPB')
  const checked = (checks: Partial<typeof green>, move: MoveCase = verifying) =>
    refusal(move, { type: 'complete', checks: { ...green, ...checks } }, afterEnd)
  it('pass when all is as planned', () => expect(checked({})).to.equal(undefined))
  it('SEATS_OK: say how many seats there are', () => {
    for (const enabled of [24, 26]) {
      expect(checked({ pools: [{ sku: SPB, enabled, planned: 25, assigned: 20 }] })).to.deep.equal({
        code: 'seatsNotThere',
        sku: SPB,
        enabled,
        planned: 25,
      })
    }
  })
  it('SEATS_OK: do not believe a plan of fewer seats than were ordered, nor a product that was not counted', () => {
    expect(checked({ pools: [{ sku: SPB, enabled: 20, planned: 20, assigned: 20 }] })).to.include({
      code: 'seatsNotThere',
      planned: 25,
    })
    expect(checked({ pools: [] })).to.include({ code: 'seatsNotThere', enabled: 0 })
  })
  it('SEATS_OK: count what the customer keeps of the product elsewhere', () => {
    expect(checked({ pools: [{ sku: SPB, enabled: 35, planned: 35, assigned: 30 }] })).to.equal(undefined)
  })
  it('NO_USER_WITHOUT_LICENSE: say for how many a licence is missing', () => {
    expect(checked({ pools: pool ? [{ ...pool, assigned: 27 }] : [], leftOnOldSku: 3 })).to.deep.equal({
      code: 'usersWithoutLicense',
      count: 5,
    })
  })
  it('SOURCE_NOT_BILLING: say which old subscription still bills', () => {
    expect(checked({ stillBilling: [l1] })).to.deep.equal({ code: 'sourceStillBilling', line: l1, title })
  })
  it('SOURCE_NOT_BILLING: know by themselves of one that renewed since (X28c)', () => {
    const renewed = after(
      verifying,
      { type: 'sourceRenewed', line: l1, sources: [subscription({ endDate: day('2027-12-15') })] },
      system,
      afterEnd,
    )
    expect(checked({}, renewed)).to.deep.equal({ code: 'sourceStillBilling', line: l1, title })
  })
  it('SOURCE_NOT_BILLING: let a transferred subscription run on, which is ours now', () => {
    const move = after(caseIn('TRANSFER_RUNNING'), { type: 'transferFinished', moved: [l1] }, system, opened)
    expect(checked({ ...greenChecks(move), stillBilling: [l1] }, move)).to.equal(undefined)
  })
  it('do not count lines that were dropped', () => {
    const dropped = after(caseIn('PARTIALLY_PROVISIONED'), { type: 'dropLine', line: l2 }, sara, ordered)
    const ended = after(
      dropped,
      { type: 'sourceEnded', line: l1, on: day('2026-12-15'), how: 'DELETED' },
      system,
      afterEnd,
    )
    expect(checked(greenChecks(ended), ended)).to.equal(undefined)
    expect(greenChecks(ended).pools.map(({ sku }) => sku)).to.deep.equal(['SPB'])
  })
})
