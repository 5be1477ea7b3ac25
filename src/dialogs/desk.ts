import type { TurnContext } from 'botbuilder'
import type { Words } from '../cards/words.js'
import type { CustomerFound, PartnerCenter } from '../domain/ports.js'
import type { MoveCase } from '../domain/moveCase.js'
import { isIn, TERMINAL } from '../domain/moveCase.js'
import type { MoveService } from '../domain/moveService.js'
import type { People } from '../domain/people.js'
import type { PersonId } from '../domain/ids.js'
import { normalised } from './commands.js'

/** What the dialogues work with: the use cases, the customers' directory, and the staff. */
export interface Desk {
  readonly moves: MoveService
  readonly partnerCenter: PartnerCenter
  readonly people: People
  /** A person's own choice of language, for good. @returns the words to go on with */
  setLanguage(person: PersonId, language: 'en' | 'pl' | 'auto'): Promise<Words>
  /** Only in practice mode: carries out a practice word (without the word `practice`) and answers it. */
  readonly practise?: (context: TurnContext, words: string) => Promise<string>
}

/**
 * The cases a person may mean by what they typed: `#12`, a name, a domain or a tenant id; open ones before ended ones.
 * Nothing typed means every open case.
 */
export async function casesNamed(desk: Desk, typed: string): Promise<readonly MoveCase[]> {
  const all = await desk.moves.all()
  const open = all.filter((move) => !isIn(move, TERMINAL))
  const wanted = normalised(typed.normalize('NFC').trim())
  if (wanted === '') return open
  const number = /^#(\d{1,9})$/.exec(wanted)?.[1]
  if (number !== undefined) return all.filter((move) => move.number === Number(number))
  return (
    firstThatFits(open, wanted) ??
    firstThatFits(
      all.filter((move) => isIn(move, TERMINAL)),
      wanted,
    ) ??
    []
  )
}

/** Exactly so, else beginning so, else containing it: the nearest way that fits any case at all. */
function firstThatFits(moves: readonly MoveCase[], wanted: string): readonly MoveCase[] | undefined {
  const names = ({ customer }: MoveCase) => [
    normalised(customer.name),
    customer.domain.toLowerCase(),
    customer.tenantId as string,
  ]
  const ways = [
    (name: string) => name === wanted,
    (name: string) => name.startsWith(wanted),
    (name: string) => wanted.length >= 3 && name.includes(wanted),
  ]
  return ways.map((fits) => moves.filter((move) => names(move).some(fits))).find((found) => found.length > 0)
}

/** Whether what was typed names this one customer exactly, so that nobody has to be asked which. */
export const namesExactly = ({ name, domain, tenantId }: CustomerFound, typed: string): boolean =>
  [normalised(name), domain.toLowerCase(), tenantId as string].includes(normalised(typed.normalize('NFC').trim()))
