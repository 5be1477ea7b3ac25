import { expect } from 'chai'
import { Queues } from '../../src/bot/inTurn.js'
import { startOuterWall, type OuterWall } from '../security/support/outerWall.js'

const press = {
  type: 'invoke',
  name: 'adaptiveCard/action',
  value: { action: { type: 'Action.Execute', verb: 'approve', data: {} } },
}

/** A gate that turns wait at until it is opened. */
function gate() {
  let open = () => undefined as void
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open: () => open(), opened }
}

describe('POST /api/messages', () => {
  let wall: OuterWall
  beforeEach(async () => {
    wall = await startOuterWall({ authenticated: false, queues: new Queues(2) })
  })
  afterEach(() => wall.close())

  it('runs turns of one conversation one after another, in their order', async () => {
    const steps: string[] = []
    wall.handle = async ({ activity }) => {
      steps.push(`${activity.text} begins`)
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      steps.push(`${activity.text} ends`)
    }
    await Promise.all(['one', 'two', 'three'].map((text) => wall.post(wall.activity({ text }))))
    const order = steps.map((step) => step.split(' ')[1])
    expect(order).to.deep.equal(['begins', 'ends', 'begins', 'ends', 'begins', 'ends'])
  })

  it('runs turns of different conversations side by side', async () => {
    const both = gate()
    let running = 0
    wall.handle = async () => {
      running += 1
      if (running === 2) both.open()
      await both.opened
    }
    const replies = await Promise.all(['a:1', 'a:2'].map((id) => wall.post(wall.activity({ conversation: { id } }))))
    expect(replies.map(({ status }) => status)).to.deep.equal([200, 200])
  })

  it('refuses what would wait behind too many others of its conversation (RF70), and nobody else', async () => {
    const held = gate()
    const begun = gate()
    wall.handle = async ({ activity }) => {
      begun.open()
      if (activity.conversation.id === 'a:busy') await held.opened
    }
    const busy = { conversation: { id: 'a:busy' } }
    const first = wall.post(wall.activity(busy))
    await begun.opened
    const waiting = [wall.post(wall.activity(busy)), wall.post(wall.activity(busy))]
    const later = await Promise.race([...waiting, wall.post(wall.activity(busy)), wall.post(wall.activity(busy))])
    expect([later.status, later.text, later.headers.get('retry-after')]).to.deep.equal([503, '{"error":"busy"}', '1'])
    expect((await wall.post(wall.activity())).status).to.equal(200)
    held.open()
    expect((await first).status).to.equal(200)
    expect(wall.counters.count('ferry_requests_rejected_total', ['reason', 'busy'])).to.be.greaterThan(0)
  })

  it('RF26 works once on an activity that is delivered twice at the same time, and answers both alike', async () => {
    const card = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { body: ['approved'] } }
    wall.handle = async (context) =>
      void (await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: card } }))
    const activity = wall.activity(press)
    const replies = await Promise.all([wall.post(activity), wall.post(activity)])
    expect(replies.map(({ status, text }) => [status, JSON.parse(text) as unknown])).to.deep.equal([
      [200, card],
      [200, card],
    ])
    expect(wall.turns).to.have.length(1)
    expect(wall.counters.count('ferry_turns_repeated_total')).to.equal(1)
  })

  it('RF26 works once on an activity that is delivered again later', async () => {
    const activity = wall.activity()
    await wall.post(activity)
    const again = await wall.post(activity)
    expect([again.status, wall.turns.length, wall.connector.sent.length]).to.deep.equal([200, 1, 1])
  })

  it('works again on a press whose first delivery failed', async () => {
    const activity = wall.activity(press)
    wall.handle = async () => {
      throw new Error('the store was busy')
    }
    expect((await wall.post(activity)).status).to.equal(500)
    wall.handle = async (context) =>
      void (await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: {} } }))
    expect((await wall.post(activity)).status).to.equal(200)
  })

  it('takes two edits of one message for two activities', async () => {
    const message = wall.activity({ type: 'messageUpdate' })
    await wall.post(message)
    await wall.post({ ...message, timestamp: '2026-11-22T09:31:00.000Z' })
    await wall.post({ ...message, timestamp: '2026-11-22T09:31:00.000Z' })
    expect(wall.turns).to.have.length(2)
  })

  it('takes the same id in two conversations for two activities, and no id for a new one each time', async () => {
    const activity = wall.activity()
    await wall.post(activity)
    await wall.post({ ...activity, conversation: { id: 'a:other' } })
    await wall.post({ ...activity, id: undefined })
    await wall.post({ ...activity, id: undefined })
    expect(wall.turns).to.have.length(4)
  })

  it('hands moments to the bot as dates, as the SDK does', async () => {
    await wall.post(wall.activity({ localTimestamp: '2026-11-22T10:30:00.000+01:00' }))
    const [turn] = wall.turns
    expect([turn?.timestamp, turn?.localTimestamp]).to.deep.equal([
      new Date('2026-11-22T09:30:00Z'),
      new Date('2026-11-22T09:30:00Z'),
    ])
    expect(turn && Reflect.get(turn, 'rawLocalTimestamp')).to.equal('2026-11-22T10:30:00.000+01:00')
  })

  it('answers an invoke that nobody handles with 501, and an empty body', async () => {
    wall.handle = async () => undefined
    const reply = await wall.post(wall.activity(press))
    expect([reply.status, reply.text]).to.deep.equal([501, ''])
  })

  it('answers in JSON when the body of an answer is a mere string', async () => {
    wall.handle = async (context) =>
      void (await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: '<b>' } }))
    const reply = await wall.post(wall.activity(press), { 'content-type': 'application/json', accept: 'text/html' })
    expect([reply.headers.get('content-type'), reply.text]).to.deep.equal(['application/json', '"<b>"'])
  })

  it('counts turns by type', async () => {
    await wall.post(wall.activity())
    await wall.post(wall.activity({ type: 'somethingNew' }))
    expect(['message', 'other'].map((type) => wall.counters.count('ferry_turns_total', ['type', type]))).to.deep.equal([
      1, 1,
    ])
  })
})
