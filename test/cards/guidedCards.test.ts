import { expect } from 'chai'
import { datesCard } from '../../src/cards/datesCard.js'
import { factsCard } from '../../src/cards/factsCard.js'
import { linesCard } from '../../src/cards/linesCard.js'
import type { CardMessage } from '../../src/cards/render.js'
import { reviewCard } from '../../src/cards/reviewCard.js'
import { timelineOf } from '../../src/cards/timeline.js'
import { wordsFor } from '../../src/cards/words.js'
import { CountryCode } from '../../src/domain/ids.js'
import { after, ben, caseIn, contoso, day, hana, lineId, opened, sara, subscription } from '../support/facts.js'
import { nodesOf, type Node } from './cardSchema.js'
import { reader, sampleCase, SHORT, startOf } from './samples.js'

const sales = reader('en')
const inputs = ({ card }: CardMessage): ReadonlyMap<string, Node> =>
  new Map(nodesOf(card).flatMap((node) => (node.type.startsWith('Input.') ? [[String(node['id']), node]] : [])))
const buttons = ({ card }: CardMessage): readonly Node[] =>
  nodesOf(card).filter(({ type }) => type === 'Action.Execute')
const titles = (message: CardMessage): readonly string[] => buttons(message).map(({ title }) => String(title))

describe('the facts of a customer', () => {
  const draft = sampleCase('DRAFT')

  it('name the invitation as what the button does, and keep the channel to be corrected', () => {
    const card = factsCard(draft, sales)
    expect(titles(card)).to.deep.equal(['Invite Contoso', 'Later'])
    expect(buttons(card)[0]?.['data']).to.include({ verb: 'next', step: 'facts', revision: draft.revision })
    expect(inputs(card).get('channel')?.['value']).to.equal('WEB_DIRECT_MCA')
  })

  it('say what is known in plain words: products, seats, the last paid day with its weekday, and what then', () => {
    const { text } = factsCard(draft, sales)
    expect(text).to.include('25 seats of Microsoft 365 Business Premium, 21 assigned')
    expect(text).to.include('Last paid day: Tuesday, 15 December 2026 (23 days left). There is no grace period')
    expect(text).to.include('Last safe day: Friday, 11 December 2026')
    expect(text).to.include('same as ours (Microsoft’s list of 17 August 2023)')
    expect(text).to.include('Step 1 of 4')
  })

  it('promise no credit (I8)', () => {
    const { text } = factsCard(draft, sales)
    expect(text).to.match(/Money back for the old one: None to be expected/)
    expect(/Money back.*/.exec(text)?.[0]).to.not.match(/\d/)
  })

  it('do not offer to invite whom the region forbids (R20)', () => {
    const abroad = contoso({ customer: { country: CountryCode.parse('US') } })
    expect(titles(factsCard(abroad, sales))).to.deep.equal(['Save the case', 'Later'])
    expect(factsCard(abroad, sales).text).to.include('United States, region United States; ours is Europe')
  })

  it('go on to the products where the customer has accepted already (X5)', () => {
    expect(titles(factsCard(sampleCase('RELATIONSHIP_ACTIVE'), sales))[0]).to.equal('Go on to the products')
  })

  it('offer nothing to press to somebody who may not invite', () => {
    expect(titles(factsCard(draft, reader('en', { roles: hana.roles })))).to.deep.equal(['Later'])
  })

  it('ask for a list where nothing is known yet (F17)', () => {
    expect(factsCard(contoso({ subscriptions: [] }), sales).text).to.include('Ask it for a list')
  })
})

describe('a blocked region', () => {
  const blocked = sampleCase('REGION_BLOCKED')

  it('names both regions, the list’s date and what can be done (F1)', () => {
    const { text } = factsCard(blocked, sales)
    expect(text).to.include('Our CSP tenant is in Europe, the customer’s tenant country is in United States.')
    expect(text).to.include('list of 17 August 2023')
    expect(text).to.include('a CSP tenant of our group')
  })

  it('lets only an admin agent override it, and only with a reason (X3)', () => {
    const admin = factsCard(blocked, reader('en', { person: ben.id, roles: ben.roles }))
    expect(titles(admin)).to.deep.equal(['End the case', 'Override the region block'])
    expect(inputs(admin).get('reason')).to.include({ isRequired: true })
    expect(titles(factsCard(blocked, sales))).to.deep.equal(['End the case'])
    expect(inputs(factsCard(blocked, sales)).size).to.equal(0)
    expect(factsCard(blocked, sales).text).to.include('Only an admin agent may override')
  })

  it('of an unknown country asks to look at Microsoft’s page (I5)', () => {
    const unknown = caseIn('REGION_BLOCKED', { customer: { country: CountryCode.parse('BY') } })
    expect(factsCard(unknown, sales).text)
      .to.include('Belarus is not on Microsoft’s list')
      .and.include('may be newer than our list')
  })
})

