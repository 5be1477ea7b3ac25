import type { MoveCase } from '../domain/moveCase.js'
import { nextSteps } from '../domain/nextSteps.js'
import { capital, colourOf, customerOf, endGroups, pressing, todayOf } from './caseText.js'
import { MOST_ROW_BUTTONS, openButton, plainRow, renderList, type Row } from './listCard.js'
import { cleaned } from './plainText.js'
import type { Reader } from './reader.js'
import { optional, type CardMessage } from './render.js'
import { awaitedText, stateName, timeStatusText } from './sentences.js'

const MOST_ROWS = 10

/** Open cases by their next deadline, the most pressing first; also asked with when several cases fit what was typed. */
export function myWorkCard(cases: readonly MoveCase[], reader: Reader): CardMessage {
  const { words } = reader
  const sorted = [...cases].sort((a, b) => compare(lastSafeOf(a, reader), lastSafeOf(b, reader)) || b.number - a.number)
  const rows = sorted.slice(0, MOST_ROWS).map((move, index) => rowOf(move, reader, index < MOST_ROW_BUTTONS))
  const rest = sorted.length - rows.length
  return renderList(
    reader,
    {
      title: words.say('work.title', { n: cases.length }),
      buttons: [],
    },
    {
      intro: optional(cases.length === 0 ? words.say('work.none') : undefined),
      sections:
        cases.length === 0
          ? []
          : [{ heading: [], rows, rest: optional(rest === 0 ? undefined : words.say('more', { n: rest })) }],
    },
  )
}

function rowOf(move: MoveCase, reader: Reader, withButton: boolean): Row {
  const { words, person, roles, now } = reader
  const { awaited } = nextSteps(move, { kind: 'person', id: person, roles }, now)
  const first = pressing(endGroups(move, todayOf(reader)))
  const state = words.say('work.state', {
    state: capital(stateName(words, move.state)),
    awaited: awaitedText(words, awaited, cleaned(reader.nameOf(move.owner)), reader.now),
  })
  return {
    title: words.say('work.case', { n: move.number, customer: customerOf(move, 60) }),
    texts: [
      plainRow(state),
      ...(first === undefined
        ? []
        : [
            {
              text: words.say('status.deadline', {
                day: words.day(first.deadlines.lastSafe),
                time: timeStatusText(words, first.deadlines.timeStatus),
              }),
              color: colourOf(first.deadlines.timeStatus),
            },
          ]),
    ],
    buttons: withButton ? [openButton(move, reader)] : [],
  }
}

/** A case without a date of its own comes last. */
const lastSafeOf = (move: MoveCase, reader: Reader): string =>
  pressing(endGroups(move, todayOf(reader)))?.deadlines.lastSafe ?? '9999'

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
