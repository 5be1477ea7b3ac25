import type { Instant, PersonId } from '../domain/ids.js'
import type { Role } from '../domain/roles.js'
import { wordsFor, type Language, type Words } from './words.js'

/** Who will read a card, and what a card depends on because of them. */
export interface ReaderFacts {
  readonly language: Language
  /** IANA name. */
  readonly timeZone: string
  readonly person: PersonId
  readonly roles: readonly Role[]
  readonly now: Instant
  /** Whether this is the practice world, which every card says. */
  readonly practice: boolean
  /** The name to show for a person, as they wrote it: it is cleaned where it is shown. */
  readonly nameOf: (id: PersonId | 'system') => string
  /**
   * Teams' own ids (`29:…`) of those whose client is to ask for a newer card when it shows an old one; at most sixty,
   * and none where they are not known.
   */
  readonly refreshFor?: readonly string[]
  /** A new one-time key for one button. */
  readonly newKey: () => string
}

export interface Reader extends ReaderFacts {
  readonly words: Words
}

export const readerFor = (facts: ReaderFacts): Reader => ({ ...facts, words: wordsFor(facts.language, facts.timeZone) })
