import { addDays } from '../domain/days.js'
import { gapDays, overlapDays } from '../domain/deadlines.js'
import type { UtcDay } from '../domain/ids.js'
import type { Words } from './words.js'

/** One row of the little picture of old and new: a name and a cell for each stretch of days. */
export interface TimelineRow {
  readonly name: string
  readonly cells: readonly {
    readonly text: string
    readonly style: 'default' | 'good' | 'emphasis' | 'warning' | 'attention'
  }[]
}

/**
 * Old and new side by side: before the new one starts, the days both run (or none does), and after. Every colour stands
 * under a word that says the same.
 *
 * @param endDate the last paid day of the old one; without it there is nothing to draw
 */
export function timelineOf(words: Words, endDate: UtcDay | undefined, start: UtcDay): readonly TimelineRow[] {
  if (endDate === undefined) return []
  const overlap = overlapDays(endDate, start)
  const gap = gapDays(endDate, start)
  const paid = { text: words.say('dates.paid'), style: 'good' } as const
  const paidTwice = { text: words.say('dates.paidTwice'), style: 'warning' } as const
  const ended = { text: words.say('dates.ended'), style: 'emphasis' } as const
  const notYet = { text: words.say('dates.notYet'), style: 'emphasis' } as const
  const nothing = (text: string) => ({ text, style: 'attention' }) as const
  const head = (text: string) => ({ text, style: 'default' }) as const

  const firstOpen = overlap > 0 ? start : addDays(endDate, 1)
  const lastOpen = overlap > 0 ? endDate : addDays(start, -1)
  const between = overlap > 0 || gap > 0 ? [head(rangeText(words, firstOpen, lastOpen))] : []
  const after = overlap > 0 ? addDays(endDate, 1) : start
  return [
    {
      name: words.say('dates.timelineDays'),
      cells: [
        head(words.say('dates.before', { day: words.dayMonth(addDays(firstOpen, -1)) })),
        ...between,
        head(words.say('dates.after', { day: words.dayMonth(after) })),
      ],
    },
    {
      name: words.say('dates.timelineOld'),
      cells: [paid, ...(overlap > 0 ? [paidTwice] : gap > 0 ? [nothing(words.say('dates.ended'))] : []), ended],
    },
    {
      name: words.say('dates.timelineNew'),
      cells: [notYet, ...(overlap > 0 ? [paidTwice] : gap > 0 ? [nothing(words.say('dates.notYet'))] : []), paid],
    },
  ]
}

const rangeText = (words: Words, from: UtcDay, to: UtcDay): string => {
  if (from === to) return words.dayMonth(from)
  const first = from.slice(0, 7) === to.slice(0, 7) ? String(Number(from.slice(8))) : words.dayMonth(from)
  return words.say('dates.between', { from: first, to: words.dayMonth(to) })
}
