import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { type Command, type Io, WrongUseError } from '../../src/cli/command.js'
import { COMMANDS, runFerry } from '../../src/cli/ferry.js'
import { StoreLockedError } from '../../src/domain/errors.js'

/** Runs a command as a function: what it printed, and its exit code. `input` is standard input. */
async function ferry(args: readonly string[], input?: unknown, commands?: readonly Command[]) {
  const out: string[] = []
  const err: string[] = []
  const io: Io = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    read: async (path) => {
      if (path !== '-' || input === undefined) throw new Error(`ENOENT ${path}`)
      return typeof input === 'string' ? input : JSON.stringify(input)
    },
    env: {},
  }
  const code = await runFerry(args, io, commands)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** Runs with `--json` and reads the answer back. */
async function asked(args: readonly string[], input?: unknown) {
  const { code, out, err } = await ferry([...args, '--json'], input)
  const json: unknown = out === '' ? undefined : JSON.parse(out)
  return { code, json, err }
}

describe('ferry', () => {
  it('says what there is, and that nothing was asked for', async () => {
    const { code, out, err } = await ferry([])
    expect([code, out]).to.deep.equal([2, ''])
    for (const { name } of COMMANDS) expect(err).to.include(`  ${name} `)
  })

  for (const word of ['help', '--help', '-h'])
    it(`explains itself for ${word}`, async () => {
      const { code, out } = await ferry([word])
      expect(code).to.equal(0)
      expect(out).to.match(/^Usage: ferry/)
    })

  it('explains one command', async () => {
    const { code, out } = await ferry(['money', '--help'])
    expect(code).to.equal(0)
    expect(out).to.include('transferSplit')
    expect(out).to.not.include('regions')
  })

  it('names the commands when it does not know one', async () => {
    const { code, err } = await ferry(['regoins', 'PL', 'DE'])
    expect(code).to.equal(2)
    expect(err).to.equal(`There is no command “regoins”. There are: ${COMMANDS.map(({ name }) => name).join(', ')}.`)
  })

  it('says of a command that is reserved that it is not built in yet', async () => {
    const { code, err } = await ferry(['offers', 'closest', 'SPB'])
    expect(code).to.equal(3)
    expect(err).to.include('“offers” is not built in yet')
  })

  it('refuses an option it does not have', async () => {
    expect(await ferry(['regions', 'PL', 'DE', '--jsno'])).to.deep.equal({
      code: 2,
      out: '',
      err: 'ferry regions: There is no option --jsno.',
    })
  })

  const failing = (thrown: unknown): Command => ({ name: 'fail', usage: '', run: () => Promise.reject(thrown) })

  it('answers 2 for wrong use and 1 for what the world refused, each in one line without a stack', async () => {
    expect(await ferry(['fail'], undefined, [failing(new WrongUseError('Give a case.'))])).to.deep.include({
      code: 2,
      err: 'ferry fail: Give a case.',
    })
    expect(await ferry(['fail'], undefined, [failing(new StoreLockedError('in use'))])).to.deep.include({
      code: 1,
      err: 'ferry fail: in use',
    })
  })

  it('does not hide a mistake of its own', async () => {
    const thrown = new TypeError('ours')
    const caught = await ferry(['fail'], undefined, [failing(thrown)]).catch((error: unknown) => error)
    expect(caught).to.equal(thrown)
  })

  it('has each command once', () => {
    const names = COMMANDS.map(({ name }) => name)
    expect(new Set(names).size).to.equal(names.length)
    expect(names).to.include.members(['regions', 'deadlines', 'money'])
  })
})

describe('ferry regions', () => {
  it('is done when the partner may serve the customer', async () => {
    expect(await asked(['regions', 'PL', 'DE'])).to.deep.equal({
      code: 0,
      json: { result: 'OK', partnerRegion: 'EUROPE', customerRegion: 'EUROPE', listDate: '2023-08-17' },
      err: '',
    })
  })

  it('answers 1 for a mismatch and for a country it does not know', async () => {
    expect(await asked(['regions', 'us', 'pr'])).to.deep.include({
      code: 1,
      json: {
        result: 'MISMATCH',
        partnerRegion: 'UNITED_STATES',
        customerRegion: 'LATAM_CARIBBEAN',
        listDate: '2023-08-17',
      },
    })
    expect(await asked(['regions', 'PL', 'BY'])).to.deep.include({
      code: 1,
      json: { result: 'UNKNOWN', partnerRegion: 'EUROPE', customerRegion: null, listDate: '2023-08-17' },
    })
  })

  it('can be read by a person', async () => {
    const { out } = await ferry(['regions', 'PL', 'BY'])
    expect(out).to.equal('result: UNKNOWN\npartnerRegion: EUROPE\ncustomerRegion: none\nlistDate: 2023-08-17')
  })

  for (const [args, sentence] of [
    [[], 'Give two country codes: the partner’s, then the customer’s.'],
    [['PL'], 'Give two country codes: the partner’s, then the customer’s.'],
    [['PL', 'DE', 'FR'], 'Give two country codes: the partner’s, then the customer’s.'],
    [['PL', 'Germany'], '“Germany” is not a country code of two letters.'],
    [['🇵🇱', 'DE'], '“🇵🇱” is not a country code of two letters.'],
  ] as const)
    it(`explains wrong use: ${args.join(' ') || 'nothing'}`, async () => {
      expect(await ferry(['regions', ...args])).to.deep.equal({ code: 2, out: '', err: `ferry regions: ${sentence}` })
    })
})

