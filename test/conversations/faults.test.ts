import { expect } from 'chai'
import { createLog } from '../../src/bot/log.js'
import { DIALOGUES, dialogueId } from '../../src/bot/records.js'
import { wordsFor } from '../../src/cards/words.js'
import { isIn } from '../../src/domain/moveCase.js'
import { put } from '../../src/domain/ports.js'
import { FAULT_NAMES, FAULT_TABLE, type FaultName } from '../../src/partnerCenter/simulator/faults.js'
import { nodeFileSystem, type FileSystem, type OpenFile } from '../../src/store/fileSystem.js'
import { answerOf, boughtBy, caseOf, countOf, outboxOf, scheduled, submitted, Timers } from '../support/scenes.js'
import { Stage } from '../support/stage.js'

const CARD = 'application/vnd.microsoft.card.adaptive'
const SILENT = 'Partner Center does not answer'
const UNSAVED = wordsFor('en', 'UTC').say('error.storeUnavailable')

describe('an order under a fault of Partner Center', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  /** Lets time pass until the orders are there, deciding what a person has to decide. */
  async function untilOrdered(customer: string): Promise<void> {
    for (let steps = 0; steps < 25; steps++) {
      const move = await caseOf(stage, customer)
      if (isIn(move, ['OVERLAP', 'VERIFYING', 'COMPLETED'])) return
      if (move.state !== 'PARTIALLY_PROVISIONED') {
        await stage.say('sara', 'practice next')
        continue
      }
      expect((await outboxOf(stage)).join()).to.include('orderPartlyFailed to Sara: sent')
      expect(stage.lastCard('sara').json).to.include('"verb":"retry"')
      await stage.press('sara', retryTitle())
    }
    throw new Error(`the case stays ${(await caseOf(stage, customer)).state}`)
  }
  const retryTitle = () => /Order \d+ failed lines? again/.exec(stage.lastCard('sara').json)?.[0] ?? '?'

  /** Those that hit reads too need more of them to reach the order; `slow` is slow in real time. */
  const timesOf = (fault: FaultName) => (fault === 'slow' ? 2 : FAULT_TABLE[fault].fits.length === 3 ? 10 : 2)

  for (const fault of FAULT_NAMES) {
    it(`${fault}: exactly one subscription in the end, and who has to decide is told (RF42–RF48)`, async () => {
      await scheduled(stage, 'Contoso')
      await stage.say('sara', `practice fail ${fault} times ${timesOf(fault)}`)
      await untilOrdered('Contoso')
      expect(await boughtBy(stage, 'Contoso')).to.deep.equal({ subscriptions: 1, orders: 1 })
      expect(await countOf(stage, 'Contoso', 'orderActive')).to.equal(1)
    })
  }

  for (const fault of ['half-checkout', 'timeout-after', 'late-landing'] as const) {
    it(`${fault} with four lines: exactly one subscription for each (RF43, RF44, RF47)`, async () => {
      await scheduled(stage, 'Blue Yonder')
      await stage.say('sara', `practice fail ${fault} times 2`)
      await untilOrdered('Blue Yonder')
      expect(await boughtBy(stage, 'Blue Yonder')).to.deep.equal({ subscriptions: 4, orders: 4 })
    })
  }

  it('that is started by hand is placed once, whatever is pressed meanwhile (RF43)', async () => {
    await submitted(stage, 'Contoso')
    await stage.say('ben', 'approve Contoso')
    await stage.say('sara', 'practice date 2026-12-11')
    await stage.say('sara', 'practice fail timeout-after')
    await stage.say('sara', 'order Contoso')
    for (const line of ['order Contoso', 'retry Contoso', 'stop Contoso', 'undo Contoso']) await stage.say('sara', line)
    expect((await caseOf(stage, 'Contoso')).state).to.equal('PROVISIONING')
    await stage.restart()
    await untilOrdered('Contoso')
    expect(await boughtBy(stage, 'Contoso')).to.deep.equal({ subscriptions: 1, orders: 1 })
  })
})

