import { IntlMessageFormat } from 'intl-messageformat'
import { formatsFor, type Formats } from './formats.js'
import english from './words/en.json' with { type: 'json' }
import polish from './words/pl.json' with { type: 'json' }

export const LANGUAGES = ['en', 'pl'] as const
export type Language = (typeof LANGUAGES)[number]

/** Names one sentence of the language files. */
export type WordKey = keyof typeof english
export type WordValues = Readonly<Record<string, string | number>>

/** Everything one reader reads: sentences of their language, and days, moments, amounts and names as they read them. */
export interface Words extends Formats {
  readonly language: Language
  /**
   * A sentence with its values filled in, as plain text: nothing in it is Markdown, and what came from outside is
   * escaped later, once, by whoever shows it.
   *
   * @throws {Error} when a placeholder of the sentence has no value
   */
  say(key: WordKey, values?: WordValues): string
  /** The name of a CSP region (domain 5.2); `null` is a country that the list does not have. */
  region(code: string | null): string
}

const SENTENCES: Record<Language, Record<WordKey, string>> = { en: english, pl: polish }
const LOCALES: Record<Language, string> = { en: 'en-GB', pl: 'pl-PL' }

/** Sentences parsed so far. Parsing one costs more than filling it in, so each is parsed once, when first said. */
const parsed: Record<Language, Map<WordKey, IntlMessageFormat>> = { en: new Map(), pl: new Map() }

function sentence(language: Language, key: WordKey): IntlMessageFormat {
  const known = parsed[language].get(key)
  if (known !== undefined) return known
  // angle brackets are text here, never tags
  const made = new IntlMessageFormat(SENTENCES[language][key], LOCALES[language], undefined, { ignoreTag: true })
  parsed[language].set(key, made)
  return made
}

const isKey = (key: string): key is WordKey => Object.hasOwn(english, key)

const kept = new Map<string, Words>()
/** There are a few hundred time zones; what else a client may claim must not fill the memory. */
const MOST_KEPT = 1_000

/**
 * The words for one language and time zone; made once for each.
 *
 * @param timeZone IANA name, as Teams sends it; one that the runtime does not know counts as UTC
 */
export function wordsFor(language: Language, timeZone: string): Words {
  const name = `${language} ${timeZone}`
  const known = kept.get(name)
  if (known !== undefined) return known
  const words = makeWords(language, timeZone)
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(name, words)
  return words
}

function makeWords(language: Language, timeZone: string): Words {
  const say = (key: WordKey, values: WordValues = {}): string => String(sentence(language, key).format({ ...values }))
  return {
    ...formatsFor(LOCALES[language], timeZone),
    language,
    say,
    region: (code) => {
      const key = `region.${code ?? 'none'}`
      return isKey(key) ? say(key) : (code ?? '')
    },
  }
}
