import type { Instant, UtcDay } from './ids.js'

/**
 * Calendar arithmetic on UTC days. A day is counted as a whole number since 1970-01-01 UTC, never as milliseconds of a
 * local time (domain 4.1), so summer time, leap days and year ends cannot move a deadline. What is computed from a valid
 * day is one again and is not parsed a second time: these functions run many times for every card.
 */

const DAY_MS = 86_400_000

const numberOf = (day: UtcDay): number => Date.UTC(yearOf(day), monthOf(day) - 1, dateOf(day)) / DAY_MS
const dayAt = (number: number): UtcDay => new Date(number * DAY_MS).toISOString().slice(0, 10) as UtcDay
const yearOf = (day: UtcDay) => Number(day.slice(0, 4))
const monthOf = (day: UtcDay) => Number(day.slice(5, 7))
const dateOf = (day: UtcDay) => Number(day.slice(8, 10))

/** The UTC day a moment lies in. */
export const dayOf = (instant: Instant): UtcDay => instant.slice(0, 10) as UtcDay

/** The first moment of a UTC day. */
export const startOf = (day: UtcDay): Instant => `${day}T00:00:00.000Z` as Instant

/** The day `days` calendar days later; earlier when negative. */
export const addDays = (day: UtcDay, days: number): UtcDay => dayAt(numberOf(day) + days)

/** How many calendar days `to` lies after `from`; negative when it lies before. */
export const daysFrom = (from: UtcDay, to: UtcDay): number => numberOf(to) - numberOf(from)

/** The day `months` calendar months later; a day that the month lacks becomes its last day. */
export function addMonths(day: UtcDay, months: number): UtcDay {
  const first = new Date(Date.UTC(yearOf(day), monthOf(day) - 1 + months, 1)).toISOString().slice(0, 10) as UtcDay
  return addDays(first, Math.min(dateOf(day), daysInMonthOf(first)) - 1)
}

/** Days in the calendar month a day lies in: 28 to 31. */
export const daysInMonthOf = (day: UtcDay): number => new Date(Date.UTC(yearOf(day), monthOf(day), 0)).getUTCDate()

/** A moment `hours` later; earlier when negative. */
export const addHours = (instant: Instant, hours: number): Instant =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString() as Instant

/** Whether a day counts as worked: neither Saturday nor Sunday nor on the list of holidays. */
export function isBusinessDay(day: UtcDay, holidays: ReadonlySet<string>): boolean {
  const weekday = (((numberOf(day) + 4) % 7) + 7) % 7 // 1970-01-01 was a Thursday; 0 is Sunday
  return weekday !== 0 && weekday !== 6 && !holidays.has(day)
}

/** Steps back from `day`, which is never counted itself, until `count` business days are counted (domain 4.3). */
export function minusBusinessDays(day: UtcDay, count: number, holidays: ReadonlySet<string>): UtcDay {
  let current = day
  for (let counted = 0; counted < count;) {
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
