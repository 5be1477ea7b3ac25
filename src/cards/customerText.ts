import { IntlMessageFormat } from 'intl-messageformat'
import type { UtcDay } from '../domain/ids.js'
import { cleaned } from './plainText.js'
import texts from './words/customer.json' with { type: 'json' }

/** The languages we write to customers in. It is the customer's language that counts here, not the reader's. */
export type CustomerLanguage = keyof typeof texts
type Passage = keyof (typeof texts)['en']

const LOCALES: Record<CustomerLanguage, string> = { en: 'en-GB', pl: 'pl-PL', de: 'de-DE' }

/** The language for a customer whose locale is known, as a BCP 47 tag; English where we have none of theirs. */
export function customerLanguage(locale: string | undefined): CustomerLanguage {
  const [language = ''] = (locale ?? '').toLowerCase().split('-')
  return Object.hasOwn(texts, language) ? (language as CustomerLanguage) : 'en'
}

export interface InvitationFacts {
  readonly contact: string
  readonly domain: string
  /** Shown whole: a shortened link does not work. */
  readonly link: string
  /** By when we would like an answer; nothing is said of it when there is no such day, or it has passed. */
  readonly deadline: UtcDay | undefined
  readonly sender: string
}

/** No real link comes near it; what is longer is none. */
const LONGEST_LINK = 2_000

const longDate = (language: CustomerLanguage, day: UtcDay): string =>
  new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/** Subject and paragraphs of the invitation that staff forward to the customer, as plain text. */
export function invitationText(
  language: CustomerLanguage,
  facts: InvitationFacts,
): { subject: string; paragraphs: readonly string[] } {
  const values = {
    contact: cleaned(facts.contact),
    domain: cleaned(facts.domain),
    sender: cleaned(facts.sender),
    deadline: facts.deadline === undefined ? '' : longDate(language, facts.deadline),
  }
  const say = (passage: Passage): string =>
    String(
      new IntlMessageFormat(texts[language][passage], LOCALES[language], undefined, { ignoreTag: true }).format(values),
    )
  return {
    subject: say('subject'),
    paragraphs: [
      say('greeting'),
      say('what'),
      say('how'),
      cleaned(facts.link, LONGEST_LINK),
      say('agreement'),
      say('keep'),
      ...(facts.deadline === undefined ? [] : [say('when')]),
      say('regards'),
    ],
  }
}
