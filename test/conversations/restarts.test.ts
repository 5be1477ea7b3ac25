import { expect } from 'chai'
import { createServer, type AddressInfo } from 'node:net'
import { DIALOGUES, dialogueId } from '../../src/bot/records.js'
import { put, remove } from '../../src/domain/ports.js'
import { OUTBOX } from '../../src/domain/records.js'
import { answerOf, boughtBy, caseOf, countOf, outboxOf, planned, submitted } from '../support/scenes.js'
import { Stage } from '../support/stage.js'

/** One whole move: what is typed, and what is pressed on the newest card that has the button. */
const STEPS: readonly (readonly [who: string, how: 'says' | 'presses', what: string])[] = [
  ['sara', 'says', 'move Contoso'],
  ['sara', 'presses', 'Invite Contoso'],
  ['sara', 'says', 'practice next'],
  ['sara', 'presses', 'Plan products and dates'],
  ['sara', 'presses', 'Save the seats'],
  ['sara', 'presses', 'Save the dates'],
  ['sara', 'presses', 'Request approval'],
  ['ben', 'presses', 'Approve for EUR 515.00 a month'],
  ['sara', 'presses', 'Order 25 seats on 11 December'],
  ['sara', 'says', 'practice next'],
  ['sara', 'says', 'practice next'],
  ['sara', 'presses', 'Confirm and complete'],
]

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const lost = async (stage: Stage): Promise<void> => {
  const all = await stage.ferry.store.all(DIALOGUES)
  if (all.length > 0)
    await stage.ferry.store.commit(
      'lost',
      all.map(({ id }) => remove(DIALOGUES, id, 'any')),
    )
}

