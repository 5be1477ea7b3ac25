import { expect } from 'chai'
import { approvalCard } from '../../src/cards/approvalCard.js'
import { checksCard } from '../../src/cards/checksCard.js'
import { customerLanguage } from '../../src/cards/customerText.js'
import { invitationCard } from '../../src/cards/invitationCard.js'
import type { Reader } from '../../src/cards/reader.js'
import type { CardMessage } from '../../src/cards/render.js'
import { statusCard } from '../../src/cards/statusCard.js'
import { CASE_STATES, type MoveCase } from '../../src/domain/moveCase.js'
import { ada, after, afterEnd, ben, day, greenChecks, hana, inState, marta, opened, sara } from '../support/facts.js'
import { nodesOf, type Node } from './cardSchema.js'
import { LINK, stepsFor } from './everyCard.js'
import { ORDERS, reader, sampleCase, sampleHistory, SHORT, withOrders, wrongChecks } from './samples.js'

const buttons = ({ card }: CardMessage): readonly Node[] =>
  nodesOf(card).filter(({ type }) => type === 'Action.Execute')
const titles = (message: CardMessage): readonly string[] => buttons(message).map(({ title }) => String(title))
const verbs = (message: CardMessage): readonly string[] => buttons(message).map(({ verb }) => String(verb))

const as = (person: typeof ada, move?: MoveCase, options: Partial<Reader> = {}) =>
  reader('en', { person: person.id, roles: person.roles, now: move?.since ?? opened, ...options })
const status = (move: MoveCase, to = as(sara, move), headline?: string): CardMessage =>
  statusCard(move, sampleHistory(), stepsFor(move, to), to, headline)

describe('the approval card', () => {
  const waiting = sampleCase('AWAITING_APPROVAL')

  it('has customer, change, money, risk and deadline, and an id beside the name (RF66)', () => {
    const { text } = approvalCard(waiting, as(ben, waiting))
    expect(text).to.include('Customer: Contoso, contoso.com, tenant 00000000-0000-4000-8000-000000000001')
    expect(text).to.include('Change: Microsoft 365 Business Premium: 25 → 25 seats')
    expect(text).to.include('Money: EUR 515.00 a month; 5 days paid twice, about EUR 84.66 in all')
    expect(text).to.include('Risk: After 7 days')
    expect(text).to.include('Deadline: planned start Friday, 11 December 2026, last safe day Friday, 11 December 2026')
  })

  it('names the money on its button, and takes a reason for the other', () => {
    const card = approvalCard(waiting, as(ben, waiting))
    expect(titles(card)).to.deep.equal(['Approve for EUR 515.00 a month', 'Reject'])
    const [approve, reject] = buttons(card)
    expect(approve?.['associatedInputs']).to.equal('none')
    expect(reject?.['associatedInputs']).to.equal('auto')
    expect(card.text).to.include('type “reject #12 because …”')
  })

  it('is for reading only to whoever asked, whatever their roles (I10)', () => {
    const both = as({ ...sara, roles: ['salesAgent', 'adminAgent'] }, waiting)
    const card = approvalCard(waiting, both)
    expect(verbs(card)).to.deep.equal(['refresh'])
    expect(card.text).to.include('You asked for this, so a colleague must approve.')
    expect(nodesOf(card.card).some(({ type }) => type.startsWith('Input.'))).to.equal(false)
  })

  const roles: readonly (readonly [who: typeof ada, decides: boolean])[] = [
    [ada, true],
    [ben, true],
    [marta, true],
    [hana, false],
  ]
  for (const [who, decides] of roles) {
    it(`${decides ? 'lets' : 'does not let'} ${who.id} (${who.roles.join(', ')}) decide (domain 3.5)`, () => {
      expect(verbs(approvalCard(waiting, as(who, waiting)))).to.deep.equal(
        decides ? ['approve', 'reject'] : ['refresh'],
      )
    })
  }

  it('says on its button that a price is not known', () => {
    const unpriced = sampleCase('AWAITING_APPROVAL', SHORT, { unpriced: true })
    expect(titles(approvalCard(unpriced, as(ben, unpriced)))[0]).to.equal('Approve, part of the price not known')
  })

  it('names the first five lines and how many more', () => {
    const many = sampleCase('AWAITING_APPROVAL', { ...SHORT, lines: 8 })
    expect(approvalCard(many, as(ben, many)).text).to.match(/Change: (.*25 seats; ){5}and 3 more/)
  })

  it('warns of a start that leaves no room before anything else', () => {
    const edit = { what: 'start', line: 'all', day: day('2026-12-15') } as const
    const late = after(waiting, { type: 'editPlan', edit }, sara, waiting.since)
    const again = after(late, { type: 'submit' }, sara, waiting.since)
    expect(approvalCard(inState(again, 'AWAITING_APPROVAL'), as(ben, again)).text).to.match(
      /Risk: The planned start lies after the last safe day Friday, 11 December 2026\./,
    )
  })
})

