import { addDays } from './days.js'
import { PL_FIXED_HOLIDAYS, PL_MOVABLE_HOLIDAYS } from './data/holidays.js'
import { type CountryCode, UtcDay } from './ids.js'

/**
 * Public holidays of a country, in order of their days. Poland is known; of every other country none is yet, so that
 * only its weekends count as days off.
 *
 * @param fromYear first and last calendar year, both inclusive, from 1990 on
 */
export function holidaysFor(country: CountryCode, fromYear: number, toYear: number): UtcDay[] {
  if (country !== 'PL') return []
  const years = Array.from({ length: Math.max(0, toYear - fromYear + 1) }, (_, index) => fromYear + index)
  return years.flatMap((year) => [...fixed(year), ...movable(year)]).sort()
}

const fixed = (year: number): UtcDay[] =>
  PL_FIXED_HOLIDAYS.filter(({ fromYear }) => fromYear <= year).map(({ day }) => UtcDay.parse(`${year}-${day}`))

function movable(year: number): UtcDay[] {
  const easter = easterSunday(year)
  return PL_MOVABLE_HOLIDAYS.map(({ afterEaster }) => addDays(easter, afterEaster))
}

/** Easter Sunday in the Gregorian calendar, by the method of Meeus, Jones and Butcher. */
export function easterSunday(year: number): UtcDay {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const m = Math.floor((a + 11 * h) / 319)
  const r = (2 * (b % 4) + 2 * Math.floor(c / 4) - (c % 4) - h + m + 32) % 7
  const month = Math.floor((h - m + r + 90) / 25)
  const day = (h - m + r + month + 19) % 32
  return UtcDay.parse(`${year}-${two(month)}-${two(day)}`)
}

const two = (number: number): string => String(number).padStart(2, '0')
