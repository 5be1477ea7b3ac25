import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { IntlMessageFormat } from 'intl-messageformat'
import customer from '../../src/cards/words/customer.json' with { type: 'json' }
import english from '../../src/cards/words/en.json' with { type: 'json' }
import polish from '../../src/cards/words/pl.json' with { type: 'json' }
import { wordsFor, type WordKey } from '../../src/cards/words.js'
import { Instant, UtcDay } from '../../src/domain/ids.js'
import { REGION_CODES } from '../../src/domain/regions.js'

type Sentences = Readonly<Record<string, string>>

/** As much of a parsed sentence as is looked at here. */
interface Part {
  readonly type: number
  readonly value?: string
  readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>
  readonly pluralType?: string
}
const LITERAL = 0
const POUND = 7

const parsed = (sentence: string, locale: string): readonly Part[] =>
  new IntlMessageFormat(sentence, locale, undefined, { ignoreTag: true }).getAst()

const allParts = (parts: readonly Part[]): readonly Part[] =>
  parts.flatMap((part) => [part, ...Object.values(part.options ?? {}).flatMap(({ value }) => allParts(value))])

const placeholders = (sentence: string, locale: string): readonly string[] => {
  const named = allParts(parsed(sentence, locale)).filter(({ type }) => type !== LITERAL && type !== POUND)
  return [...new Set(named.map(({ value }) => value ?? ''))].sort()
}

const forms = (sentence: string, locale: string): readonly (readonly string[])[] =>
  allParts(parsed(sentence, locale))
    .filter(({ pluralType }) => pluralType !== undefined)
    .map(({ options }) => Object.keys(options ?? {}))

const keys = Object.keys(english) as readonly WordKey[]
const en: Sentences = english
const pl: Sentences = polish

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n')

