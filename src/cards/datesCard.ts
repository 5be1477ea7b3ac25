import { addDays, startOf } from '../domain/days.js'
import { gapDays, overlapDays } from '../domain/deadlines.js'
import { plannedDayOf } from '../domain/guards.js'
import { UtcDay } from '../domain/ids.js'
import type { MoveCase } from '../domain/moveCase.js'
import { isMoving } from '../domain/moveLine.js'
import { moneyText, overlapTotals } from './amounts.js'
import { button, onCase } from './buttons.js'
import {
  customerOf,
  daysLeftText,
  endGroups,
  listed,
  pressing,
  subtitleOf,
  todayOf,
  type EndGroup,
} from './caseText.js'
import type { Typed } from './linesCard.js'
import type { Reader } from './reader.js'
import { cardFrom, optional, type CardMessage } from './render.js'
import { lastSafeText, regimeText } from './sentences.js'
import template from './templates/dates.json' with { type: 'json' }
import { timelineOf, type TimelineRow } from './timeline.js'
import type { Words } from './words.js'

interface Text {
  readonly text: string
}
interface Fact {
  readonly title: string
  readonly value: string
}

interface DatesData {
  readonly problems: readonly Text[]
  readonly groups: readonly {
    readonly products: string
    readonly facts: readonly Fact[]
    readonly warnings: readonly Text[]
  }[]
  readonly rest: readonly Text[]
  readonly timeline: readonly TimelineRow[]
  readonly cost: string
  readonly costColor: 'Default' | 'Warning' | 'Attention'
  readonly startErrors: readonly Text[]
  readonly start: { readonly label: string; readonly value: string; readonly needed: string }
  readonly stoppers: readonly {
    readonly label: string
    readonly value: string
    readonly needed: string
    readonly choices: readonly Fact[]
    readonly errors: readonly Text[]
  }[]
}

const render = cardFrom<DatesData>(template)

/** Groups of products with an end of their own that one card explains. */
const MOST_GROUPS = 4

/**
 * Step 3: what ends when and what then, the start we recommend, and what it costs. One start for all products.
 *
 * @param values what was typed into this card before; it is shown again
 * @param errors what is wrong with it, by input; `text` for what belongs to none
 */
export function datesCard(move: MoveCase, reader: Reader, values: Typed = {}, errors: Typed = {}): CardMessage {
  const { words } = reader
  const groups = endGroups(move, todayOf(reader))
  const at = { ...onCase(move), step: 'dates' } as const
  const start = startShown(move, groups, values, reader)
  // a day that was refused costs nothing: what is drawn and counted is the day that could be taken
  const counted = errors['start'] === undefined ? start : startShown(move, groups, {}, reader)
  return render(
    reader,
    {
      title: words.say('dates.title', { customer: customerOf(move) }),
      subtitle: subtitleOf(reader, move, 'dates'),
      buttons: [
        button(reader, 'next', at, {
          title: words.say('button.toReview'),
          typed: words.say('typed.next'),
          withInputs: true,
          style: 'positive',
        }),
        button(reader, 'back', at, { title: words.say('button.back'), typed: words.say('typed.back') }),
        button(reader, 'later', at, { title: words.say('button.later'), typed: words.say('typed.later') }),
      ],
    },
    {
      problems: optional(errors['text']),
      groups: groups.slice(0, MOST_GROUPS).map((group) => groupData(group, reader)),
      rest: optional(groups.length <= MOST_GROUPS ? undefined : words.say('more', { n: groups.length - MOST_GROUPS })),
      timeline: timelineOf(words, pressing(groups)?.endDate, counted),
      ...costOf(move, groups, counted, words),
      startErrors: optional(errors['start']),
      start: { label: words.say('label.start'), value: start, needed: words.say('dates.startNeeded') },
      stoppers: stoppersOf(move, groups, values, errors, words),
    },
  )
}

/**
 * The day typed, else the one planned if it has not passed meanwhile, else the one recommended: the latest that is safe
 * for every product.
 */
function startShown(move: MoveCase, groups: readonly EndGroup[], values: Typed, reader: Reader): UtcDay {
  const typed = UtcDay.safeParse(values['start'])
  if (typed.success) return typed.data
  const planned = plannedDayOf(move)
  if (planned !== undefined && planned >= todayOf(reader)) return planned
  return pressing(groups)?.deadlines.recommendedStart ?? todayOf(reader)
}

function groupData({ endDate, deadlines, lines }: EndGroup, reader: Reader): DatesData['groups'][number] {
  const { words } = reader
  const { regime, daysLeft, lastSafe, recommendedStart, stopRenewalBy } = deadlines
  const ends = words.say('dates.untilLocal', {
    day: `${words.day(endDate)} (${daysLeftText(words, daysLeft)})`,
    local: words.moment(startOf(addDays(endDate, 1))),
  })
  return {
    products: listed(
      words,
      lines.map((line) => line.title),
      3,
    ),
    facts: [
      { title: words.say('label.lastPaid'), value: ends },
      { title: words.say('label.then'), value: regimeText(words, regime, endDate, todayOf(reader)) },
      { title: words.say('label.lastSafe'), value: lastSafeText(words, lastSafe, todayOf(reader)) },
      {
        title: words.say('label.recommended'),
        value: words.say('dates.recommended', { day: words.day(recommendedStart) }),
      },
    ],
    warnings: optional(
      stopRenewalBy === null ? undefined : words.say('dates.stopBy', { day: words.dayInText(stopRenewalBy) }),
    ),
  }
}

/** What the start shown would cost, or leave open. */
function costOf(
  move: MoveCase,
  groups: readonly EndGroup[],
  start: UtcDay,
  words: Words,
): Pick<DatesData, 'cost' | 'costColor'> {
  const gap = Math.max(0, ...groups.map(({ endDate }) => gapDays(endDate, start)))
  if (gap > 0) return { cost: words.say('dates.gap', { days: words.say('days', { n: gap }) }), costColor: 'Attention' }
  const { amounts, unpriced, days } = overlapTotals(move, start)
  const label = words.say('label.overlap')
  const longest = Math.max(days, ...groups.map(({ endDate }) => overlapDays(endDate, start)))
  if (longest === 0) return { cost: `${label}: ${words.say('dates.noOverlap')}`, costColor: 'Default' }
  const counted = words.say('days', { n: longest })
  const text =
    amounts.length === 0 || unpriced > 0
      ? words.say('dates.overlapUnpriced', { days: counted })
      : words.say('dates.overlap', { days: counted, money: moneyText(words, amounts) })
  return { cost: `${label}: ${text}`, costColor: 'Default' }
}

/** Asked only where a renewal threatens (DATES_OK). */
function stoppersOf(
  move: MoveCase,
  groups: readonly EndGroup[],
  values: Typed,
  errors: Typed,
  words: Words,
): DatesData['stoppers'] {
  if (groups.every(({ deadlines }) => deadlines.stopRenewalBy === null)) return []
  const known = move.lines.filter(isMoving).find((line) => line.stopRenewal !== undefined)?.stopRenewal?.who
  return [
    {
      label: words.say('label.stopRenewal'),
      value: values['stopRenewal'] ?? known ?? '',
      needed: words.say('dates.stopperNeeded'),
      choices: (['CUSTOMER', 'SOURCE_PARTNER'] as const).map((who) => ({
        title: words.say(`dates.stopper.${who}`),
        value: who,
      })),
      errors: optional(errors['stopRenewal']),
    },
  ]
}