describe('ferry deadlines', () => {
  const input = {
    channel: 'CSP_NCE',
    endDate: '2026-12-15',
    boughtOrRenewedOn: '2025-12-16',
    autoRenew: 'OFF',
    endAction: 'CANCEL',
    today: '2026-11-22',
  }

  it('V3 answers with regime and every date', async () => {
    expect(await asked(['deadlines', '-'], input)).to.deep.equal({
      code: 0,
      err: '',
      json: {
        regime: 'CUT_OFF',
        daysLeft: 23,
        lastSafe: '2026-12-11',
        lastPossible: '2026-12-15',
        recommendedStart: '2026-12-11',
        stopRenewalBy: null,
        inviteBy: '2026-11-20',
        dataLossFrom: '2027-03-16',
        timeStatus: 'SAFE',
      },
    })
  })

  it('takes on and off as a world file writes them, and states in small letters', async () => {
    const regime = async (more: object) => (await asked(['deadlines', '-'], { ...input, ...more })).json
    expect(await regime({ autoRenew: true })).to.include({ regime: 'AUTO_RENEW', stopRenewalBy: '2026-12-11' })
    expect(await regime({ autoRenew: false, endAction: 'none' })).to.include({
      regime: 'PAID_EXTENSION',
      lastPossible: null,
    })
    expect(await regime({ autoRenew: 'unknown', endAction: 'unknown' })).to.include({ regime: 'UNKNOWN_WORST' })
    expect(await regime({ status: 'suspended' })).to.include({ regime: 'SUSPENDED_AT_END', timeStatus: 'OUTAGE' })
  })

  it('takes what is left out for unknown', async () => {
    const { json } = await asked(['deadlines', '-'], { channel: 'CSP_NCE', endDate: '2026-12-15', today: '2026-11-22' })
    expect(json).to.include({ regime: 'UNKNOWN_WORST' })
  })

  it('counts the days off and the buffer it is given', async () => {
    const { json } = await asked(['deadlines', '-'], { ...input, bufferDays: 3, holidays: ['2026-12-14'] })
    expect(json).to.include({ lastSafe: '2026-12-09' })
  })

  const wrong: [what: string, input: unknown, paths: string[]][] = [
    ['31 February', { ...input, endDate: '2026-02-31' }, ['endDate']],
    ['an end before the start', { ...input, startedOn: '2027-01-01' }, ['startedOn']],
    ['a purchase after the end', { ...input, boughtOrRenewedOn: '2026-12-16' }, ['boughtOrRenewedOn']],
    [
      'a negative buffer and a broken holiday',
      { ...input, bufferDays: -1, holidays: ['2026-12-24', 'Christmas'] },
      ['bufferDays', 'holidays.1'],
    ],
    ['unknown keys', { ...input, autorenew: true }, ['"autorenew"']],
    ['an unknown channel', { ...input, channel: 'EBAY' }, ['channel']],
    ['a missing day', { channel: 'EA', endDate: '2026-12-15' }, ['today']],
    ['a day beyond all calendars', { ...input, endDate: '9999-12-31' }, ['endDate']],
    ['a list', [], ['(whole input)']],
    ['null', null, ['(whole input)']],
  ]
  for (const [what, given, paths] of wrong)
    it(`refuses ${what}, and says where`, async () => {
      const { code, json, err } = await asked(['deadlines', '-'], given)
      expect([code, json]).to.deep.equal([2, undefined])
      expect(err).to.match(/^ferry deadlines: standard input is not right:\n {2}/)
      for (const path of paths) expect(err).to.include(path)
      expect(err).to.not.match(/\bat .*:\d+:\d+/)
    })

  it('refuses what is not JSON, a file that is not there, none and two', async () => {
    expect(await ferry(['deadlines', '-'], '{ "channel": ')).to.deep.equal({
      code: 2,
      out: '',
      err: 'ferry deadlines: standard input is not JSON.',
    })
    expect(await ferry(['deadlines', 'nowhere.json'])).to.deep.equal({
      code: 2,
      out: '',
      err: 'ferry deadlines: nowhere.json cannot be read.',
    })
    for (const files of [[], ['-', '-']])
      expect(await ferry(['deadlines', ...files], input)).to.deep.equal({
        code: 2,
        out: '',
        err: 'ferry deadlines: Give one file with the input, or - for standard input.',
      })
  })
})