describe('the words', () => {
  it('are the same sentences in both languages', () => {
    expect(Object.keys(polish)).to.deep.equal(Object.keys(english))
  })

  it('have the same placeholders in both languages', () => {
    const different = keys.filter(
      (key) => String(placeholders(en[key] ?? '', 'en')) !== String(placeholders(pl[key] ?? '', 'pl')),
    )
    expect(different).to.deep.equal([])
  })

  it('have every plural form their language needs', () => {
    const lacking = (sentences: Sentences, locale: string, needed: readonly string[]) =>
      keys.filter((key) =>
        forms(sentences[key] ?? '', locale).some((has) => needed.some((form) => !has.includes(form))),
      )
    expect(lacking(en, 'en', ['one', 'other'])).to.deep.equal([])
    expect(lacking(pl, 'pl', ['one', 'few', 'many', 'other'])).to.deep.equal([])
  })

  it('are all used, by name or by the beginning of a name', () => {
    const literals = new Set([...sources.matchAll(/['"`]([a-zA-Z]+(?:\.[\w]+)*)['"`]/g)].map(([, name]) => name))
    const beginnings = [...sources.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*)\.\$\{/g)].map(([, name]) => `${name}.`)
    const unused = keys.filter(
      (key) => !literals.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)),
    )
    expect(unused).to.deep.equal([])
  })

  it('are translated: what reads the same in both is the same word or only placeholders', () => {
    const SAME = ['checks.ok', 'typed.plan', 'channel.OPEN_VALUE', 'region.AUSTRALIA', 'region.KOREA']
    const equal = keys.filter((key) => en[key] === pl[key] && /\p{L}{2}/u.test((en[key] ?? '').replace(/\{\w+\}/g, '')))
    expect(equal.filter((key) => !SAME.includes(key))).to.deep.equal([])
  })

  it('hold no Markdown, so that escaping never hurts them', () => {
    const marked = [...Object.entries(english), ...Object.entries(polish)].filter(([, text]) =>
      /[*_`~[\]<>\\]/.test(text),
    )
    expect(marked.map(([key]) => key)).to.deep.equal([])
  })

  it('use typographic quotation marks, so that no apostrophe of ICU swallows a placeholder', () => {
    expect([...Object.values(english), ...Object.values(polish)].filter((text) => /['"]/.test(text))).to.deep.equal([])
  })

  it('never say that an invitation or its link expires (M5)', () => {
    const texts = [
      ...Object.values(english),
      ...Object.values(polish),
      ...Object.values(customer).flatMap(Object.values<string>),
    ]
    expect(
      texts.filter((text) => /\b(link|invitation)[^.]*expire|(link|zaprosze)[^.]*(wygas|wygaś)|läuft ab/i.test(text)),
    ).to.deep.equal([])
  })

  it('have the same passages for customers in every language', () => {
    const [first, ...others] = Object.values(customer).map((texts) => Object.keys(texts))
    for (const other of others) expect(other).to.deep.equal(first)
  })

  it('refuse a sentence without its values rather than show a gap', () => {
    expect(() => wordsFor('en', 'UTC').say('seats')).to.throw()
  })
})

describe('Polish plural forms', () => {
  const words = wordsFor('pl', 'Europe/Warsaw')
  const cases: readonly (readonly [n: number, text: string])[] = [
    [0, '0 licencji'],
    [1, '1 licencja'],
    [2, '2 licencje'],
    [4, '4 licencje'],
    [5, '5 licencji'],
    [11, '11 licencji'],
    [12, '12 licencji'],
    [14, '14 licencji'],
    [21, '21 licencji'],
    [22, '22 licencje'],
    [25, '25 licencji'],
    [102, '102 licencje'],
    [112, '112 licencji'],
    [1.5, '1,5 licencji'],
  ]
  for (const [n, text] of cases) it(`${n} reads ${text}`, () => expect(words.say('seats', { n })).to.equal(text))

  it('has one day and several', () => {
    const days = [1, 2, 5, 22].map((n) => words.say('days', { n }))
    expect(days).to.deep.equal(['1 dzień', '2 dni', '5 dni', '22 dni'])
  })
})

describe('days, moments and amounts', () => {
  const e = UtcDay.parse('2026-12-15')
  const at = Instant.parse('2026-12-18T14:30:00.000Z')
  const english = wordsFor('en', 'Europe/Warsaw')
  const polish = wordsFor('pl', 'Europe/Warsaw')

  const table: readonly (readonly [what: string, en: string, pl: string, of: (words: typeof english) => string])[] = [
    ['a day', 'Tuesday, 15 December 2026', 'wtorek, 15 grudnia 2026', (words) => words.day(e)],
    ['a day in a sentence', 'Tuesday, 15 December 2026', 'wt. 15 grudnia 2026', (words) => words.dayInText(e)],
    ['a date', '15 December 2026', '15 grudnia 2026', (words) => words.date(e)],
    ['a day of the year', '15 December', '15 grudnia', (words) => words.dayMonth(e)],
    [
      'a moment',
      'Friday, 18 December 2026, 15:30 (UTC+1)',
      'pt. 18 grudnia 2026, 15:30 (UTC+1)',
      (words) => words.moment(at),
    ],
    [
      'a moment that matters',
      'Friday, 18 December 2026, 15:30 (UTC+1) = 14:30 UTC',
      'pt. 18 grudnia 2026, 15:30 (UTC+1) = 14:30 UTC',
      (words) => words.exactly(at),
    ],
    ['a short moment', '18 December, 15:30', '18 grudnia, 15:30', (words) => words.shortly(at)],
    ['a number', '12,345', '12\u00a0345', (words) => words.number(12_345)],
    ['an amount', 'EUR 300.00', '300,00 EUR', (words) => words.money('300', 'EUR')],
    ['a large amount', 'EUR 12,345.50', '12\u00a0345,50 EUR', (words) => words.money('12345.5', 'EUR')],
    ['an exact price', 'EUR 0.1234', '0,1234 EUR', (words) => words.money('0.123400', 'EUR')],
    ['a currency without decimals', 'JPY 1,200', '1200 JPY', (words) => words.money('1200.00', 'JPY')],
    [
      'more digits than a binary fraction holds',
      'EUR 123,456,789,012.12',
      '123\u00a0456\u00a0789\u00a0012,12 EUR',
      (words) => words.money('123456789012.12', 'EUR'),
    ],
    ['a decimal', '20.6', '20,6', (words) => words.decimal('20.60')],
    ['a country', 'Germany', 'Niemcy', (words) => words.country('DE')],
    ['Kosovo, which has no official code', 'Kosovo', 'Kosowo', (words) => words.country('XK')],
    ['no country at all', 'Q1', 'Q1', (words) => words.country('Q1')],
    ['a region', 'Europe', 'Europa', (words) => words.region('EUROPE')],
    ['no region', 'not on the list', 'brak na liście', (words) => words.region(null)],
    ['a list', 'a, b and c', 'a, b i c', (words) => words.list(['a', 'b', 'c'])],
    ['a choice', 'a, b or c', 'a, b lub c', (words) => words.either(['a', 'b', 'c'])],
  ]
  for (const [what, inEnglish, inPolish, of] of table) {
    it(`writes ${what}`, () => expect([of(english), of(polish)]).to.deep.equal([inEnglish, inPolish]))
  }

  it('names the UTC day too when the reader’s clock is past midnight already (V13)', () => {
    const late = Instant.parse('2026-12-15T23:30:00.000Z')
    expect(english.exactly(late)).to.equal('Wednesday, 16 December 2026, 00:30 (UTC+1) = 15 December 2026, 23:30 UTC')
  })

  it('gives UTC once to somebody who lives by it, and follows summer time', () => {
    expect(wordsFor('en', 'UTC').exactly(at)).to.equal('Friday, 18 December 2026, 14:30 (UTC)')
    expect(english.moment(Instant.parse('2026-07-01T12:00:00.000Z'))).to.equal('Wednesday, 1 July 2026, 14:00 (UTC+2)')
  })

  it('shows UTC days as the same days everywhere', () => {
    expect(wordsFor('en', 'Pacific/Kiritimati').day(e)).to.equal(wordsFor('en', 'Pacific/Niue').day(e))
  })

  it('counts a time zone that does not exist as UTC', () => {
    expect(wordsFor('en', 'Mars/Olympus').timeZone).to.equal('UTC')
    expect(wordsFor('pl', '').timeZone).to.equal('UTC')
  })

  it('are made once for each language and zone', () => {
    expect(wordsFor('pl', 'Europe/Warsaw')).to.equal(polish)
  })

  it('name every region of the list in both languages', () => {
    for (const code of REGION_CODES) {
      expect(english.region(code)).to.not.equal(code)
      expect(polish.region(code)).to.not.equal(code)
    }
  })
})
