import { expect } from 'chai'
import { UtcDay } from '../../../src/domain/ids.js'
import { openPracticeWorld } from '../../../src/practice/installWorld.js'
import { resolveWorld } from '../../../src/practice/resolveWorld.js'
import { asWorld, WorldFileError } from '../../../src/practice/world.js'
import { WatchedStore } from '../../partnerCenter/watchedStore.js'
import { PRACTICE_CUSTOMERS, PRACTICE_WORLD, WORLD_ID } from '../../../src/partnerCenter/simulator/state.js'
import {
  customer,
  guid,
  openSimulator,
  order,
  subscription,
  TENANT,
  TODAY,
  worldOf,
  written,
} from '../../partnerCenter/openSimulator.js'

const days = (now: string, ...ends: string[]) => {
  const subscriptions = ends.map((endDate, index) =>
    subscription({ id: guid(index + 1), startedOn: '2020-01-01', endDate }),
  )
  const { clock, customers } = resolveWorld(
    asWorld({ ...written, now, customers: [customer({ subscriptions })] }),
    TODAY,
  )
  return [clock, ...(customers[0]?.subscriptions ?? []).map(({ shown }) => shown.endDate)]
}

describe('the days of a world', () => {
  it('count from its today, forwards and backwards, over months, years and leap days', () => {
    expect(days('today', '+23d', '-342d', '+0d', '2027-03-01', '+464d')).to.deep.equal([
      '2026-11-22T08:00:00.000Z',
      '2026-12-15',
      '2025-12-15',
      '2026-11-22',
      '2027-03-01',
      '2028-02-29',
    ])
  })

  it('count from the day it names, where it names one, itself perhaps counted from the real day', () => {
    expect(days('2027-01-30', '+2d')).to.deep.equal(['2027-01-30T08:00:00.000Z', '2027-02-01'])
    expect(days('+10d', '+1d')).to.deep.equal(['2026-12-02T08:00:00.000Z', '2026-12-03'])
  })

  it('may not end before they begin: the place is named', () => {
    const world = worldOf(
      customer({ subscriptions: [subscription(), subscription({ id: guid(2), startedOn: '+5d', endDate: '+4d' })] }),
    )
    expect(() => resolveWorld(world, TODAY)).to.throw(
      WorldFileError,
      /customers\[0\]\.subscriptions\[1\]\.endDate: 2026-11-26 lies before startedOn/,
    )
  })
})

describe('what a world leaves out', () => {
  const { customers } = resolveWorld(
    worldOf(
      customer({
        subscriptions: [
          { ...subscription({ autoRenew: 'unknown' }), endAction: undefined },
          subscription({ id: guid(2), channel: 'CSP_NCE', soldBy: 'BALTIC CLOUD', startedOn: '-3d', autoRenew: true }),
        ],
      }),
    ),
    TODAY,
  )
  const [source, own] = customers[0]?.subscriptions ?? []

  it('is unknown where nobody said it: the end action is not “nothing scheduled” (domain 4.2)', () => {
    expect(source?.shown).to.include({
      autoRenew: 'UNKNOWN',
      endAction: 'UNKNOWN',
      status: 'ACTIVE',
      isTrial: false,
      ours: false,
    })
    expect(source?.shown).to.not.have.any.keys('soldBy', 'unitPrice', 'currency')
  })

  it('is a customer in the public cloud who never answers', () => {
    expect(customers[0]).to.include({ cloud: 'public', declined: false })
    expect(customers[0]?.invitation).to.deep.equal({ answer: 'silent', afterHours: 24 })
    expect(customers[0]?.transfer).to.deep.equal({ answer: 'silent', afterHours: 24 })
  })

  it('what the partner itself sold is ours, with its window for cancelling', () => {
    expect(own).to.deep.include({ undoUntil: '2026-11-26T00:00:00.000Z', ahead: [] })
    expect(own?.shown.ours).to.equal(true)
  })
})

describe('a practice world in a store', () => {
  it('is installed on the first start, in one change, and never again', async () => {
    const store = new WatchedStore()
    await openPracticeWorld(store, worldOf(customer()), TODAY)
    expect(store.journal).to.deep.equal(['practice world'])
    const later = await openPracticeWorld(store, worldOf(), UtcDay.parse('2030-01-01'))
    expect(later.now()).to.equal('2026-11-22T08:00:00.000Z')
    expect(store.journal).to.have.length(1)
    expect(await store.all(PRACTICE_CUSTOMERS)).to.have.length(1)
    expect((await store.get(PRACTICE_WORLD, WORLD_ID))?.value.people).to.have.length(1)
  })

  it('goes on after a restart where it stood, orders and clock included', async () => {
    const before = await openSimulator()
    await before.simulator.placeOrder(order(1))
    await before.forward(24)
    const after = await openSimulator(worldOf(), before.store)
    expect(after.clock.now()).to.equal('2026-11-23T08:00:00.000Z')
    expect(await after.simulator.subscriptions(TENANT)).to.have.length(2)
  })
})