describe('a question that Partner Center does not answer (RF42)', () => {
  let stage: Stage
  before(async () => {
    stage = await Stage.open()
    await submitted(stage, 'Contoso')
    await stage.say('ben', 'approve Contoso')
    await stage.say('sara', 'practice date 2026-12-11')
  })
  after(async () => stage.close())
  beforeEach(async () => {
    await stage.say('sara', 'practice heal')
    await stage.say('sara', 'practice fail throttle times 20')
    stage.takeHeard()
  })

  for (const typed of ['status Contoso', 'move Contoso', 'plan Contoso', 'order Contoso'])
    it(`is answered with a sentence and the case as last known: ${typed}`, async () => {
      const before = await caseOf(stage, 'Contoso')
      await stage.say('sara', typed)
      expect(stage.lastCard('sara').twin + stage.takeHeard().join('\n')).to.include(SILENT)
      expect(stage.lastCard('sara').twin).to.include('Contoso')
      expect(await caseOf(stage, 'Contoso')).to.deep.equal(before)
    })

  for (const verb of ['refresh', 'plan'])
    it(`is answered to a press in the form Teams knows, with the case as last known: ${verb}`, async () => {
      const { status, type, text } = answerOf(await stage.invoke('sara', verb, stage.dataOf('sara', verb)))
      expect({ status, type }).to.deep.equal({ status: 200, type: CARD })
      expect(text).to.include(SILENT)
      expect(text).to.include('Contoso')
    })

  it('when the closing checks are looked at: the case is shown, and completed when it answers', async () => {
    await stage.say('sara', 'practice heal')
    await stage.say('sara', 'status Contoso')
    await stage.say('sara', 'order Contoso')
    await stage.say('sara', 'practice next')
    expect((await caseOf(stage, 'Contoso')).state).to.equal('VERIFYING')
    const complete = stage.dataOf('sara', 'complete')
    await stage.say('sara', 'practice fail throttle times 20')
    for (const verb of ['complete', 'refresh']) {
      const { status, type, text } = answerOf(await stage.invoke('sara', verb, complete))
      expect({ status, type }).to.deep.equal({ status: 200, type: CARD })
      expect(text).to.include(SILENT)
    }
    await stage.say('sara', 'practice heal')
    await stage.invoke('sara', 'complete', complete)
    expect((await caseOf(stage, 'Contoso')).state).to.equal('COMPLETED')
  })

  it('when a new move begins: nothing is opened', async () => {
    await stage.say('sara', 'move Blue Yonder')
    expect(stage.takeHeard().join()).to.include(SILENT)
    expect(await stage.ferry.moves.all()).to.have.length(1)
  })
})

/** A disk without room for the changes that a test names. */
class FullDisk implements FileSystem {
  full: RegExp | undefined

  readonly realPath = async (folder: string) => nodeFileSystem.realPath(folder)
  readonly makeFolder = async (folder: string) => nodeFileSystem.makeFolder(folder)
  readonly list = async (folder: string) => nodeFileSystem.list(folder)
  readonly read = async (path: string) => nodeFileSystem.read(path)
  readonly rename = async (from: string, to: string) => nodeFileSystem.rename(from, to)
  readonly remove = async (path: string) => nodeFileSystem.remove(path)
  readonly syncFolder = async (folder: string) => nodeFileSystem.syncFolder(folder)
  readonly create = async (path: string): Promise<OpenFile> => this.watched(await nodeFileSystem.create(path))
  readonly append = async (path: string): Promise<OpenFile> => this.watched(await nodeFileSystem.append(path))

  private watched(file: OpenFile): OpenFile {
    return {
      write: async (bytes) => {
        if (this.full?.test(Buffer.from(bytes).toString()) === true)
          throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
        return file.write(bytes)
      },
      sync: async () => file.sync(),
      truncate: async (length) => file.truncate(length),
      close: async () => file.close(),
    }
  }
}

