import { plannedDayOf } from '../domain/guards.js'
import type { HistoryEntry } from '../domain/history.js'
import { isIn, TERMINAL, type MoveCase } from '../domain/moveCase.js'
import type { MoveLine } from '../domain/moveLine.js'
import type { NextSteps } from '../domain/nextSteps.js'
import { onCase } from './buttons.js'
import { caseButtons } from './caseButtons.js'
import {
  capital,
  changeText,
  colourOf,
  customerOf,
  daysLeftText,
  endGroups,
  matchText,
  pressing,
  subtitleOf,
  titleRoom,
  todayOf,
} from './caseText.js'
import { lineProgress } from './lineProgress.js'
import { cleaned } from './plainText.js'
import { startText } from './planText.js'
import type { Reader } from './reader.js'
import { regionBlockedCard } from './regionBlockedCard.js'
import { cardFrom, optional, type CardMessage } from './render.js'
import { awaitedText, explainCode, historyLine, regimeText, stateName, timeStatusText } from './sentences.js'
import template from './templates/status.json' with { type: 'json' }
import type { Words } from './words.js'

interface Text {
  readonly text: string
}
interface Fact {
  readonly title: string
  readonly value: string
}

interface StatusData {
  readonly facts: readonly Fact[]
  readonly deadlines: readonly { readonly text: string; readonly color: string }[]
  readonly warnings: readonly Text[]
  readonly lines: readonly { readonly change: string; readonly progress: string; readonly color: string }[]
  readonly rest: readonly Text[]
  readonly notes: readonly Text[]
  readonly historyTitle: string
  readonly history: readonly Text[]
}

const render = cardFrom<StatusData>(template)

const MOST_LINES = 10

/**
 * Where a case stands, in any state: who is awaited since when, what happens by itself, the deadline, every line's
 * order, the last entries of its history, and what this reader may do next.
 *
 * @param history oldest first; as much of it as should be shown
 * @param headline what was just done, or why something was not
 */
export function statusCard(
  move: MoveCase,
  history: readonly HistoryEntry[],
  next: NextSteps,
  reader: Reader,
  headline?: string,
): CardMessage {
  if (move.state === 'REGION_BLOCKED') return regionBlockedCard(move, reader, headline)
  const { words } = reader
  const lines = byUrgency(move.lines)
  const shown = lines.slice(0, MOST_LINES)
  return render(
    reader,
    {
      title: words.say('status.title', { customer: customerOf(move), state: stateName(words, move.state) }),
      subtitle: subtitleOf(reader, move),
      headline,
      refresh: onCase(move),
      buttons: caseButtons(move, next, reader),
    },
    {
      facts: factsOf(move, next, reader),
      deadlines: deadlineOf(move, reader),
      warnings: warningsOf(move, reader).map((text) => ({ text })),
      lines: shown.map((line) => lineData(line, lines.length, reader, isIn(move, TERMINAL))),
      notes: optional(next.verbs.includes('undo') ? words.say('status.undoNote') : undefined),
      rest: optional(shown.length === lines.length ? undefined : words.say('more', { n: lines.length - shown.length })),
      historyTitle: words.say('label.history'),
      history:
        history.length === 0
          ? optional(words.say('status.nothing'))
          : history.map((entry) => ({ text: historyLine(words, entry, reader.nameOf) })),
    },
  )
}

function factsOf(move: MoveCase, next: NextSteps, reader: Reader): readonly Fact[] {
  const { words, nameOf } = reader
  const scheduled = move.state === 'APPROVED' ? move.scheduled : undefined
  const approval = 'approval' in move ? move.approval : undefined
  const first = pressing(endGroups(move, todayOf(reader)))
  const open = !isIn(move, TERMINAL) && move.state !== 'DECLINED'
  return [
    ...(open
      ? [
          {
            title: words.say('label.awaited'),
            value: awaitedText(words, next.awaited, cleaned(nameOf(move.owner)), reader.now),
          },
        ]
      : []),
    {
      title: words.say('label.byItself'),
      value:
        scheduled === undefined
          ? words.say(`byItself.${move.state}`)
          : words.say('byItself.scheduled', { day: words.dayInText(scheduled.day) }),
    },
    ...(plannedDayOf(move) === undefined ? [] : [{ title: words.say('label.planned'), value: startText(words, move) }]),
    ...(approval === undefined
      ? []
      : [
          {
            title: words.say('label.approved'),
            value: words.say('status.approvedBy', {
              who: cleaned(nameOf(approval.by)),
              when: words.moment(approval.at),
            }),
          },
        ]),
    ...(first === undefined || !open
      ? []
      : [
          {
            title: words.say('label.lastPaid'),
            value: words.say('status.lastPaid', {
              day: words.day(first.endDate),
              left: daysLeftText(words, first.deadlines.daysLeft),
              after: regimeText(words, first.deadlines.regime, first.endDate, todayOf(reader)),
            }),
          },
        ]),
    ...endedFact(move, reader),
  ]
}

