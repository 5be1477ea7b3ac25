import { datesOk, linesOk, mayOrder } from '../domain/guards.js'
import type { MoveCase } from '../domain/moveCase.js'
import { isMoving } from '../domain/moveLine.js'
import type { CardAction } from './actions.js'
import { monthlyTotals } from './amounts.js'
import { button, onCase, type Button } from './buttons.js'
import { changeText, customerOf, subtitleOf, titleRoom, todayOf } from './caseText.js'
import { cleaned } from './plainText.js'
import { monthlyText, overlapText, riskTexts, startText } from './planText.js'
import type { Reader } from './reader.js'
import { cardFrom, type CardMessage } from './render.js'
import { explain } from './sentences.js'
import template from './templates/review.json' with { type: 'json' }

interface Text {
  readonly text: string
}

interface ReviewData {
  /** Sentences that stand out: what is still missing, or why the last request was not approved. */
  readonly blocks: readonly { readonly title: string; readonly texts: readonly Text[] }[]
  readonly answers: readonly {
    readonly title: string
    readonly texts: readonly Text[]
    readonly buttons: readonly Button[]
  }[]
  readonly facts: readonly { readonly title: string; readonly value: string }[]
}

const render = cardFrom<ReviewData>(template)

const MOST_LINES = 10

/** Step 4: every answer with its own change button, what it all costs, what could go wrong, and the request. */
export function reviewCard(move: MoveCase, reader: Reader): CardMessage {
  const { words } = reader
  const at = { ...onCase(move), step: 'review' } as const
  const answers = answersOf(move, reader)
  return render(
    reader,
    {
      title: words.say('review.title', { customer: customerOf(move) }),
      subtitle: subtitleOf(reader, move, 'review'),
      buttons: [
        button(reader, 'next', at, {
          title: words.say('button.submit'),
          typed: words.say('typed.submit', { n: move.number }),
          style: 'positive',
        }),
        button(reader, 'back', at, { title: words.say('button.back'), typed: words.say('typed.back') }),
        button(reader, 'later', at, { title: words.say('button.later'), typed: words.say('typed.later') }),
      ],
      inline: answers.flatMap(({ buttons }) => buttons),
    },
    { blocks: [...rejectedBlock(move, reader), ...missingBlock(move, reader)], answers, facts: factsOf(move, reader) },
  )
}

function answersOf(move: MoveCase, reader: Reader): ReviewData['answers'] {
  const { words } = reader
  const lines = move.lines.filter(isMoving)
  const shown = lines.slice(0, MOST_LINES).map((line) => ({ text: changeText(words, line, titleRoom(lines.length)) }))
  const rest = lines.length - shown.length
  return [
    {
      title: words.say('label.channelNow'),
      texts: [
        {
          text: words.say('review.channel', {
            channel: words.say(`channel.${move.channel}`),
            path: words.say(`path.${move.path}`),
          }),
        },
      ],
      buttons: [change(move, 'channel', reader)],
    },
    {
      title: words.say('label.products'),
      texts: rest === 0 ? shown : [...shown, { text: words.say('more', { n: rest }) }],
      buttons: [change(move, 'lines', reader)],
    },
    {
      title: words.say('label.planned'),
      texts: [{ text: startText(words, move) }],
      buttons: [change(move, 'dates', reader)],
    },
  ]
}

type Field = Exclude<Extract<CardAction, { verb: 'change' }>['field'], 'path'>

const change = (move: MoveCase, field: Field, reader: Reader): Button =>
  button(
    reader,
    'change',
    { ...onCase(move), field },
    {
      title: reader.words.say(`button.change.${field}`),
      typed: reader.words.say(`typed.change.${field}`, { n: move.number }),
    },
  )

function factsOf(move: MoveCase, reader: Reader): ReviewData['facts'] {
  const { words } = reader
  return [
    { title: words.say('label.total'), value: monthlyText(words, monthlyTotals(move)) },
    { title: words.say('label.overlap'), value: overlapText(words, move) },
    { title: words.say('label.risk'), value: riskTexts(move, reader).join(' ') },
  ]
}

function rejectedBlock(move: MoveCase, { words, nameOf }: Reader): ReviewData['blocks'] {
  if (move.state !== 'PLANNED' || move.rejected === undefined) return []
  const { by, reason } = move.rejected
  return [
    { title: words.say('review.rejected', { who: cleaned(nameOf(by)), reason: cleaned(reason, 300) }), texts: [] },
  ]
}

/** The guards of X10 and X11, as they stand: said here, so that the request is not the first to find out. */
function missingBlock(move: MoveCase, reader: Reader): ReviewData['blocks'] {
  const { words } = reader
  const today = todayOf(reader)
  const refusals = [mayOrder(move), linesOk(move, today), datesOk(move, today)].flatMap((refusal) => refusal ?? [])
  if (refusals.length === 0) return []
  return [
    { title: words.say('review.problems'), texts: refusals.map((refusal) => ({ text: explain(words, refusal) })) },
  ]
}
