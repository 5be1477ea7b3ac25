import { expect } from 'chai'
import type { Actor } from '../../../src/domain/changes.js'
import { CASE_STATES, type CaseState, type MoveCase } from '../../../src/domain/moveCase.js'
import { nextSteps, type Awaited, type CaseVerb } from '../../../src/domain/nextSteps.js'
import type { Instant } from '../../../src/domain/ids.js'
import {
  ada,
  after,
  afterEnd,
  at,
  ben,
  caseIn,
  day,
  hana,
  lastPaidDay,
  marta,
  nobody,
  opened,
  ordered,
  plannedDay,
  sara,
  subscription,
  system,
} from '../../support/facts.js'
import { edit, now } from './planning.js'
import { l1, scheduled, undoing } from './transitionRows.js'

const verbs = (move: MoveCase, actor: Actor, when: Instant = now) => [...nextSteps(move, actor, when).verbs]
const main = (move: MoveCase, actor: Actor, when: Instant = now) => nextSteps(move, actor, when).mainVerb

describe('what a person can do next', () => {
  const rows: [state: CaseState, who: Actor, when: Instant, main: CaseVerb | undefined, verbs: CaseVerb[]][] = [
    ['DRAFT', sara, now, 'invite', ['invite', 'stop']],
    ['REGION_BLOCKED', sara, now, undefined, ['stop']],
    ['REGION_BLOCKED', ada, now, 'overrideRegion', ['overrideRegion', 'stop']],
    ['READY_TO_INVITE', sara, now, 'invite', ['invite', 'decline', 'stop']],
    ['INVITED', sara, now, undefined, ['decline', 'stop']],
    ['STALLED', sara, now, 'reopen', ['decline', 'reopen', 'stop']],
    ['RELATIONSHIP_ACTIVE', sara, now, 'plan', ['plan', 'decline', 'stop']],
    ['PLANNED', sara, now, 'submit', ['plan', 'submit', 'decline', 'stop']],
    ['AWAITING_APPROVAL', sara, now, undefined, ['plan', 'decline', 'stop']],
    ['AWAITING_APPROVAL', marta, now, 'approve', ['approve', 'reject']],
    ['AWAITING_APPROVAL', ben, now, 'approve', ['plan', 'approve', 'reject', 'decline', 'stop']],
    ['APPROVED', sara, now, 'schedule', ['plan', 'schedule', 'decline', 'stop']],
    ['APPROVED', sara, ordered, 'order', ['plan', 'schedule', 'order', 'decline', 'stop']],
    ['PROVISIONING', sara, ordered, undefined, []],
    ['PARTIALLY_PROVISIONED', sara, ordered, 'retry', ['retry', 'dropLine', 'undo']],
    ['OVERLAP', sara, ordered, undefined, ['undo']],
    ['OVERLAP', sara, at('2026-12-18T08:00:00Z'), undefined, []],
    ['TRANSFER_PENDING', ada, now, undefined, []],
    ['TRANSFER_RUNNING', ada, now, undefined, []],
    ['VERIFYING', sara, afterEnd, 'complete', ['complete']],
    ['COMPLETED', sara, now, undefined, []],
    ['COEXISTING', sara, now, undefined, []],
    ['DECLINED', sara, now, 'reopen', ['reopen', 'stop']],
    ['CANCELLED', sara, now, undefined, []],
    ['ROLLED_BACK', sara, now, undefined, []],
  ]
  for (const [state, who, when, mainVerb, expected] of rows) {
    it(`in ${state} on ${when.slice(0, 10)}, as ${who.kind === 'person' ? who.id : who.kind}: ${expected.join(', ') || 'nothing'}`, () => {
      expect(verbs(caseIn(state), who, when)).to.have.members(expected)
      expect(main(caseIn(state), who, when)).to.equal(mainVerb)
    })
  }
  it('covers every state', () => expect(new Set(rows.map(([state]) => state))).to.have.all.keys([...CASE_STATES]))

  it('is nothing without a role, or as one who only reads', () => {
    for (const state of CASE_STATES)
      for (const actor of [nobody, hana]) expect(verbs(caseIn(state), actor, ordered)).to.deep.equal([])
  })
  it('does not offer to approve one’s own submission', () => {
    const own = after(caseIn('PLANNED'), { type: 'submit' }, ada, now)
    expect(verbs(own, ada)).to.not.include('approve')
    expect(verbs(own, ben)).to.include('approve')
  })
  it('offers to take a schedule off, and not to schedule first', () => {
    expect(verbs(scheduled(), sara)).to.include('unschedule').and.not.include('schedule')
    expect(main(scheduled(), sara)).to.equal(undefined)
  })
  it('offers coexistence once nothing is left to order', () => {
    const both = edit(caseIn('PLANNED'), { what: 'path', path: 'COEXIST' })
    expect(main(both, sara)).to.equal('keepBoth')
    expect(verbs(both, sara)).to.not.include('submit')
  })
  it('offers no submission that a guard would refuse', () => {
    expect(main(edit(caseIn('PLANNED'), { what: 'noEquivalent', line: l1 }), sara)).to.equal('plan')
  })
  it('invites nobody whom we serve already (X5)', () => {
    const known = after(
      after(caseIn('DRAFT'), { type: 'relationshipFound' }, system, opened),
      { type: 'save' },
      sara,
      opened,
    )
    expect(verbs(known, sara)).to.not.include('invite')
    expect(nextSteps(known, sara, now).awaited.who).to.equal('PARTNER_CENTER')
  })
  it('completes nothing while an old subscription runs on', () => {
    const renewed = after(
      caseIn('VERIFYING'),
      { type: 'sourceRenewed', line: l1, sources: [subscription({ endDate: day('2027-12-15') })] },
      system,
      afterEnd,
    )
    expect(verbs(renewed, sara, afterEnd)).to.deep.equal([])
  })
})

