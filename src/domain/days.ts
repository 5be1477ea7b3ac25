import { Temporal } from 'temporal-polyfill'
import { Instant, UtcDay } from './ids.js'

/**
 * Calendar arithmetic on UTC days. A day is never milliseconds divided by 86,400,000 of a local time (domain 4.1), so
 * summer time, leap days and year ends cannot move a deadline.
 */

const plain = (day: UtcDay) => Temporal.PlainDate.from(day)
const utcDay = (date: Temporal.PlainDate): UtcDay => UtcDay.parse(date.toString())

/** The UTC day a moment lies in. */
export const dayOf = (instant: Instant): UtcDay => UtcDay.parse(instant.slice(0, 10))

/** The first moment of a UTC day. */
export const startOf = (day: UtcDay): Instant => Instant.parse(`${day}T00:00:00.000Z`)

/** The day `days` calendar days later; earlier when negative. */
export const addDays = (day: UtcDay, days: number): UtcDay => utcDay(plain(day).add({ days }))

/** Whole calendar days from one UTC day to another; negative when `to` lies before `from`. */
export const daysFrom = (from: UtcDay, to: UtcDay): number => plain(from).until(plain(to), { largestUnit: 'day' }).days

/** The day `months` calendar months later; a day that the month lacks becomes its last day. */
export const addMonths = (day: UtcDay, months: number): UtcDay => utcDay(plain(day).add({ months }))

/** Days in the calendar month a day lies in: 28 to 31. */
export const daysInMonthOf = (day: UtcDay): number => plain(day).daysInMonth

/** A moment `hours` later; earlier when negative. */
export const addHours = (instant: Instant, hours: number): Instant =>
  Instant.parse(new Date(Date.parse(instant) + hours * 3_600_000).toISOString())

/** Whether a day counts as worked: neither Saturday nor Sunday nor on the list of holidays. */
export const isBusinessDay = (day: UtcDay, holidays: ReadonlySet<string>): boolean =>
  plain(day).dayOfWeek < 6 && !holidays.has(day)

/** Steps back from `day`, which is never counted itself, until `count` business days are counted (domain 4.3). */
export function minusBusinessDays(day: UtcDay, count: number, holidays: ReadonlySet<string>): UtcDay {
  let current = day
  for (let counted = 0; counted < count; ) {
    current = addDays(current, -1)
    if (isBusinessDay(current, holidays)) counted += 1
  }
  return current
}

/** The day itself when it is worked, else the last business day before it. */
export const onOrBefore = (day: UtcDay, holidays: ReadonlySet<string>): UtcDay =>
  isBusinessDay(day, holidays) ? day : minusBusinessDays(day, 1, holidays)

export const earlier = <T extends string>(a: T, b: T): T => (a <= b ? a : b)
export const later = <T extends string>(a: T, b: T): T => (a >= b ? a : b)
