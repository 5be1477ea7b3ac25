import { expect } from 'chai'
import { customer, openSimulator, order, subscription, TENANT, worldOf } from './openSimulator.js'

const stranger = (invitation: { answer: 'accepts' | 'declines' | 'silent'; afterDays?: number }) =>
  worldOf(customer({ relationship: 'NONE', agreement: 'UNKNOWN', adminAccess: 'NONE', invitation }))

describe('an invitation in the practice world', () => {
  it('is accepted a day after it went out, with agreement and admin access', async () => {
    const { simulator, clock, forward } = await openSimulator(stranger({ answer: 'accepts', afterDays: 1 }))
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'NONE', agreement: 'UNKNOWN' })
    await forward(2)
    await simulator.invitationSent(TENANT)
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'INVITED', agreement: 'UNKNOWN' })
    expect(await simulator.nextDue()).to.equal('2026-11-23T10:00:00.000Z')
    await forward(23.9)
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'INVITED' })
    await forward(0.1)
    expect(clock.now()).to.equal('2026-11-23T10:00:00.000Z')
    expect(await simulator.gates(TENANT)).to.deep.equal({
      relationship: 'ACTIVE',
      agreement: 'ACCEPTED_DIRECT',
      adminAccess: 'ACTIVE',
      declined: false,
    })
  })

  it('sent again while the answer is awaited is answered when the first would have been', async () => {
    const { simulator, forward } = await openSimulator(stranger({ answer: 'accepts', afterDays: 3 }))
    await simulator.invitationSent(TENANT)
    await forward(48)
    await simulator.invitationSent(TENANT)
    await forward(24)
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'ACTIVE' })
  })

  it('is declined by a customer who declines, and again when it is sent again', async () => {
    const { simulator, forward } = await openSimulator(stranger({ answer: 'declines', afterDays: 2 }))
    await simulator.invitationSent(TENANT)
    await forward(48)
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'NONE', declined: true })
    await simulator.invitationSent(TENANT)
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'INVITED', declined: false })
    await forward(48)
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'NONE', declined: true })
  })

  it('is never answered by a silent customer, until somebody plays the administrator', async () => {
    const { simulator, forward } = await openSimulator(stranger({ answer: 'silent' }))
    await simulator.invitationSent(TENANT)
    await forward(365 * 24)
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'INVITED' })
    expect(await simulator.act(TENANT, 'accept')).to.equal('done')
    expect(await simulator.gates(TENANT)).to.include({
      relationship: 'ACTIVE',
      agreement: 'ACCEPTED_DIRECT',
      adminAccess: 'ACTIVE',
    })
  })

  it('to somebody who knows us already changes nothing', async () => {
    const { simulator, store } = await openSimulator()
    const commits = store.journal.length
    await simulator.invitationSent(TENANT)
    expect(store.journal).to.have.length(commits)
  })

  it('that is out when the world begins went out then', async () => {
    const { simulator } = await openSimulator(
      worldOf(customer({ relationship: 'INVITED', invitation: { answer: 'accepts', afterDays: 4 } })),
    )
    expect(await simulator.nextDue()).to.equal('2026-11-26T08:00:00.000Z')
  })
})

describe('what somebody outside does', () => {
  it('declining, and removing us with our rights (F3, F16); what was agreed stays', async () => {
    const { simulator } = await openSimulator()
    await simulator.act(TENANT, 'removeUs')
    expect(await simulator.gates(TENANT)).to.deep.equal({
      relationship: 'REMOVED',
      agreement: 'ACCEPTED_DIRECT',
      adminAccess: 'NONE',
      declined: false,
    })
    await simulator.act(TENANT, 'decline')
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'NONE', declined: true })
  })

  it('source ends: everything bought elsewhere is cancelled today, ours is not (F7)', async () => {
    const { simulator, forward } = await openSimulator()
    await simulator.placeOrder(order(1))
    await forward(24)
    expect(await simulator.act(TENANT, 'sourceEnds')).to.equal('done')
    const [source, own] = await simulator.subscriptions(TENANT)
    expect(source).to.include({ status: 'CANCELED', endDate: '2026-11-23' })
    expect(own).to.include({ status: 'ACTIVE', ours: true })
    expect(await simulator.act(TENANT, 'sourceEnds')).to.equal('noSource')
    await forward(90 * 24)
    expect((await simulator.subscriptions(TENANT))[0]).to.include({ status: 'CANCELED' })
    await forward(24)
    expect((await simulator.subscriptions(TENANT))[0]).to.include({ status: 'DELETED' })
  })

  it('source renews: everything bought elsewhere runs a term longer and will renew again (F11)', async () => {
    const { simulator, forward } = await openSimulator()
    expect(await simulator.act(TENANT, 'sourceRenews')).to.equal('done')
    const renewed = {
      status: 'ACTIVE',
      startedOn: '2026-11-22',
      endDate: '2027-12-15',
      autoRenew: 'ON',
      endAction: 'RENEW',
    }
    expect((await simulator.subscriptions(TENANT))[0]).to.include(renewed)
    await forward(400 * 24)
    expect((await simulator.subscriptions(TENANT))[0]).to.include({ status: 'ACTIVE', endDate: '2028-12-15' })
  })

  it('an extended service term that is renewed becomes a normal term from today (M3)', async () => {
    const { simulator, forward } = await openSimulator(
      worldOf(customer({ subscriptions: [subscription({ endAction: 'EST' })] })),
    )
    await forward(40 * 24)
    expect((await simulator.subscriptions(TENANT))[0]).to.include({ status: 'EST', endDate: '2026-12-15' })
    await simulator.act(TENANT, 'sourceRenews')
    expect((await simulator.subscriptions(TENANT))[0]).to.include({
      status: 'ACTIVE',
      startedOn: '2027-01-01',
      endDate: '2027-12-31',
    })
  })

  it('to a customer nobody knows is told apart', async () => {
    const { simulator } = await openSimulator(worldOf())
    expect(await simulator.act(TENANT, 'accept')).to.equal('unknownCustomer')
  })
})
