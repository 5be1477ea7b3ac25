import { expect } from 'chai'
import type { Change, PlanEdit } from '../../../src/domain/changes.js'
import { dayOf } from '../../../src/domain/days.js'
import { decide } from '../../../src/domain/decide.js'
import { CountryCode, type Instant } from '../../../src/domain/ids.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import { dueAt } from '../../../src/domain/nextSteps.js'
import {
  ada,
  after,
  at,
  ben,
  caseIn,
  day,
  freshPrices,
  lastPaidDay,
  marta,
  opened,
  ordered,
  person,
  plannedDay,
  requestIds,
  sara,
  subscription,
  system,
  target,
} from '../../support/facts.js'
import { l1, price, scheduled, startNow } from './transitionRows.js'
import { edit, now, planning, refusal } from './planning.js'

describe('a plan that awaits approval', () => {
  const waiting = caseIn('AWAITING_APPROVAL')

  it('refuses its own submitter, to approve and to reject (I10)', () => {
    const both = person('sara', 'adminAgent', 'salesAgent', 'billingAdmin')
    expect(refusal(waiting, { type: 'approve' }, now, both)).to.deep.equal({ code: 'ownSubmission' })
    expect(refusal(waiting, { type: 'reject', reason: 'x' }, now, both)).to.deep.equal({ code: 'ownSubmission' })
  })
  it('takes one approval, A or B; a second press finds it approved', () => {
    const approved = after(waiting, { type: 'approve', seen: waiting.revision }, marta, now)
    expect(refusal(approved, { type: 'approve', seen: waiting.revision }, now, ben)).to.deep.equal({
      code: 'notNow',
      change: 'approve',
      state: 'APPROVED',
    })
    expect(refusal(approved, { type: 'reject', reason: 'x', seen: waiting.revision }, now, ben)).to.include({
      code: 'notNow',
      state: 'APPROVED',
    })
  })
  it('refuses a card that was drawn before something changed (RF30)', () => {
    const noted = after(waiting, { type: 'note', text: 'asked again' }, sara, now)
    for (const change of [
      { type: 'approve', seen: waiting.revision },
      { type: 'reject', reason: 'x', seen: waiting.revision },
    ] as const) {
      expect(refusal(noted, change, now, ben)).to.deep.equal({
        code: 'stale',
        seen: waiting.revision,
        current: waiting.revision + 1,
      })
    }
    expect(after(noted, { type: 'approve', seen: noted.revision }, ben, now).state).to.equal('APPROVED')
  })
  it('refuses a stale submission too', () => {
    const planned = caseIn('PLANNED')
    expect(refusal(planned, { type: 'submit', seen: planned.revision - 1 })).to.include({ code: 'stale' })
  })
  it('wants a reason for a rejection (F9)', () => {
    expect(refusal(waiting, { type: 'reject', reason: ' ' }, now, ben)).to.deep.equal({ code: 'emptyReason' })
  })
  it('keeps the reason of the rejection until it is submitted again', () => {
    const rejected = after(waiting, { type: 'reject', reason: 'too early' }, ben, now)
    const edited = edit(rejected, { what: 'seats', line: l1, seats: 26 })
    expect(edited).to.have.nested.property('rejected.reason', 'too early')
    const again = after(edited, { type: 'submit' }, sara, now)
    expect(again).to.not.have.property('rejected')
  })
})

