import { expect } from 'chai'
import { z } from 'zod'
import { addHours } from '../../../src/domain/days.js'
import { PartnerCenterUnavailableError } from '../../../src/domain/errors.js'
import { TenantId, UtcDay, type Instant } from '../../../src/domain/ids.js'
import { put, type RecordKind } from '../../../src/domain/ports.js'
import { builtInWorld } from '../../../src/practice/builtInWorld.js'
import { createPracticeControl, type DueWork } from '../../../src/practice/practiceControl.js'
import { PRACTICE_KINDS } from '../../../src/practice/practiceKinds.js'
import type { World } from '../../../src/practice/world.js'
import {
  customer,
  failure,
  guid,
  openSimulator,
  order,
  START,
  subscription,
  TENANT,
  worldOf,
} from '../../partnerCenter/openSimulator.js'

/** A record of the product, for a reset to clear. */
const CASES: RecordKind<{ readonly state: string }> = {
  name: 'case',
  schemaVersion: 1,
  schema: z.object({ state: z.string() }),
}

const accepts = (afterDays: number, endDate = '+23d') =>
  worldOf(
    customer({
      relationship: 'NONE',
      agreement: 'UNKNOWN',
      adminAccess: 'NONE',
      invitation: { answer: 'accepts', afterDays },
      subscriptions: [subscription({ endDate })],
    }),
  )

/** The product as far as time goes: things planned for a moment, each done once. */
class Plans implements DueWork {
  readonly ran: string[] = []
  private planned: { readonly at: Instant; readonly what: string; readonly act?: () => Promise<void> | void }[] = []
  /** Called whenever the product gets to work. */
  watch: (now: Instant) => Promise<void> | void = () => undefined

  plan(at: Instant, what: string, act?: () => Promise<void> | void): void {
    this.planned.push({ at, what, ...(act && { act }) })
  }

  async nextDue(): Promise<Instant | undefined> {
    return this.planned.map(({ at }) => at).sort()[0]
  }

  async runDue(now: Instant): Promise<void> {
    await this.watch(now)
    const due = this.planned.filter(({ at }) => at <= now).sort((a, b) => (a.at < b.at ? -1 : 1))
    this.planned = this.planned.filter(({ at }) => at > now)
    for (const { what, act } of due) {
      this.ran.push(`${now} ${what}`)
      await act?.()
    }
  }
}

async function practice<W extends DueWork>(dueWork: W, world: World = accepts(1)) {
  const opened = await openSimulator(world)
  const events: string[] = []
  const control = await createPracticeControl({
    store: opened.store,
    clock: opened.clock,
    simulator: opened.simulator,
    dueWork,
    world,
    today: () => UtcDay.parse('2027-05-05'),
    everyKind: [...PRACTICE_KINDS, CASES] as readonly RecordKind<unknown>[],
    caseStateOf: async (tenant) => (tenant === TENANT ? 'INVITED' : undefined),
    afterReset: () => void events.push('afterReset'),
  })
  return { ...opened, control, dueWork, events }
}

const hours = (count: number) => addHours(START, count)

