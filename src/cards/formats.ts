import { CurrencyCode, type Instant, type UtcDay } from '../domain/ids.js'

/** Days, moments, quantities, money and names as people of one locale and time zone read them. */
export interface Formats {
  /** The zone times are shown in: the reader's, or UTC when theirs is unknown to the runtime. */
  readonly timeZone: string
  /** `Tuesday, 15 December 2026`, `wtorek, 15 grudnia 2026`. UTC days are the same days everywhere. */
  day(day: UtcDay): string
  /** The same within a sentence, after a preposition: `wt. 15 grudnia 2026`. */
  dayInText(day: UtcDay): string
  /** `15 December 2026`: where the weekday does not matter. */
  date(day: UtcDay): string
  /** `15 December`: for a button, near enough for its year to be plain. */
  dayMonth(day: UtcDay): string
  /** `Tuesday, 15 December 2026, 14:30 (UTC+1)`: in the reader's zone, fit for the middle of a sentence. */
  moment(instant: Instant): string
  /** The same, and in UTC too when that differs: for a moment that money or access hangs on. */
  exactly(instant: Instant): string
  /** `15 December, 14:30`: for a button or a list. */
  shortly(instant: Instant): string
  number(value: number): string
  /** An exact decimal without currency, as people write it: `20.6`, `20,6`. */
  decimal(amount: string): string
  /** `EUR 1,234.50`, `1234,50 EUR`: with as many decimals as the amount has, but at least the currency's. */
  money(amount: string, currency: string): string
  /** The name of a country, by the runtime's locale data; the code itself when that has none. */
  country(code: string): string
  /** `a, b and c`. */
  list(items: readonly string[]): string
  /** `a, b or c`. */
  either(items: readonly string[]): string
}

type Parts = Readonly<Record<string, string>>

/** Days and moments whose parts are kept: a card names the same few several times, and so does the next one. */
const MOST_KEPT = 500

/** Takes a moment apart in one format; what was taken apart before is remembered. */
function partsIn(format: Intl.DateTimeFormat): (moment: string) => Parts {
  const kept = new Map<string, Parts>()
  return (moment) => {
    const known = kept.get(moment)
    if (known !== undefined) return known
    const parts = Object.fromEntries(format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]))
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(moment, parts)
    return parts
  }
}

const DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'shortOffset' } as const

// The order of the parts and the commas are ours: those of the locale data differ between versions of the runtime.
const dateOf = ({ day, month, year }: Parts): string => `${day} ${month} ${year}`
const clockOf = ({ hour, minute }: Parts): string => `${hour}:${minute}`
const offsetOf = ({ timeZoneName = '' }: Parts): string => timeZoneName.replace(/^GMT/, 'UTC').replace(/\+0$/, '')

function knownZone(wanted: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: wanted }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

/** Formats of a locale, with all they need made once. */
export function formatsFor(locale: string, wantedZone: string): Formats {
  const timeZone = knownZone(wantedZone)
  return { timeZone, ...dayFormats(locale, timeZone), ...amountFormats(locale), ...nameFormats(locale) }
}

function dayFormats(locale: string, timeZone: string) {
  // behind a preposition Polish inflects a weekday; its abbreviation reads right in every case
  const inText = locale.startsWith('pl') ? 'short' : 'long'
  const join = inText === 'short' ? ' ' : ', '
  const full = partsIn(new Intl.DateTimeFormat(locale, { ...DAY, weekday: 'long', timeZone: 'UTC' }))
  const short = partsIn(new Intl.DateTimeFormat(locale, { ...DAY, weekday: inText, timeZone: 'UTC' }))
  const local = partsIn(new Intl.DateTimeFormat(locale, { ...DAY, ...TIME, weekday: inText, timeZone }))
  const universal = partsIn(new Intl.DateTimeFormat(locale, { ...DAY, ...TIME, weekday: inText, timeZone: 'UTC' }))

  const start = (day: UtcDay) => `${day}T00:00:00Z`
  const withWeekday = (parts: Parts) => `${parts['weekday']}${join}${dateOf(parts)}`
  const momentOf = (parts: Parts) => `${withWeekday(parts)}, ${clockOf(parts)} (${offsetOf(parts)})`

  return {
    day: (day: UtcDay) => {
      const parts = full(start(day))
      return `${parts['weekday']}, ${dateOf(parts)}`
    },
    dayInText: (day: UtcDay) => withWeekday(short(start(day))),
    date: (day: UtcDay) => dateOf(full(start(day))),
    dayMonth: (day: UtcDay) => {
      const { day: number, month } = full(start(day))
      return `${number} ${month}`
    },
    moment: (instant: Instant) => momentOf(local(instant)),
    exactly: (instant: Instant) => {
      const parts = local(instant)
      const utc = universal(instant)
      if (offsetOf(parts) === 'UTC') return momentOf(parts)
      const sameDay = dateOf(utc) === dateOf(parts)
      return `${momentOf(parts)} = ${sameDay ? '' : `${dateOf(utc)}, `}${clockOf(utc)} UTC`
    },
    shortly: (instant: Instant) => {
      const parts = local(instant)
      return `${parts['day']} ${parts['month']}, ${clockOf(parts)}`
    },
  }
}

function amountFormats(locale: string) {
  const numbers = new Intl.NumberFormat(locale)
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
  const amounts = new Map<string, Intl.NumberFormat>()

  function amountFormat(currency: string, digits: number): Intl.NumberFormat {
    const name = `${currency} ${digits}`
    const known = amounts.get(name)
    if (known !== undefined) return known
    const options = { style: 'currency', currency, currencyDisplay: 'code' } as const
    const usual = new Intl.NumberFormat(locale, options)
    const enough = digits <= (usual.resolvedOptions().maximumFractionDigits ?? 2)
    const made = enough ? usual : new Intl.NumberFormat(locale, { ...options, maximumFractionDigits: digits })
    amounts.set(name, made)
    return made
  }

  return {
    number: (value: number) => numbers.format(value),
    decimal: (amount: string) => decimals.format(amount as `${number}`),
    money: (amount: string, currency: string) => {
      const digits = Math.min(6, (amount.split('.')[1] ?? '').replace(/0+$/, '').length)
      const text = amountFormat(CurrencyCode.parse(currency), digits).format(amount as `${number}`)
      // thousands stay together; between amount and currency a line may break, and who searches types a plain space
      return text.replace(/(?<=\p{L})\s|\s(?=\p{L})/gu, ' ')
    },
  }
}

function nameFormats(locale: string) {
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' })
  const all = new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' })
  const any = new Intl.ListFormat(locale, { style: 'long', type: 'disjunction' })
  return {
    country: (code: string) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
    list: (items: readonly string[]) => all.format(items),
    either: (items: readonly string[]) => any.format(items),
  }
}
