import { expect } from 'chai'
import * as fc from 'fast-check'
import { easterSunday, holidaysFor } from '../../src/domain/holidays.js'
import { country } from './ruleFacts.js'

const poland = country('PL')

describe('Polish holidays', () => {
  it('of 2026 are these', () => {
    expect(holidaysFor(poland, 2026, 2026)).to.deep.equal([
      '2026-01-01',
      '2026-01-06',
      '2026-04-05',
      '2026-04-06',
      '2026-05-01',
      '2026-05-03',
      '2026-05-24',
      '2026-06-04',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-24',
      '2026-12-25',
      '2026-12-26',
    ])
  })

  it('have Christmas Eve since 2025 and Epiphany since 2011', () => {
    expect(holidaysFor(poland, 2024, 2024)).to.not.include('2024-12-24')
    expect(holidaysFor(poland, 2025, 2025)).to.include('2025-12-24')
    expect(holidaysFor(poland, 2010, 2010)).to.not.include('2010-01-06')
    expect(holidaysFor(poland, 2011, 2011)).to.include('2011-01-06')
  })

  it('of several years stand in order, and of none are none', () => {
    const days = holidaysFor(poland, 2026, 2028)
    expect(days)
      .to.deep.equal([...days].sort())
      .and.to.have.length(42)
    expect(holidaysFor(poland, 2028, 2026)).to.deep.equal([])
  })

  it('are all that is known: another country has none yet', () => {
    expect(holidaysFor(country('DE'), 2026, 2026)).to.deep.equal([])
  })
})

describe('Easter Sunday', () => {
  for (const known of [
    '2000-04-23',
    '2008-03-23',
    '2011-04-24',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2027-03-28',
    '2028-04-16',
    '2038-04-25',
    '2049-04-18',
    '2076-04-19',
  ])
    it(`of ${known.slice(0, 4)} is ${known}`, () => expect(easterSunday(Number(known.slice(0, 4)))).to.equal(known))

  it('is always a Sunday from 22 March to 25 April', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2199 }), (year) => {
        const easter = easterSunday(year)
        expect(new Date(easter).getUTCDay()).to.equal(0)
        expect(easter.slice(5) >= '03-22' && easter.slice(5) <= '04-25').to.be.true
      }),
    )
  })
})
