import { expect } from 'chai'
import { StoreUnavailableError } from '../../src/domain/errors.js'
import { addHours } from '../../src/domain/days.js'
import { SkuPartNumber, TenantId } from '../../src/domain/ids.js'
import type { OrderRequest } from '../../src/domain/ports.js'
import { asWorld, type WrittenWorld } from '../../src/practice/world.js'
import {
  customer,
  failure,
  guid,
  openSimulator,
  order,
  requestId,
  START,
  subscription,
  TENANT,
  worldOf,
  written,
} from './openSimulator.js'

const ours = async ({ simulator }: Awaited<ReturnType<typeof openSimulator>>) =>
  (await simulator.subscriptions(TENANT)).filter((held) => held.ours)

describe('an order at the simulated Partner Center', () => {
  it('makes a subscription of ours that starts today and can be cancelled for 168 hours (M2)', async () => {
    const opened = await openSimulator()
    const placed = await opened.simulator.placeOrder(order(1))
    expect(placed.activeSince).to.equal(START)
    expect(placed.cancellationAllowedUntil).to.equal(addHours(START, 168))
    expect(placed.orderId).to.match(/^[0-9a-f]{12}$/)
    expect(await ours(opened)).to.deep.equal([
      {
        id: placed.subscriptionId,
        sku: 'SPB',
        title: 'Microsoft 365 Business Premium',
        seats: 25,
        assigned: 0,
        channel: 'CSP_NCE',
        soldBy: 'Baltic Cloud',
        ours: true,
        startedOn: '2026-11-22',
        endDate: '2027-11-21',
        term: 'P1Y',
        billing: 'annual',
        autoRenew: 'ON',
        endAction: 'RENEW',
        status: 'ACTIVE',
        isTrial: false,
        unitPrice: '20.60',
        currency: 'EUR',
      },
    ])
  })

  it('sent again under the same request id is the same order (RF26)', async () => {
    const opened = await openSimulator()
    const first = await opened.simulator.placeOrder(order(1))
    expect(await opened.simulator.placeOrder(order(1))).to.deep.equal(first)
    expect(await ours(opened)).to.have.length(1)
  })

  it('sent twice at the same moment is one order', async () => {
    const opened = await openSimulator()
    const [first, second] = await Promise.all([
      opened.simulator.placeOrder(order(1)),
      opened.simulator.placeOrder(order(1)),
    ])
    expect(second).to.deep.equal(first)
    expect(await ours(opened)).to.have.length(1)
  })

  it('under another request id really is a second one, so that doubling can be seen', async () => {
    const opened = await openSimulator()
    const first = await opened.simulator.placeOrder(order(1))
    const second = await opened.simulator.placeOrder(order(2))
    expect(second.subscriptionId).to.not.equal(first.subscriptionId)
    expect(await ours(opened)).to.have.length(2)
    expect(await opened.simulator.seatPools(TENANT)).to.deep.equal([{ sku: 'SPB', enabled: 75, assigned: 23 }])
  })

  for (const change of [{ seats: 26 }, { term: 'P1M', billing: 'monthly' }, { skuId: '0001' }] as const) {
    it(`is refused when the request id was used with another body: ${JSON.stringify(change)}`, async () => {
      const opened = await openSimulator()
      await opened.simulator.placeOrder(order(1))
      expect(await failure(opened.simulator.placeOrder(order(1, change)))).to.have.property('partnerCenterCode', '2000')
      expect(await failure(opened.simulator.findOrder(order(1, change)))).to.have.property('partnerCenterCode', '2000')
      expect(await ours(opened)).to.have.length(1)
    })
  }

  it('is read back by its request, also by the next process (RF6)', async () => {
    const first = await openSimulator()
    const placed = await first.simulator.placeOrder(order(1))
    const next = await openSimulator(worldOf(), first.store)
    expect(await next.simulator.findOrder(order(1))).to.deep.equal(placed)
    expect(await next.simulator.findOrder(order(2))).to.equal(undefined)
    expect(await next.simulator.placeOrder(order(1))).to.deep.equal(placed)
    expect(await ours(next)).to.have.length(1)
  })

  it('is there whole or not at all when the store fails, and can be placed again', async () => {
    const opened = await openSimulator()
    opened.store.failAfter(0)
    expect(await failure(opened.simulator.placeOrder(order(1)))).to.be.instanceOf(StoreUnavailableError)
    opened.store.failAfter(Number.POSITIVE_INFINITY)
    expect(await opened.simulator.findOrder(order(1))).to.equal(undefined)
    expect(await ours(opened)).to.have.length(0)
    await opened.simulator.placeOrder(order(1))
    expect(await ours(opened)).to.have.length(1)
  })
})

