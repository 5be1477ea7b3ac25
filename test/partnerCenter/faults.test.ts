import { expect } from 'chai'
import { PartnerCenterRejectedError, PartnerCenterUnavailableError } from '../../src/domain/errors.js'
import { FAULT_NAMES, FAULT_TABLE, type FaultName } from '../../src/partnerCenter/simulator/faults.js'
import { FAULTS } from '../../src/practice/control.js'
import { asWorld } from '../../src/practice/world.js'
import {
  customer,
  failure,
  openSimulator,
  order,
  OTHER_TENANT,
  requestId,
  subscription,
  TENANT,
  worldOf,
  written,
  guid,
} from './openSimulator.js'

const oursOf = async ({ simulator }: Awaited<ReturnType<typeof openSimulator>>, tenant = TENANT) =>
  (await simulator.subscriptions(tenant)).filter((held) => held.ours && held.status === 'ACTIVE')

const failing = async (fault: FaultName, times = 1) => {
  const opened = await openSimulator()
  await opened.simulator.faults.fail(fault, times)
  return opened
}

describe('the faults of the simulator', () => {
  it('are those that can be switched on by name', () => {
    expect([...FAULT_NAMES]).to.deep.equal([...FAULTS])
    expect(Object.keys(FAULT_TABLE)).to.have.members([...FAULTS])
  })

  describe('that keep a call from being done (RF42, RF49)', () => {
    for (const fault of ['throttle', 'error-before', 'timeout-before', 'token-refused', 'not-json'] as const) {
      it(`${fault}: an order fails, nothing is there, and the same request works afterwards`, async () => {
        const opened = await failing(fault)
        expect(await failure(opened.simulator.placeOrder(order(1)))).to.be.instanceOf(PartnerCenterUnavailableError)
        expect(await opened.simulator.findOrder(order(1))).to.equal(undefined)
        expect(await oursOf(opened)).to.have.length(0)
        await opened.simulator.placeOrder(order(1))
        expect(await oursOf(opened)).to.have.length(1)
      })

      it(`${fault}: a search, a list and a read-back fail as well, as often as was said`, async () => {
        const { simulator } = await failing(fault, 3)
        const unavailable = PartnerCenterUnavailableError
        expect(await failure(simulator.findCustomers('contoso'))).to.be.instanceOf(unavailable)
        expect(await failure(simulator.gates(TENANT))).to.be.instanceOf(unavailable)
        expect(await failure(simulator.findOrder(order(1)))).to.be.instanceOf(unavailable)
        expect(await simulator.findCustomers('contoso')).to.have.length(1)
      })
    }

    it('throttle says when to ask again', async () => {
      const { simulator } = await failing('throttle')
      expect(await failure(simulator.gates(TENANT))).to.have.deep.property('facts', { minutes: 1 })
    })
  })

  describe('that hide that a call was done (RF43, RF45)', () => {
    for (const fault of ['error-after', 'timeout-after', 'lost-answer'] as const) {
      it(`${fault}: the order is there, can be read back, and is not doubled by sending it again`, async () => {
        const opened = await failing(fault)
        expect(await failure(opened.simulator.placeOrder(order(1)))).to.be.instanceOf(PartnerCenterUnavailableError)
        const found = await opened.simulator.findOrder(order(1))
        expect(found).to.have.property('subscriptionId')
        expect(await opened.simulator.placeOrder(order(1))).to.deep.equal(found)
        expect(await oursOf(opened)).to.have.length(1)
      })

      it(`${fault}: a cancellation has happened`, async () => {
        const opened = await openSimulator()
        const { subscriptionId } = await opened.simulator.placeOrder(order(1))
        await opened.simulator.faults.fail(fault, 1)
        const attempt = opened.simulator.cancelSubscription(TENANT, subscriptionId, requestId(2))
        expect(await failure(attempt)).to.be.instanceOf(PartnerCenterUnavailableError)
        expect(await oursOf(opened)).to.have.length(0)
      })

      it(`${fault}: waits for a call that changes something, and lets others pass`, async () => {
        const { simulator } = await failing(fault)
        expect(await simulator.gates(TENANT)).to.have.property('relationship', 'ACTIVE')
        expect(await simulator.faults.active()).to.deep.equal([{ name: fault, times: 1 }])
      })
    }
  })

  it('slow: is answered after a wait, with the work done before it', async () => {
    const opened = await failing('slow')
    const placed = await opened.simulator.placeOrder(order(1))
    expect(opened.waits).to.have.length(1)
    expect(await opened.simulator.findOrder(order(1))).to.deep.equal(placed)
    expect(opened.waits).to.have.length(1)
  })

  it('agreement-missing: one order is refused with 13605, the next decision goes through (F12)', async () => {
    const opened = await failing('agreement-missing')
    expect(await failure(opened.simulator.placeOrder(order(1)))).to.have.property('partnerCenterCode', '13605')
    await opened.simulator.placeOrder(order(2))
    expect(await oursOf(opened)).to.have.length(1)
  })

  it('stale-etag: one conflict that is not remembered, so the same request works after it', async () => {
    const opened = await failing('stale-etag')
    const error = await failure(opened.simulator.placeOrder(order(1)))
    expect(error).to.be.instanceOf(PartnerCenterRejectedError)
    expect(error).to.have.property('partnerCenterCode', '2055')
    await opened.simulator.placeOrder(order(1))
    expect(await oursOf(opened)).to.have.length(1)
  })

  describe('late-landing (RF44)', () => {
    it('nothing is known of the order until it lands ten minutes later, once', async () => {
      const opened = await failing('late-landing')
      expect(await failure(opened.simulator.placeOrder(order(1)))).to.be.instanceOf(PartnerCenterUnavailableError)
      expect(await opened.simulator.findOrder(order(1))).to.equal(undefined)
      expect(await opened.simulator.nextDue()).to.equal('2026-11-22T08:10:00.000Z')
      await opened.forward(9.9 / 60)
      expect(await opened.simulator.findOrder(order(1))).to.equal(undefined)
      await opened.forward(0.2 / 60)
      expect(await opened.simulator.findOrder(order(1))).to.include({ activeSince: '2026-11-22T08:10:00.000Z' })
      await opened.forward(24)
      expect(await oursOf(opened)).to.have.length(1)
    })

    it('sent again before it lands it is still unknown, and not doubled', async () => {
      const opened = await failing('late-landing')
      await failure(opened.simulator.placeOrder(order(1)))
      expect(await failure(opened.simulator.placeOrder(order(1)))).to.be.instanceOf(PartnerCenterUnavailableError)
      await opened.forward(1)
      await opened.simulator.placeOrder(order(1))
      expect(await oursOf(opened)).to.have.length(1)
    })

    it('lands in the next process too, and is refused there when by then it may not be placed', async () => {
      const opened = await failing('late-landing')
      await failure(opened.simulator.placeOrder(order(1)))
      await opened.simulator.act(TENANT, 'removeUs')
      const next = await openSimulator(worldOf(), opened.store)
      await next.forward(1)
      expect(await next.simulator.findOrder(order(1))).to.equal(undefined)
      expect(await failure(next.simulator.placeOrder(order(1)))).to.have.property('partnerCenterCode', '20002')
    })
  })

  describe('half-checkout (RF47)', () => {
    const lines = [10, 11, 12, 13].map((seats, index) => order(index + 1, { seats }))
    const results = async (opened: Awaited<ReturnType<typeof openSimulator>>, orders = lines) => {
      const outcomes: string[] = []
      for (const line of orders) {
        outcomes.push(
          await opened.simulator.placeOrder(line).then(
            () => 'placed',
            (error: PartnerCenterRejectedError) => error.partnerCenterCode,
          ),
        )
      }
      return outcomes
    }

    it('fails every second line of one checkout, and lets them through when they are tried again', async () => {
      const opened = await failing('half-checkout')
      expect(await results(opened)).to.deep.equal(['placed', '10006', 'placed', '10006'])
      const again = [order(12, { seats: 11 }), order(14, { seats: 13 })]
      expect(await results(opened, again)).to.deep.equal(['placed', 'placed'])
      expect(await oursOf(opened)).to.have.length(4)
    })

    it('does not count a line that is only repeated', async () => {
      const opened = await failing('half-checkout')
      expect(await results(opened, [lines[0]!, lines[0]!, lines[1]!, lines[1]!])).to.deep.equal([
        'placed',
        'placed',
        '10006',
        '10006',
      ])
    })

    it('twice fails half of what is tried again, too', async () => {
      const opened = await failing('half-checkout', 2)
      await results(opened)
      expect(await results(opened, [order(12, { seats: 11 }), order(14, { seats: 13 })])).to.deep.equal([
        'placed',
        '10006',
      ])
      expect(await results(opened, [order(24, { seats: 13 })])).to.deep.equal(['placed'])
    })

    it('counts on in the next process', async () => {
      const opened = await failing('half-checkout')
      await results(opened, lines.slice(0, 1))
      const next = await openSimulator(worldOf(), opened.store)
      expect(await results(next, lines.slice(1))).to.deep.equal(['10006', 'placed', '10006'])
    })

    it('stays on after a checkout of one line, and starts anew with the next moment', async () => {
      const opened = await failing('half-checkout')
      await results(opened, lines.slice(0, 1))
      await opened.forward(24)
      expect(await results(opened, lines.slice(1))).to.deep.equal(['placed', '10006', 'placed'])
    })

    it('of one customer leaves the others alone', async () => {
      const other = customer({
        tenantId: OTHER_TENANT,
        name: 'Fabrikam',
        domain: 'fabrikam.com',
        subscriptions: [subscription({ id: guid(2) })],
      })
      const world = asWorld({
        ...written,
        customers: [customer(), other],
        faults: [{ name: 'half-checkout', customer: OTHER_TENANT }],
      })
      const opened = await openSimulator(world)
      expect(await results(opened)).to.deep.equal(['placed', 'placed', 'placed', 'placed'])
      const theirs = lines.map(({ seats }, index) => order(20 + index, { seats, customer: OTHER_TENANT }))
      expect(await results(opened, theirs)).to.deep.equal(['placed', '10006', 'placed', '10006'])
    })
  })

  describe('as they are kept', () => {
    it('are counted down durably: the next process does not have a spent one', async () => {
      const opened = await failing('throttle', 2)
      await failure(opened.simulator.gates(TENANT))
      const next = await openSimulator(worldOf(), opened.store)
      expect(await next.simulator.faults.active()).to.deep.equal([{ name: 'throttle', times: 1 }])
      await failure(next.simulator.gates(TENANT))
      expect(await next.simulator.gates(TENANT)).to.have.property('relationship', 'ACTIVE')
    })

    it('hit one after the other when several fit, in the order they were switched on', async () => {
      const { simulator } = await failing('token-refused')
      await simulator.faults.fail('lost-answer', 1)
      await failure(simulator.placeOrder(order(1)))
      expect(await simulator.faults.active()).to.deep.equal([{ name: 'lost-answer', times: 1 }])
    })

    it('switched on again count anew, and are off after healing', async () => {
      const { simulator } = await failing('throttle', 5)
      await simulator.faults.fail('throttle', 2)
      expect(await simulator.faults.active()).to.deep.equal([{ name: 'throttle', times: 2 }])
      await simulator.faults.heal()
      expect(await simulator.faults.active()).to.deep.equal([])
      expect(simulator.faults.lastSeen()).to.deep.equal([])
    })
  })
})
