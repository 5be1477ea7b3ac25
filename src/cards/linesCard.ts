import type { MoveCase } from '../domain/moveCase.js'
import { isMoving, oldSeatsOf, type MoveLine } from '../domain/moveLine.js'
import { unitPriceOf } from './amounts.js'
import { button, onCase } from './buttons.js'
import { customerOf, listed, matchText, subtitleOf, targetOf, titleRoom } from './caseText.js'
import { cleaned } from './plainText.js'
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
  const wrong = shown.filter((line) => errors[`seats_${line.id}`] !== undefined).length
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
        button(reader, 'back', at, { title: words.say('button.back'), typed: words.say('typed.back') }),
        button(reader, 'later', at, { title: words.say('button.later'), typed: words.say('typed.later') }),
      ],
    },
    {
      problems: [
        ...optional(wrong === 0 ? undefined : words.say('lines.problems', { n: wrong })),
        ...optional(errors['text']),
      ],
      hint: words.say('lines.hint'),
      lines: shown.map((line) => lineData(move, line, reader, { values, errors, room: titleRoom(shown.length) })),
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

interface Around {
  readonly values: Typed
  readonly errors: Typed
  /** Characters for a product's name. */
  readonly room: number
}

function lineData(move: MoveCase, line: MoveLine, { words }: Reader, { values, errors, room }: Around): LineData {
  const id = `seats_${line.id}`
  const typed = values[id]
  const error = errors[id]
  const number = Number(typed ?? line.seats)
  const readable = Number.isSafeInteger(number)
  const target = targetOf(line)
  return {
    change: headingOf(line, words, room),
    about: aboutText(move, line, words),
    // a number field cannot show again what is no number, so the sentence does
    errors:
      error === undefined
        ? []
        : [
            {
              text:
                readable || typed === undefined
                  ? error
                  : `${error} ${words.say('lines.youTyped', { typed: cleaned(typed, 40) })}`,
            },
          ],
    id,
    label: words.say('lines.seats', { title: cleaned(target?.title ?? line.title, room) }),
    value: readable ? number : line.seats,
    needed: words.say('lines.seatsNeeded'),
  }
}

/** Old and new by name; once where both have the same. */
function headingOf(line: MoveLine, words: Words, room: number): string {
  const old = cleaned(line.title, room)
  const target = targetOf(line)
  const title = target === undefined ? words.say('review.noTarget') : cleaned(target.title, room)
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const excludedText = (lines: readonly MoveLine[], { words }: Reader): string =>
  listed(
    words,
    lines.map((line) => `${cleaned(line.title, 40)} (${matchText(words, line)})`),
    5,
    120,
  )