describe('an approval', () => {
  const approved = caseIn('APPROVED', { subscriptions: [subscription({ seats: 30, assigned: 20 })] })
  const matched = { what: 'offer', line: l1, level: 'EQUIVALENT', target: target('O365_BUSINESS_PREMIUM') } as const
  const voiding: [what: string, edit: PlanEdit][] = [
    ['the path', { what: 'path', path: 'COEXIST' }],
    ['the seats', { what: 'seats', line: l1, seats: 29 }],
    ['the offer', matched],
    ['the term', { what: 'term', line: l1, term: 'P1M', billing: 'monthly' }],
    ['the billing', { what: 'term', line: l1, term: 'P1Y', billing: 'monthly' }],
    ['the start', { what: 'start', line: l1, day: day('2026-12-10') }],
    ['the end date', { what: 'endDate', line: l1, day: day('2026-12-14'), evidence: 'SOURCE_PARTNER' }],
    ['an exclusion', { what: 'exclude', line: l1, why: 'KEPT_AT_SOURCE' }],
    ['that there is no equivalent', { what: 'noEquivalent', line: l1 }],
  ]
  for (const [what, one] of voiding) {
    it(`is void when ${what} changes (X15, I10)`, () => {
      expect(edit(approved, one)).to.include({ state: 'PLANNED' }).and.not.have.any.keys('submission', 'approval')
    })
  }
  it('is void when a confirmation is given anew by somebody else', () => {
    const equivalent = planning({}, matched, { what: 'confirmEquivalent', line: l1 })
    const planned = after(equivalent, { type: 'completePlan', prices: [] }, sara, now)
    const given = after(after(planned, { type: 'submit' }, sara, now), { type: 'approve' }, ben, now)
    expect(edit(given, matched).state).to.equal('PLANNED')
  })
  it('is void when the channel is another, or the region was decided by another list', () => {
    expect(after(approved, { type: 'setChannel', channel: 'EA' }, sara, now).state).to.equal('PLANNED')
    const older = { ...approved, region: { ...approved.region, listDate: day('2021-04-15') } }
    expect(after(older, { type: 'recheckRegion' }, system, now).state).to.equal('PLANNED')
    expect(after(approved, { type: 'recheckRegion', country: CountryCode.parse('FR') }, sara, now).state).to.equal(
      'PLANNED',
    )
  })
  it('is void when the customer has other seats than before, which the plan follows', () => {
    const change: Change = {
      type: 'refreshLines',
      subscriptions: [subscription({ seats: 31, assigned: 20 })],
      evidence: 'DIRECTORY',
    }
    const voided = after(approved, change, system, now)
    expect([voided.state, voided.lines[0]?.seats]).to.deep.equal(['PLANNED', 31])
  })
  it('is void when the customer has another product than before', () => {
    const change: Change = {
      type: 'refreshLines',
      subscriptions: [subscription({ seats: 30, assigned: 20 }), subscription({ id: 101, sku: 'VISIO' })],
      evidence: 'DIRECTORY',
    }
    expect(after(approved, change, system, now).state).to.equal('PLANNED')
  })

  const harmless: [what: string, change: Change][] = [
    [
      'more licences are assigned',
      { type: 'refreshLines', subscriptions: [subscription({ seats: 30, assigned: 28 })], evidence: 'DIRECTORY' },
    ],
    ['the end action becomes known', { type: 'recordEndAction', line: 'all', endAction: 'NONE' }],
    [
      'somebody will stop the renewal',
      { type: 'editPlan', edit: { what: 'stopRenewal', line: 'all', who: 'CUSTOMER' } },
    ],
    ['admin access is given', { type: 'recordAdminAccess', adminAccess: 'ACTIVE' }],
    ['we are removed, until we are back', { type: 'relationshipRemoved' }],
    ['a note is written', { type: 'note', text: 'called them' }],
    ['the case has another owner', { type: 'handOver', to: ben.id }],
    [
      'the prices are read again and are the same',
      { type: 'pricesRead', prices: [{ line: l1, unitPrice: price('20.6') }] },
    ],
  ]
  for (const [what, change] of harmless) {
    it(`stands when ${what}`, () => {
      const actor = change.type === 'relationshipRemoved' ? system : sara
      expect(after(approved, change, actor, now))
        .to.include({ state: 'APPROVED' })
        .and.have.deep.property('approval', approved.approval)
    })
  }
  it('does not age by itself: same prices, go on (GATES_STILL_OK)', () => {
    const same: Change = { type: 'pricesRead', prices: freshPrices(approved) }
    expect(after(approved, same, system, ordered)).to.have.nested.property('plan.prices.takenAt', ordered)
  })
  it('survives an edit that changes nothing, which is no change at all', () => {
    expect(refusal(approved, { type: 'editPlan', edit: { what: 'seats', line: l1, seats: 30 } })).to.deep.equal({
      code: 'nothingNew',
    })
  })
})

describe('a plan whose offer was changed after its prices were frozen', () => {
  const changed = edit(caseIn('PLANNED'), { what: 'term', line: l1, term: 'P1M', billing: 'annual' })
  it('pays a month by the month', () => {
    expect(changed.lines[0]?.match)
      .to.have.property('target')
      .that.includes({ term: 'P1M', billing: 'monthly' })
      .and.not.have.property('unitPrice')
  })
  it('is priced again before it is submitted', () => {
    expect(refusal(changed, { type: 'submit' })).to.deep.equal({ code: 'pricesTooOld' })
    const priced = after(
      changed,
      { type: 'completePlan', prices: [{ line: l1, unitPrice: price('24.72') }] },
      sara,
      now,
    )
    expect(priced.lines[0]?.match).to.have.nested.property('target.unitPrice', '24.72')
    expect(after(priced, { type: 'submit' }, sara, now).state).to.equal('AWAITING_APPROVAL')
  })
})