function endedFact(move: MoveCase, { words, nameOf }: Reader): readonly Fact[] {
  if (!('ended' in move)) return []
  const { by, at, reason } = move.ended
  const parts = { when: words.moment(at), who: cleaned(nameOf(by)) }
  const value =
    reason === undefined
      ? words.say('status.ended', parts)
      : words.say('status.endedWhy', { ...parts, reason: cleaned(reason, 300) })
  return [{ title: words.say('label.ended'), value }]
}

/** The last safe day and how pressing it is: until the new subscriptions are there, and never somebody else's date (I11). */
function deadlineOf(move: MoveCase, reader: Reader): StatusData['deadlines'] {
  const { words } = reader
  if (isIn(move, TERMINAL) || isIn(move, ['DECLINED', 'OVERLAP', 'VERIFYING'])) return []
  const first = pressing(endGroups(move, todayOf(reader)))
  if (first === undefined) return []
  const { lastSafe, timeStatus } = first.deadlines
  const text = words.say('status.deadline', { day: words.day(lastSafe), time: timeStatusText(words, timeStatus) })
  return [{ text, color: colourOf(timeStatus) }]
}

function warningsOf(move: MoveCase, { words, nameOf }: Reader): readonly string[] {
  const open = !isIn(move, TERMINAL)
  const accepted = isIn(move, ['RELATIONSHIP_ACTIVE', 'PLANNED', 'AWAITING_APPROVAL', 'APPROVED'])
  const agreed = move.agreement === 'ACCEPTED_DIRECT' || move.agreement === 'ATTESTED'
  const rejected = move.state === 'PLANNED' ? move.rejected : undefined
  return [
    ...(rejected === undefined
      ? []
      : [words.say('review.rejected', { who: cleaned(nameOf(rejected.by)), reason: cleaned(rejected.reason, 300) })]),
    ...blockedText(move, words),
    ...(open && move.relationship === 'REMOVED' ? [words.say('status.relationshipRemoved')] : []),
    ...(accepted && !agreed ? [words.say('status.agreementMissing')] : []),
    ...(move.state === 'VERIFYING' && move.gap ? [words.say('status.gap')] : []),
  ]
}

/** The clock has tried the planned order and a gate said no; it goes on trying. */
function blockedText(move: MoveCase, words: Words): readonly string[] {
  const blocked = move.state === 'APPROVED' ? move.scheduled?.blocked : undefined
  if (blocked === undefined) return []
  const why = explainCode(words, blocked.code) ?? words.say('status.blockedOther', { n: move.number })
  return [words.say('status.blocked', { when: words.moment(blocked.at), why })]
}

/** The number of a line is how people name it (`drop line 2 #12`); a single line needs none. */
function lineData(line: MoveLine, count: number, { words, now }: Reader, closed: boolean): StatusData['lines'][number] {
  const excluded = { text: `${capital(matchText(words, line))}.`, color: 'Default' } as const
  const { text, color } = line.match.level === 'EXCLUDED' ? excluded : lineProgress(words, line, now, closed)
  const change = changeText(words, line, titleRoom(count))
  const numbered = count === 1 ? change : words.say('status.line', { n: line.id.slice(1), change })
  return { change: numbered, progress: text, color }
}

/** Lines a person has to look at come first: they must never be among those left out. */
const byUrgency = (lines: readonly MoveLine[]): readonly MoveLine[] => [...lines].sort((a, b) => rank(a) - rank(b))

const URGENT = ['needsAttention', 'failed', 'unknown', 'sending', 'intended']
const rank = ({ order, match }: MoveLine): number => {
  if (match.level === 'EXCLUDED') return URGENT.length + 1
  const at = URGENT.indexOf(order.status)
  return at < 0 ? URGENT.length : at
}
