import { Decimal } from 'decimal.js'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { addDays, daysFrom } from '../../src/domain/days.js'
import { CurrencyCode, SubscriptionId } from '../../src/domain/ids.js'
import type { MoveLine } from '../../src/domain/moveLine.js'
import {
  cancellationRefund,
  dailyRate,
  estCost,
  lineOverlapCost,
  overlapCost,
  remainingCommitment,
  seatPriceOf,
  sumByCurrency,
  transferSplit,
  usedDays,
} from '../../src/domain/money.js'
import { anyDay, choice, day, EUR, line, source } from './ruleFacts.js'

const currency = (code: string) => CurrencyCode.parse(code)
/** An amount of money with at most two decimals. */
const anyAmount = fc.integer({ min: 0, max: 100_000_000 }).map((cents) => new Decimal(cents).div(100).toFixed(2))

describe('the overlap', () => {
  const overlap = {
    endDate: day('2026-12-15'),
    start: day('2026-12-11'),
    seats: 40,
    price: { amount: '144', term: 'P1Y' },
    currency: EUR,
  } as const

  it('costs the new price for each day on which both run', () =>
    expect(overlapCost(overlap)).to.deep.equal({ amount: '78.90', currency: 'EUR', days: 5 }))

  it('costs nothing when the new one starts the day after, or later', () => {
    expect(overlapCost({ ...overlap, start: day('2026-12-16') })).to.deep.equal({
      amount: '0.00',
      currency: 'EUR',
      days: 0,
    })
    expect(overlapCost({ ...overlap, start: day('2027-02-01') })).to.deep.equal({
      amount: '0.00',
      currency: 'EUR',
      days: 0,
    })
  })

  it('counts a leap year’s term as 366 days', () => {
    const inLeapYear = { ...overlap, start: day('2027-12-11'), endDate: day('2027-12-15') }
    expect(overlapCost(inLeapYear).amount).to.equal('78.69') // 5 x 40 x 144 / 366
  })

  it('counts each month of a monthly term by its own length', () => {
    const monthly = { ...overlap, price: { amount: '14.40', term: 'P1M' } } as const
    expect(overlapCost(monthly).amount).to.equal('92.90') // 5 x 40 x 14.40 / 31
    const twoMonths = { ...monthly, start: day('2027-01-20'), endDate: day('2027-02-28') } // 31 of 31, then 9 of 28 days
    expect(overlapCost(twoMonths)).to.deep.equal({ amount: '761.14', currency: 'EUR', days: 40 })
  })

  it('is never the dearer the later the new one starts within a year', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 60 }), (start, days, later) => {
        const endDate = addDays(start, days)
        const early = overlapCost({ ...overlap, start, endDate })
        const late = overlapCost({ ...overlap, start: addDays(start, later), endDate })
        expect(late.days).to.be.at.most(early.days)
        expect(Number(late.amount)).to.be.at.most(Number(early.amount))
      }),
    )
  })

  it('of a line runs to the end of its last subscription, and is unknown without price, start or offer', () => {
    const ending = {
      ...source,
      id: SubscriptionId.parse('22222222-2222-4222-8222-222222222222'),
      endDate: day('2026-12-13'),
    }
    const planned: MoveLine = { ...line, sources: [ending, source], plannedStart: day('2026-12-11') }
    expect(lineOverlapCost(planned)).to.deep.equal({ amount: '78.90', currency: 'EUR', days: 5 })
    expect(lineOverlapCost(planned, day('2026-12-15'))?.days).to.equal(1)
    expect(lineOverlapCost(line)).to.be.undefined
    expect(lineOverlapCost({ ...planned, match: { level: 'UNDECIDED' } })).to.be.undefined
    expect(lineOverlapCost({ ...planned, match: { level: 'SAME', target: { ...choice, unitPrice: undefined } } })).to.be
      .undefined
  })
})

