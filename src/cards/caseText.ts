import { dayOf } from '../domain/days.js'
import { movingDeadlines, type Deadlines } from '../domain/deadlines.js'
import type { UtcDay } from '../domain/ids.js'
import type { MoveCase } from '../domain/moveCase.js'
import { endDateOf, oldSeatsOf, type MoveLine, type OfferChoice } from '../domain/moveLine.js'
import { unreachable } from '../domain/unreachable.js'
import { STEPS, type StepName } from './actions.js'
import { cleaned, cleanedTitle } from './plainText.js'
import type { Reader } from './reader.js'
import type { Words } from './words.js'

/** Phrases about a case that several cards share. Names from outside are cleaned here and escaped when rendered. */

export const todayOf = ({ now }: Reader): UtcDay => dayOf(now)

export const customerOf = (move: MoveCase, most?: number): string => cleaned(move.customer.name, most)

/** `Case #12`, or with the step of the guided dialogue. */
export function subtitleOf({ words }: Reader, move: MoveCase, step?: StepName): string {
  const number = words.say('head.case', { n: move.number })
  if (step === undefined) return number
  return `${number} · ${words.say('head.step', { x: STEPS.indexOf(step) + 1, of: STEPS.length, name: words.say(`step.${step}`) })}`
}

/** Many lines share the room of a card, so each gets less of it. */
export const titleRoom = (lines: number): number => (lines > 10 ? 36 : lines > 4 ? 50 : 80)

export const targetOf = ({ match }: MoveLine): OfferChoice | undefined => ('target' in match ? match.target : undefined)

const seatsOfTitle = (words: Words, seats: number, title: string, most: number): string =>
  words.say('review.seatsOf', { seats: words.number(seats), title: cleanedTitle(title, most) })

/** `25 × Office 365 E1 → 25 × Microsoft 365 Business Basic`, or the name once where both have the same. */
export function changeText(words: Words, line: MoveLine, most?: number): string {
  const room = most ?? titleRoom(1)
  const target = targetOf(line)
  if (target?.title === line.title) {
    return words.say('review.sameTitle', {
      title: cleanedTitle(line.title, room),
      old: words.number(oldSeatsOf(line)),
      seats: words.say('seats', { n: line.seats }),
    })
  }
  return words.say('review.line', {
    old: seatsOfTitle(words, oldSeatsOf(line), line.title, room),
    new: target === undefined ? words.say('review.noTarget') : seatsOfTitle(words, line.seats, target.title, room),
  })
}

/** How the old and the new product of a line compare, and why it is not moved if it is not. */
export function matchText(words: Words, { match }: MoveLine): string {
  switch (match.level) {
    case 'DIFFERENT':
      return words.say('match.DIFFERENT', { missing: listed(words, match.missing, 5) })
    case 'EXCLUDED':
      return words.say('match.EXCLUDED', { why: words.say(`why.${match.why}`) })
    case 'UNDECIDED':
    case 'SAME':
    case 'EQUIVALENT':
    case 'NO_EQUIVALENT':
      return words.say(`match.${match.level}`)
    default:
      return unreachable(match)
  }
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const daysLeftText = (words: Words, daysLeft: number): string =>
  daysLeft < 0 ? words.say('daysPast', { n: -daysLeft }) : words.say('daysLeft', { n: daysLeft })

/** The first `most` of some names from outside, and how many more there are. */
export function listed(words: Words, names: readonly string[], most: number, room = 40): string {
  const shown = names.slice(0, most).map((name) => cleanedTitle(name, room))
  const rest = names.length - shown.length
  return rest === 0 ? words.list(shown) : `${shown.join(', ')} ${words.say('more', { n: rest })}`
}

/** Moving lines that end on the same day in the same way. */
export interface EndGroup {
  readonly endDate: UtcDay
  readonly deadlines: Deadlines
  readonly lines: readonly MoveLine[]
}

/** The moving lines by the end of what the customer has today, earliest first. */
export function endGroups(move: MoveCase, today: UtcDay): readonly EndGroup[] {
  const groups = new Map<string, EndGroup & { lines: MoveLine[] }>()
  for (const { line, deadlines } of movingDeadlines(move, today)) {
    const endDate = endDateOf(line)
    const name = `${endDate} ${deadlines.regime} ${deadlines.timeStatus}`
    const group = groups.get(name) ?? { endDate, deadlines, lines: [] }
    group.lines.push(line)
    groups.set(name, group)
  }
  return [...groups.values()].sort((a, b) => (a.endDate < b.endDate ? -1 : a.endDate > b.endDate ? 1 : 0))
}

/** The group whose dates bind the whole case: the one with the earliest last safe day. */
export const pressing = (groups: readonly EndGroup[]): EndGroup | undefined =>
  groups.reduce<EndGroup | undefined>(
    (first, group) => (first === undefined || group.deadlines.lastSafe < first.deadlines.lastSafe ? group : first),
    undefined,
  )

/** The colour that goes with a time status; the status is always said in words as well. */
export const colourOf = (status: Deadlines['timeStatus']): 'Good' | 'Warning' | 'Attention' =>
  status === 'SAFE' ? 'Good' : status === 'AT_RISK' ? 'Warning' : 'Attention'
