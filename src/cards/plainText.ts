/**
 * Text that people or other systems wrote, made harmless before it is shown (reliability RF65, RF66). Sentences are
 * composed from cleaned values and escaped once, by the card layer; a field that a client shows as it is takes the
 * cleaned text alone.
 */

/** Longest name that is shown whole. */
const SHOWN = 80

/** Characters nobody sees: controls, direction marks, zero-width ones, halves of a pair, blank letters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u034F\u115F\u1160\u2800\u3164\uFFA0]/gu
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu
/** More marks on one letter than any script needs: they would cover the lines around. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
const ISOLATE = '\u2068'
const END_OF_ISOLATE = '\u2069'

/**
 * One line without invisible characters, at most `most` characters long, for a name, a title or a choice. Text in a
 * right-to-left script is closed off, so that it does not pull the words and numbers around it along.
 */
export const cleaned = (text: string, most: number = SHOWN): string => cleanLine(text, most, shortened)

/** The same for a product, whose end tells it from its twins (`… E5 (no Teams)`): shortened in the middle. */
export const cleanedTitle = (text: string, most: number = SHOWN): string => cleanLine(text, most, shortenedInside)

function cleanLine(text: string, most: number, shorten: typeof shortened): string {
  // what lies far behind the limit is cut first: nobody pays for 100 kB of name
  const line = text
    .slice(0, most * 8)
    .replace(BREAKS, ' ')
    .replace(UNSEEN, '')
    .replace(PILED_MARKS, '$1')
    .trim()
  const shown = shorten(line, most)
  if (shown === '') return '–'
  return RIGHT_TO_LEFT.test(shown) ? ISOLATE + shown + END_OF_ISOLATE : shown
}

/** The text, or as much of it as `most` characters hold, ending in an ellipsis. Never cuts a character in two. */
export function shortened(text: string, most: number): string {
  const characters = Array.from(text)
  return characters.length > most
    ? `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : text
}

function shortenedInside(text: string, most: number): string {
  const characters = Array.from(text)
  if (characters.length <= most) return text
  const end = Math.floor(most / 3)
  return `${characters
    .slice(0, most - 1 - end)
    .join('')
    .trimEnd()}…${characters.slice(-end).join('').trimStart()}`
}

/**
 * The same text for a place that reads Markdown: shown as it is, never as emphasis, a link, a list, a mention, a date
 * function or a template expression. Addresses lose their link, too.
 */
export const escaped = (text: string): string => (READ_AS_MORE.test(text) ? escapedEverywhere(text) : text)

/** Anything at all that is read as more than text. Most sentences have nothing of the kind. */
const READ_AS_MORE = /[\\`*_[\]()~<&{]|:\/\/|www\.|^[^\S\n]*(?:[#>=+-]|\d{1,9}\.)/im

const escapedEverywhere = (text: string): string =>
  text
    .replace(/[\\`*_[\]()~<]/g, '\\$&')
    .replace(/&(?=#?\w{1,40};)/g, '\\&')
    .replace(/([${])(?=\{)/g, '$1\\')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^([^\S\n]*)([#>=+-])/gm, '$1\\$2')
    .replace(/^([^\S\n]*\d{1,9})([.)])/gm, '$1\\$2')

/** Outside text for a Markdown field: {@link cleaned}, then {@link escaped}. */
export const literal = (text: string, most: number = SHOWN): string => escaped(cleaned(text, most))