describe('a scheduled order', () => {
  const approved = caseIn('APPROVED')
  const schedule = (picked: string): Change => ({ type: 'schedule', day: day(picked) })

  it('is for the planned day, because that is what was approved', () => {
    expect(refusal(approved, schedule('2026-12-10'))).to.deep.equal({
      code: 'scheduleNotPlannedDay',
      day: '2026-12-10',
      planned: plannedDay,
    })
    expect(refusal(approved, schedule('2026-12-12'))).to.deep.equal({
      code: 'scheduleNotPlannedDay',
      day: '2026-12-12',
      planned: plannedDay,
    })
    expect(refusal(approved, schedule('2026-11-23'))).to.deep.equal({
      code: 'startInPast',
      day: '2026-11-23',
      today: '2026-11-24',
    })
  })
  it('is for today when the planned day has passed', () => {
    const late = at('2026-12-12T07:00:00Z')
    expect(refusal(approved, schedule('2026-12-11'), late)).to.include({ code: 'startInPast' })
    expect(after(approved, schedule('2026-12-12'), sara, late)).to.have.nested.property('scheduled.day', dayOf(late))
  })
  it('can be taken back, and is started by nobody then', () => {
    const taken = after(scheduled(), { type: 'unschedule' }, sara, now)
    expect(refusal(taken, startNow(taken), ordered, system)).to.include({ code: 'notNow' })
    expect(refusal(taken, { type: 'unschedule' })).to.include({ code: 'notNow' })
  })
  it('is not scheduled twice', () =>
    expect(refusal(scheduled(), schedule('2026-12-11'))).to.deep.equal({ code: 'nothingNew' }))
  it('waits for its day', () => {
    expect(refusal(scheduled(), startNow(scheduled()), at('2026-12-10T23:59:59.999Z'), system)).to.include({
      code: 'beforePlannedDay',
    })
  })

  describe('that a gate holds back on its day', () => {
    const midnight = at('2026-12-11T00:00:00Z')
    const held = after(scheduled(), { type: 'recordAgreement', agreement: 'REFUSED' }, system, now)
    const start = (move: MoveCase, when: Instant) =>
      decide(
        move,
        { type: 'start', requestIds: requestIds(move), prices: freshPrices(move) },
        { actor: system, now: when },
      )
    const blocked = start(held, midnight)

    it('says so once, and stays scheduled', () => {
      if (!blocked.ok) throw new Error(blocked.refusal.code)
      expect(blocked.move).to.have.deep.nested.property('scheduled.blocked', { at: midnight, code: 'noAgreement' })
      expect(blocked.move).to.include({ state: 'APPROVED' })
      expect(blocked.entry.facts).to.deep.equal({ blocked: 'noAgreement' })
      expect(start(blocked.move, at('2026-12-11T01:00:00Z'))).to.deep.equal({
        ok: false,
        refusal: { code: 'noAgreement' },
      })
    })
    it('is tried again every full hour, and starts when it can', () => {
      if (!blocked.ok) throw new Error(blocked.refusal.code)
      expect(dueAt(held, midnight)).to.equal(midnight)
      expect(dueAt(blocked.move, midnight)).to.equal(at('2026-12-11T01:00:00Z'))
      const agreed = after(
        blocked.move,
        { type: 'recordAgreement', agreement: 'ATTESTED' },
        ada,
        at('2026-12-11T09:30:00Z'),
      )
      expect(dueAt(agreed, at('2026-12-11T09:30:00Z'))).to.equal(at('2026-12-11T10:00:00Z'))
      expect(start(agreed, at('2026-12-11T10:00:00Z'))).to.have.nested.property('move.state', 'PROVISIONING')
    })
    it('tells a person plainly, without writing anything', () => {
      expect(refusal(held, startNow(held), midnight, sara)).to.deep.equal({ code: 'noAgreement' })
    })
  })
})

describe('a plan whose source renewed itself (X28, F11)', () => {
  const renewed = after(
    caseIn('APPROVED', { subscriptions: [subscription({ autoRenew: 'OFF' })] }),
    { type: 'sourceRenewed', line: l1, sources: [subscription({ endDate: day('2027-12-15') })] },
    system,
    at('2026-12-16T09:00:00Z'),
  )
  it('needs a new start, because the old one has passed', () => {
    expect(refusal(renewed, { type: 'submit' }, at('2026-12-16T10:00:00Z'))).to.deep.equal({
      code: 'startInPast',
      day: plannedDay,
      today: '2026-12-16',
    })
  })
  it('asks anew who stops the next renewal', () => {
    const stopped = edit(caseIn('PLANNED'), { what: 'stopRenewal', line: 'all', who: 'CUSTOMER' })
    const again = after(
      stopped,
      { type: 'sourceRenewed', line: l1, sources: [subscription({ endDate: day('2027-12-15') })] },
      system,
      at('2026-12-16T09:00:00Z'),
    )
    expect([stopped.lines[0]?.stopRenewal?.who, again.lines[0]?.stopRenewal]).to.deep.equal(['CUSTOMER', undefined])
  })
  it('says from whom the new end is known', () => {
    expect(renewed.lines[0]?.endEvidence).to.deep.equal({
      by: 'system',
      at: at('2026-12-16T09:00:00Z'),
      source: 'CUSTOMER_STATED',
    })
  })
  it('is not renewed by what it knew already', () => {
    const known: Change = { type: 'sourceRenewed', line: l1, sources: [subscription({ endDate: lastPaidDay })] }
    expect(refusal(caseIn('APPROVED'), known, opened)).to.deep.equal({ code: 'nothingNew' })
  })
})