describe('the price of a chosen offer', () => {
  it('is that of a seat for its whole term, exactly', () => {
    expect(seatPriceOf(choice)).to.deep.equal({ amount: '144', term: 'P1Y' })
    expect(seatPriceOf({ ...choice, term: 'P3Y' })).to.deep.equal({ amount: '432', term: 'P3Y' })
    expect(seatPriceOf({ ...choice, term: 'P1M' })).to.deep.equal({ amount: '12', term: 'P1M' })
  })

  it('gives a day its share of the term', () => {
    expect(new Decimal(dailyRate({ amount: '144', term: 'P1Y' }, 40, day('2026-12-11'))).toFixed(6)).to.equal(
      '15.780822',
    )
    expect(new Decimal(dailyRate({ amount: '14.40', term: 'P1M' }, 40, day('2026-12-16'))).toFixed(6)).to.equal(
      '18.580645',
    )
  })
})

describe('an Extended Service Term', () => {
  const est = { endDate: day('2026-12-15'), seats: 40, price: { monthly: '14.40' }, currency: EUR } as const

  it('costs nothing when the new one follows at once or overlaps', () => {
    expect(estCost({ ...est, start: day('2026-12-16') })).to.deep.equal({ amount: '0.00', currency: 'EUR', days: 0 })
    expect(estCost({ ...est, start: day('2026-12-01') }).days).to.equal(0)
  })

  it('counts further months by their own lengths: 31, 31, then 28 days', () => {
    // from 16 December: two full months of 31 days, then one day of 28
    expect(estCost({ ...est, start: day('2027-02-17') })).to.deep.equal({
      amount: '1207.75',
      currency: 'EUR',
      days: 63,
    })
  })

  it('takes a twelfth of the annual price and a higher uplift where there is no monthly term', () => {
    // 31 x 40 x 144 / 12 x 1.23 / 31
    expect(estCost({ ...est, price: { annual: '144.00' }, start: day('2027-01-16') })).to.deep.equal({
      amount: '590.40',
      currency: 'EUR',
      days: 31,
    })
  })
})

describe('a cancellation', () => {
  const refund = { paid: '5760', daysInPeriod: 365, usedDays: 3, currency: EUR, insideWindow: true }

  it('M2 gives nothing back after the window', () => {
    expect(cancellationRefund({ ...refund, insideWindow: false })).to.deep.equal({
      amount: '0.00',
      currency: 'EUR',
      days: 0,
    })
  })

  it('U8 counts the day of purchase and the day of cancellation as used', () => {
    expect(usedDays(day('2026-02-01'), day('2026-02-03'))).to.equal(3)
    expect(usedDays(day('2026-02-01'), day('2026-02-01'))).to.equal(1)
    expect(usedDays(day('2026-02-01'), day('2026-01-20'))).to.equal(0)
  })

  it('refuses days that are not those of a period', () => {
    for (const [used, period] of [
      [4, 3],
      [-1, 3],
      [0, 0],
      [Number.NaN, 3],
    ] as const)
      expect(() => cancellationRefund({ ...refund, usedDays: used, daysInPeriod: period })).to.throw(RangeError)
  })

  it('gives back something between nothing and all, and less with each day', () => {
    const period = fc
      .integer({ min: 1, max: 1096 })
      .chain((days) => fc.tuple(fc.constant(days), fc.integer({ min: 0, max: days - 1 })))
    fc.assert(
      fc.property(anyAmount, period, (paid, [daysInPeriod, used]) => {
        const now = Number(cancellationRefund({ ...refund, paid, daysInPeriod, usedDays: used }).amount)
        const later = Number(cancellationRefund({ ...refund, paid, daysInPeriod, usedDays: used + 1 }).amount)
        expect(now).to.be.at.least(later).and.at.most(Number(paid))
        expect(later).to.be.at.least(0)
        expect(cancellationRefund({ ...refund, paid, daysInPeriod, usedDays: 0 }).amount).to.equal(paid)
      }),
    )
  })
})

describe('the remaining commitment', () => {
  it('is what the old term still costs from the new start on', () => {
    const commitment = {
      endDate: day('2026-12-15'),
      start: day('2026-07-01'),
      seats: 10,
      oldPrice: { amount: '144', term: 'P1Y' },
      currency: EUR,
    } as const
    expect(remainingCommitment(commitment)).to.deep.equal({ amount: '662.79', currency: 'EUR', days: 168 }) // 168 x 10 x 144 / 365
    expect(remainingCommitment({ ...commitment, start: day('2026-12-16') }).amount).to.equal('0.00')
    expect(remainingCommitment({ ...commitment, start: day('2025-12-16') }).amount).to.equal('1440.00')
  })
})

