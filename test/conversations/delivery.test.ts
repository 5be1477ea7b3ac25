import { expect } from 'chai'
import { createLog } from '../../src/bot/log.js'
import { StoreUnavailableError } from '../../src/domain/errors.js'
import { CaseId, Instant, PersonId } from '../../src/domain/ids.js'
import { OutboxWorker, type Delivery } from '../../src/domain/outboxWorker.js'
import { put, type Store } from '../../src/domain/ports.js'
import { OUTBOX, type OutboxItem } from '../../src/domain/records.js'
import { memoryStore } from '../support/memoryStore.js'
import { outboxOf, planned, Timers } from '../support/scenes.js'
import { Stage } from '../support/stage.js'

const ASKED = ['ada', 'ben', 'marta']

/** Messages that nobody asked for: what Teams may do to them on their way. */
describe('a message to somebody else', () => {
  let stage: Stage
  let timers: Timers
  let logged: string[]
  beforeEach(async () => {
    timers = new Timers()
    logged = []
    const log = createLog('warn', { write: (line) => void logged.push(line) })
    stage = await Stage.open({}, { after: timers.after, log })
    await planned(stage, 'Contoso')
    stage.takeHeard()
  })
  afterEach(async () => stage.close())

  const ring = async (): Promise<void> => {
    timers.ring()
    await stage.ferry.settled()
  }
  const ask = async () => stage.press('sara', 'Request approval')
  const readers = () =>
    stage
      .takeHeard()
      .flatMap((line) => /^ferry > (\w+): \[(?:Your approval|Prośba)/.exec(line)?.[1] ?? [])
      .toSorted()

  for (const status of [500, 502, 503, 504, 412]) {
    it(`that Teams answers ${status} is sent again after a while; the others have theirs at once (RF33)`, async () => {
      stage.channel.connector.failNext({ status, when: 'before' }, 1)
      await ask()
      expect(readers()).to.have.length(2)
      expect(timers.times).to.have.length(1)
      expect(logged.filter((line) => line.includes('messageNotDelivered'))).to.have.length(1)
      await ring()
      expect(readers()).to.have.length(1)
      expect(await outboxOf(stage)).to.include.members([
        'approvalRequested to Ada: sent',
        'approvalRequested to Ben: sent',
        'approvalRequested to Marta: sent',
      ])
      expect(timers.times).to.deep.equal([])
    })
  }

  it('waits at least as long as Teams asks for when it is too much (RF33)', async () => {
    stage.channel.connector.failNext({ status: 429, when: 'before', retryAfterSeconds: 120 }, 3)
    await ask()
    expect(readers()).to.deep.equal([])
    expect(timers.times.every((ms) => ms >= 120_000 && ms <= 130_000)).to.equal(true)
    await ring()
    expect(readers()).to.deep.equal(ASKED)
  })

  it('is not tried again at every other event meanwhile (RF33)', async () => {
    stage.channel.connector.failNext({ status: 503, when: 'before' }, 3)
    await ask()
    const sends = stage.channel.sent().length
    await stage.press('sara', 'Look again')
    await stage.say('sara', 'note Contoso a word')
    await stage.say('sara', 'practice forward 1 hours')
    expect(readers()).to.deep.equal([])
    expect(
      stage.channel
        .sent()
        .slice(sends)
        .some((sent) => sent.conversationId !== stage.channel.conversation(stage.idOf('sara')).id),
    ).to.equal(false)
    await ring()
    expect(readers()).to.deep.equal(ASKED)
  })

  it('that arrived although the answer was lost is doubled once at most (RF34, RP4)', async () => {
    stage.channel.connector.failNext({ status: 504, when: 'after' }, 1)
    await ask()
    await ring()
    await ring()
    const heard = readers()
    expect(heard).to.have.length(4)
    expect(new Set(heard).size).to.equal(3)
  })

  it('is given up after a bounded number of ever longer waits, and is seen in the log (RF33, RP4)', async () => {
    await stage.channel.block(stage.idOf('ben'))
    await stage.channel.block(stage.idOf('ada'))
    stage.channel.connector.failNext({ status: 500, when: 'before' }, 100)
    await ask()
    const waits: number[] = []
    for (let tries = 0; tries < 20 && timers.times.length > 0; tries++) {
      waits.push(Math.max(...timers.times))
      await ring()
    }
    expect(waits).to.have.length(9)
    expect(waits.at(-1)).to.be.greaterThan(200_000)
    expect((await outboxOf(stage)).filter((line) => line.startsWith('approvalRequested'))).to.deep.equal([
      'approvalRequested to Ada: dead',
      'approvalRequested to Ben: dead',
      'approvalRequested to Marta: dead',
    ])
    expect(logged.filter((line) => line.includes('"status":"dead"'))).to.have.length(3)
  })

  it('to somebody who has blocked the bot is dead at once, visible, and holds nobody up (RF35)', async () => {
    await stage.channel.block(stage.idOf('ben'))
    await ask()
    expect(readers()).to.deep.equal(['ada', 'marta'])
    expect(timers.times).to.deep.equal([])
    expect(await outboxOf(stage)).to.include('approvalRequested to Ben: dead')
    const lines = logged.filter((line) => line.includes('messageNotDelivered'))
    expect(lines).to.have.length(1)
    expect(lines[0]).to.include('answered 403')
    // later messages are tried: there is no event that says when the bot may write again
    await stage.channel.block(stage.idOf('ben'), false)
    await stage.say('ada', 'odrzuć Contoso bo za wcześnie')
    await stage.say('sara', 'submit Contoso')
    expect(readers()).to.include('ben')
  })

  it('that still waits when the case was decided is not shown any more (RF29)', async () => {
    stage.channel.connector.failNext({ status: 500, when: 'before' }, 3)
    await ask()
    await stage.say('marta', 'zaakceptuj Contoso')
    stage.takeHeard()
    await ring()
    expect(readers()).to.deep.equal([])
    expect((await outboxOf(stage)).filter((line) => line.includes('planned'))).to.deep.equal([])
  })
})

describe('a message that its receiver’s Teams never answers', () => {
  const at = Instant.parse('2026-11-22T08:00:00.000Z')
  const [ada, ben] = ['a', 'b'].map((digit) => PersonId.parse(`${digit.repeat(8)}-0000-4000-8000-000000000000`))
  const item = (to: PersonId): OutboxItem => ({
    to,
    notice: 'approved',
    caseId: CaseId.parse('99999999-9999-4999-8999-999999999999'),
    at,
    status: 'planned',
    attempts: 0,
  })

  function worker(store: Store, deliver: (item: OutboxItem) => Promise<Delivery>) {
    const waits: { ms: number; task: () => Promise<void> }[] = []
    const outbox = new OutboxWorker({
      store,
      notifier: { deliver },
      later: (ms, task) => void waits.push({ ms, task }),
      random: () => 0,
      failed: () => undefined,
    })
    return { outbox, waits }
  }
  const statuses = async (store: Store) =>
    Object.fromEntries((await store.all(OUTBOX)).map(({ id, value }) => [id, value.status]))

  it('holds up neither the others nor what is written later (RF33, RF34)', async () => {
    if (ada === undefined || ben === undefined) throw new Error('nobody')
    const store = memoryStore()
    await store.commit('first', [put(OUTBOX, '1', 'new', item(ada)), put(OUTBOX, '2', 'new', item(ben))])
    let answer: (delivery: Delivery) => void = () => undefined
    const { outbox } = worker(store, async ({ to }) =>
      to === ada ? new Promise((resolve) => (answer = resolve)) : { sent: 'x' },
    )
    const first = outbox.run()
    await new Promise(setImmediate)
    await store.commit('more', [put(OUTBOX, '3', 'new', item(ben)), put(OUTBOX, '4', 'new', item(ada))])
    const second = outbox.run()
    await new Promise(setImmediate)
    expect(await statuses(store)).to.deep.equal({ 1: 'sending', 2: 'sent', 3: 'sent', 4: 'planned' })
    answer({ sent: 'y' })
    await new Promise(setImmediate)
    answer({ sent: 'z' })
    await Promise.all([first, second])
    expect(await statuses(store)).to.deep.equal({ 1: 'sent', 2: 'sent', 3: 'sent', 4: 'sent' })
  })

  it('or whose outcome cannot be written down is not sent again while the process lives (RF15, RP4)', async () => {
    if (ada === undefined) throw new Error('nobody')
    const inner = memoryStore()
    await inner.commit('first', [put(OUTBOX, '1', 'new', item(ada))])
    let full = true
    const store: Store = {
      get: async (kind, id) => inner.get(kind, id),
      all: async (kind) => inner.all(kind),
      commit: async (what, writes) => {
        if (full && what === 'outbox result') throw new StoreUnavailableError('no space left')
        await inner.commit(what, writes)
      },
    }
    let sends = 0
    const { outbox } = worker(store, async () => ({ sent: `m${++sends}` }))
    expect(await outbox.run().catch((error: unknown) => error)).to.be.instanceOf(StoreUnavailableError)
    full = false
    await outbox.run()
    expect(sends).to.equal(1)
    expect(await statuses(inner)).to.deep.equal({ 1: 'sent' })
  })
})