describe('moving the practice clock forward', () => {
  it('lets the world and the product do what is due, in the order of time, the world first', async () => {
    const { control, simulator, dueWork } = await practice(new Plans())
    await simulator.invitationSent(TENANT)
    const seen: string[] = []
    dueWork.watch = async (now) => void seen.push(`${now} ${(await simulator.gates(TENANT)).relationship}`)
    dueWork.plan(hours(30), 'reminder')
    dueWork.plan(hours(10), 'first reminder')
    dueWork.plan(hours(24), 'at the same moment')
    await control.forwardTo(hours(48))
    expect(control.now()).to.equal(hours(48))
    expect(seen).to.deep.equal([
      `${hours(10)} INVITED`,
      `${hours(24)} ACTIVE`,
      `${hours(30)} ACTIVE`,
      `${hours(48)} ACTIVE`,
    ])
    expect(dueWork.ran).to.deep.equal([
      `${hours(10)} first reminder`,
      `${hours(24)} at the same moment`,
      `${hours(30)} reminder`,
    ])
  })

  it('lets what happens on the way make more things due, in the world and in the product', async () => {
    const { control, simulator, dueWork } = await practice(new Plans())
    dueWork.plan(hours(5), 'invite', async () => {
      await simulator.invitationSent(TENANT)
      dueWork.plan(hours(5), 'log it') // at the same moment
      dueWork.plan(hours(12), 'follow up')
    })
    await control.forwardTo(hours(29))
    expect(dueWork.ran.map((text) => text.slice(25))).to.deep.equal(['invite', 'log it', 'follow up'])
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'ACTIVE' })
  })

  it('does what was waiting before it moves', async () => {
    const { control, dueWork } = await practice(new Plans())
    dueWork.plan(hours(-5), 'left over')
    await control.forwardTo(hours(1))
    expect(dueWork.ran).to.deep.equal([`${START} left over`])
  })

  it('stops exactly where it was sent, and does there what is due, and what that makes due', async () => {
    const { control, dueWork } = await practice(new Plans())
    dueWork.plan(hours(3), 'now', () => dueWork.plan(hours(3), 'and then'))
    dueWork.plan(addHours(hours(3), 1 / 3_600_000), 'too late')
    await control.forwardTo(hours(3))
    expect([control.now(), ...dueWork.ran]).to.deep.equal([hours(3), `${hours(3)} now`, `${hours(3)} and then`])
  })

  it('never goes back (contracts, 3)', async () => {
    const { control } = await practice(new Plans())
    const error = await failure(control.forwardTo(hours(-1)))
    expect(error).to.include({ code: 'practiceRefused', refusal: 'backwards' })
    expect(control.now()).to.equal(START)
  })

  it('gets past work that stays due whatever is done, without giving up what else is due', async () => {
    let runs = 0
    const stuck: DueWork = { nextDue: async () => hours(2), runDue: async () => void (runs += 1) }
    const { control, simulator } = await practice(stuck)
    await simulator.invitationSent(TENANT)
    await control.forwardTo(hours(365 * 24))
    expect(control.now()).to.equal(hours(365 * 24))
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'ACTIVE' })
    expect((await simulator.subscriptions(TENANT))[0]).to.include({ status: 'DELETED' })
    expect(runs).to.be.below(50)
  })

  it('asked for twice at once moves one after the other', async () => {
    const { control, dueWork } = await practice(new Plans())
    dueWork.plan(hours(1), 'once')
    await Promise.all([control.forwardTo(hours(2)), control.forwardTo(hours(3))])
    expect([control.now(), ...dueWork.ran]).to.deep.equal([hours(3), `${hours(1)} once`])
  })

  it('can be asked again after the product failed on the way', async () => {
    const { control, dueWork } = await practice(new Plans())
    let failures = 1
    dueWork.watch = () => {
      if (failures-- > 0) throw new PartnerCenterUnavailableError(30)
    }
    dueWork.plan(hours(1), 'reminder')
    expect(await failure(control.forwardTo(hours(2)))).to.be.instanceOf(PartnerCenterUnavailableError)
    await control.forwardTo(hours(2))
    expect(dueWork.ran).to.deep.equal([`${hours(1)} reminder`])
  })
})

describe('the next thing due', () => {
  it('is where the clock goes, one after the other, until there is nothing left', async () => {
    const { control, simulator, dueWork } = await practice(new Plans(), accepts(1, '+2d'))
    await simulator.invitationSent(TENANT)
    dueWork.plan(hours(12), 'reminder')
    expect(await control.next()).to.equal(hours(12))
    expect(await control.next()).to.equal(hours(24))
    expect(await control.next()).to.equal('2026-11-25T00:00:00.000Z') // E+1
    expect(await control.next()).to.equal('2027-02-23T00:00:00.000Z') // E+91: deleted
    expect(await control.next()).to.equal(undefined)
    expect(control.now()).to.equal('2027-02-23T00:00:00.000Z')
  })

  it('is not what only waits and stays due', async () => {
    const { control } = await practice({ nextDue: async () => START, runDue: async () => undefined })
    expect(await control.next()).to.equal('2026-12-16T00:00:00.000Z')
  })
})

