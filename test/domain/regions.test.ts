import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { REGION_LISTS } from '../../src/domain/data/regions.js'
import { CURRENT_REGION_LIST_DATE, REGION_CODES, regionCheck, regionListOf } from '../../src/domain/regions.js'
import { country, day } from './ruleFacts.js'

describe('regionCheck (R20)', () => {
  const pairs: [partner: string, customer: string, result: 'OK' | 'MISMATCH' | 'UNKNOWN'][] = [
    ['PL', 'DE', 'OK'],
    ['PL', 'GB', 'OK'],
    ['PL', 'CH', 'OK'],
    ['PL', 'NO', 'OK'],
    ['PL', 'UA', 'MISMATCH'],
    ['PL', 'RS', 'MISMATCH'],
    ['PL', 'TR', 'MISMATCH'],
    ['PL', 'US', 'MISMATCH'],
    ['US', 'PR', 'MISMATCH'],
    ['US', 'GU', 'OK'],
    ['CA', 'US', 'MISMATCH'],
    ['AU', 'NZ', 'MISMATCH'],
    ['BR', 'AR', 'MISMATCH'],
    ['FR', 'GP', 'MISMATCH'],
    ['PL', 'BY', 'UNKNOWN'],
    ['PL', 'RU', 'UNKNOWN'],
    ['XK', 'RS', 'OK'],
  ]
  for (const [partner, customer, result] of pairs)
    it(`says ${result} for a partner in ${partner} and a tenant in ${customer}`, () => {
      expect(regionCheck(country(partner), country(customer)).result).to.equal(result)
      expect(regionCheck(country(customer), country(partner)).result).to.equal(result)
    })

  it('I5 names both regions and the edition it was decided by', () => {
    expect(regionCheck(country('US'), country('PR'))).to.deep.equal({
      result: 'MISMATCH',
      partnerRegion: 'UNITED_STATES',
      customerRegion: 'LATAM_CARIBBEAN',
      listDate: '2023-08-17',
    })
  })

  it('I5 leaves the region of a country it does not know open, also when both are unknown', () => {
    expect(regionCheck(country('RU'), country('RU'))).to.deep.include({
      result: 'UNKNOWN',
      partnerRegion: null,
      customerRegion: null,
    })
    expect(regionCheck(country('PL'), country('ZZ'))).to.deep.include({ partnerRegion: 'EUROPE', customerRegion: null })
  })

  it('decides by an older edition when asked to (M23)', () => {
    const old = regionListOf(day('2021-04-15'))
    const inOld = (partner: string, customer: string) => regionCheck(country(partner), country(customer), old).result
    expect(inOld('US', 'GU')).to.equal('MISMATCH')
    expect(inOld('AU', 'MP')).to.equal('OK')
    expect(inOld('NZ', 'AS')).to.equal('OK')
    expect(inOld('RS', 'BY')).to.equal('OK')
    expect(inOld('RU', 'RU')).to.equal('OK')
    expect(inOld('CN', 'CN')).to.equal('UNKNOWN')
  })

  it('has no edition of another date', () => expect(regionListOf(day('2022-01-01'))).to.be.undefined)
})

describe('the region list of 17 August 2023', () => {
  const [{ date, regions }] = REGION_LISTS

  it('is the current one', () => expect(CURRENT_REGION_LIST_DATE).to.equal(date).and.to.equal('2023-08-17'))

  it('has as many places in each region as were read', () => {
    const counts = Object.fromEntries(
      REGION_CODES.map((code) => [code, [...regions.values()].filter((one) => one === code).length]),
    )
    expect(counts).to.deep.equal({
      AFRICA: 47,
      ASIA_PACIFIC: 18,
      AUSTRALIA: 21,
      BRAZIL: 1,
      CANADA: 2,
      CHINA: 1,
      EUROPE: 45,
      INDIA: 1,
      JAPAN: 1,
      KOREA: 1,
      LATAM_CARIBBEAN: 51,
      MIDDLE_EAST_CEE: 44,
      NEW_ZEALAND: 3,
      TAIWAN: 1,
      UNITED_STATES: 5,
    })
    expect(regions.size).to.equal(242)
  })

  it('is, country by country, the table that was checked against the edition', () => {
    const rows = [...regions].map(([code, region]) => `${code} ${region}`).sort()
    const digest = createHash('sha256').update(rows.join('\n')).digest('hex')
    expect(digest).to.equal('23c55035cfdfbed9812a4a807f01d22edc0e6566205f98ba6f35f91a0d175717')
  })

  it('does not have the eight countries that were not listed', () =>
    expect(['BY', 'CU', 'EH', 'IR', 'KP', 'RU', 'SD', 'SY'].filter((code) => regions.has(code))).to.deep.equal([]))
})

describe('the region lists', () => {
  it('stand newest first, each with its source', () => {
    const dates = REGION_LISTS.map((list) => list.date)
    expect(dates).to.deep.equal([...dates].sort().toReversed())
    for (const { source } of REGION_LISTS) expect(source).to.match(/Microsoft/)
  })
})
