import { expect } from 'chai'
import {
  awaitedText,
  explain,
  explainError,
  historyLine,
  noticeHeadline,
  pressedBefore,
  regimeText,
  stateName,
  timeStatusText,
} from '../../src/cards/sentences.js'
import { LANGUAGES, wordsFor } from '../../src/cards/words.js'
import type { Refusal } from '../../src/domain/changes.js'
import { TIME_STATUSES } from '../../src/domain/deadlines.js'
import { REGIMES } from '../../src/domain/endRegime.js'
import {
  PartnerCenterRejectedError,
  PartnerCenterUnavailableError,
  StoreConflictError,
  StoreDamageError,
  StoreLockedError,
  StoreUnavailableError,
} from '../../src/domain/errors.js'
import { ENTRY_TYPES, type EntryFacts, type EntryType } from '../../src/domain/history.js'
import { CountryCode, DecimalText, PersonId, SkuPartNumber } from '../../src/domain/ids.js'
import { CASE_STATES } from '../../src/domain/moveCase.js'
import { NoticeType } from '../../src/domain/notices.js'
import { PracticeRefusedError } from '../../src/practice/practiceRefused.js'
import { WorldFileError } from '../../src/practice/world.js'
import { at, day, lineId, opened, sara } from '../support/facts.js'
import { HOSTILE_STORY, reader, sampleCase } from './samples.js'

const english = wordsFor('en', 'Europe/Warsaw')
const polish = wordsFor('pl', 'Europe/Warsaw')

const onLine = { line: lineId(1), title: 'Visio Plan 2' } as const

/** One refusal of each code; the compiler names the one that is missing. */
const REFUSALS: { readonly [C in Refusal['code']]: Extract<Refusal, { code: C }> } = {
  notNow: { code: 'notNow', change: 'approve', state: 'PLANNED' },
  notAllowed: { code: 'notAllowed', action: 'approve', mayAsk: false, may: ['adminAgent', 'billingAdmin'] },
  nothingNew: { code: 'nothingNew' },
  stale: { code: 'stale', seen: 3, current: 5 },
  ownSubmission: { code: 'ownSubmission' },
  regionMismatch: {
    code: 'regionMismatch',
    partnerRegion: 'EUROPE',
    customerRegion: 'UNITED_STATES',
    listDate: day('2023-08-17'),
  },
  regionUnknown: { code: 'regionUnknown', country: CountryCode.parse('BY'), listDate: day('2023-08-17') },
  otherCloud: { code: 'otherCloud' },
  noRelationship: { code: 'noRelationship' },
  noAgreement: { code: 'noAgreement' },
  noLines: { code: 'noLines' },
  unknownLine: { code: 'unknownLine', line: 'l9' },
  lineUndecided: { code: 'lineUndecided', ...onLine },
  noEquivalent: { code: 'noEquivalent', ...onLine },
  notConfirmed: { code: 'notConfirmed', ...onLine, level: 'DIFFERENT' },
  notSame: { code: 'notSame', ...onLine },
  seatShortfall: { code: 'seatShortfall', ...onLine, shortfall: 2, assigned: 97, seats: 95 },
  seatLimit: { code: 'seatLimit', ...onLine, limit: 300 },
  badSeats: { code: 'badSeats' },
  otherSegment: { code: 'otherSegment', ...onLine },
  capacity: { code: 'capacity', total: 302, limit: 300 },
  noEndEvidence: { code: 'noEndEvidence', ...onLine },
  noStart: { code: 'noStart', ...onLine },
  noRenewalStopper: { code: 'noRenewalStopper', ...onLine, stopBy: day('2026-12-11') },
  startInPast: { code: 'startInPast', day: day('2026-11-01'), today: day('2026-11-22') },
  startTooFar: { code: 'startTooFar', day: day('2027-11-01'), latest: day('2027-02-22') },
  endBeforeStart: { code: 'endBeforeStart', day: day('2026-11-01') },
  trialOnTransfer: { code: 'trialOnTransfer', ...onLine },
  pathNotForChannel: { code: 'pathNotForChannel', ...onLine, path: 'TRANSFER', channel: 'EA' },
  beforePlannedDay: { code: 'beforePlannedDay', day: day('2026-12-11'), today: day('2026-12-01') },
  scheduleNotPlannedDay: { code: 'scheduleNotPlannedDay', day: day('2026-12-12'), planned: day('2026-12-11') },
  approvalVoid: { code: 'approvalVoid' },
  priceChanged: { code: 'priceChanged', ...onLine, was: DecimalText.parse('20.60'), now: null },
  pricesTooOld: { code: 'pricesTooOld' },
  resellerCannot: { code: 'resellerCannot' },
  lineActive: { code: 'lineActive', ...onLine },
  lastLine: { code: 'lastLine' },
  nothingToRetry: { code: 'nothingToRetry' },
  undoWindowClosed: { code: 'undoWindowClosed', ...onLine, closedAt: at('2026-12-18T14:30:00Z') },
  orderRunning: { code: 'orderRunning' },
  transferOpen: { code: 'transferOpen' },
  linesToOrder: { code: 'linesToOrder' },
  seatsNotThere: { code: 'seatsNotThere', sku: SkuPartNumber.parse('SPB'), enabled: 20, planned: 25 },
  usersWithoutLicense: { code: 'usersWithoutLicense', count: 2 },
  notEndedYet: { code: 'notEndedYet', ...onLine, day: day('2026-12-15') },
  sourceStillBilling: { code: 'sourceStillBilling', ...onLine },
  emptyReason: { code: 'emptyReason' },
}