describe('who is awaited', () => {
  const lastSafe = day('2026-12-11')
  const late = [subscription({ endDate: day('2026-12-04'), endAction: 'CANCEL' })]
  const transferLate = [subscription({ channel: 'CSP_NCE', endDate: day('2026-12-15') })]
  const rows: [what: string, move: () => MoveCase, awaited: Awaited, now?: Instant][] = [
    ['the owner, to invite in time', () => caseIn('READY_TO_INVITE'), { who: 'OWNER', since: opened, until: lastSafe }],
    [
      'the customer, to accept by our deadline',
      () => caseIn('INVITED'),
      { who: 'CUSTOMER', since: opened, until: at('2026-12-06T09:00:00Z') },
    ],
    [
      'the customer, by our last safe day where that is earlier (I11)',
      () => caseIn('INVITED', { subscriptions: late }),
      { who: 'CUSTOMER', since: opened, until: day('2026-12-02') },
    ],
    [
      'the customer, for the agreement',
      () => caseIn('RELATIONSHIP_ACTIVE'),
      { who: 'CUSTOMER', since: at('2026-11-23T10:00:00Z'), until: lastSafe },
    ],
    [
      'the owner, to plan',
      () => after(caseIn('RELATIONSHIP_ACTIVE'), { type: 'recordAgreement', agreement: 'ATTESTED' }, sara, now),
      { who: 'OWNER', since: at('2026-11-23T10:00:00Z'), until: lastSafe },
    ],
    [
      'an approver',
      () => caseIn('AWAITING_APPROVAL'),
      { who: 'APPROVER', since: at('2026-11-24T09:05:00Z'), until: lastSafe },
    ],
    [
      'the owner, to order on the planned day',
      () => caseIn('APPROVED'),
      { who: 'OWNER', since: at('2026-11-24T11:00:00Z'), until: plannedDay },
    ],
    [
      'the calendar, until the scheduled day',
      scheduled,
      { who: 'CALENDAR', since: at('2026-11-25T09:00:00Z'), until: at('2026-12-11T00:00:00Z') },
    ],
    [
      'the customer, who has removed us',
      () => after(scheduled(), { type: 'relationshipRemoved' }, system, now),
      { who: 'CUSTOMER', since: at('2026-11-24T11:00:00Z'), until: lastSafe },
    ],
    ['Partner Center, to order', () => caseIn('PROVISIONING'), { who: 'PARTNER_CENTER', since: ordered }],
    [
      'the owner, after a part failure',
      () => caseIn('PARTIALLY_PROVISIONED'),
      { who: 'OWNER', since: ordered, until: lastSafe },
    ],
    [
      'the calendar, to end the old one',
      () => caseIn('OVERLAP'),
      { who: 'CALENDAR', since: ordered, until: lastPaidDay },
    ],
    [
      'the customer, to end what it bought itself and should be over',
      () => caseIn('OVERLAP'),
      { who: 'CUSTOMER', since: at('2026-12-16T00:00:00Z') },
      afterEnd,
    ],
    [
      'the old seller, to end what should be over',
      () => caseIn('OVERLAP', { subscriptions: [subscription({ channel: 'OPEN_VALUE' })] }),
      { who: 'SOURCE_PARTNER', since: at('2026-12-16T00:00:00Z') },
      afterEnd,
    ],
    [
      'Partner Center, to take an order back',
      () => undoing(caseIn('OVERLAP')),
      { who: 'PARTNER_CENTER', since: ordered },
    ],
    [
      'the old seller, for the transfer, by our last safe day (V18, I11)',
      () => caseIn('TRANSFER_PENDING', { subscriptions: transferLate }),
      { who: 'SOURCE_PARTNER', since: at('2026-11-24T12:00:00Z'), until: lastSafe },
    ],
    [
      'Microsoft, to carry out the transfer',
      () => caseIn('TRANSFER_RUNNING'),
      { who: 'PARTNER_CENTER', since: at('2026-11-28T12:00:00Z'), until: at('2026-12-01T12:00:00Z') },
    ],
    ['the owner, to check', () => caseIn('VERIFYING'), { who: 'OWNER', since: afterEnd }],
    ['nobody, at the end', () => caseIn('COMPLETED'), { who: 'NOBODY', since: afterEnd }],
    ['nobody, after a refusal', () => caseIn('DECLINED'), { who: 'NOBODY', since: at('2026-11-25T09:00:00Z') }],
  ]
  for (const [what, build, awaited, when = now] of rows) {
    it(`is ${what}`, () => expect(nextSteps(build(), sara, when).awaited).to.deep.equal(awaited))
  }
})
