import type { InState, MoveCase } from '../domain/moveCase.js'
import { may } from '../domain/roles.js'
import { monthlyTotals } from './amounts.js'
import { customerOf } from './caseText.js'
import { MOST_ROW_BUTTONS, openButton, plainRow, renderList, type Row, type Section } from './listCard.js'
import { cleaned } from './plainText.js'
import { monthlyText } from './planText.js'
import type { Reader } from './reader.js'
import { optional, type CardMessage } from './render.js'
import { stateName } from './sentences.js'

type Waiting = InState<'AWAITING_APPROVAL'>

const MOST_ROWS = 5
/** Of the buttons a card can have, most go to what waits for this person. */
const MOST_FOR_ME = 4

/**
 * What waits for this person's decision, what they asked for, and what was decided of either.
 *
 * @param cases all cases, newest first; those that concern nobody's approval are left out here
 */
export function approvalsCard(cases: readonly MoveCase[], reader: Reader): CardMessage {
  const { words, person, roles } = reader
  const waiting = cases.filter((move): move is Waiting => move.state === 'AWAITING_APPROVAL')
  const forMe = may('approve', roles) === 'yes' ? waiting.filter((move) => move.submission.by !== person) : []
  const byMe = waiting.filter((move) => move.submission.by === person)
  const decided = cases.filter((move) => isDecided(move, reader))
  return renderList(
    reader,
    {
      title: words.say('approvals.title'),
      buttons: [],
    },
    {
      intro: [],
      sections: [
        section(
          words.say('approvals.forMe'),
          forMe,
          (move, index) => waitingRow(move, reader, index < MOST_FOR_ME),
          reader,
        ),
        section(
          words.say('approvals.byMe'),
          byMe,
          (move, index) => waitingRow(move, reader, index < MOST_ROW_BUTTONS - MOST_FOR_ME),
          reader,
        ),
        section(words.say('approvals.decided'), decided, (move) => decidedRow(move, reader), reader),
      ],
    },
  )
}

/** Approved, or rejected and not yet asked for again, with this person on one of the two sides. */
function isDecided(move: MoveCase, { person }: Reader): boolean {
  if (move.state === 'PLANNED') return move.rejected?.by === person
  const approval = 'approval' in move ? move.approval : undefined
  const submission = 'submission' in move ? move.submission : undefined
  return approval !== undefined && (approval.by === person || submission?.by === person)
}

function section<M extends MoveCase>(
  heading: string,
  moves: readonly M[],
  rowOf: (move: M, index: number) => Row,
  { words }: Reader,
): Section {
  const shown = moves.slice(0, MOST_ROWS)
  const rest = moves.length - shown.length
  return {
    heading: [{ text: heading }],
    rows: shown.map(rowOf),
    rest: optional(
      moves.length === 0 ? words.say('approvals.none') : rest === 0 ? undefined : words.say('more', { n: rest }),
    ),
  }
}

function waitingRow(move: Waiting, reader: Reader, withButton: boolean): Row {
  const { words, nameOf } = reader
  const { by, at } = move.submission
  return {
    title: words.say('work.case', { n: move.number, customer: customerOf(move, 60) }),
    texts: [
      plainRow(monthlyText(words, monthlyTotals(move))),
      plainRow(words.say('approvals.askedBy', { who: cleaned(nameOf(by)), when: words.moment(at) })),
    ],
    buttons: withButton ? [openButton(move, reader)] : [],
  }
}

const decidedRow = (move: MoveCase, { words, nameOf }: Reader): Row => {
  const rejected = move.state === 'PLANNED' ? move.rejected : undefined
  const text =
    rejected === undefined
      ? stateName(words, move.state)
      : words.say('review.rejected', { who: cleaned(nameOf(rejected.by)), reason: cleaned(rejected.reason) })
  return {
    title: words.say('work.case', { n: move.number, customer: customerOf(move, 60) }),
    texts: [plainRow(text)],
    buttons: [],
  }
}