/** What was not done, in either language: every refusal says it. */
const NOT_DONE =
  /(nothing|not) (was|were) |was not|did nothing|nothing is sent|nothing was|nothing needs|nie został|nic nie|niczego nie|Ferry jej nie/i

describe('a refusal', () => {
  for (const refusal of Object.values(REFUSALS)) {
    it(`${refusal.code} says what was not done, in both languages`, () => {
      for (const words of [english, polish]) {
        const sentence = explain(words, refusal)
        expect(sentence).to.match(NOT_DONE)
        expect(sentence).to.match(/\.$/)
        expect(sentence).to.not.match(/undefined|NaN|\{|\}|_[A-Z]/)
      }
    })
  }

  const said: readonly (readonly [refusal: Refusal, en: RegExp, pl: RegExp])[] = [
    [
      REFUSALS.regionMismatch,
      /Europe.*United States.*Microsoft.*17 August 2023/,
      /Europa.*Stany Zjednoczone.*17 sierpnia 2023/,
    ],
    [REFUSALS.regionUnknown, /Belarus.*17 August 2023/, /Białoruś/],
    [REFUSALS.notAllowed, /admin agent or billing admin/, /agent administracyjny lub administrator rozliczeń/],
    [{ ...REFUSALS.notAllowed, mayAsk: true }, /You may ask for it/, /Możesz o to poprosić/],
    [{ ...REFUSALS.notConfirmed, level: 'EQUIVALENT' }, /must be switched over/, /ponownego przypisania/],
    [
      REFUSALS.seatShortfall,
      /97 licenses are assigned but only 95 planned, so 2 users would lose/,
      /2 użytkowników straciłoby/,
    ],
    [{ ...REFUSALS.seatShortfall, shortfall: 1 }, /1 user would lose/, /1 użytkownik straciłby licencję/],
    [
      REFUSALS.undoWindowClosed,
      /Friday, 18 December 2026, 15:30 \(UTC\+1\) = 14:30 UTC.*Microsoft/,
      /pt\. 18 grudnia 2026, 15:30/,
    ],
    [REFUSALS.priceChanged, /from 20\.6 to not known/, /z 20,6 na brak danych/],
    [REFUSALS.noRenewalStopper, /by Friday, 11 December 2026/, /do pt\. 11 grudnia 2026/],
    [REFUSALS.capacity, /302 subscriptions.*at most 300 \(Microsoft\)/, /302.*najwyżej 300 \(Microsoft\)/],
    [REFUSALS.pathNotForChannel, /Enterprise Agreement/, /Enterprise Agreement/],
  ]
  for (const [refusal, en, pl] of said) {
    it(`${refusal.code} tells its facts: ${en.source}`, () => {
      expect(explain(english, refusal)).to.match(en)
      expect(explain(polish, refusal)).to.match(pl)
    })
  }

  it('shows a product’s name short and clean, whatever it is (RF66)', () => {
    const sentence = explain(english, { ...REFUSALS.noStart, title: HOSTILE_STORY.title(1) })
    expect(sentence.length).to.be.below(250)
    expect(sentence).to.not.match(/[\n\u202E\u200B]/)
  })
})

