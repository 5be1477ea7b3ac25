import { gapDays } from '../domain/deadlines.js'
import { plannedDayOf, shortfallOf } from '../domain/guards.js'
import type { MoveCase } from '../domain/moveCase.js'
import { endDateOf, isMoving } from '../domain/moveLine.js'
import { moneyText, monthlyTotals, overlapTotals, type Totals } from './amounts.js'
import { endGroups, pressing, todayOf } from './caseText.js'
import { cleanedTitle } from './plainText.js'
import type { Reader } from './reader.js'
import { timeStatusText } from './sentences.js'
import type { Words } from './words.js'

/** A plan in a few sentences, for the review before it is submitted and for whoever decides on it. */

/** What the plan costs in a month: each currency by itself, and what nobody knows the price of. */
export function monthlyText(words: Words, { amounts, unpriced }: Totals): string {
  const priced = amounts.length === 0 ? [] : [words.say('perMonth', { money: moneyText(words, amounts) })]
  const open = unpriced === 0 ? [] : [words.say('review.unpriced', { n: unpriced })]
  return [...priced, ...open].join('; ')
}

/** What is paid twice, in days and money. */
export function overlapText(words: Words, move: MoveCase): string {
  if (plannedDayOf(move) === undefined) return words.say('review.overlapOpen')
  const { amounts, unpriced, days } = overlapTotals(move)
  if (unpriced > 0) return words.say('review.overlapUnpriced')
  if (days === 0) return words.say('dates.noOverlap')
  return words.say('review.overlap', { days: words.say('days', { n: days }), money: moneyText(words, amounts) })
}

export function startText(words: Words, move: MoveCase): string {
  const days = [...new Set(move.lines.filter(isMoving).flatMap((line) => line.plannedStart ?? []))].sort()
  const [first] = days
  const last = days.at(-1)
  if (first === undefined || last === undefined) return words.say('review.noStart')
  return first === last
    ? words.day(first)
    : words.say('review.starts', { first: words.date(first), last: words.date(last) })
}

/** What could go wrong with the plan, worst first. */
export function riskTexts(move: MoveCase, reader: Reader): readonly string[] {
  const { words } = reader
  const moving = move.lines.filter(isMoving)
  const groups = endGroups(move, todayOf(reader))
  const first = pressing(groups)
  const start = plannedDayOf(move)
  const gap = Math.max(
    0,
    ...moving.map((line) => (line.plannedStart === undefined ? 0 : gapDays(endDateOf(line), line.plannedStart))),
  )
  const short = moving.filter((line) => shortfallOf(line) > 0)
  const late = first !== undefined && start !== undefined && start > first.deadlines.lastSafe
  return [
    ...(first === undefined || first.deadlines.timeStatus === 'SAFE'
      ? []
      : [words.say('risk.time', { status: timeStatusText(words, first.deadlines.timeStatus) })]),
    ...(gap === 0 ? [] : [words.say('risk.gap', { days: words.say('days', { n: gap }) })]),
    ...(late ? [words.say('risk.late', { day: words.dayInText(first.deadlines.lastSafe) })] : []),
    ...short
      .slice(0, 2)
      .map((line) => words.say('risk.shortfall', { n: shortfallOf(line), title: cleanedTitle(line.title, 40) })),
    ...renewalRisk(move, reader),
    words.say('risk.commitment'),
  ]
}

function renewalRisk(move: MoveCase, reader: Reader): readonly string[] {
  const { words } = reader
  const threatened = endGroups(move, todayOf(reader)).filter(({ deadlines }) => deadlines.stopRenewalBy !== null)
  const [group] = threatened
  const by = group?.deadlines.stopRenewalBy
  if (group === undefined || by === undefined || by === null) return []
  const who = group.lines.find((line) => line.stopRenewal !== undefined)?.stopRenewal?.who
  const day = words.dayInText(by)
  return [
    who === undefined
      ? words.say('risk.renewalOpen', { day })
      : words.say('risk.renewal', { who: words.say(`dates.stopper.${who}`), day }),
  ]
}

/** A button's title for approving: it names the money, as far as it is known. */
export function approveTitle(words: Words, move: MoveCase): string {
  const totals = monthlyTotals(move)
  if (move.path === 'TRANSFER') return words.say('button.approveTransfer')
  if (totals.unpriced > 0 || totals.amounts.length === 0) return words.say('button.approveUnpriced')
  return words.say('button.approve', { money: moneyText(words, totals.amounts) })
}
