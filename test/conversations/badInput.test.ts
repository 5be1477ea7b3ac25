import { expect } from 'chai'
import { LONGEST_LINE } from '../../src/dialogs/mainDialog.js'
import { wordsFor, type WordKey, type WordValues } from '../../src/cards/words.js'
import { cleaned } from '../../src/cards/plainText.js'
import { explain } from '../../src/cards/sentences.js'
import type { Refusal } from '../../src/domain/changes.js'
import { Stage, TODAY } from '../support/stage.js'
import { UtcDay } from '../../src/domain/ids.js'

const OTHER_CASE = '99999999-9999-4999-8999-999999999999'

/** Everything a card of an answer says, without the marks that keep Markdown from being read. */
function shownText(body: string): string {
  const { value } = JSON.parse(body) as { value: { fallbackText: string } }
  return value.fallbackText.replaceAll('\\', '')
}

/** Whatever is wrong: one clear sentence in the reader's language, no stack, and the case as it was. */
describe('bad input', () => {
  let stage: Stage
  before(async () => {
    stage = await Stage.open()
    await stage.say('sara', 'move Contoso')
  })
  after(async () => stage.close())

  const say = (key: WordKey, values?: WordValues, language: 'en' | 'pl' = 'en') =>
    wordsFor(language, 'UTC').say(key, values)
  const revision = async () => (await stage.caseOf('Contoso'))?.revision

  /** Plays what may not change anything, and gives what Ferry said. */
  async function without(change: () => Promise<unknown>): Promise<string[]> {
    const [cases, before] = [(await stage.ferry.moves.all()).length, await revision()]
    stage.takeHeard()
    await change()
    expect(await revision()).to.equal(before)
    expect(await stage.ferry.moves.all()).to.have.length(cases)
    const heard = stage.takeHeard()
    for (const line of heard) expect(line).not.to.match(/\bat .*\.js|Error:|undefined|\[object/)
    return heard
  }

  const SENTENCES: readonly (readonly [what: string, typed: string, key: WordKey, values?: WordValues])[] = [
    ['an unknown customer', 'move Nosuch Company', 'dialog.customerUnknown', { typed: 'Nosuch Company' }],
    ['a GUID where a name belongs', `move ${OTHER_CASE}`, 'dialog.customerUnknown', { typed: OTHER_CASE }],
    ['emoji', 'move 🦄🦄', 'dialog.customerUnknown', { typed: '🦄🦄' }],
    ['right-to-left text', 'move \u202Eosotnoc', 'dialog.customerUnknown', { typed: 'osotnoc' }],
    ['an expression in place of a name', 'move ${process.env}', 'dialog.customerUnknown', { typed: '${process.env}' }],
    ['a day that does not exist', 'schedule Contoso 31.02.2027', 'dialog.badDate', { typed: '31.02.2027' }],
    ['a word that is no date', 'schedule Contoso someday', 'dialog.badDate', { typed: 'someday' }],
    ['a case that does not exist', 'status #4711', 'dialog.noCase', { typed: '#4711' }],
    ['a language nobody speaks', 'language klingon', 'dialog.whichLanguage'],
    ['a note without a text', 'note Contoso', 'dialog.noteHow'],
    ['a hand-over to nobody', 'hand Contoso to Nobody', 'dialog.handHow'],
    ['a practice word that is none', 'practice dance', 'practice.help'],
    ['a clock turned back', 'practice date 2020-01-01', 'practice.notBack'],
    ['time without an amount', 'practice forward days', 'practice.forwardHow'],
  ]
  for (const [what, typed, key, values] of SENTENCES) {
    it(`answers ${what} with one sentence`, async () => {
      const [line = ''] = await without(async () => stage.say('sara', typed))
      const expected = key === 'practice.notBack' ? say(key, { moment: '' }).slice(0, 30) : say(key, values)
      expect(line).to.include(expected)
    })
  }

  it('answers in the reader’s language', async () => {
    const [line] = await without(async () => stage.say('piotr', 'przenieś Nieznana Firma'))
    expect(line).to.equal(`ferry > piotr: ${say('dialog.customerUnknown', { typed: 'Nieznana Firma' }, 'pl')}`)
  })

  it('shows several matches instead of taking the first', async () => {
    const heard = await without(async () => stage.say('sara', 'move o'))
    expect(heard.join()).to.match(/\[.+\|/)
  })

  it('refuses a message of 100 kB (RF67) with the limit', async () => {
    const [line] = await without(async () => stage.say('sara', 'a'.repeat(100_000)))
    expect(line).to.include(say('dialog.tooLong', { limit: LONGEST_LINE }))
  })

  it('says that it cannot read attachments', async () => {
    const file = { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'plan.xlsx' }
    const [line] = await without(async () => stage.channel.say(stage.idOf('sara'), '', { attachments: [file] }))
    expect(line).to.include(say('dialog.attachment'))
  })

  describe('in the planning dialogue', () => {
    before(async () => {
      await stage.press('sara', 'Invite Contoso')
      await stage.say('sara', 'practice accept Contoso')
      await stage.say('sara', 'plan Contoso')
    })

    for (const seats of ['-5', '0', '1.5', '99999999999', 'many', '']) {
      it(`keeps “${seats}” seats visible and says what is wrong with them`, async () => {
        const data = stage.dataOf('sara', 'next')
        let body = ''
        await without(async () => ({ body } = await stage.invoke('sara', 'next', { ...data, seats_l1: seats })))
        expect(shownText(body)).to.include(say('dialog.badSeats', { typed: cleaned(seats, 40) }))
      })
    }

    it('refuses fewer seats than are assigned where seats are entered, and keeps the old number (V15)', async () => {
      let body = ''
      const data = { ...stage.dataOf('sara', 'next'), step: 'lines' }
      await without(async () => ({ body } = await stage.invoke('sara', 'next', { ...data, seats_l1: '5' })))
      expect(shownText(body)).to.include('23 licenses are assigned but only 5 planned')
      expect((await stage.caseOf('Contoso'))?.lines[0]?.seats).to.equal(25)
    })

    const DATES: readonly (readonly [what: string, day: string, refusal: Refusal | undefined])[] = [
      ['a day in the past', '2026-11-01', { code: 'startInPast', day: UtcDay.parse('2026-11-01'), today: TODAY }],
      ['31 February', '2027-02-31', undefined],
      [
        'a day after the old one has ended',
        '2027-03-01',
        { code: 'startTooFar', day: UtcDay.parse('2027-03-01'), latest: UtcDay.parse('2026-12-16') },
      ],
    ]
    for (const [what, day, refusal] of DATES) {
      it(`refuses ${what} as start and asks again`, async () => {
        const data = { ...stage.dataOf('sara', 'next'), step: 'dates' }
        const before = await revision()
        const { body, status } = await stage.invoke('sara', 'next', { ...data, start: day })
        expect(status).to.equal(200)
        expect(await revision()).to.equal(before)
        expect(body).to.include('AdaptiveCard')
        const wrong =
          refusal === undefined
            ? say('dialog.badDate', { typed: day })
            : explain(wordsFor('en', 'Europe/Berlin'), refusal)
        expect(shownText(body)).to.include(wrong)
      })
    }
  })

  describe('on buttons', () => {
    const key = 'k'.repeat(12)

    const answers: readonly (readonly [
      what: string,
      verb: unknown,
      data: (real: Record<string, unknown>) => unknown,
      key: WordKey,
    ])[] = [
      [
        'of an older version, without a revision',
        'approve',
        ({ caseId }) => ({ caseId, press: key }),
        'dialog.oldButton',
      ],
      ['with a verb nobody knows', 'selfDestruct', (real) => real, 'dialog.oldButton'],
      ['with data that are a list', 'approve', () => [1, 2], 'dialog.oldButton'],
      ['with a changed case id', 'approve', (real) => ({ ...real, caseId: OTHER_CASE }), 'dialog.caseGone'],
      ['named like a property of every object (RF63)', 'constructor', (real) => real, 'dialog.oldButton'],
      ['with a revision below zero', 'approve', (real) => ({ ...real, revision: -1 }), 'dialog.oldButton'],
    ]
    for (const [what, verb, data, sentence] of answers) {
      it(`answers one ${what} in well-formed words (RF59)`, async () => {
        const real = { ...stage.dataOf('sara', 'next'), press: key }
        let body = ''
        await without(async () => ({ body } = await stage.invoke('sara', verb, data(real))))
        expect(JSON.parse(body)).to.deep.include({
          statusCode: 200,
          type: 'application/vnd.microsoft.activity.message',
          value: say(sentence),
        })
      })
    }

    it('answers a verb that is a number with 400 in the shape Teams knows', async () => {
      const { status, body } = await stage.invoke('sara', 42, stage.dataOf('sara', 'next'))
      expect(status).to.equal(400)
      expect(JSON.parse(body)).to.have.property('statusCode', 400)
    })

    it('answers an invoke without a value with 400 in the shape Teams knows', async () => {
      let answer = { status: 0, body: '' }
      await without(
        async () =>
          (answer = await stage.send('sara', {
            type: 'invoke',
            name: 'adaptiveCard/action',
            value: undefined,
            text: undefined,
          })),
      )
      expect(answer.status).to.equal(400)
      expect(JSON.parse(answer.body)).to.have.property('statusCode', 400)
    })

    it('answers an invoke of a kind it does not serve with 501', async () => {
      const { status } = await stage.send('sara', {
        type: 'invoke',
        name: 'composeExtension/query',
        value: {},
        text: undefined,
      })
      expect(status).to.equal(501)
    })

    it('answers a press on a closed case with where it stands, and does nothing (RF30)', async () => {
      const data = { ...stage.dataOf('sara', 'next'), step: undefined }
      await stage.say('sara', 'stop Contoso')
      const closed = await stage.caseOf('Contoso')
      const { body } = await stage.invoke('sara', 'submit', data)
      expect(closed).to.have.property('state', 'CANCELLED')
      expect(await stage.caseOf('Contoso')).to.deep.equal(closed)
      expect(JSON.parse(body)).to.have.property('type', 'application/vnd.microsoft.card.adaptive')
    })
  })
})