describe('an error', () => {
  const errors = [
    new StoreConflictError('x'),
    new StoreUnavailableError('x'),
    new StoreDamageError('x'),
    new StoreLockedError('x'),
    new PartnerCenterUnavailableError(90),
    new PartnerCenterRejectedError('13605', 'x'),
    new WorldFileError(['customers.0.name: missing']),
    new PracticeRefusedError('backwards'),
    { code: 'busy', facts: {} },
  ]
  for (const error of errors) {
    it(`${error.code} has a sentence of its own in both languages`, () => {
      const unexpected = explainError(english, undefined, 'ref-1')
      for (const words of [english, polish]) {
        expect(explainError(words, error, 'ref-1'))
          .to.match(/\.$/)
          .and.not.match(/undefined|NaN|\{/)
      }
      expect(explainError(english, error, 'ref-1')).to.not.equal(unexpected)
    })
  }

  it('of ours names the reference and promises no more than is known', () => {
    for (const error of [undefined, { code: 'surprise', facts: {} }]) {
      expect(explainError(english, error, 'ref-1'))
        .to.include('ref-1')
        .and.not.include('Nothing was changed')
    }
  })

  it('of Partner Center says the wait with the right plural, and that nothing is done twice (RP2)', () => {
    const sentences = [30, 90, 300].map((seconds) =>
      explainError(polish, new PartnerCenterUnavailableError(seconds), 'r'),
    )
    expect(sentences.map((text) => /za około (.*?)\.$/.exec(text)?.[1])).to.deep.equal([
      '1 minutę',
      '2 minuty',
      '5 minut',
    ])
    for (const text of sentences) expect(text).to.include('nic nie stanie się dwa razy')
  })

  it('of Partner Center explains its code (F12), and names one it does not know', () => {
    const told = (code: string) => explainError(english, new PartnerCenterRejectedError(code, 'x'), 'r')
    expect(told('13605')).to.include('Microsoft Customer Agreement is not accepted')
    expect(told('900121')).to.include('credit limit')
    expect(told('77777')).to.include('code 77777')
  })

  it('of the world file names its place', () => {
    expect(explainError(english, new WorldFileError(['customers.0.name: missing']), 'r')).to.include('customers.0.name')
  })
})

describe('what a case is said to be', () => {
  for (const language of LANGUAGES) {
    const words = wordsFor(language, 'UTC')
    it(`has different words for every state in ${language}`, () => {
      expect(new Set(CASE_STATES.map((state) => stateName(words, state))).size).to.equal(CASE_STATES.length)
    })
    it(`has different words for every time status in ${language}`, () => {
      expect(new Set(TIME_STATUSES.map((status) => timeStatusText(words, status))).size).to.equal(TIME_STATUSES.length)
    })
    it(`has different words for every end in ${language}`, () => {
      expect(
        new Set(REGIMES.map((regime) => regimeText(words, regime, day('2026-12-15'), day('2026-11-22')))).size,
      ).to.equal(REGIMES.length)
    })
  }

  it('says the day access is lost, and the last day of the grace where there is one (V1, V3)', () => {
    expect(regimeText(english, 'CUT_OFF', day('2026-12-15'), day('2026-12-15'))).to.include(
      'Wednesday, 16 December 2026',
    )
    expect(regimeText(english, 'FREE_GRACE_30', day('2026-03-09'), day('2026-04-08'))).to.include(
      'Wednesday, 8 April 2026',
    )
  })

  it('says what has happened once it has: nobody loses access in the past', () => {
    const cases = [
      ['CUT_OFF', '2026-12-16', 'There was no grace period: users lost access on Wednesday, 16 December 2026.'],
      ['FREE_GRACE_30', '2027-01-15', 'users are locked out'],
      ['AUTO_RENEW', '2026-12-16', 'It has renewed by itself on Wednesday, 16 December 2026'],
      ['UNKNOWN_WORST', '2026-12-16', 'Users may have lost access on Wednesday, 16 December 2026'],
    ] as const
    for (const [regime, today, said] of cases)
      expect(regimeText(english, regime, day('2026-12-15'), day(today))).to.include(said)
  })

  it('never shows “auto-renew off” as an end (I4)', () => {
    expect(regimeText(english, 'PAID_EXTENSION', day('2026-12-15'), day('2026-12-15'))).to.match(/keeps billing/)
  })

  it('says who is awaited, since when and until when', () => {
    const awaited = { who: 'CUSTOMER', since: opened, until: day('2026-12-11') } as const
    expect(awaitedText(english, awaited, 'Sara', opened)).to.equal(
      'the customer’s global administrator, since Sunday, 22 November 2026, 10:00 (UTC+1), until Friday, 11 December 2026',
    )
    expect(awaitedText(polish, { ...awaited, until: at('2026-12-06T09:00:00Z') }, 'Sara', opened)).to.equal(
      'administratora globalnego klienta, od niedz. 22 listopada 2026, 10:00 (UTC+1) do niedz. 6 grudnia 2026, 10:00 (UTC+1)',
    )
    expect(awaitedText(english, awaited, 'Sara', at('2026-12-12T09:00:00Z'))).to.include('; was due by Friday')
    expect(awaitedText(english, awaited, 'Sara', at('2026-12-11T22:00:00Z'))).to.include(', until Friday')
    expect(awaitedText(english, { who: 'NOBODY', since: opened }, 'Sara', opened)).to.equal('nobody')
  })
})

describe('the history', () => {
  const nameOf = reader('en').nameOf
  const entry = (what: EntryType, facts: EntryFacts = {}) =>
    ({ n: 1, at: opened, by: sara.id, what, from: 'DRAFT', to: 'DRAFT', facts }) as const

  it('has words for every kind of entry in both languages', () => {
    for (const words of [english, polish]) {
      for (const what of ENTRY_TYPES) expect(historyLine(words, entry(what), nameOf)).to.include('Sara Lind')
    }
  })

  const details: readonly (readonly [what: EntryType, facts: EntryFacts, en: string, pl: string])[] = [
    ['reject', { reason: 'too late' }, '(too late)', '(too late)'],
    ['setChannel', { channel: 'EA' }, '(Enterprise Agreement)', '(Umowa Enterprise Agreement)'],
    ['recordAgreement', { agreement: 'ATTESTED' }, '(attested by us)', '(poświadczona przez nas)'],
    ['recordAdminAccess', { adminAccess: 'ACTIVE' }, '(active)', '(aktywny)'],
    [
      'recordEndAction',
      { line: 'l1', product: 'Visio', endAction: 'CANCEL' },
      '(Visio, cancel at end of term)',
      '(Visio, anulowanie na koniec okresu)',
    ],
    ['recheckRegion', { country: 'DE' }, '(Germany)', '(Niemcy)'],
    ['schedule', { day: '2026-12-11' }, '(Friday, 11 December 2026)', '(pt. 11 grudnia 2026)'],
    [
      'orderFailed',
      { line: 'l1', product: 'Visio', code: '800088' },
      '(Visio, more seats than one subscription may have)',
      '(Visio, więcej licencji, niż może mieć jedna subskrypcja)',
    ],
    ['handOver', { to: 'ben' }, '(Ben Fischer)', '(Ben Fischer)'],
  ]
  for (const [what, facts, en, pl] of details) {
    it(`tells more of ${what}`, () => {
      expect(historyLine(english, entry(what, facts), nameOf)).to.include(en)
      expect(historyLine(polish, entry(what, facts), nameOf)).to.include(pl)
    })
  }

  it('leaves out a fact it cannot read rather than showing it raw', () => {
    expect(historyLine(english, entry('schedule', { day: 'soon', other: 'x' }), nameOf)).to.not.match(/soon|\bx\b|\(\)/)
  })
})

describe('a notice', () => {
  it('has a headline of its own for every type in both languages', () => {
    const move = sampleCase('APPROVED')
    for (const words of [english, polish]) {
      const headlines = NoticeType.options.map((type) => noticeHeadline(words, type, move))
      expect(new Set(headlines).size).to.equal(NoticeType.options.length)
      for (const headline of headlines) expect(headline).to.include('Contoso')
    }
  })
})

describe('a second press', () => {
  it('says who pressed first and when, and that nothing was done again (RF27)', () => {
    expect(pressedBefore(reader('en'), PersonId.parse('ben'), opened)).to.match(
      /Ben Fischer, Sunday, 22 November 2026.*second time/,
    )
  })
})