describe('playing the customer', () => {
  it('accepts, and the product hears of it at once', async () => {
    const { control, simulator, dueWork } = await practice(new Plans())
    const heard: string[] = []
    dueWork.watch = async () => void heard.push((await simulator.gates(TENANT)).relationship)
    await control.act(TENANT, 'accept')
    expect(heard).to.deep.equal(['ACTIVE'])
    expect(await control.customers()).to.deep.equal([
      { tenantId: TENANT, name: 'Contoso', domain: 'contoso.com', relationship: 'ACTIVE', caseState: 'INVITED' },
    ])
  })

  it('is refused for somebody unknown, and where nothing bought elsewhere runs any more', async () => {
    const { control } = await practice(new Plans())
    expect(await failure(control.act(TenantId.parse(guid(9)), 'accept'))).to.include({ refusal: 'unknownCustomer' })
    await control.act(TENANT, 'sourceEnds')
    expect(await failure(control.act(TENANT, 'sourceEnds'))).to.include({ refusal: 'noSource' })
    expect(await failure(control.act(TENANT, 'sourceRenews'))).to.include({ refusal: 'noSource' })
  })
})

describe('faults in the practice room', () => {
  it('are listed while they are on, counted down as they hit, and healed', async () => {
    const { control, simulator } = await practice(new Plans())
    expect(control.faults()).to.deep.equal([])
    await control.fail('throttle', 2)
    expect(control.faults()).to.deep.equal([{ name: 'throttle', times: 2 }])
    await failure(simulator.gates(TENANT))
    expect(control.faults()).to.deep.equal([{ name: 'throttle', times: 1 }])
    await control.heal()
    expect(control.faults()).to.deep.equal([])
  })

  it('of the world file are listed from the start', async () => {
    const { control } = await practice(new Plans(), builtInWorld)
    expect(control.faults()).to.have.length(1)
    expect(control.faults()[0]).to.include({ name: 'half-checkout', times: 1 })
  })

  for (const times of [0, -1, 1.5, 1001, Number.NaN]) {
    it(`cannot be switched on ${times} times`, async () => {
      const { control } = await practice(new Plans())
      expect(await failure(control.fail('slow', times))).to.include({ refusal: 'times' })
      expect(control.faults()).to.deep.equal([])
    })
  }
})

describe('the practice room after a reset', () => {
  it('is as on the first day, counted from the real today, and nothing else is left', async () => {
    const { control, store, simulator, forward, events } = await practice(new Plans(), worldOf(customer()))
    await store.commit('open', [put(CASES, 'a case', 'new', { state: 'PLANNED' })])
    await simulator.placeOrder(order(1))
    await control.fail('lost-answer', 1)
    await forward(300 * 24)
    await control.reset()
    expect(control.now()).to.equal('2027-05-05T08:00:00.000Z')
    expect((await simulator.subscriptions(TENANT)).map(({ endDate, status }) => [endDate, status])).to.deep.equal([
      ['2027-05-28', 'ACTIVE'],
    ])
    expect(await simulator.findOrder(order(1))).to.equal(undefined)
    expect(await store.all(CASES)).to.deep.equal([])
    expect(control.faults()).to.deep.equal([])
    expect(events).to.deep.equal(['afterReset'])
    await simulator.placeOrder(order(1))
    expect(await simulator.subscriptions(TENANT)).to.have.length(2)
  })

  it('is reset whole or not at all', async () => {
    const { control, store, simulator } = await practice(new Plans(), worldOf(customer()))
    await store.commit('open', [put(CASES, 'a case', 'new', { state: 'PLANNED' })])
    await simulator.placeOrder(order(1))
    store.failAfter(0)
    await failure(control.reset())
    store.failAfter(Number.POSITIVE_INFINITY)
    expect(control.now()).to.equal(START)
    expect(await store.all(CASES)).to.have.length(1)
    expect(await simulator.subscriptions(TENANT)).to.have.length(2)
  })
})

describe('the practice room after a restart', () => {
  it('settles what the process that died had left undone', async () => {
    const world = accepts(1)
    const { clock, simulator, control, dueWork } = await practice(new Plans(), world)
    await simulator.invitationSent(TENANT)
    await clock.set(hours(30)) // and the process dies before anything due has run
    dueWork.plan(hours(26), 'reminder')
    await control.settle()
    expect(await simulator.gates(TENANT)).to.include({ relationship: 'ACTIVE' })
    expect(dueWork.ran).to.deep.equal([`${hours(30)} reminder`])
  })

  it('shows the partner and the people of the world that was installed, not of a file changed since', async () => {
    const { control } = await practice(new Plans(), builtInWorld)
    expect(control.partnerName).to.equal('Baltic Cloud')
    expect(control.people().map(({ name }) => name)).to.include('Marta Zielińska')
    expect(await control.customers()).to.have.length(19)
  })
})
