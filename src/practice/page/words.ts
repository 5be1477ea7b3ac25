import { en } from './wordsEn.js'
import { pl } from './wordsPl.js'

/** Everything the page says by itself. Landmarks keep one name in every language, so that scripts find them. */
export type Words = { readonly [Name in keyof typeof en]: string }

export type Language = 'en' | 'pl'

export const languageOf = (locale: string): Language => (locale.toLowerCase().startsWith('pl') ? 'pl' : 'en')

export const wordsIn = (language: Language): Words => (language === 'pl' ? pl : en)

/** A word that is made from a name of the domain, `case.INVITED`; the bare name where there is none. */
export const named = (
  words: Words,
  kind: 'case' | 'relationship' | 'role' | 'fault' | 'problem',
  name: string,
): string => (words as Readonly<Record<string, string>>)[`${kind}.${name}`] ?? name
