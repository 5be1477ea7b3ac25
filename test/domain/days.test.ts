import { expect } from 'chai'
import * as fc from 'fast-check'
import {
  addDays,
  addHours,
  addMonths,
  daysFrom,
  daysInMonthOf,
  isBusinessDay,
  minusBusinessDays,
  onOrBefore,
  startOf,
} from '../../src/domain/days.js'
import { UtcDay } from '../../src/domain/ids.js'
import {
  earliestTermStart,
  currentTermStart,
  daysInTermFrom,
  daysInTermTo,
  renewedUntil,
} from '../../src/domain/terms.js'
import { anyDay, anyHolidays, day, moment, NO_HOLIDAYS } from './ruleFacts.js'

describe('calendar days', () => {
  it('are counted back as they were added', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (start, days) => {
        expect(daysFrom(start, addDays(start, days))).to.equal(days)
        expect(addDays(addDays(start, days), -days)).to.equal(start)
      }),
    )
  })

  it('sort as text in the order of the calendar', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        expect(a < b).to.equal(daysFrom(a, b) > 0)
      }),
    )
  })

  it('keep their length across summer time and leap days', () => {
    expect(daysFrom(day('2026-03-28'), day('2026-03-30'))).to.equal(2)
    expect(addDays(day('2028-02-28'), 1)).to.equal('2028-02-29')
    expect(addDays(day('2027-02-28'), 1)).to.equal('2027-03-01')
    expect(addHours(startOf(day('2026-10-25')), 24)).to.equal('2026-10-26T00:00:00.000Z')
  })

  it('refuse a day that no calendar has', () => {
    for (const text of ['2026-02-31', '2027-02-29', '2026-13-01', '26-01-01', '2026-1-1', ''])
      expect(UtcDay.safeParse(text).success, text).to.be.false
  })

  it('end a shorter month on its last day', () => {
    expect(addMonths(day('2027-01-31'), 1)).to.equal('2027-02-28')
    expect(addMonths(day('2028-02-29'), 12)).to.equal('2029-02-28')
    expect([daysInMonthOf(day('2028-02-01')), daysInMonthOf(day('2026-12-31'))]).to.deep.equal([29, 31])
  })
})

describe('business days', () => {
  it('never fall on a weekend or a holiday, and exactly as many are stepped back as asked', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 20 }), anyHolidays, (from, count, holidays) => {
        const reached = minusBusinessDays(from, count, holidays)
        expect([0, 6]).to.not.include(new Date(reached).getUTCDay())
        expect(holidays.has(reached)).to.be.false
        const between = Array.from({ length: daysFrom(reached, from) }, (_, index) => addDays(reached, index))
        expect(between.filter((one) => isBusinessDay(one, holidays))).to.have.length(count)
      }),
    )
  })

  it('step nowhere when none is asked for, even from a Sunday', () => {
    expect(minusBusinessDays(day('2026-12-13'), 0, NO_HOLIDAYS)).to.equal('2026-12-13')
  })

  it('are the day itself or the last one before it', () => {
    expect(onOrBefore(day('2026-12-11'), NO_HOLIDAYS)).to.equal('2026-12-11')
    expect(onOrBefore(day('2026-12-13'), NO_HOLIDAYS)).to.equal('2026-12-11')
    expect(onOrBefore(day('2026-12-13'), new Set(['2026-12-11']))).to.equal('2026-12-10')
  })
})

describe('moments', () => {
  it('are written in one way, whatever way they came in', () => {
    expect(moment('2026-12-11T15:30:00+01:00')).to.equal('2026-12-11T14:30:00.000Z')
    expect(moment('2020-03-24T20:44:14.9602781Z')).to.equal('2020-03-24T20:44:14.960Z')
  })
})

describe('terms', () => {
  it('begin the day after the one before ended', () => {
    expect(earliestTermStart(day('2026-12-15'), 'P1Y')).to.equal('2025-12-16')
    expect(earliestTermStart(day('2026-12-15'), 'P1M')).to.equal('2026-11-16')
    expect(earliestTermStart(day('2028-03-30'), 'P3Y')).to.equal('2025-03-31')
  })

  it('have the length of the calendar', () => {
    expect(daysInTermFrom(day('2026-12-11'), 'P1Y')).to.equal(365)
    expect(daysInTermFrom(day('2027-12-11'), 'P1Y')).to.equal(366)
    expect(daysInTermFrom(day('2026-12-16'), 'P1M')).to.equal(31)
    expect(daysInTermTo(day('2026-12-15'), 'P3Y')).to.equal(1096)
  })

  it('run now since they were bought, or since the last renewal', () => {
    const term = { endDate: day('2026-12-15'), term: 'P1Y' } as const
    expect(currentTermStart(term)).to.equal('2025-12-16')
    expect(currentTermStart({ ...term, startedOn: day('2020-12-16') })).to.equal('2025-12-16')
    expect(currentTermStart({ ...term, startedOn: day('2026-06-01') })).to.equal('2026-06-01')
  })

  it('V20 renew until a day that is computed only where the calendar leaves no doubt', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom('P1M', 'P1Y', 'P3Y'), (endDate, term) => {
        const until = renewedUntil(endDate, term)
        const startsOn = addDays(endDate, 1).slice(8)
        if (until === 'fromPartnerCenter') expect(Number(startsOn)).to.be.at.least(29)
        else expect(addDays(until, 1).slice(8)).to.equal(startsOn)
      }),
    )
  })
})
