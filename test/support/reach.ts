import type { Stage } from './stage.js'

/** The words, in either language, that lead a customer to a plan whose approval is asked for. */
const WORDS = {
  en: (customer: string) => [`move ${customer}`, 'next', 'practice accept', `plan ${customer}`, 'next', 'next', 'next'],
  pl: (customer: string) => [
    `przenieś ${customer}`,
    'dalej',
    'ćwiczenie przyjmij',
    `plan ${customer}`,
    'dalej',
    'dalej',
    'dalej',
  ],
}

/** Leads a customer to a plan that waits for approval, as the transcripts of the whole way show it. */
export async function reachSubmission(
  stage: Stage,
  who: string,
  customer: string,
  language: 'en' | 'pl' = 'en',
): Promise<void> {
  for (const words of WORDS[language](customer)) await stage.say(who, words)
}

/** The same, and approved by Ben. */
export async function reachApproval(
  stage: Stage,
  who: string,
  customer: string,
  language: 'en' | 'pl' = 'en',
): Promise<void> {
  await reachSubmission(stage, who, customer, language)
  await stage.say('ben', `approve ${customer}`)
}
