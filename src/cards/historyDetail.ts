import { AdminAccess, Agreement, EndAction, SourceChannel } from '../domain/facts.js'
import type { HistoryEntry } from '../domain/history.js'
import { PersonId, UtcDay } from '../domain/ids.js'
import { orderCodeText } from './orderCodes.js'
import { cleaned, cleanedTitle } from './plainText.js'
import type { Reader } from './reader.js'
import type { Words } from './words.js'

/** Longest text of a note or reason that a line of the history shows. */
const LONGEST_TEXT = 160

/**
 * The facts of one history entry that tell people more than its kind: a reason, a product, a day. `undefined` when it
 * has none. Each value is read as what its name says; one that cannot be is left out rather than shown raw.
 */
export function historyDetail(words: Words, { facts }: HistoryEntry, names: Reader['nameOf']): string | undefined {
  const shown = Object.entries(facts).flatMap(([name, value]) => factText(words, name, String(value), names) ?? [])
  return shown.length === 0 ? undefined : shown.join(', ')
}

function factText(words: Words, name: string, value: string, names: Reader['nameOf']): string | undefined {
  switch (name) {
    case 'reason':
    case 'text':
      return cleaned(value, LONGEST_TEXT)
    case 'product':
      return cleanedTitle(value, 40)
    case 'soldBy':
      return cleaned(value, 40)
    case 'day': {
      const day = UtcDay.safeParse(value)
      return day.success ? words.dayInText(day.data) : undefined
    }
    case 'country':
      return words.country(value)
    case 'channel': {
      const channel = SourceChannel.safeParse(value)
      return channel.success ? words.say(`channel.${channel.data}`) : undefined
    }
    case 'agreement': {
      const agreement = Agreement.safeParse(value)
      return agreement.success ? words.say(`agreement.${agreement.data}`) : undefined
    }
    case 'adminAccess': {
      const access = AdminAccess.safeParse(value)
      return access.success ? words.say(`adminAccess.${access.data}`) : undefined
    }
    case 'endAction': {
      const action = EndAction.safeParse(value)
      return action.success ? words.say(`endAction.${action.data}`) : undefined
    }
    case 'to': {
      const person = PersonId.safeParse(value)
      return person.success ? cleaned(names(person.data), 40) : undefined
    }
    case 'code':
      return orderCodeText(words, value)
    default:
      return undefined
  }
}
