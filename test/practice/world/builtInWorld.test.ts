import { expect } from 'chai'
import { addDays, daysFrom } from '../../../src/domain/days.js'
import { endFactsOf, endRegime } from '../../../src/domain/endRegime.js'
import { UtcDay } from '../../../src/domain/ids.js'
import { regionCheck } from '../../../src/domain/regions.js'
import type { CustomerState } from '../../../src/partnerCenter/simulator/state.js'
import { builtInWorld } from '../../../src/practice/builtInWorld.js'
import { resolveWorld } from '../../../src/practice/resolveWorld.js'
import { readWorld } from '../../../src/practice/world.js'

const today = UtcDay.parse('2026-11-22')
const resolved = resolveWorld(builtInWorld, today)
const { partner, people, offers } = resolved.world

function named(name: string): CustomerState {
  const found = resolved.customers.find((customer) => customer.name === name)
  if (found === undefined) throw new Error(`nobody is called ${name}`)
  return found
}
const held = (name: string) => named(name).subscriptions.map(({ shown }) => shown)
const first = (name: string) => held(name)[0]!
const regime = (name: string) => endRegime(endFactsOf(first(name)))
const daysLeft = (name: string) => held(name).map(({ endDate }) => daysFrom(today, endDate))
const onSale = (sku: string) => offers.some((offer) => offer.sku === sku && offer.onSale)