describe('an order that Partner Center does not take', () => {
  type WrittenCustomer = Partial<WrittenWorld['customers'][number]>
  const many = Array.from({ length: 300 }, (_, n) => subscription({ id: guid(100 + n) }))
  const sku = (text: string) => SkuPartNumber.parse(text)

  const table: readonly [why: string, code: string, customer: WrittenCustomer, order: Partial<OrderRequest>][] = [
    ['no relationship', '20002', { relationship: 'INVITED' }, {}],
    ['a relationship that was removed (F16)', '20002', { relationship: 'REMOVED' }, {}],
    ['a customer nobody knows', '20002', {}, { customer: TenantId.parse(guid(9)) }],
    ['no agreement (M6)', '13605', { agreement: 'REQUESTED' }, {}],
    ['another region (R20)', '2030', { country: 'US' }, {}],
    ['a country of no region', '2030', { country: 'BY' }, {}],
    ['another cloud (F18)', '2030', { cloud: 'usGovernment' }, {}],
    ['an unknown product', '400013', {}, { productId: 'CFQ7TTC0XXXX' }],
    ['an unknown SKU of the product', '400018', {}, { skuId: '0009' }],
    ['a SKU of another part number', '400018', {}, { sku: sku('SPE_E3') }],
    ['another segment (M19)', '400030', { segment: 'education' }, {}],
    [
      'a product that is not on sale (M10)',
      '800070',
      {},
      { productId: 'CFQ7TTC0LFLZ', skuId: '0002', sku: sku('SPE_E5') },
    ],
    ['a term that is not offered', '10010', {}, { term: 'P3Y' }],
    ['a month paid by the year', '10013', {}, { term: 'P1M', billing: 'annual' }],
    ['no seats', '2002', {}, { seats: 0 }],
    ['half a seat', '2002', {}, { seats: 2.5 }],
    ['more seats than the plan has', '800088', {}, { seats: 301 }],
    ['a tenant that is full (M16)', '900419', { subscriptions: many }, {}],
  ]
  for (const [why, code, who, what] of table) {
    it(`${why}: ${code}, and the same answer when it is sent again`, async () => {
      const opened = await openSimulator(worldOf(customer(who)))
      const request = order(1, what)
      expect(await failure(opened.simulator.placeOrder(request))).to.have.property('partnerCenterCode', code)
      expect(await failure(opened.simulator.placeOrder(request))).to.have.property('partnerCenterCode', code)
      expect(await opened.simulator.findOrder(request)).to.equal(undefined)
      expect(await ours(opened)).to.have.length(0)
    })
  }

  it('is taken under a new request once the reason is gone: the attested agreement counts too', async () => {
    const opened = await openSimulator(worldOf(customer({ agreement: 'UNKNOWN' })))
    await failure(opened.simulator.placeOrder(order(1)))
    await opened.simulator.act(TENANT, 'accept')
    expect(await failure(opened.simulator.placeOrder(order(1)))).to.have.property('partnerCenterCode', '13605')
    await opened.simulator.placeOrder(order(2))
    expect(await ours(opened)).to.have.length(1)
    const attested = await openSimulator(worldOf(customer({ agreement: 'ATTESTED' })))
    await attested.simulator.placeOrder(order(1))
    expect(await ours(attested)).to.have.length(1)
  })

  it('300 seats and the 300th subscription still fit', async () => {
    const opened = await openSimulator(worldOf(customer({ subscriptions: many.slice(1) })))
    await opened.simulator.placeOrder(order(1, { seats: 300 }))
    expect(await failure(opened.simulator.placeOrder(order(2)))).to.have.property('partnerCenterCode', '900419')
  })
})