describe('the lines', () => {
  const planning = sampleCase('RELATIONSHIP_ACTIVE')

  it('show each product with its match, price and assigned licences, and its seats to be changed', () => {
    const card = linesCard(planning, sales)
    expect(card.text).to.include('Today: 25 seats, 21 assigned. Same product. Price: EUR 20.60 per seat and month.')
    expect(inputs(card).get('seats_l1')).to.include({ value: 25, min: 1, isRequired: true })
    expect(titles(card)).to.deep.equal(['Save the seats', 'Back', 'Later'])
  })

  it('keep what was typed and say what is wrong with it, at the input and above', () => {
    const card = linesCard(planning, sales, { seats_l1: '9000' }, { seats_l1: 'At most 300.' })
    expect(inputs(card).get('seats_l1')?.['value']).to.equal(9000)
    expect(card.text).to.include('Line 1 needs another look. Nothing was saved yet.').and.include('At most 300.')
  })

  it('put the present number where something else than a number was typed', () => {
    for (const typed of ['abc', '', '-1', '1e99', '2.5']) {
      expect(inputs(linesCard(planning, sales, { seats_l1: typed })).get('seats_l1')?.['value'], typed).to.equal(25)
    }
  })

  it('show an error that belongs to no input', () => {
    expect(linesCard(planning, sales, {}, { text: 'The case has changed.' }).text).to.include('The case has changed.')
  })

  it('say that a price is not known, never that it is zero', () => {
    expect(linesCard(sampleCase('RELATIONSHIP_ACTIVE', SHORT, { unpriced: true }), sales).text).to.include(
      'Price: not known',
    )
  })

  it('give an input to twenty products and say that the others keep their number', () => {
    const card = linesCard(sampleCase('RELATIONSHIP_ACTIVE', { ...SHORT, lines: 23 }), sales)
    expect(inputs(card).size).to.equal(20)
    expect(card.text).to.include('3 more products keep their numbers.')
  })

  it('name what is not moved, and why', () => {
    const subscriptions = [subscription(), subscription({ id: 101, sku: 'TRIAL', title: 'Visio trial', isTrial: true })]
    const card = linesCard(caseIn('RELATIONSHIP_ACTIVE', { subscriptions }), sales)
    expect(card.text).to.include('Not moved: Visio trial (not moved: trial)')
    expect(inputs(card).size).to.equal(1)
  })
})

describe('the dates', () => {
  const planning = sampleCase('RELATIONSHIP_ACTIVE')

  it('propose the last safe day, with the days and the money paid twice (V4)', () => {
    const card = datesCard(planning, sales)
    expect(inputs(card).get('start')?.['value']).to.equal('2026-12-11')
    expect(card.text).to.include('Paid twice: 5 days, about EUR 84.66')
    expect(card.text).to.include('at 00:00 UTC, Wednesday, 16 December 2026, 01:00 (UTC+1) for you')
  })

  const starts: readonly (readonly [start: string, says: string])[] = [
    ['2026-12-15', 'Paid twice: 1 day, about'],
    ['2026-12-16', 'Paid twice: no day paid twice'],
    ['2026-12-17', '1 day without any subscription: users would be locked out'],
    ['2026-12-18', '2 days without any subscription'],
  ]
  for (const [start, says] of starts) {
    it(`say of a start on ${start}: ${says} (V5)`, () => {
      const card = datesCard(planning, sales, { start })
      expect(inputs(card).get('start')?.['value']).to.equal(start)
      expect(card.text).to.include(says)
    })
  }

  it('keep the proposal where no day was typed, and say what was wrong', () => {
    const card = datesCard(planning, sales, { start: '2026-02-31' }, { start: 'That is not a day.' })
    expect(inputs(card).get('start')?.['value']).to.equal('2026-12-11')
    expect(card.text).to.include('That is not a day.')
  })

  it('show the day that was planned before', () => {
    const edit = { what: 'start', line: 'all', day: day('2026-12-14') } as const
    const planned = after(planning, { type: 'editPlan', edit }, sara, opened)
    expect(inputs(datesCard(planned, sales)).get('start')?.['value']).to.equal('2026-12-14')
  })

  it('ask who stops the renewal only where one threatens (DATES_OK, V7)', () => {
    expect(inputs(datesCard(planning, sales)).has('stopRenewal')).to.equal(false)
    const renewing = sampleCase('RELATIONSHIP_ACTIVE', SHORT, { autoRenew: true })
    const card = datesCard(renewing, sales)
    expect(inputs(card).get('stopRenewal')).to.include({ value: '', isRequired: true })
    expect(card.text).to.include('must be set by Friday, 11 December 2026').and.include('auto-renew off is not enough')
    const edit = { what: 'stopRenewal', line: lineId(1), who: 'CUSTOMER' } as const
    const settled = after(renewing, { type: 'editPlan', edit }, sara, opened)
    expect(inputs(datesCard(settled, sales)).get('stopRenewal')?.['value']).to.equal('CUSTOMER')
  })

  it('name no amount where a price is not known', () => {
    const { text } = datesCard(sampleCase('RELATIONSHIP_ACTIVE', SHORT, { unpriced: true }), sales)
    expect(text).to.include('5 days, price not known')
  })

  it('tell products apart that end on different days', () => {
    const subscriptions = [subscription(), subscription({ id: 101, sku: 'VISIO', endDate: day('2027-01-31') })]
    const { text } = datesCard(caseIn('RELATIONSHIP_ACTIVE', { subscriptions }), sales)
    expect(text).to.include('Tuesday, 15 December 2026').and.include('Sunday, 31 January 2027')
  })
})

