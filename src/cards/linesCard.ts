import type { MoveCase } from '../domain/moveCase.js'
import { isMoving, oldSeatsOf, type MoveLine } from '../domain/moveLine.js'
import { unitPriceOf } from './amounts.js'
import { button, onCase, type Button } from './buttons.js'
import { capital, customerOf, listed, matchText, subtitleOf, targetOf, titleRoom } from './caseText.js'
import { cleanedTitle } from './plainText.js'
import type { Reader } from './reader.js'
import { cardFrom, optional, type CardMessage } from './render.js'
import template from './templates/lines.json' with { type: 'json' }
import type { Words } from './words.js'

/** What a person typed into the inputs of a step, and what is wrong with it, each by the id of its input. */
export type Typed = Readonly<Record<string, string>>

interface LineData {
  readonly change: string
  readonly about: string
  readonly errors: readonly { readonly text: string }[]
  readonly id: string
  readonly label: string
  readonly value: number
  readonly needed: string
}

interface LinesData {
  readonly problems: readonly { readonly text: string }[]
  readonly hint: string
  readonly lines: readonly LineData[]
  readonly rest: readonly { readonly text: string }[]
}

const render = cardFrom<LinesData>(template)

/** Inputs on one card; further products keep their number. */
const MOST_LINES = 20
/** Errors explained next to their entry. */
/** Products that need a person and get a button of their own: Teams shows six buttons. */
const MOST_LEFT_OUT = 3
const MOST_ERRORS = 5

/**
 * Step 2: each product, old and new, with its seats to be entered.
 *
 * @param values what was typed into this card before; it is shown again
 * @param errors what is wrong with it, by input; `text` for what belongs to none
 */
export function linesCard(move: MoveCase, reader: Reader, values: Typed = {}, errors: Typed = {}): CardMessage {
  const { words } = reader
  const moving = move.lines.filter(isMoving)
  const excluded = move.lines.filter((line) => !isMoving(line))
  const shown = moving.slice(0, MOST_LINES)
  const at = { ...onCase(move), step: 'lines' } as const
  const wrong = shown.filter((line) => errors[`seats_${line.id}`] !== undefined)
  const explained = new Set(wrong.slice(0, MOST_ERRORS).map(({ id }) => id))
  return render(
    reader,
    {
      title: words.say('lines.title', { customer: customerOf(move) }),
      subtitle: subtitleOf(reader, move, 'lines'),
      buttons: [
        button(reader, 'next', at, {
          title: words.say('button.toDates'),
          typed: words.say('typed.next'),
          withInputs: true,
          style: 'positive',
        }),
        ...shown
          .filter(isUnsettled)
          .slice(0, MOST_LEFT_OUT)
          .map((line) => leaveButton(move, line, reader)),
        button(reader, 'back', at, { title: words.say('button.back'), typed: words.say('typed.back') }),
        button(reader, 'later', at, { title: words.say('button.later'), typed: words.say('typed.later') }),
      ],
    },
    {
      problems: [...optional(problemText(wrong, words)), ...optional(errors['text'])],
      hint: words.say('lines.hint'),
      lines: shown.map((line) =>
        lineData(move, line, reader, {
          values,
          error: explained.has(line.id) ? errors[`seats_${line.id}`] : undefined,
          count: moving.length,
        }),
      ),
      rest: [
        ...optional(
          moving.length === shown.length ? undefined : words.say('lines.rest', { n: moving.length - shown.length }),
        ),
        ...optional(
          excluded.length === 0 ? undefined : `${words.say('lines.excluded')}: ${excludedText(excluded, reader)}`,
        ),
      ],
    },
  )
}

/** A product for which no new offer is known: a person has to settle it before the plan can go on. */
const isUnsettled = ({ match }: MoveLine): boolean => match.level === 'UNDECIDED' || match.level === 'NO_EQUIVALENT'

const leaveButton = (move: MoveCase, line: MoveLine, reader: Reader): Button => {
  const number = line.id.slice(1)
  return button(
    reader,
    'dropLine',
    { ...onCase(move), line: line.id },
    {
      title: reader.words.say('button.leaveLine', { line: number, title: cleanedTitle(line.title, 30) }),
      typed: reader.words.say('typed.dropLine', { line: number, n: move.number }),
    },
  )
}

/** Which entries are wrong, by the numbers of their lines; the first few also say why, next to the entry. */
function problemText(lines: readonly MoveLine[], words: Words): string | undefined {
  if (lines.length === 0) return undefined
  return words.say('lines.problems', { n: lines.length, lines: words.list(lines.map(({ id }) => id.slice(1))) })
}

interface Around {
  readonly values: Typed
  readonly error: string | undefined
  /** Of the moving lines; a single one needs no number. */
  readonly count: number
}

function lineData(move: MoveCase, line: MoveLine, { words }: Reader, { values, error, count }: Around): LineData {
  const id = `seats_${line.id}`
  const number = Number(values[id] ?? line.seats)
  const n = line.id.slice(1)
  const heading = headingOf(line, words, titleRoom(count))
  return {
    change: count === 1 ? heading : words.say('status.line', { n, change: heading }),
    about: aboutText(move, line, words),
    errors: optional(error),
    id,
    label: count === 1 ? words.say('lines.seats') : words.say('lines.seatsOf', { n }),
    // a number field cannot show again what is no number; the sentence above it names what was typed
    value: Number.isSafeInteger(number) && number > 0 ? number : line.seats,
    needed: words.say('lines.seatsNeeded'),
  }
}

/** Old and new by name; once where both have the same. */
function headingOf(line: MoveLine, words: Words, room: number): string {
  const old = cleanedTitle(line.title, room)
  const target = targetOf(line)
  const title = target === undefined ? words.say('review.noTarget') : cleanedTitle(target.title, room)
  return title === old ? old : words.say('review.line', { old, new: title })
}

function aboutText(move: MoveCase, line: MoveLine, words: Words): string {
  const price = unitPriceOf(move, line)
  const seats = words.say('seats', { n: oldSeatsOf(line) })
  const today = words.say('lines.today', { seats, assigned: words.number(line.assigned) })
  const cost =
    price === undefined
      ? words.say('lines.priceUnknown')
      : words.say('lines.price', { price: words.say('perSeat', { money: words.money(price.amount, price.currency) }) })
  return `${today}. ${capital(matchText(words, line))}. ${cost}.`
}

const excludedText = (lines: readonly MoveLine[], { words }: Reader): string =>
  listed(
    words,
    lines.map((line) => `${cleanedTitle(line.title, 40)} (${matchText(words, line)})`),
    5,
    120,
  )