describe('cancelling what was ordered', () => {
  const placedAndLater = async (hours: number) => {
    const opened = await openSimulator()
    const { subscriptionId } = await opened.simulator.placeOrder(order(1))
    await opened.forward(hours)
    return {
      ...opened,
      subscriptionId,
      cancel: async () => opened.simulator.cancelSubscription(TENANT, subscriptionId, requestId(7)),
    }
  }

  it('inside the window deletes it at once, and again changes nothing (M2)', async () => {
    const opened = await placedAndLater(167)
    await opened.cancel()
    const [held] = await ours(opened)
    expect(held).to.include({ status: 'DELETED', endDate: '2026-11-29' })
    expect(await opened.simulator.seatPools(TENANT)).to.deep.equal([{ sku: 'SPB', enabled: 25, assigned: 23 }])
    const commits = opened.store.journal.length
    await opened.cancel()
    expect(opened.store.journal).to.have.length(commits)
  })

  it('at the last moment of the window is too late (V13)', async () => {
    const opened = await placedAndLater(168)
    expect(await failure(opened.cancel())).to.have.property('partnerCenterCode', '900213')
    expect((await ours(opened))[0]).to.include({ status: 'ACTIVE' })
  })

  it('is possible again after a renewal, for another 168 hours', async () => {
    const opened = await placedAndLater(365 * 24)
    expect((await ours(opened))[0]).to.include({ startedOn: '2027-11-22', endDate: '2028-11-21' })
    await opened.cancel()
    expect((await ours(opened))[0]).to.include({ status: 'DELETED' })
  })

  it('is not possible without the relationship', async () => {
    const opened = await placedAndLater(1)
    await opened.simulator.act(TENANT, 'removeUs')
    expect(await failure(opened.cancel())).to.have.property('partnerCenterCode', '20002')
  })

  it('reaches nothing that somebody else sold', async () => {
    const { simulator } = await openSimulator()
    const [source] = await simulator.subscriptions(TENANT)
    const attempt = simulator.cancelSubscription(TENANT, source!.id, requestId(7))
    expect(await failure(attempt)).to.have.property('partnerCenterCode', '20003')
  })
})

describe('what the simulator shows of a customer', () => {
  it('offers what the price list has for the segment, on sale or not', async () => {
    const commercial = await openSimulator()
    const education = await openSimulator(worldOf(customer({ segment: 'education' })))
    const found = await commercial.simulator.offers(TENANT)
    expect(found.find((offer) => offer.sku === 'SPB')).to.deep.equal({
      sku: 'SPB',
      title: 'Microsoft 365 Business Premium',
      productId: 'CFQ7TTC0LCHC',
      skuId: '0002',
      terms: ['P1M', 'P1Y'],
      billing: ['monthly', 'annual'],
      unitPrice: '20.60',
      currency: 'EUR',
      maxSeats: 300,
      onSale: true,
      segment: 'commercial',
    })
    expect(found.find((offer) => offer.sku === 'SPE_E5')).to.include({ onSale: false })
    expect(found.every((offer) => offer.segment === 'commercial')).to.equal(true)
    const forSchools = await education.simulator.offers(TENANT)
    expect(forSchools).to.have.length.above(0)
    expect(forSchools.every((offer) => offer.segment === 'education')).to.equal(true)
  })

  it('sells what a world file lists, where it lists any', async () => {
    const offer = {
      skuPartNumber: 'SPB',
      title: 'Own',
      productId: 'P',
      skuId: 'S',
      terms: ['P3Y'],
      billing: ['monthly'],
      unitPrice: '1.50',
      currency: 'pln',
      onSale: true,
      segment: 'commercial',
    } as const
    const { simulator } = await openSimulator(asWorld({ ...written, customers: [customer()], offers: [offer] }))
    expect((await simulator.offers(TENANT)).map(({ title, currency }) => [title, currency])).to.deep.equal([
      ['Own', 'PLN'],
    ])
    await simulator.placeOrder(order(1, { productId: 'P', skuId: 'S', term: 'P3Y', billing: 'monthly' }))
    expect((await simulator.subscriptions(TENANT))[1]).to.include({ endDate: '2029-11-21', unitPrice: '1.50' })
  })

  it('is nothing for a tenant nobody knows: no gates, no customer, no lists', async () => {
    const { simulator } = await openSimulator()
    const nobody = TenantId.parse(guid(9))
    expect(await simulator.gates(nobody)).to.deep.equal({
      relationship: 'NONE',
      agreement: 'UNKNOWN',
      adminAccess: 'NONE',
      declined: false,
    })
    expect(await simulator.customer(nobody)).to.equal(undefined)
    expect(await failure(simulator.subscriptions(nobody))).to.have.property('partnerCenterCode', '20002')
    await simulator.invitationSent(nobody)
  })

  it('gives one invitation link for everybody, with our tenant in it and a host that does not exist (M5)', async () => {
    const { simulator } = await openSimulator()
    const link = new URL(await simulator.invitationLink())
    expect(link.hostname).to.match(/\.example$/)
    expect(link.searchParams.get('partnerId')).to.equal(written.partner.tenantId)
    expect(link.searchParams.get('DAP')).to.equal('false')
    expect(link.hash).to.not.equal('')
  })
})
