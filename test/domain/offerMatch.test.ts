import { expect } from 'chai'
import { SkuPartNumber, SubscriptionId } from '../../src/domain/ids.js'
import { LineMatch } from '../../src/domain/moveLine.js'
import {
  matchOffer,
  offerChoice,
  type OfferMatcher,
  type SourceOffer,
  sourceOfferOf,
} from '../../src/domain/offerMatch.js'
import { day, offer, source } from './ruleFacts.js'

const old: SourceOffer = { sku: source.sku, segment: 'commercial', isTrial: false, term: 'P1Y', billing: 'annual' }
const sku = (text: string) => SkuPartNumber.parse(text)

describe('matchOffer by SKU id alone', () => {
  it('R15 finds the same product on sale, for one year paid at once', () => {
    const match = matchOffer(old, [{ ...offer, sku: sku('SPE_E3') }, offer])
    expect(match).to.deep.equal({
      level: 'SAME',
      target: {
        sku: 'SPB',
        title: 'Microsoft 365 Business Premium',
        productId: 'CFQ7TTC0LCHC',
        skuId: '0002',
        term: 'P1Y',
        billing: 'annual',
        unitPrice: '12.00',
        currency: 'EUR',
        maxSeats: 300,
        segment: 'commercial',
      },
    })
    expect(LineMatch.parse(match)).to.deep.equal(match)
  })

  const undecided: [what: string, offers: (typeof offer)[]][] = [
    ['there is no such offer', []],
    ['M10 it is no longer sold', [{ ...offer, onSale: false }]],
    ['M19 it is sold to another segment', [{ ...offer, segment: 'education' }]],
    ['I7, M9 there is only its twin without Teams', [{ ...offer, sku: sku('SPB_no_Teams') }]],
    [
      'I7 an SKU id only looks alike',
      [
        { ...offer, sku: sku('spb') },
        { ...offer, sku: sku('SPB2') },
      ],
    ],
    [
      'it is sold on no terms',
      [
        { ...offer, terms: [] },
        { ...offer, billing: [] },
      ],
    ],
  ]
  for (const [what, offers] of undecided)
    it(`leaves it to a person when ${what}`, () =>
      expect(matchOffer(old, offers)).to.deep.equal({ level: 'UNDECIDED' }))

  it('excludes a trial, although the product is on sale', () => {
    expect(matchOffer({ ...old, isTrial: true }, [offer])).to.deep.equal({ level: 'EXCLUDED', why: 'TRIAL' })
  })

  it('prefers the offer of one year among several, in whatever order they come', () => {
    const monthly = { ...offer, productId: 'MONTHLY', terms: ['P1M'], billing: ['monthly'] } as const
    const yearlyByMonth = { ...offer, productId: 'BY_MONTH', terms: ['P1Y'], billing: ['monthly'] } as const
    for (const offers of [
      [monthly, yearlyByMonth, offer],
      [offer, monthly, yearlyByMonth],
    ])
      expect(matchOffer(old, offers)).to.have.nested.property('target.productId', 'CFQ7TTC0LCHC')
    expect(matchOffer(old, [monthly, yearlyByMonth])).to.have.nested.property('target.productId', 'BY_MONTH')
  })

  it('can be replaced by another way to compare', () => {
    const nothingFits: OfferMatcher = { match: () => ({ level: 'NO_EQUIVALENT' }) }
    expect(matchOffer(old, [offer], nothingFits)).to.deep.equal({ level: 'NO_EQUIVALENT' })
  })
})

describe('offerChoice', () => {
  it('comes nearest to the old term where one year is not sold', () => {
    const others = { ...offer, terms: ['P3Y', 'P1M'] as const }
    expect(offerChoice(others, { term: 'P3Y', billing: 'annual' })?.term).to.equal('P3Y')
    expect(offerChoice(others, { term: 'P1Y', billing: 'annual' })?.term).to.equal('P1M')
    expect(offerChoice(others, { term: 'P1M', billing: 'monthly' })?.term).to.equal('P1M')
  })

  it('is billed as before where paying at once is not offered', () => {
    expect(offerChoice({ ...offer, billing: ['monthly'] }, old)?.billing).to.equal('monthly')
  })

  it('never pays a month by the year', () => {
    const monthOnly = { ...offer, terms: ['P1M'] as const }
    expect(offerChoice(monthOnly, old)?.billing).to.equal('monthly')
    expect(offerChoice({ ...monthOnly, billing: ['annual'] }, old)).to.be.undefined
  })

  it('keeps an unknown price unknown', () => {
    expect(offerChoice({ ...offer, unitPrice: undefined }, old)).to.have.property('unitPrice', undefined)
  })
})

describe('sourceOfferOf', () => {
  const later = {
    ...source,
    id: SubscriptionId.parse('22222222-2222-4222-8222-222222222222'),
    endDate: day('2027-12-15'),
    term: 'P3Y',
    billing: 'monthly',
  } as const

  it('takes term and billing from the subscription that ends last', () => {
    expect(sourceOfferOf([source, later], 'education')).to.deep.equal({
      sku: 'SPB',
      segment: 'education',
      isTrial: false,
      term: 'P3Y',
      billing: 'monthly',
    })
  })

  it('is a trial only when nothing is paid', () => {
    const trial = { ...later, isTrial: true }
    expect(sourceOfferOf([trial], 'commercial').isTrial).to.be.true
    expect(sourceOfferOf([trial, source], 'commercial')).to.deep.include({ isTrial: false, term: 'P1Y' })
  })

  it('needs a subscription', () => expect(() => sourceOfferOf([], 'commercial')).to.throw(RangeError))
})