describe('a transfer', () => {
  it('splits into two parts that add up to what was paid', () => {
    const term = fc.tuple(anyDay, fc.integer({ min: 0, max: 1095 }), fc.double({ min: 0, max: 1, noNaN: true }))
    fc.assert(
      fc.property(term, anyAmount, ([start, length, share], paid) => {
        const endDate = addDays(start, length)
        const transferDate = addDays(start, Math.floor(length * share))
        const { source, target } = transferSplit({ start, endDate, transferDate, paid, currency: EUR })
        expect(source.days + target.days).to.equal(daysFrom(start, endDate) + 1)
        expect(new Decimal(source.amount).plus(target.amount).toFixed(2)).to.equal(paid)
        expect(Number(source.amount)).to.be.at.least(0)
        expect(Number(target.amount)).to.be.at.least(0)
      }),
    )
  })

  it('on the last day leaves nothing to split', () => {
    const split = transferSplit({
      start: day('2026-01-01'),
      endDate: day('2026-12-31'),
      transferDate: day('2026-12-31'),
      paid: '10',
      currency: EUR,
    })
    expect(split.target).to.deep.equal({ amount: '0.00', currency: 'EUR', days: 0 })
  })

  it('refuses a day outside the term', () => {
    const term = { start: day('2026-01-01'), endDate: day('2026-12-31'), paid: '10', currency: EUR }
    expect(() => transferSplit({ ...term, transferDate: day('2025-12-31') })).to.throw(RangeError)
    expect(() => transferSplit({ ...term, transferDate: day('2027-01-01') })).to.throw(RangeError)
  })

  it('never gives back a negative fraction of the smallest unit', () => {
    const { source, target } = transferSplit({
      start: day('2026-01-01'),
      endDate: day('2026-12-31'),
      transferDate: day('2026-01-01'),
      paid: '0.006',
      currency: EUR,
    })
    expect([source.amount, target.amount]).to.deep.equal(['0.00', '0.01'])
  })
})

describe('amounts', () => {
  it('are rounded half up, once', () => {
    const half = { endDate: day('2026-02-01'), start: day('2026-02-01'), seats: 1, currency: EUR } as const
    // one of 28 days of 0.14 is exactly 0.005
    expect(overlapCost({ ...half, price: { amount: '0.14', term: 'P1M' } }).amount).to.equal('0.01')
    expect(overlapCost({ ...half, price: { amount: '0.1399', term: 'P1M' } }).amount).to.equal('0.00')
  })

  it('keep half a cent when it is put together from months of different lengths', () => {
    // 31 of 31 and 14 of 28 days of 0.01: 0.015
    const cost = overlapCost({
      start: day('2027-01-01'),
      endDate: day('2027-02-14'),
      seats: 1,
      price: { amount: '0.01', term: 'P1M' },
      currency: EUR,
    })
    expect(cost.amount).to.equal('0.02')
  })

  it('have as many decimals as their currency', () => {
    const refund = { paid: '1000', daysInPeriod: 3, usedDays: 1, insideWindow: true }
    expect(cancellationRefund({ ...refund, currency: currency('JPY') }).amount).to.equal('667')
    expect(cancellationRefund({ ...refund, currency: currency('KWD') }).amount).to.equal('666.667')
    expect(cancellationRefund({ ...refund, currency: currency('PLN') }).amount).to.equal('666.67')
  })

  it('are added up for each currency alone', () => {
    const [eur, pln] = [EUR, currency('PLN')]
    expect(
      sumByCurrency([
        { amount: '0.10', currency: eur },
        { amount: '5.00', currency: pln },
        { amount: '0.20', currency: eur },
      ]),
    ).to.deep.equal([
      { amount: '0.30', currency: 'EUR' },
      { amount: '5.00', currency: 'PLN' },
    ])
    expect(sumByCurrency([])).to.deep.equal([])
  })

  it('do not depend on how somebody else set up decimals', () => {
    const { precision, rounding } = Decimal
    Decimal.set({ precision: 3, rounding: Decimal.ROUND_DOWN })
    try {
      const refund = { paid: '5760', daysInPeriod: 365, usedDays: 3, currency: EUR, insideWindow: true }
      expect(cancellationRefund(refund).amount).to.equal('5712.66')
    } finally {
      Decimal.set({ precision, rounding })
    }
  })
})
