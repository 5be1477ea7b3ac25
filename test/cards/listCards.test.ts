import { expect } from 'chai'
import { approvalsCard } from '../../src/cards/approvalsCard.js'
import { chooseCustomerCard } from '../../src/cards/chooseCustomerCard.js'
import { helpCard } from '../../src/cards/helpCard.js'
import { myWorkCard } from '../../src/cards/myWorkCard.js'
import type { Reader } from '../../src/cards/reader.js'
import type { CardMessage } from '../../src/cards/render.js'
import { welcomeCard } from '../../src/cards/welcomeCard.js'
import type { MoveCase } from '../../src/domain/moveCase.js'
import { ben, caseIn, day, hana, marta, opened, ordered, sara, subscription } from '../support/facts.js'
import { nodesOf, type Node } from './cardSchema.js'
import { customersFound, reader, sampleCase, SHORT } from './samples.js'

const buttons = ({ card }: CardMessage): readonly Node[] =>
  nodesOf(card).filter(({ type }) => type === 'Action.Execute')
const titles = (message: CardMessage): readonly string[] => buttons(message).map(({ title }) => String(title))

const as = (person: typeof sara, move?: MoveCase, options: Partial<Reader> = {}) =>
  reader('en', { person: person.id, roles: person.roles, now: move?.since ?? opened, ...options })

describe('lists', () => {
  it('of customers show what tells look-alikes apart, and a button each as far as they go (RF66)', () => {
    const card = chooseCustomerCard(customersFound(SHORT, 8), 'conto', as(sara))
    expect(card.text).to.include('“conto” fits 8 customers.')
    expect(card.text).to.include('contoso8.example, Germany, tenant 00000000-0000-4000-8000-000000000008')
    expect(titles(card)).to.have.lengthOf(6).and.include('Move contoso1.example')
  })

  it('of work begin with the most pressing case, and end with those without a date', () => {
    const soon = sampleCase('APPROVED')
    const far = caseIn('INVITED', {
      subscriptions: [subscription({ endDate: day('2027-06-30') })],
      customer: { name: 'Far' },
    })
    const none = caseIn('DRAFT', { subscriptions: [], customer: { name: 'None' } })
    const { text } = myWorkCard([none, far, soon], as(sara, soon))
    const order = ['#12 Contoso', '#12 Far', '#12 None'].map((name) => text.indexOf(name))
    expect(order).to.deep.equal([...order].sort((a, b) => a - b))
  })

  it('of approvals keep apart what waits for me, what I asked for and what was decided', () => {
    const waiting = sampleCase('AWAITING_APPROVAL')
    const mine = approvalsCard([waiting, sampleCase('APPROVED')], as(sara)).text
    expect(mine).to.match(/Waiting for you\nnothing\nAsked for by you\n#12 Contoso/)
    expect(mine).to.match(/Decided\n#12 Contoso\napproved/)
    const theirs = approvalsCard([waiting], as(ben)).text
    expect(theirs).to.match(/Waiting for you\n#12 Contoso\nEUR 515.00 a month/)
  })

  it('of approvals never offer one’s own request for decision (I10)', () => {
    const waiting = sampleCase('AWAITING_APPROVAL')
    const both = as({ ...sara, roles: ['adminAgent'] })
    expect(approvalsCard([waiting], both).text).to.match(/Waiting for you\nnothing/)
  })
})

describe('welcome and help', () => {
  const texts: readonly (readonly [who: typeof sara, says: RegExp, not: RegExp])[] = [
    [sara, /Type “move”/, /“approvals” lists/],
    [marta, /“approvals” lists/, /Type “move”/],
    [hana, /Type “status”/, /Type “move”/],
  ]
  for (const [who, says, not] of texts) {
    it(`greet ${who.id} by what ${who.roles.join(', ')} can do`, () => {
      expect(welcomeCard(as(who)).text)
        .to.match(says)
        .and.not.match(not)
    })
  }

  it('tell somebody without a role whom to ask, and offer nothing', () => {
    const card = welcomeCard(reader('en', { roles: [] }))
    expect(card.text).to.include('Ask your IT administrator')
    expect(buttons(card)).to.deep.equal([])
  })

  it('say where the person is and what is asked there', () => {
    expect(helpCard(as(sara), 'dates').text).to.include('You are at step 3 of 4: dates. Choose the first day')
    expect(helpCard(as(sara)).text).to.not.include('You are at step')
  })

  it('name practice words only in the practice world', () => {
    expect(helpCard(as(sara, undefined, { practice: true })).text).to.include('practice accept')
    expect(helpCard(as(sara, undefined, { practice: false })).text).to.not.include('practice')
  })

  it('name orders only to who may order', () => {
    expect(helpCard(as(sara)).text).to.include('“order #12”')
    expect(helpCard(as(hana, undefined, { now: ordered })).text).to.not.include('“order #12”')
  })
})