describe('what is not kept in memory', () => {
  let stage: Stage
  beforeEach(async () => {
    // at the same address after a restart, as a program with a fixed port: what is sent first goes to the address kept
    stage = await Stage.open({ PORT: String(await freePort()) })
  })
  afterEach(async () => stage.close())

  const BETWEEN: readonly (readonly [what: string, happens: () => Promise<void>])[] = [
    ['the program is started anew', async () => stage.restart()],
    ['the dialogues’ places are lost', async () => lost(stage)],
  ]
  for (const [what, happens] of BETWEEN) {
    it(`is not needed: ${what} before every step of a move, and it goes on to the end (RF31)`, async () => {
      for (const [who, how, what] of STEPS) {
        await happens()
        if (how === 'says') await stage.say(who, what)
        else await stage.press(who, what)
      }
      expect((await caseOf(stage, 'Contoso')).state).to.equal('COMPLETED')
      expect(await boughtBy(stage, 'Contoso')).to.deep.equal({ subscriptions: 1, orders: 1 })
      for (const change of ['invite', 'submit', 'approve', 'schedule', 'start', 'orderActive', 'complete'] as const)
        expect(await countOf(stage, 'Contoso', change), change).to.equal(1)
      expect((await outboxOf(stage)).filter((line) => !line.endsWith(': sent'))).to.deep.equal([])
    })
  }

  it('may be an answer typed to a question that is forgotten: Ferry says so, and the case waits (RF31)', async () => {
    await planned(stage, 'Contoso')
    await lost(stage)
    const before = await caseOf(stage, 'Contoso')
    stage.takeHeard()
    await stage.say('sara', 'next')
    expect(stage.takeHeard()).to.have.length(1)
    expect(await caseOf(stage, 'Contoso')).to.deep.equal(before)
    await stage.press('sara', 'Request approval')
    expect((await caseOf(stage, 'Contoso')).state).to.equal('AWAITING_APPROVAL')
  })

  describe('a dialogue that an older version has left', () => {
    const leave = async (state: object): Promise<void> => {
      const id = dialogueId(stage.channel.conversation(stage.idOf('sara')).id, stage.idOf('sara'))
      await stage.ferry.store.commit('older', [put(DIALOGUES, id, 'any', { state: state as never, seen: [] })])
    }
    const STACKS: readonly (readonly [what: string, state: object])[] = [
      [
        'a dialogue that is gone',
        { dialogStack: [{ id: 'main', state: { dialogs: { dialogStack: [{ id: 'gone', state: {} }] } } }] },
      ],
      ['a first dialogue that is gone', { dialogStack: [{ id: 'gone', state: {} }] }],
      [
        'a step without its options',
        {
          dialogStack: [
            {
              id: 'main',
              state: {
                dialogs: {
                  dialogStack: [{ id: 'planMove', state: { dialogs: { dialogStack: [{ id: 'steps', state: {} }] } } }],
                },
              },
            },
          ],
        },
      ],
      ['nothing at all', {}],
    ]
    for (const [what, state] of STACKS) {
      it(`with ${what} fails once at most; words and cards go on (RF30, RF41)`, async () => {
        await planned(stage, 'Contoso')
        await leave(state)
        await stage.say('sara', 'next')
        stage.takeHeard()
        await stage.say('sara', 'help')
        await stage.say('sara', 'status Contoso')
        const heard = stage.takeHeard()
        expect(heard).to.have.length(2)
        expect(heard.join('\n')).not.to.include('went wrong')
        await leave(state)
        await stage.press('sara', 'Request approval')
        expect((await caseOf(stage, 'Contoso')).state).to.equal('AWAITING_APPROVAL')
      })
    }
  })

  it('on a card of another version is not guessed at (RF30)', async () => {
    await planned(stage, 'Contoso')
    const data = stage.dataOf('sara', 'next')
    const before = await caseOf(stage, 'Contoso')
    for (const changed of [
      { step: 'summary' },
      { step: 'lines', seats_l99: '7' },
      { step: 'dates', stopRenewal: 'NOBODY' },
    ]) {
      const { status, text } = answerOf(await stage.invoke('sara', 'next', { ...data, ...changed }))
      expect(status).to.equal(200)
      expect(text).not.to.equal('')
      expect(await caseOf(stage, 'Contoso')).to.deep.equal(before)
    }
  })

  it('is what failed to be sent: at the next start it goes out, once (RF7, RP3)', async () => {
    await planned(stage, 'Contoso')
    stage.channel.connector.failNext({ status: 500, when: 'before' }, 3)
    await stage.press('sara', 'Request approval')
    const cards = () => ['ben', 'marta', 'ada'].map((name) => stage.channel.messages(stage.idOf(name)).length)
    const before = cards()
    expect((await outboxOf(stage)).filter((line) => line.endsWith(': planned'))).to.have.length(3)
    await stage.restart()
    expect(cards()).to.deep.equal(before.map((count) => count + 1))
    expect((await outboxOf(stage)).filter((line) => !line.endsWith(': sent'))).to.deep.equal([])
  })

  it('of messages: one found planned, and one found as being sent, goes out once after the start (RF7, RP4)', async () => {
    await submitted(stage, 'Contoso')
    const items = await stage.ferry.store.all(OUTBOX)
    const as = async (first: string, status: 'planned' | 'sending') => {
      const item = items.find(({ value }) => value.to === stage.idOf(first) && value.notice === 'approvalRequested')
      if (item === undefined) throw new Error(`${first} was asked for nothing`)
      await stage.ferry.store.commit('killed', [put(OUTBOX, item.id, 'any', { ...item.value, status })])
    }
    await as('ben', 'planned')
    await as('marta', 'sending')
    const cards = (name: string) => stage.channel.messages(stage.idOf(name)).length
    const before = ['ben', 'marta', 'ada'].map(cards)
    await stage.restart()
    expect(['ben', 'marta', 'ada'].map(cards)).to.deep.equal([before[0]! + 1, before[1]! + 1, before[2]!])
    await stage.restart()
    expect(['ben', 'marta', 'ada'].map(cards)).to.deep.equal([before[0]! + 1, before[1]! + 1, before[2]!])
  })
})
