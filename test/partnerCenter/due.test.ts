import { expect } from 'chai'
import { Simulator } from '../../src/partnerCenter/simulator/simulator.js'
import { WatchedStore } from './watchedStore.js'
import { customer, failure, guid, openSimulator, order, START, subscription, TENANT, worldOf } from './openSimulator.js'

describe('what is due in the practice world', () => {
  const busy = () =>
    worldOf(
      customer({
        relationship: 'NONE',
        invitation: { answer: 'accepts', afterDays: 1 },
        subscriptions: [
          subscription({ id: guid(1), endDate: '+3d', channel: 'WEB_DIRECT_MOSA', endAction: 'NONE' }),
          subscription({
            id: guid(2),
            startedOn: '-10d',
            endDate: '+2d',
            term: 'P1M',
            billing: 'monthly',
            autoRenew: true,
            endAction: 'RENEW',
          }),
          subscription({ id: guid(3), endDate: '+2d' }),
        ],
      }),
    )

  it('happens in the order of its time, each as a change of its own', async () => {
    const { simulator, store, forward } = await openSimulator(busy())
    await simulator.invitationSent(TENANT)
    const before = store.journal.length
    await forward(40 * 24)
    expect(store.journal.slice(before)).to.deep.equal([
      'practice clock',
      'practice answer',
      'practice termEnd', // two end on day 2
      'practice termEnd',
      'practice termEnd', // day 3: into free grace
      'practice termEnd', // the month that was renewed on day 2
      'practice becomeNext', // the grace is over
    ])
  })

  it('run again finds nothing left to do', async () => {
    const { simulator, store, clock, forward } = await openSimulator(busy())
    await simulator.invitationSent(TENANT)
    await forward(200 * 24)
    const [commits, held] = [store.journal.length, await simulator.subscriptions(TENANT)]
    await simulator.runDue(clock.now())
    await Promise.all([simulator.runDue(clock.now()), simulator.runDue(clock.now())])
    expect(store.journal).to.have.length(commits)
    expect(await simulator.subscriptions(TENANT)).to.deep.equal(held)
  })

  it('comes to the same whether the clock moves at once, in steps, or over a process that dies between any two changes', async () => {
    const whole = await openSimulator(busy())
    await whole.simulator.invitationSent(TENANT)
    await whole.forward(130 * 24)
    const wanted = await whole.simulator.subscriptions(TENANT)

    const steps = await openSimulator(busy())
    await steps.simulator.invitationSent(TENANT)
    for (let day = 0; day < 130; day++) await steps.forward(24)
    expect(await steps.simulator.subscriptions(TENANT)).to.deep.equal(wanted)

    for (let commits = 1; commits < whole.store.journal.length; commits++) {
      const dying = await openSimulator(busy())
      await dying.simulator.invitationSent(TENANT)
      dying.store.failAfter(commits)
      await dying.forward(130 * 24).catch(() => undefined)
      dying.store.failAfter(Number.POSITIVE_INFINITY)
      const next = await openSimulator(busy(), dying.store)
      await next.forward((Date.parse(whole.clock.now()) - Date.parse(next.clock.now())) / 3_600_000)
      expect(await next.simulator.subscriptions(TENANT), `after ${commits} commits`).to.deep.equal(wanted)
      expect(await next.simulator.gates(TENANT)).to.include({ relationship: 'ACTIVE' })
    }
  })
})

describe('the simulator without a world', () => {
  it('says what is missing instead of playing an empty one', async () => {
    const empty = new Simulator({ store: new WatchedStore(), now: () => START, newId: () => guid(1) })
    expect(await failure(empty.invitationLink()))
      .to.have.property('message')
      .that.includes('no practice world')
    expect(await failure(empty.placeOrder(order(1))))
      .to.have.property('message')
      .that.includes('no practice world')
  })
})