describe('the timeline of old and new', () => {
  const words = wordsFor('en', 'UTC')
  const e = day('2026-12-15')
  const cells = (start: string) => timelineOf(words, e, day(start)).map((row) => row.cells.map(({ text }) => text))

  it('shows the days both are paid', () => {
    expect(cells('2026-12-11')).to.deep.equal([
      ['until 10 December', '11 to 15 December', 'from 16 December'],
      ['paid', 'paid twice', 'ended'],
      ['not yet', 'paid twice', 'paid'],
    ])
  })

  it('shows one after the other', () => {
    expect(cells('2026-12-16')).to.deep.equal([
      ['until 15 December', 'from 16 December'],
      ['paid', 'ended'],
      ['not yet', 'paid'],
    ])
  })

  it('shows the days without either', () => {
    expect(cells('2027-01-02')).to.deep.equal([
      ['until 15 December', '16 December to 1 January', 'from 2 January'],
      ['paid', 'ended', 'ended'],
      ['not yet', 'not yet', 'paid'],
    ])
  })
})

describe('the review', () => {
  const planned = sampleCase('PLANNED')

  it('shows every answer with its own change button, the totals, the overlap and the risk', () => {
    const card = reviewCard(planned, sales)
    expect(titles(card)).to.deep.equal([
      'Change the channel',
      'Change the seats',
      'Change the dates',
      'Request approval',
      'Back',
      'Later',
    ])
    expect(
      buttons(card)
        .slice(0, 3)
        .map(({ data }) => (data as { field: string }).field),
    ).to.deep.equal(['channel', 'lines', 'dates'])
    expect(card.text).to.include('Microsoft 365 Business Premium: 25 → 25 seats')
    expect(card.text).to.include('Total: EUR 515.00 a month')
    expect(card.text).to.include('5 days paid twice, about EUR 84.66 in all')
    expect(card.text).to.include('After 7 days seats cannot be reduced')
  })

  it('says what is missing before the request is made', () => {
    const { text } = reviewCard(sampleCase('RELATIONSHIP_ACTIVE'), sales)
    expect(text).to.include('Before approval can be asked for:')
    expect(text).to.include('The customer has not accepted the Microsoft Customer Agreement')
    expect(text).to.include('no start of the new subscription is planned')
    expect(text).to.include('not known before a start is chosen')
  })

  it('says who rejected it and why (F9)', () => {
    const rejected = after(sampleCase('AWAITING_APPROVAL'), { type: 'reject', reason: 'Too early' }, ben, opened)
    expect(reviewCard(rejected, sales).text).to.include('Rejected by Ben Fischer: Too early')
  })

  it('leaves what has no price out of the total, and says so', () => {
    expect(reviewCard(sampleCase('PLANNED', SHORT, { unpriced: true }), sales).text).to.include(
      'Total: the price of 1 product is not known',
    )
  })

  it('adds up many lines exactly', () => {
    const { text } = reviewCard(caseIn('PLANNED', startOf({ ...SHORT, lines: 3 })), sales)
    expect(text).to.include('Total: EUR 1,545.00 a month')
  })
})
