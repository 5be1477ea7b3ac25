import { expect } from 'chai'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plannedDayOf } from '../../src/domain/guards.js'
import { OUTBOX } from '../../src/domain/records.js'
import {
  answerOf,
  boughtBy,
  caseOf,
  countOf,
  historyOf,
  outboxOf,
  planned,
  submitted,
  type Answer,
} from '../support/scenes.js'
import { Stage } from '../support/stage.js'
import { openRaw } from '../security/support/rawHttp.js'

const CARD = 'application/vnd.microsoft.card.adaptive'

/** Presses and messages that come twice, at the same moment, late, from the wrong person or with something forged in them. */
describe('presses and messages', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  const press = async (name: string, verb: string, data: unknown, id: string = randomUUID()): Promise<Answer> =>
    answerOf(
      await stage.send(name, {
        id,
        type: 'invoke',
        name: 'adaptiveCard/action',
        text: undefined,
        value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
      }),
    )
  const newestId = (name: string) => stage.channel.messages(stage.idOf(name)).at(-1)?.id

  describe('a press that comes more than once', () => {
    beforeEach(async () => submitted(stage, 'Contoso'))

    it('has one effect and one answer under the same id, at once and later (RF26)', async () => {
      const data = stage.dataOf('ben', 'approve')
      const id = `f:${randomUUID()}`
      const answers = await Promise.all([1, 2, 3].map(async () => press('ben', 'approve', data, id)))
      answers.push(await press('ben', 'approve', data, id))
      expect(await countOf(stage, 'Contoso', 'approve')).to.equal(1)
      expect(answers.map(({ status, type }) => [status, type])).to.deep.equal(answers.map(() => [200, CARD]))
      expect(new Set(answers.map(({ text }) => text)).size).to.equal(1)
      expect((await outboxOf(stage)).filter((line) => line.startsWith('approved'))).to.deep.equal([
        'approved to Sara: sent',
      ])
    })

    it('has one effect under new ids at once; the second says who did it and when (RF27, RF28)', async () => {
      const data = stage.dataOf('ben', 'approve')
      const answers = await Promise.all([1, 2, 3].map(async () => press('ben', 'approve', data)))
      expect(await countOf(stage, 'Contoso', 'approve')).to.equal(1)
      expect(answers.every(({ status, type }) => status === 200 && type === CARD)).to.equal(true)
      const repeats = answers.filter(({ text }) => text.includes('This button was pressed before: Ben Fischer, '))
      expect(repeats).to.have.length(2)
      expect(repeats[0]?.text).to.match(/pressed before: Ben Fischer, .*22 November.*09:00/)
    })

    it('is recognised by its key after a restart, whatever its id (RF26, RF31)', async () => {
      const data = stage.dataOf('ben', 'approve')
      await press('ben', 'approve', data, 'f:once')
      await stage.restart()
      await stage.say('ben', 'help')
      for (const id of ['f:once', 'f:other']) {
        const { status, text } = await press('ben', 'approve', data, id)
        expect(status).to.equal(200)
        expect(text).to.include('This button was pressed before: Ben Fischer')
      }
      expect(await countOf(stage, 'Contoso', 'approve')).to.equal(1)
    })

    it('puts the case as it is in place of the card when the client sends it again (RF27)', async () => {
      await stage.press('ben', 'Approve for EUR 515.00 a month')
      const activity = stage.channel.lastActivity(stage.idOf('ben'))
      if (activity === undefined) throw new Error('Ben has pressed nothing')
      const cards = stage.channel.messages(stage.idOf('ben')).length
      await Promise.all([
        stage.channel.deliverAgain(activity),
        stage.channel.deliverAgain(activity, { newId: true }),
        stage.channel.deliverAgain(activity, { newId: true }),
      ])
      expect(stage.channel.messages(stage.idOf('ben'))).to.have.length(cards)
      expect(await countOf(stage, 'Contoso', 'approve')).to.equal(1)
    })

    it('asks for the approval once, and says so at the second press of the review (RF27)', async () => {
      await stage.say('sara', 'plan Contoso')
      await stage.say('sara', 'next')
      await stage.say('sara', '2026-12-14')
      const data = stage.dataOf('sara', 'next')
      const before = await countOf(stage, 'Contoso', 'submit')
      const answers = await Promise.all([1, 2].map(async () => press('sara', 'next', data)))
      expect(await countOf(stage, 'Contoso', 'submit')).to.equal(before + 1)
      expect(answers.map(({ type }) => type)).to.deep.equal([CARD, CARD])
      expect(answers.filter(({ text }) => text.includes('pressed before: Sara Lind'))).to.have.length(1)
      expect((await outboxOf(stage)).filter((line) => line === 'approvalRequested to Ben: sent')).to.have.length(2)
    })
  })

  describe('two people at the same moment', () => {
    for (const customer of ['Contoso', 'Blue Yonder']) {
      it(`approve ${customer}: the first decides, the other reads who and when (RF28)`, async () => {
        await submitted(stage, customer)
        const [ben, marta] = [stage.dataOf('ben', 'approve'), stage.dataOf('marta', 'approve')]
        const answers = await Promise.all([press('ben', 'approve', ben), press('marta', 'approve', marta)])
        const move = await caseOf(stage, customer)
        expect(await countOf(stage, customer, 'approve')).to.equal(1)
        if (move.state !== 'APPROVED') throw new Error(`it is ${move.state}`)
        const [winner, loser] = move.approval.by === stage.idOf('ben') ? ['Ben Fischer', 1] : ['Marta Zielińska', 0]
        expect(answers.map(({ status, type }) => [status, type])).to.deep.equal([
          [200, CARD],
          [200, CARD],
        ])
        expect(answers[loser]?.text).to.include(winner)
        expect(answers[loser]?.text).to.match(/approved: |zaakceptowan/i)
      })
    }

    it('approve and reject: one decision stands, and only its notice is written (RF28)', async () => {
      for (const customer of ['Contoso', 'Blue Yonder']) {
        await submitted(stage, customer)
        const approve = stage.dataOf('ben', 'approve')
        const reject = { ...stage.dataOf('marta', 'reject'), reason: 'Too early' }
        const answers = await Promise.all([press('marta', 'reject', reject), press('ben', 'approve', approve)])
        expect(answers.every(({ status, type }) => status === 200 && type === CARD)).to.equal(true)
        const { id, state } = await caseOf(stage, customer)
        const decisions = [await countOf(stage, customer, 'approve'), await countOf(stage, customer, 'reject')]
        expect(decisions).to.deep.equal(state === 'APPROVED' ? [1, 0] : [0, 1])
        const told = (await stage.ferry.store.all(OUTBOX))
          .filter(({ value }) => value.caseId === id)
          .map(({ value }) => value.notice as string)
          .filter((notice) => ['approved', 'rejected'].includes(notice))
        expect(told).to.deep.equal([state === 'APPROVED' ? 'approved' : 'rejected'])
      }
    })

    it('approve and edit the plan: what stands approved is what was shown (RF28, X15)', async () => {
      for (const customer of ['Contoso', 'Blue Yonder']) {
        await submitted(stage, customer)
        const shown = plannedDayOf(await caseOf(stage, customer))
        const approve = stage.dataOf('ben', 'approve')
        await stage.say('sara', `plan ${customer}`)
        await stage.say('sara', 'next')
        const dates = { ...stage.dataOf('sara', 'next'), start: '2026-12-10' }
        const [approved] = await Promise.all([press('ben', 'approve', approve), press('sara', 'next', dates)])
        expect(approved.status).to.equal(200)
        const move = await caseOf(stage, customer)
        if (move.state === 'APPROVED') expect(plannedDayOf(move)).to.equal(shown)
        else expect(move.state).to.equal('PLANNED')
      }
    })

    it('start a move of one customer: there is one case, and both see it (RF28)', async () => {
      await Promise.all(['sara', 'piotr', 'ben'].map(async (name) => stage.say(name, 'move Contoso')))
      expect(await stage.ferry.moves.all()).to.have.length(1)
      for (const name of ['sara', 'piotr', 'ben']) expect(stage.lastCard(name).twin).to.include('Contoso')
    })
  })

  describe('a card that is not the newest', () => {
    it('of an earlier plan approves nothing; the card that it becomes does (RF29, RF30)', async () => {
      await submitted(stage, 'Contoso')
      const old = stage.dataOf('ben', 'approve')
      await stage.say('sara', 'plan Contoso')
      await stage.say('sara', 'next')
      await stage.say('sara', '2026-12-14')
      await stage.say('sara', 'next')
      expect((await caseOf(stage, 'Contoso')).state).to.equal('AWAITING_APPROVAL')
      const { text, status } = await press('ben', 'approve', old)
      expect(status).to.equal(200)
      expect(text).to.include('your press did nothing')
      expect((await caseOf(stage, 'Contoso')).state).to.equal('AWAITING_APPROVAL')
      expect((await press('ben', 'approve', stage.dataOf('ben', 'approve'))).status).to.equal(200)
      expect((await caseOf(stage, 'Contoso')).state).to.equal('APPROVED')
    })

    it('of a step does not take its answer, and asks the step as it is now (RF29)', async () => {
      await stage.say('sara', 'move Contoso')
      await stage.say('sara', 'next')
      await stage.say('sara', 'practice accept Contoso')
      await stage.say('sara', 'plan Contoso')
      const lines = stage.dataOf('sara', 'next')
      await press('sara', 'next', { ...lines, seats_l1: '24' })
      const { lines: after, revision } = await caseOf(stage, 'Contoso')
      expect(after[0]?.seats).to.equal(24)
      const { text, type } = await press('sara', 'next', { ...lines, seats_l1: '5' })
      expect(type).to.equal(CARD)
      expect(text).to.include('its answer was not taken')
      expect(await caseOf(stage, 'Contoso')).to.deep.include({ revision, lines: after })
    })

    it('of a move that is over changes nothing, and shows where it stands (RF30)', async () => {
      await submitted(stage, 'Contoso')
      const approve = stage.dataOf('ben', 'approve')
      await stage.say('sara', 'stop Contoso')
      const closed = await caseOf(stage, 'Contoso')
      expect((await press('ben', 'approve', approve)).type).to.equal(CARD)
      expect(await caseOf(stage, 'Contoso')).to.deep.equal(closed)
    })

    it('copied onto another case approves neither (RF58)', async () => {
      await submitted(stage, 'Contoso')
      const contoso = stage.dataOf('ben', 'approve')
      await submitted(stage, 'Blue Yonder')
      const other = stage.dataOf('ben', 'approve')
      await stage.say('sara', 'note Blue Yonder a word more')
      const before = [await caseOf(stage, 'Contoso'), await caseOf(stage, 'Blue Yonder')]
      const mixed = { ...contoso, caseId: other['caseId'] }
      expect((await press('ben', 'approve', mixed)).status).to.equal(200)
      expect([await caseOf(stage, 'Contoso'), await caseOf(stage, 'Blue Yonder')]).to.deep.equal(before)
      // a key that has had its effect has it nowhere else, even with the right revision
      await press('ben', 'approve', contoso)
      const { revision, id } = await caseOf(stage, 'Blue Yonder')
      await press('ben', 'approve', { ...contoso, caseId: id, revision })
      expect((await caseOf(stage, 'Blue Yonder')).state).to.equal('AWAITING_APPROVAL')
    })
  })

  describe('somebody who may not', () => {
    for (const [who, first] of [
      ['ada', 'Ada'],
      ['ben', 'Ben'],
    ] as const) {
      it(`${first}, an admin agent who asked for the approval, never gives it, after a hand-over neither (RF57)`, async () => {
        await submitted(stage, 'Contoso', who)
        const colleague = who === 'ada' ? 'ben' : 'ada'
        const stolen = () => stage.dataOf(colleague, 'approve')
        const attempts = [
          async () => press(who, 'approve', stolen()),
          async () => stage.say(who, 'approve Contoso'),
          async () => press(who, 'reject', { ...stolen(), reason: 'no' }),
        ]
        for (const attempt of attempts) await attempt()
        await stage.say(who, 'hand Contoso to Sara')
        await stage.say(colleague, 'status Contoso')
        for (const attempt of attempts) await attempt()
        expect((await caseOf(stage, 'Contoso')).owner).to.equal(stage.idOf('sara'))
        expect((await caseOf(stage, 'Contoso')).state).to.equal('AWAITING_APPROVAL')
        const { text } = await press(who, 'approve', stolen())
        expect(text).to.match(who === 'ben' ? /a colleague has to decide/ : /inna osoba|ktoś inny|współpracowni/)
        await press(colleague, 'approve', stolen())
        expect((await caseOf(stage, 'Contoso')).state).to.equal('APPROVED')
      })
    }

    it('is known by who sent the press, not by what is in the card (RF57)', async () => {
      await submitted(stage, 'Contoso')
      const ben = stage.idOf('ben')
      const data = stage.dataOf('ben', 'approve')
      const forged = {
        ...data,
        from: { id: `29:${ben}`, aadObjectId: ben },
        by: ben,
        actor: { kind: 'system' },
        roles: ['adminAgent'],
      }
      const { text, status } = await press('sara', 'approve', forged)
      expect(status).to.equal(200)
      expect(text).to.include('This needs another role')
      expect((await caseOf(stage, 'Contoso')).state).to.equal('AWAITING_APPROVAL')
    })

    it('orders nothing as a helpdesk agent, by button and by word (RF57)', async () => {
      await submitted(stage, 'Contoso')
      await stage.say('ben', 'approve Contoso')
      await stage.say('sara', 'practice date 2026-12-11')
      const before = await caseOf(stage, 'Contoso')
      const data = { ...stage.dataOf('sara', 'schedule'), revision: before.revision }
      for (const verb of ['order', 'schedule', 'undo', 'stop']) {
        const { status, text } = await press('hana', verb, { ...data, press: randomUUID() })
        expect(status).to.equal(200)
        expect(text).to.match(/rola|teraz|Teraz/)
      }
      await stage.say('hana', 'zamów Contoso')
      expect(await caseOf(stage, 'Contoso')).to.deep.equal(before)
      expect(await boughtBy(stage, 'Contoso')).to.deep.equal({ subscriptions: 0, orders: 0 })
    })

    it('orders once when everybody presses order at once (RF28)', async () => {
      await submitted(stage, 'Contoso')
      await stage.say('ben', 'approve Contoso')
      await stage.say('sara', 'practice date 2026-12-11')
      await Promise.all(['sara', 'ben', 'piotr', 'sara', 'ben'].map(async (name) => stage.say(name, 'order Contoso')))
      expect(await countOf(stage, 'Contoso', 'start')).to.equal(1)
      expect(await boughtBy(stage, 'Contoso')).to.deep.equal({ subscriptions: 1, orders: 1 })
    })
  })

  it('of somebody without a role is told who may help, and has no effect (RF57)', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ferry-roles-')), 'roles.json')
    const users = { [stage.idOf('sara')]: ['salesAgent'], [stage.idOf('ada')]: ['adminAgent'] }
    writeFileSync(file, JSON.stringify({ users }))
    const strict = await Stage.open({ FERRY_ROLES: file })
    try {
      await submitted(strict, 'Contoso')
      const data = strict.dataOf('ada', 'approve')
      await strict.say('ben', 'approve Contoso')
      const { status, text } = answerOf(await strict.invoke('ben', 'approve', data))
      expect(status).to.equal(200)
      expect(text).to.include('Ada Nowak')
      expect((await caseOf(strict, 'Contoso')).state).to.equal('AWAITING_APPROVAL')
    } finally {
      await strict.close()
    }
  })

  describe('a message', () => {
    it('that comes twice at once, and again after a restart, is answered once (RF26)', async () => {
      await stage.say('sara', 'move Contoso')
      const first = stage.channel.lastActivity(stage.idOf('sara'))
      if (first === undefined) throw new Error('Sara has said nothing')
      const message = { ...first, id: '4711', text: 'note Contoso once' }
      await Promise.all([1, 2, 3].map(async () => stage.channel.deliverAgain(message)))
      await stage.ferry.settled()
      await stage.restart()
      await stage.say('sara', 'help')
      const serviceUrl = stage.channel.lastActivity(stage.idOf('sara'))?.['serviceUrl']
      const last = newestId('sara')
      await stage.channel.deliverAgain({ ...message, serviceUrl })
      expect(newestId('sara')).to.equal(last)
      expect(await countOf(stage, 'Contoso', 'note')).to.equal(1)
      await stage.channel.deliverAgain({ ...message, serviceUrl, id: '4712' })
      expect(newestId('sara')).not.to.equal(last)
      expect(await countOf(stage, 'Contoso', 'note')).to.equal(2)
    })

    it('of twenty sent at once is answered in its turn, whatever two people talk about meanwhile (RF29)', async () => {
      await planned(stage, 'Contoso')
      await planned(stage, 'Relecloud', 'piotr')
      stage.takeHeard()
      const lines = Array.from({ length: 20 }, (_, n) => n)
      await Promise.all(
        lines.flatMap((n) => [
          stage.channel.say(stage.idOf('sara'), `note Contoso s${n}`),
          stage.channel.say(stage.idOf('piotr'), `notatka Relecloud p${n}`),
        ]),
      )
      await stage.ferry.settled()
      const heard = stage.takeHeard()
      for (const [name, customer, other] of [
        ['sara', 'Contoso', 'Relecloud'],
        ['piotr', 'Relecloud', 'Contoso'],
      ] as const) {
        expect(await countOf(stage, customer, 'note')).to.equal(20)
        const own = heard.filter((line) => line.startsWith(`ferry > ${name}:`))
        // each answer is followed by the open question again: had turns been mixed, two of a kind would stand together
        const [answer, question] = [own[0]?.slice(0, 60), own[1]?.slice(0, 60)]
        expect(answer).not.to.equal(question)
        expect(own.map((line) => line.slice(0, 60))).to.deep.equal(lines.flatMap(() => [answer, question]))
        expect(own.some((line) => line.includes(other))).to.equal(false)
      }
    })

    it('of twenty that come on one connection is answered in the order they came (RF29)', async () => {
      await stage.say('sara', 'move Contoso')
      const last = stage.channel.lastActivity(stage.idOf('sara'))
      const { host } = new URL(stage.ferry.url)
      const requests = Array.from({ length: 20 }, (_, n) => {
        const body = JSON.stringify({ ...last, id: `line${n}`, text: `note Contoso line ${n}` })
        const end = n === 19 ? 'close' : 'keep-alive'
        const head = `Host: ${host}\r\nContent-Type: application/json\r\nConnection: ${end}`
        return `POST /api/messages HTTP/1.1\r\n${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
      })
      const { socket, closed } = await openRaw(stage.ferry.url)
      socket.write(requests.join(''))
      expect((await closed).match(/HTTP\/1\.1 200/g)).to.have.length(20)
      await stage.ferry.settled()
      const notes = (await historyOf(stage, 'Contoso')).filter(({ what }) => what === 'note')
      expect(notes.map(({ facts }) => facts['text'])).to.deep.equal(Array.from({ length: 20 }, (_, n) => `line ${n}`))
    })
  })
})
