import { expect } from 'chai'
import * as fc from 'fast-check'
import { dayOf } from '../../src/domain/days.js'
import { customer, guid, openSimulator, order, subscription, TENANT, worldOf } from './openSimulator.js'

describe('licence pools of the practice world', () => {
  it('hold all subscriptions of a product over all sellers, with extension and without grace and what ended', async () => {
    const ended = { startedOn: '-366d', endDate: '-2d' } as const
    const { simulator, clock } = await openSimulator(
      worldOf(
        customer({
          subscriptions: [
            subscription({ id: guid(1), seats: 10, assigned: 9 }),
            subscription({ id: guid(2), seats: 20, assigned: 8, ...ended }), // cut off
            subscription({
              id: guid(3),
              seats: 40,
              assigned: 7,
              ...ended,
              channel: 'WEB_DIRECT_MOSA',
              endAction: 'NONE',
            }), // grace
            subscription({ id: guid(4), seats: 80, assigned: 6, ...ended, endAction: 'EST' }),
            subscription({ id: guid(5), seats: 160, assigned: 5, status: 'suspended' }),
            subscription({ id: guid(6), seats: 3, assigned: 1, skuPartNumber: 'VISIOCLIENT', title: 'Visio Plan 2' }),
          ],
        }),
      ),
    )
    await simulator.runDue(clock.now())
    await simulator.placeOrder(order(1, { seats: 5 }))
    expect(await simulator.seatPools(TENANT)).to.deep.equal([
      { sku: 'SPB', enabled: 10 + 80 + 5, assigned: 35 },
      { sku: 'VISIOCLIENT', enabled: 3, assigned: 1 },
    ])
  })

  it('never count a subscription that has ended, whatever was held and whatever day it is', async () => {
    const held = fc.record({
      seats: fc.integer({ min: 1, max: 300 }),
      ends: fc.integer({ min: -150, max: 150 }),
      channel: fc.constantFrom('CSP_NCE', 'CSP_LEGACY', 'WEB_DIRECT_MCA', 'WEB_DIRECT_MOSA', 'EA', 'OPEN_VALUE'),
      autoRenew: fc.constantFrom(true, false, 'unknown' as const),
      endAction: fc.constantFrom('CANCEL', 'EST', 'RENEW', 'NONE', 'UNKNOWN'),
      status: fc.constantFrom('active', 'suspended'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(held, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 300 }),
        async (all, days) => {
          const subscriptions = all.map(({ ends, ...rest }, index) =>
            subscription({
              id: guid(index + 1),
              startedOn: `${ends - 364}d`,
              endDate: `${ends < 0 ? '' : '+'}${ends}d`,
              ...rest,
            }),
          )
          const { simulator, clock, forward } = await openSimulator(worldOf(customer({ subscriptions })))
          await forward(days * 24)
          const today = dayOf(clock.now())
          const found = await simulator.subscriptions(TENANT)
          const [pool] = await simulator.seatPools(TENANT)
          // enabled: inside a paid term, or extended against payment; what runs on in free grace is on warning
          const working = found.filter(
            ({ status, endDate }) => (status === 'ACTIVE' && today <= endDate) || (status === 'EST' && today > endDate),
          )
          expect(pool?.enabled).to.equal(working.reduce((sum, { seats }) => sum + seats, 0))
          expect(found.filter(({ status }) => status === 'ACTIVE').every(({ endDate }) => endDate >= today)).to.equal(
            true,
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})