describe('ferry money', () => {
  const overlap = {
    what: 'overlap',
    endDate: '2026-03-09',
    start: '2026-03-05',
    seats: 40,
    annualPrice: '144.00',
    currency: 'EUR',
  }
  const est = {
    what: 'est',
    endDate: '2026-12-15',
    start: '2026-12-19',
    seats: 40,
    monthlyListPrice: '14.40',
    currency: 'EUR',
  }
  const refund = { what: 'refund', paid: '5760', daysInPeriod: 365, usedDays: 3, currency: 'EUR' }
  const split = {
    what: 'transferSplit',
    start: '2024-07-12',
    endDate: '2025-07-11',
    transferDate: '2024-10-20',
    paid: '1000.00',
    currency: 'EUR',
  }

  const cases: [what: string, input: object, json: object][] = [
    ['V2 an overlap', overlap, { amount: '78.90', currency: 'EUR', days: 5 }],
    [
      'an overlap at a monthly price',
      { ...overlap, annualPrice: undefined, monthlyPrice: 14.4 },
      { amount: '92.90', currency: 'EUR', days: 5 },
    ],
    ['no overlap', { ...overlap, start: '2026-03-10' }, { amount: '0.00', currency: 'EUR', days: 0 }],
    ['V6 an extension', est, { amount: '57.41', currency: 'EUR', days: 3 }],
    [
      'an extension without a monthly term',
      { ...est, monthlyListPrice: undefined, annualPrice: 144 },
      { amount: '57.14', currency: 'EUR', days: 3 },
    ],
    ['V11 a refund', refund, { amount: '5712.66', currency: 'EUR', days: 362 }],
    ['a refund that comes too late', { ...refund, insideWindow: false }, { amount: '0.00', currency: 'EUR', days: 0 }],
    [
      'V12 a refund without a currency',
      { what: 'refund', paid: 20, daysInPeriod: 28, usedDays: 2 },
      { amount: '18.57', days: 26 },
    ],
    ['V14 a transfer', split, { amount: '723.29', currency: 'EUR', days: 264 }],
    ['a currency without decimals', { ...split, currency: 'jpy' }, { amount: '723', currency: 'JPY', days: 264 }],
  ]
  for (const [what, input, json] of cases)
    it(`reckons ${what}`, async () =>
      expect(await asked(['money', '-'], input)).to.deep.equal({ code: 0, json, err: '' }))

  const wrong: [what: string, input: object, path: string][] = [
    ['an unknown question', { what: 'profit' }, 'what'],
    ['no question', {}, 'what'],
    ['negative seats', { ...overlap, seats: -40 }, 'seats'],
    ['half a seat', { ...overlap, seats: 1.5 }, 'seats'],
    ['a negative price', { ...overlap, annualPrice: -144 }, 'annualPrice'],
    ['a price in words', { ...overlap, annualPrice: '144 EUR' }, 'annualPrice'],
    ['a price too large to be one', { ...overlap, annualPrice: 1e21 }, 'annualPrice'],
    ['both prices', { ...overlap, monthlyPrice: '14.40' }, 'give either annualPrice or monthlyPrice'],
    ['neither price', { ...est, monthlyListPrice: undefined }, 'give either monthlyListPrice or annualPrice'],
    ['31 February', { ...est, start: '2027-02-31' }, 'start'],
    ['more used days than days', { ...refund, usedDays: 366 }, 'usedDays'],
    ['a period of no days', { ...refund, daysInPeriod: 0, usedDays: 0 }, 'daysInPeriod'],
    ['an end before the start', { ...split, endDate: '2024-01-01' }, 'endDate'],
    ['a transfer outside the term', { ...split, transferDate: '2025-07-12' }, 'transferDate'],
    ['a currency that is none', { ...split, currency: 'euro' }, 'currency'],
    ['unknown keys', { ...refund, usedday: 3 }, '"usedday"'],
  ]
  for (const [what, input, path] of wrong)
    it(`refuses ${what}, and says where`, async () => {
      const { code, json, err } = await asked(['money', '-'], input)
      expect([code, json]).to.deep.equal([2, undefined])
      expect(err).to.match(/^ferry money: standard input is not right:\n {2}/)
      expect(err).to.include(path)
    })
})

describe('ferry as a program', () => {
  const program = fileURLToPath(import.meta.resolve('../../src/cli/ferry.js'))
  const quiet = ['--disable-warning=ExperimentalWarning', program]

  it('reads standard input and answers on standard output', () => {
    const input = JSON.stringify({ what: 'refund', paid: '20.00', daysInPeriod: 28, usedDays: 2 })
    const out = execFileSync(process.execPath, [...quiet, 'money', '-', '--json'], { input, encoding: 'utf8' })
    expect(JSON.parse(out)).to.deep.equal({ amount: '18.57', days: 26 })
  })

  it('ends with the exit code and keeps what went wrong off standard output', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...quiet, 'deadlines', 'nowhere.json'], {
      encoding: 'utf8',
    })
    expect({ status, stdout, stderr }).to.deep.equal({
      status: 2,
      stdout: '',
      stderr: 'ferry deadlines: nowhere.json cannot be read.\n',
    })
  })
})
