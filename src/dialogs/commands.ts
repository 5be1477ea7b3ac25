import { z } from 'zod'
import { UtcDay } from '../domain/ids.js'
import { unreachable } from '../domain/unreachable.js'

/**
 * The words people type (contracts, 2): English and Polish side by side, whatever language the reader has. Case and
 * diacritics do not matter. Customers are named by the rest of the line and looked up later; nothing here knows any.
 */

export type Command =
  | { readonly verb: 'help' | 'myWork' | 'approvals' | 'back' | 'cancel' | 'later' | 'next' | 'why' }
  | { readonly verb: 'language'; readonly to: 'en' | 'pl' | 'auto' | undefined }
  | { readonly verb: 'move' | 'plan' | 'status' | CaseWord; readonly customer: string }
  | { readonly verb: 'reject' | 'overrideRegion'; readonly customer: string; readonly reason: string }
  | { readonly verb: 'schedule'; readonly customer: string; readonly day: string }
  | { readonly verb: 'dropLine' | 'takeLine'; readonly customer: string; readonly line: number }
  | { readonly verb: 'change'; readonly field: 'channel' | 'lines' | 'dates'; readonly customer: string }
  /** The customer's name and the text are not yet told apart: only who knows the customers can. */
  | { readonly verb: 'note' | 'evidence' | 'hand'; readonly rest: string }
  | { readonly verb: 'practice'; readonly rest: string }

/** Words that act on one case and take nothing but the customer. */
export type CaseWord =
  | 'submit'
  | 'approve'
  | 'order'
  | 'unschedule'
  | 'manual'
  | 'retry'
  | 'undo'
  | 'decline'
  | 'keepBoth'
  | 'stop'
  | 'reopen'
  | 'complete'

/** Phrases by verb, normalised; the longest that fits wins. */
const PHRASES: readonly (readonly [phrase: string, verb: Command['verb']])[] = (
  [
    ['help', 'help'],
    ['pomoc', 'help'],
    ['move', 'move'],
    ['przenies', 'move'],
    ['plan', 'plan'],
    ['status', 'status'],
    ['stan', 'status'],
    ['my work', 'myWork'],
    ['moja praca', 'myWork'],
    ['submit', 'submit'],
    ['wyslij', 'submit'],
    ['approvals', 'approvals'],
    ['akceptacje', 'approvals'],
    ['approve', 'approve'],
    ['zaakceptuj', 'approve'],
    ['reject', 'reject'],
    ['odrzuc', 'reject'],
    ['manual', 'manual'],
    ['recznie', 'manual'],
    ['change', 'change'],
    ['zmien', 'change'],
    ['override region', 'overrideRegion'],
    ['uchyl region', 'overrideRegion'],
    ['order', 'order'],
    ['zamow', 'order'],
    ['schedule', 'schedule'],
    ['zaplanuj', 'schedule'],
    ['unschedule', 'unschedule'],
    ['wstrzymaj', 'unschedule'],
    ['retry', 'retry'],
    ['ponow', 'retry'],
    ['drop line', 'dropLine'],
    ['usun pozycje', 'dropLine'],
    ['take line', 'takeLine'],
    ['przywroc pozycje', 'takeLine'],
    ['undo', 'undo'],
    ['wycofaj', 'undo'],
    ['decline', 'decline'],
    ['odmowa', 'decline'],
    ['keep both', 'keepBoth'],
    ['zostaw oba', 'keepBoth'],
    ['stop', 'stop'],
    ['zakoncz', 'stop'],
    ['reopen', 'reopen'],
    ['wznow', 'reopen'],
    ['complete', 'complete'],
    ['potwierdz', 'complete'],
    ['note', 'note'],
    ['notatka', 'note'],
    ['evidence', 'evidence'],
    ['dowod', 'evidence'],
    ['hand', 'hand'],
    ['przekaz', 'hand'],
    ['why', 'why'],
    ['dlaczego', 'why'],
    ['back', 'back'],
    ['wstecz', 'back'],
    ['cancel', 'cancel'],
    ['anuluj', 'cancel'],
    ['later', 'later'],
    ['pozniej', 'later'],
    ['next', 'next'],
    ['dalej', 'next'],
    ['ok', 'next'],
    ['language', 'language'],
    ['jezyk', 'language'],
    ['practice', 'practice'],
    ['cwiczenie', 'practice'],
  ] as const
).toSorted((a, b) => b[0].length - a[0].length)

/** Words that stand alone: with anything behind them they are ordinary text. */
const ALONE = new Set<Command['verb']>(['help', 'myWork', 'approvals', 'back', 'cancel', 'later', 'next', 'why'])

/**
 * Reads a line as one of the words, or `undefined` when it is none. Linear in the length of the line.
 *
 * @param line without the mention of the bot
 */
export function readCommand(line: string): Command | undefined {
  const original = line.normalize('NFC').trim().replace(/\s+/gu, ' ')
  const plain = normalised(original)
  const found = PHRASES.find(([phrase]) => plain === phrase || plain.startsWith(`${phrase} `))
  if (found === undefined) return undefined
  const [phrase, verb] = found
  const rest = original.slice(phrase.length).trim()
  if (ALONE.has(verb)) return rest === '' ? ({ verb } as Command) : undefined
  return withArguments(verb, rest)
}