describe('the built-in world (contracts, 4)', () => {
  it('is a world file like any other', () => {
    expect(readWorld(JSON.stringify(builtInWorld))).to.deep.equal(builtInWorld)
  })

  it('belongs to Baltic Cloud, Poland, direct-bill, EUR', () => {
    expect(partner).to.include({ name: 'Baltic Cloud', country: 'PL', kind: 'DIRECT_BILL', currency: 'EUR' })
  })

  const staff = [
    ['Ada Nowak', ['adminAgent'], 'pl-PL'],
    ['Ben Fischer', ['adminAgent', 'billingAdmin'], 'en-US'],
    ['Sara Lind', ['salesAgent'], 'en-US'],
    ['Piotr Wrona', ['salesAgent'], 'pl-PL'],
    ['Hana Kowal', ['helpdeskAgent'], 'pl-PL'],
    ['Marta Zielińska', ['billingAdmin'], 'pl-PL'],
  ] as const
  it('has six people, with their roles and languages; all but Marta have her as manager', () => {
    expect(people.map(({ name, roles, locale }) => [name, roles, locale])).to.deep.equal(staff)
    expect(people.find(({ name }) => name === 'Ada Nowak')).to.include({ timeZone: 'Europe/Warsaw' })
    expect(people.find(({ name }) => name === 'Ben Fischer')).to.include({ timeZone: 'Europe/Berlin' })
    const marta = people.at(-1)!
    expect(people.slice(0, -1).every(({ manager }) => manager === marta.id)).to.equal(true)
    expect(marta).to.not.have.property('manager')
  })

  const stories: readonly [story: string, customer: string, told: () => void][] = [
    [
      'happy path',
      'Contoso',
      () => {
        expect(named('Contoso')).to.include({
          country: 'DE',
          relationship: 'NONE',
          segment: 'commercial',
          cloud: 'public',
        })
        expect(named('Contoso').invitation).to.deep.equal({ answer: 'accepts', afterHours: 24 })
        expect(held('Contoso')).to.have.length(1)
        expect(first('Contoso')).to.include({
          sku: 'SPB',
          title: 'Microsoft 365 Business Premium',
          seats: 25,
          channel: 'WEB_DIRECT_MCA',
        })
        expect(first('Contoso')).to.include({
          startedOn: '2025-12-16',
          endDate: '2026-12-15',
          autoRenew: 'OFF',
          endAction: 'CANCEL',
        })
        expect(regime('Contoso')).to.equal('CUT_OFF') // V3
        expect(onSale('SPB')).to.equal(true)
      },
    ],
    [
      'region mismatch',
      'Wingtip Toys',
      () => {
        expect(regionCheck(partner.country, named('Wingtip Toys').country)).to.include({
          result: 'MISMATCH',
          customerRegion: 'UNITED_STATES',
        })
      },
    ],
    [
      'unknown region',
      'Proseware',
      () => {
        expect(regionCheck(partner.country, named('Proseware').country).result).to.equal('UNKNOWN')
      },
    ],
    ['silent customer', 'Fabrikam', () => expect(named('Fabrikam').invitation.answer).to.equal('silent')],
    ['declines', 'Tailspin Toys', () => expect(named('Tailspin Toys').invitation.answer).to.equal('declines')],
    [
      'no equivalent',
      'Litware',
      () => {
        expect(onSale(first('Litware').sku)).to.equal(false)
        expect(
          held('Litware')
            .slice(1)
            .every(({ sku }) => onSale(sku)),
        ).to.equal(true)
      },
    ],
    [
      'discontinued, with equivalent',
      'Fourth Coffee',
      () => {
        expect(onSale(first('Fourth Coffee').sku)).to.equal(false)
        expect(onSale('O365_BUSINESS_PREMIUM')).to.equal(true)
      },
    ],
    [
      'no-Teams twin',
      'Northwind Traders',
      () => {
        expect(first('Northwind Traders').sku).to.equal('SPE_E5')
        expect(onSale('SPE_E5')).to.equal(false)
        expect(onSale('Microsoft_365_E5_(no_Teams)')).to.equal(true)
      },
    ],
    [
      'Enterprise Agreement',
      'Adventure Works',
      () => {
        expect(first('Adventure Works')).to.include({ channel: 'EA', seats: 180 })
        expect(regime('Adventure Works')).to.equal('UNKNOWN_WORST')
      },
    ],
    [
      'other CSP partner, new commerce',
      'Woodgrove Bank',
      () => {
        expect(first('Woodgrove Bank')).to.include({ channel: 'CSP_NCE', ours: false, status: 'ACTIVE' })
        expect(named('Woodgrove Bank').transfer).to.deep.equal({ answer: 'accepts', afterHours: 96 })
      },
    ],
    [
      'other CSP partner, ignores the transfer',
      "Margie's Travel",
      () => {
        expect(first("Margie's Travel")).to.include({ channel: 'CSP_NCE', ours: false })
        expect(named("Margie's Travel").transfer.answer).to.equal('silent')
        expect(regime("Margie's Travel")).to.equal('PAID_EXTENSION')
      },
    ],
    ['web direct, old account', 'Coho Winery', () => expect(first('Coho Winery').channel).to.equal('WEB_DIRECT_MOSA')],
    [
      'auto-renew on',
      'Relecloud',
      () => {
        expect(first('Relecloud').autoRenew).to.equal('ON')
        expect(regime('Relecloud')).to.equal('AUTO_RENEW')
      },
    ],
    [
      'seats short',
      'Humongous Insurance',
      () => {
        expect(held('Humongous Insurance').map(({ seats }) => seats)).to.deep.equal([60, 40])
        expect(held('Humongous Insurance').reduce((sum, { assigned }) => sum + assigned, 0)).to.equal(97)
        expect(new Set(held('Humongous Insurance').map(({ sku }) => sku)).size).to.equal(1)
      },
    ],
    [
      'stays with both',
      'Lucerne Publishing',
      () => {
        expect(named('Lucerne Publishing')).to.include({ relationship: 'ACTIVE' })
        expect(held('Lucerne Publishing').map(({ ours }) => ours)).to.deep.equal([false, true])
      },
    ],
    ['already late', 'Alpine Ski House', () => expect(daysLeft('Alpine Ski House')).to.deep.equal([-2])],
    [
      'order half fails',
      'Blue Yonder',
      () => {
        expect(held('Blue Yonder').length).to.be.above(2)
        const { tenantId } = named('Blue Yonder')
        expect(resolved.faults.active).to.deep.equal([{ name: 'half-checkout', times: 1, customer: tenantId }])
      },
    ],
    [
      'trial',
      'School of Fine Art',
      () => {
        expect(named('School of Fine Art').segment).to.equal('education')
        expect(held('School of Fine Art').every(({ isTrial }) => isTrial)).to.equal(true)
      },
    ],
    [
      'many lines',
      'VanArsdel',
      () => {
        expect(held('VanArsdel')).to.have.length(20)
        expect(new Set(held('VanArsdel').map(({ soldBy }) => soldBy ?? 'Microsoft')).size).to.be.at.least(4)
        expect(held('VanArsdel').filter(({ ours }) => ours)).to.have.length(1)
      },
    ],
  ]
  for (const [story, customer, told] of stories) it(`tells the story “${story}”: ${customer}`, told)

  it('has no other customers, and each can be reached by somebody', () => {
    expect(resolved.customers.map(({ name }) => name)).to.have.members(stories.map(([, customer]) => customer))
    expect(resolved.customers.every(({ contact }) => contact.email.includes('@'))).to.equal(true)
  })

  it('can be served in the partner’s region, but for the two stories about regions', () => {
    const others = resolved.customers.filter(({ country }) => regionCheck(partner.country, country).result !== 'OK')
    expect(others.map(({ name }) => name)).to.have.members(['Wingtip Toys', 'Proseware'])
  })

  it('sells with a price and in the partner’s currency everything that is on sale', () => {
    expect(offers.filter(({ currency }) => currency !== partner.currency)).to.deep.equal([])
    expect(offers.filter(({ unitPrice }) => Number(unitPrice) <= 0)).to.deep.equal([])
    expect(offers.every(({ productId }) => /^CFQ7TTC0[0-9A-Z]{4}$/.test(productId))).to.equal(true)
  })

  it('never grows old: on any day its days are as far away and its regimes the same', () => {
    const stands = (day: UtcDay) =>
      resolveWorld(builtInWorld, day).customers.map(({ name, subscriptions }) => [
        name,
        subscriptions.map(({ shown }) => [daysFrom(day, shown.endDate), endRegime(endFactsOf(shown))]),
      ])
    for (const days of [1, 100, 461, 829, 1200, 3000]) {
      expect(stands(addDays(today, days)), `${days} days later`).to.deep.equal(stands(today))
    }
  })
})