describe('a store without room', () => {
  let stage: Stage
  let timers: Timers
  let logged: string[]
  const disk = new FullDisk()
  beforeEach(async () => {
    disk.full = undefined
    timers = new Timers()
    logged = []
    const log = createLog('warn', { write: (line) => void logged.push(line) })
    stage = await Stage.open({}, { storeOptions: { files: disk }, after: timers.after, log })
    await submitted(stage, 'Contoso')
  })
  afterEach(async () => {
    disk.full = undefined
    await stage.close()
  })

  for (const how of ['by button', 'by word'] as const) {
    it(`when something is decided ${how}: the person is told, nothing is half done, and it works afterwards (RF15)`, async () => {
      const before = [await caseOf(stage, 'Contoso'), await outboxOf(stage)]
      const data = stage.dataOf('ben', 'approve')
      const decide = async () => {
        if (how === 'by button') return answerOf(await stage.invoke('ben', 'approve', data)).text
        await stage.say('ben', 'approve Contoso')
        return stage.lastLine('ben')
      }
      disk.full = /"what":"approve"/
      expect(await decide()).to.include(UNSAVED)
      expect([await caseOf(stage, 'Contoso'), await outboxOf(stage)]).to.deep.equal(before)
      disk.full = undefined
      await decide()
      expect((await caseOf(stage, 'Contoso')).state).to.equal('APPROVED')
      expect(await countOf(stage, 'Contoso', 'approve')).to.equal(1)
    })
  }

  it('when everything fails, reads included: one sentence, and no second answer later (RF15)', async () => {
    disk.full = /./
    stage.takeHeard()
    await stage.say('sara', 'status Contoso')
    expect(stage.takeHeard()).to.deep.equal([`ferry > sara: ${UNSAVED}`])
    disk.full = undefined
    await stage.say('sara', 'status Contoso')
    expect(stage.takeHeard().join()).to.include('Contoso: waiting for approval')
  })

  it('only for the place in the dialogue: what was decided is said, because it is saved (RF15, RP1)', async () => {
    disk.full = /"what":"turn"/
    stage.takeHeard()
    await stage.say('ben', 'approve Contoso')
    const heard = stage.takeHeard().filter((line) => line.startsWith('ferry > ben'))
    expect(heard.join()).to.include('Contoso: approved')
    expect(heard.join()).not.to.include(UNSAVED)
    disk.full = undefined
    await stage.restart()
    expect((await caseOf(stage, 'Contoso')).state).to.equal('APPROVED')
  })

  it('for the result of an order: tried again by itself, and there is one order (RF6, RF24)', async () => {
    await stage.say('ben', 'approve Contoso')
    await stage.say('sara', 'practice date 2026-12-11')
    disk.full = /"what":"orderActive"/
    await stage.say('sara', 'order Contoso')
    expect((await caseOf(stage, 'Contoso')).lines[0]?.order.status).to.equal('sending')
    expect(logged.join()).to.include('backgroundFailed')
    disk.full = undefined
    timers.ring()
    await stage.ferry.settled()
    expect((await caseOf(stage, 'Contoso')).state).to.equal('OVERLAP')
    expect(await boughtBy(stage, 'Contoso')).to.deep.equal({ subscriptions: 1, orders: 1 })
    expect(await outboxOf(stage)).to.include('orderDone to Sara: sent')
  })

  describe('a fault of ours inside a turn (RF41)', () => {
    const broken = { dialogStack: [{ id: 'main', state: { dialogs: { dialogStack: [{ id: 'gone', state: {} }] } } }] }
    beforeEach(async () => {
      const id = dialogueId(stage.channel.conversation(stage.idOf('sara')).id, stage.idOf('sara'))
      await stage.ferry.store.commit('broken', [put(DIALOGUES, id, 'any', { state: broken, seen: [] })])
      stage.takeHeard()
    })

    it('is one sentence with a reference to the log, without anything from inside; the next word works', async () => {
      await stage.say('sara', 'next')
      const [line, ...more] = stage.takeHeard()
      expect(more).to.deep.equal([])
      const reference = /finds this under ([0-9a-f-]{36})/.exec(line ?? '')?.[1]
      expect(logged.filter((entry) => entry.includes(`"reference":"${reference}"`))).to.have.length(1)
      expect(line).not.to.match(/gone|Error|\.js|dialog/i)
      await stage.say('sara', 'status Contoso')
      expect(stage.takeHeard().join()).to.include('Contoso: waiting for approval')
    })
  })

  it('is not needed by what the page asks wrongly: it is refused, and the rest goes on (RF41, RF59)', async () => {
    for (const body of ['{', '[]', '{"person":7}', '{"person":"nobody","text":"x"}', '']) {
      const response = await fetch(`${stage.ferry.url}/practice/api/say`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      expect(response.status).to.be.within(200, 499)
      expect(await response.text()).not.to.match(/\.js|node_modules/)
    }
    await stage.say('sara', 'status Contoso')
    expect(stage.lastCard('sara').twin).to.include('Contoso')
  })
})