function withArguments(verb: Command['verb'], rest: string): Command | undefined {
  switch (verb) {
    case 'language':
      return { verb, to: LANGUAGES.get(normalised(rest)) }
    case 'reject':
    case 'overrideRegion':
      return { verb, ...withReason(rest) }
    case 'schedule': {
      const cut = rest.lastIndexOf(' ')
      return { verb, customer: cut < 0 ? '' : rest.slice(0, cut), day: cut < 0 ? rest : rest.slice(cut + 1) }
    }
    case 'change': {
      const [field = '', ...customer] = rest.split(' ')
      const known = FIELDS.get(normalised(field))
      return known === undefined ? undefined : { verb, field: known, customer: customer.join(' ') }
    }
    case 'dropLine':
    case 'takeLine': {
      const [number = '', ...customer] = rest.split(' ')
      return /^[1-9]\d{0,3}$/.test(number) ? { verb, line: Number(number), customer: customer.join(' ') } : undefined
    }
    case 'note':
    case 'evidence':
    case 'hand':
    case 'practice':
      return { verb, rest }
    case 'help':
    case 'myWork':
    case 'approvals':
    case 'back':
    case 'cancel':
    case 'later':
    case 'next':
    case 'why':
      return { verb }
    case 'move':
    case 'plan':
    case 'status':
    case 'submit':
    case 'approve':
    case 'order':
    case 'unschedule':
    case 'manual':
    case 'retry':
    case 'undo':
    case 'decline':
    case 'keepBoth':
    case 'stop':
    case 'reopen':
    case 'complete':
      return { verb, customer: rest }
    default:
      return unreachable(verb)
  }
}

const LANGUAGES = new Map<string, 'en' | 'pl' | 'auto'>([
  ['en', 'en'],
  ['english', 'en'],
  ['angielski', 'en'],
  ['pl', 'pl'],
  ['polski', 'pl'],
  ['polish', 'pl'],
  ['auto', 'auto'],
])

/** Parts of a plan that can be changed by name. */
const FIELDS = new Map<string, 'channel' | 'lines' | 'dates'>([
  ['channel', 'channel'],
  ['kanal', 'channel'],
  ['lines', 'lines'],
  ['seats', 'lines'],
  ['licencje', 'lines'],
  ['dates', 'dates'],
  ['daty', 'dates'],
])

/** Who stops a renewal, as people say it. */
const STOPPERS = new Map<string, 'CUSTOMER' | 'SOURCE_PARTNER'>([
  ['customer', 'CUSTOMER'],
  ['klient', 'CUSTOMER'],
  ['seller', 'SOURCE_PARTNER'],
  ['source partner', 'SOURCE_PARTNER'],
  ['sprzedawca', 'SOURCE_PARTNER'],
  ['partner zrodlowy', 'SOURCE_PARTNER'],
])

/** `customer` or `seller`: who sets *cancel at end of term*. */
export const readStopper = (typed: string): 'CUSTOMER' | 'SOURCE_PARTNER' | undefined =>
  STOPPERS.get(normalised(typed.trim()))

/** `30` for the only line, or `2 30` for line 2; `undefined` when it is neither. */
export function readLineSeats(
  typed: string,
): { readonly line: string | undefined; readonly seats: string } | undefined {
  const [, line, seats] = /^(?:(\d{1,4})[ :]+)?(-?[\d.,]{1,12})$/.exec(typed.trim()) ?? []
  return seats === undefined ? undefined : { line: line === undefined ? undefined : `l${line}`, seats }
}

/** `<c> because <text>`: the first such word cuts, since a customer's name holds none. */
function withReason(rest: string): { customer: string; reason: string } {
  const plain = normalised(rest)
  const cuts = [' because ', ' bo ']
    .map((word) => ({ at: plain.indexOf(word), length: word.length }))
    .filter(({ at }) => at >= 0)
  const cut = cuts.sort((a, b) => a.at - b.at)[0]
  if (cut === undefined) return { customer: rest.replace(/ (because|bo)$/iu, ''), reason: '' }
  return { customer: rest.slice(0, cut.at).trim(), reason: rest.slice(cut.at + cut.length).trim() }
}

/** Lower case without diacritics, one character for each of the original, so that positions stay comparable. */
export const normalised = (text: string): string =>
  Array.from(text, (character) =>
    (FOLDED.get(character) ?? character.toLowerCase().normalize('NFD').charAt(0)).padEnd(character.length),
  ).join('')
const FOLDED = new Map([
  ['ł', 'l'],
  ['Ł', 'l'],
])

/** A day as people type it: `2026-12-11`, `11.12.2026`, `11/12/2026` (day first). `undefined` when there is no such day. */
export function readDay(typed: string): UtcDay | undefined {
  const text = typed.trim()
  const dayFirst = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text)
  const iso =
    dayFirst === null ? text : `${dayFirst[3]}-${dayFirst[2]?.padStart(2, '0')}-${dayFirst[1]?.padStart(2, '0')}`
  const read = UtcDay.safeParse(iso)
  return read.success ? read.data : undefined
}

const Seats = z.coerce.number().int().min(1).max(1_000_000)

/** A number of licences as people type it; `undefined` when it is none that could be meant. */
export function readSeats(typed: string): number | undefined {
  const read = /^\s*\d{1,7}\s*$/.test(typed) ? Seats.safeParse(typed) : undefined
  return read?.success === true ? read.data : undefined
}