describe('the status card', () => {
  it('says state, who is awaited and what happens by itself in every state', () => {
    for (const state of CASE_STATES) {
      const move = sampleCase(state)
      const { text } = status(move)
      expect(text, state).to.match(/Case #12/)
      if (state !== 'REGION_BLOCKED') expect(text, state).to.match(/By itself: ./)
    }
  })

  it('puts one sentence above everything', () => {
    const approved = sampleCase('APPROVED')
    expect(status(approved, as(sara, approved), 'Done.').text.split('\n')[0]).to.equal('Done.')
  })

  it('plans the order for the approved day, with seats and day on the button', () => {
    const approved = sampleCase('APPROVED')
    const card = status(approved)
    expect(titles(card)).to.include('Order 25 seats on 11 December')
    const plan = buttons(card).find(({ verb }) => verb === 'schedule')
    expect(plan?.['data']).to.include({ day: '2026-12-11', revision: approved.revision })
    expect(card.text).to.include('type “schedule #12 2026-12-11”')
  })

  it('says that a planned order starts by itself, and takes it back', () => {
    const approved = sampleCase('APPROVED')
    const scheduled = after(approved, { type: 'schedule', day: day('2026-12-11') }, sara, approved.since)
    expect(status(scheduled).text).to.include('Ferry orders by itself on Friday, 11 December 2026')
    expect(titles(status(scheduled))).to.include('Do not order on 11 December')
  })

  it('says why a planned order did not start, as far as its code tells (GATES_STILL_OK)', () => {
    const approved = sampleCase('APPROVED')
    const blocked = (code: string) =>
      status({
        ...approved,
        scheduled: { by: sara.id, at: opened, day: day('2026-12-11'), blocked: { at: opened, code } },
      })
    expect(blocked('noAgreement').text).to.match(
      /did not start\. The customer has not accepted the Microsoft Customer Agreement/,
    )
    expect(blocked('priceChanged').text).to.include('did not start. Type “order #12” to read what stands in its way.')
  })

  it('says until when an order can be taken back, on the line and on the button (V13)', () => {
    const overlap = sampleCase('OVERLAP')
    const card = status(overlap)
    expect(titles(card)).to.include('Take back the order (until 18 December, 09:00)')
    expect(card.text).to.include('can be taken back until Friday, 18 December 2026, 09:00 (UTC+1) = 08:00 UTC')
    expect(card.text).to.include('Users lose access at once unless the old one is running.')
  })

  it('says when that time is over', () => {
    const overlap = sampleCase('OVERLAP')
    const later = status(overlap, as(sara, overlap, { now: afterEnd.replace('12-16', '12-19') as typeof afterEnd }))
    expect(later.text).to.include('the time to take it back ended Friday, 18 December 2026')
    expect(verbs(later)).to.not.include('undo')
  })

  it('explains a failed order by its code and offers to order again or leave out (F12)', () => {
    const card = status(sampleCase('PARTIALLY_PROVISIONED'))
    expect(card.text).to.include('Order failed: the number of seats is not allowed for this product.')
    expect(titles(card).slice(0, 2)).to.deep.equal([
      'Order 1 failed line again',
      'Leave out line 2: Microsoft 365 Business Premium',
    ])
    expect(card.text).to.include('type “drop line 2 #12”')
  })

  it('gives a button to the first two failed lines only', () => {
    const failed = withOrders(
      sampleCase('PARTIALLY_PROVISIONED'),
      ORDERS.active,
      ORDERS.failed,
      ORDERS.failed,
      ORDERS.failed,
    )
    expect(verbs(status(failed)).filter((verb) => verb === 'dropLine')).to.have.lengthOf(2)
  })

  it('never offers to order again what nobody knows the outcome of without saying so (RP2)', () => {
    const partly = withOrders(sampleCase('PARTIALLY_PROVISIONED'), ORDERS.active, ORDERS.needsAttention)
    expect(status(partly).text).to.include('Look in Partner Center before ordering again')
  })

  it('shows lines that need somebody first, and never cuts them off', () => {
    const orders = [...Array.from({ length: 14 }, () => ORDERS.active), ORDERS.needsAttention]
    const { text } = status(withOrders(sampleCase('PARTIALLY_PROVISIONED'), ...orders))
    expect(text.indexOf('Line 15:')).to.be.within(0, text.indexOf('Line 1:'))
    expect(text).to.include('and 5 more')
  })

  const words: readonly (readonly [order: keyof typeof ORDERS, says: string])[] = [
    ['none', 'Not ordered yet'],
    ['intended', 'Order is next'],
    ['sending', 'Order sent, no answer yet'],
    ['unknown', 'Ferry looks again at 22 November, 10:15 before anything is repeated'],
    ['active', 'Active, can be taken back until'],
    ['failed', 'Order failed'],
    ['needsAttention', 'A person has to look'],
    ['canceling', 'Being cancelled'],
    ['canceled', 'Cancelled'],
    ['dropped', 'Left out'],
  ]
  for (const [order, says] of words) {
    it(`says of an order that is ${order}: ${says}`, () => {
      expect(status(withOrders(sampleCase('PROVISIONING'), ORDERS[order]), as(sara)).text).to.include(says)
    })
  }

  it('shows the last safe day with a word and never somebody else’s later date (I11, V18)', () => {
    const pending = sampleCase('TRANSFER_PENDING')
    const { text } = status(pending)
    expect(text).to.include('Last safe day: Friday, 11 December 2026 (on time)')
    expect(text).to.not.include('24 December')
  })

  it('says when the last safe day has passed', () => {
    const approved = sampleCase('APPROVED')
    const late = as(sara, approved, { now: afterEnd.replace('12-16', '12-14') as typeof afterEnd })
    expect(status(approved, late).text).to.include('(at risk: the last safe day has passed)')
  })

  it('says why approval was refused, and what is missing', () => {
    const waiting = sampleCase('AWAITING_APPROVAL')
    const rejected = after(waiting, { type: 'reject', reason: 'Too early' }, ben, waiting.since)
    expect(status(rejected).text).to.include('Rejected by Ben Fischer: Too early')
    expect(status(sampleCase('RELATIONSHIP_ACTIVE')).text).to.include(
      'The Microsoft Customer Agreement is not accepted yet',
    )
  })

  it('says that the customer has removed us (F16)', () => {
    const approved = sampleCase('APPROVED')
    const removed = after(approved, { type: 'relationshipRemoved' }, { kind: 'system' }, approved.since)
    expect(status(removed).text).to.include('removed our reseller relationship')
  })

  it('says who ended it and why', () => {
    expect(status(sampleCase('DECLINED')).text).to.match(/Ended: .*Sara Lind: stays where it is/)
  })

  it('offers nothing but to look again to somebody who may only read', () => {
    const approved = sampleCase('APPROVED')
    expect(verbs(status(approved, as(hana, approved)))).to.deep.equal(['refresh'])
  })

  it('of an ended case has no buttons at all', () => {
    expect(verbs(status(sampleCase('COMPLETED')))).to.deep.equal([])
  })

  it('opens the invitation of a case that is ready for it', () => {
    const ready = sampleCase('READY_TO_INVITE')
    expect(titles(status(ready))[0]).to.equal('Invite Contoso')
  })
})

describe('the invitation card', () => {
  const invited = sampleCase('INVITED')

  it('says who is awaited, when to ask again and that our deadline is ours (M5)', () => {
    const { text } = invitationCard(invited, LINK, stepsFor(invited, as(sara)), as(sara))
    expect(text).to.include('Waiting for: the customer’s global administrator')
    expect(text).to.include('Good days to ask again: 25 November 2026 and 29 November 2026')
    expect(text).to.include('Our own deadline: Sunday, 6 December 2026, 10:00 (UTC+1)')
    expect(text).to.include(LINK)
  })

  it('never advises to cancel or suspend the old one (I2, I3)', () => {
    const { text } = invitationCard(invited, LINK, stepsFor(invited, as(sara)), as(sara))
    expect(text).to.include('kündigen oder pausieren Sie bei Ihrem bisherigen Anbieter nichts')
  })

  const languages: readonly (readonly [locale: string | undefined, language: string])[] = [
    ['de-DE', 'de'],
    ['pl', 'pl'],
    ['PL-pl', 'pl'],
    ['fr-FR', 'en'],
    [undefined, 'en'],
    ['constructor', 'en'],
  ]
  for (const [locale, language] of languages) {
    it(`writes to a customer of ${locale ?? 'unknown language'} in ${language}`, () => {
      expect(customerLanguage(locale)).to.equal(language)
    })
  }
})

describe('the closing checks', () => {
  const verifying = sampleCase('VERIFYING')

  it('each say a word, and lead to completion when all are right (X22)', () => {
    const card = checksCard(verifying, greenChecks(verifying), as(sara, verifying))
    expect(card.text).to.include('OK | Microsoft 365 Business Premium: 25 of 25 planned seats are there')
    expect(card.text).to.include('OK | Nobody is left on an old product')
    expect(card.text).to.include('OK | The old subscriptions are no longer billed')
    expect(titles(card)).to.deep.equal(['Confirm and complete', 'Look again'])
    expect(card.text).to.not.include('not OK')
  })

  it('say what is wrong', () => {
    const { text } = checksCard(verifying, wrongChecks(verifying), as(sara, verifying))
    expect(text).to.include('not OK | Microsoft 365 Business Premium: 20 of 25 planned seats are there')
    expect(text).to.include('not OK | Microsoft 365 Business Premium: 21 assigned but only 20 seats')
    expect(text).to.include('not OK | 2 users are left on an old product')
    expect(text).to.include('not OK | Still billed: Microsoft 365 Business Premium')
    expect(text).to.include('Something is missing.')
  })

  it('can be completed only by somebody who may record facts', () => {
    expect(verbs(checksCard(verifying, greenChecks(verifying), as(hana, verifying)))).to.deep.equal(['refresh'])
  })
})
