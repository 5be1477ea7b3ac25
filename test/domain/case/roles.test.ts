import { expect } from 'chai'
import type { Actor, Change } from '../../../src/domain/changes.js'
import { decide } from '../../../src/domain/decide.js'
import { RequestId, type Instant } from '../../../src/domain/ids.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import {
  ada,
  after,
  afterEnd,
  at,
  caseIn,
  freshPrices,
  greenChecks,
  guid,
  hana,
  lastPaidDay,
  marta,
  nobody,
  opened,
  ordered,
  plannedDay,
  requestIds,
  sara,
  subscription,
  system,
  target,
} from '../../support/facts.js'
import { l1, l2, scheduled, undoing } from './transitionRows.js'
import { edit, nce } from './planning.js'

/** Who may make a change (domain 3.5, and the column *Who* of 3.6). */
type Who = 'A' | 'S' | 'H' | 'B' | 'system'

const actors: Record<Who, Actor> = { A: ada, S: sara, H: hana, B: marta, system }

const approvedTransfer = () => caseIn('APPROVED', nce)
const toConfirm = (level: 'EQUIVALENT' | 'DIFFERENT') => () =>
  edit(caseIn('RELATIONSHIP_ACTIVE'), { what: 'offer', line: l1, level, target: target('SPE_E3') })
const short = () => edit(caseIn('RELATIONSHIP_ACTIVE'), { what: 'seats', line: l1, seats: 20 })

const rows: [
  what: string,
  who: string,
  move: () => MoveCase,
  change: Change | ((move: MoveCase) => Change),
  now?: Instant,
][] = [
  ['X1 save', 'A S', () => caseIn('DRAFT'), { type: 'save' }],
  [
    'X2b check the region again',
    'A S system',
    () => caseIn('INVITED'),
    { type: 'recheckRegion', country: caseIn('REGION_BLOCKED').customer.country },
  ],
  [
    'X3 correct the country',
    'A S',
    () => caseIn('REGION_BLOCKED'),
    { type: 'recheckRegion', country: caseIn('INVITED').customer.country },
  ],
  ['X3 override a region block', 'A', () => caseIn('REGION_BLOCKED'), { type: 'overrideRegion', reason: 'x' }],
  ['X4 send the invitation', 'A S', () => caseIn('READY_TO_INVITE'), { type: 'invite' }],
  ['X6 record the acceptance', 'A S system', () => caseIn('INVITED'), { type: 'relationshipFound' }],
  ['X7 let the deadline pass', 'system', () => caseIn('INVITED'), { type: 'invitationDeadlinePassed' }, afterEnd],
  ['X8 record that the customer declines', 'A S', () => caseIn('PLANNED'), { type: 'decline', reason: '' }],
  ['X8 find an open invitation declined', 'A S system', () => caseIn('INVITED'), { type: 'decline', reason: '' }],
  ['X9 keep both', 'A S', () => edit(caseIn('PLANNED'), { what: 'path', path: 'COEXIST' }), { type: 'keepBoth' }],
  ['X10 complete the plan', 'A S', () => caseIn('PLANNED'), { type: 'completePlan', prices: [] }],
  ['X11 submit', 'A S', () => caseIn('PLANNED'), { type: 'submit' }],
  ['X12 send the transfer', 'A', approvedTransfer, { type: 'sendTransfer', requestId: RequestId.parse(guid(9)) }],
  ['X13 approve', 'A B', () => caseIn('AWAITING_APPROVAL', {}), { type: 'approve' }],
  ['X14 reject', 'A B', () => caseIn('AWAITING_APPROVAL'), { type: 'reject', reason: 'x' }],
  [
    'X15 edit the plan',
    'A S',
    () => caseIn('APPROVED'),
    { type: 'editPlan', edit: { what: 'seats', line: l1, seats: 30 } },
  ],
  ['X15 take the submission back', 'A S', () => caseIn('AWAITING_APPROVAL'), { type: 'withdrawSubmission' }],
  ['X15 read prices', 'A S system', () => caseIn('APPROVED'), { type: 'pricesRead', prices: [] }],
  ['X16 schedule', 'A S', () => caseIn('APPROVED'), { type: 'schedule', day: plannedDay }],
  ['take the schedule off', 'A S', scheduled, { type: 'unschedule' }],
  [
    'X16 start what is scheduled',
    'A S system',
    scheduled,
    (move) => ({ type: 'start', requestIds: requestIds(move), prices: freshPrices(move) }),
    ordered,
  ],
  ['X17 to X18 tell of an order', 'system', () => caseIn('PROVISIONING'), { type: 'orderSending', line: l1 }],
  [
    'X19 retry',
    'A S',
    () => caseIn('PARTIALLY_PROVISIONED'),
    (move) => ({ type: 'retry', requestIds: requestIds(move), prices: freshPrices(move) }),
    ordered,
  ],
  ['X19 drop a line', 'A S', () => caseIn('PARTIALLY_PROVISIONED'), { type: 'dropLine', line: l2 }],
  ['X20 undo', 'A S', () => caseIn('OVERLAP'), (move) => ({ type: 'undo', requestIds: requestIds(move) }), ordered],
  ['X20 tell of an undo', 'system', () => undoing(caseIn('OVERLAP')), { type: 'lineCanceled', line: l1 }],
  [
    'X21 record that the old one ended',
    'A S system',
    () => caseIn('OVERLAP'),
    { type: 'sourceEnded', line: l1, on: lastPaidDay, how: 'DISABLED' },
    afterEnd,
  ],
  [
    'X22 complete',
    'A S system',
    () => caseIn('VERIFYING'),
    (move) => ({ type: 'complete', checks: greenChecks(move) }),
    afterEnd,
  ],
  [
    'X23 record that the source partner accepts',
    'A system',
    () => caseIn('TRANSFER_PENDING'),
    { type: 'transferAccepted' },
  ],
  [
    'X24 record that the source partner refuses',
    'A system',
    () => caseIn('TRANSFER_PENDING'),
    { type: 'transferClosed', how: 'REFUSED' },
  ],
  ['X24 withdraw the transfer', 'A', () => caseIn('TRANSFER_PENDING'), { type: 'transferClosed', how: 'WITHDRAWN' }],
  [
    'X25 see the transfer finished',
    'system',
    () => caseIn('TRANSFER_RUNNING'),
    { type: 'transferFinished', moved: [l1] },
  ],
  ['X26 see the transfer stuck', 'system', () => caseIn('TRANSFER_RUNNING'), { type: 'transferStuck' }, afterEnd],
  ['X26b record that the transfer failed', 'A', () => caseIn('TRANSFER_RUNNING'), { type: 'transferFailed' }],
  ['X27 see the end pass', 'system', () => caseIn('PLANNED'), { type: 'sourceEndPassed', line: l1 }, afterEnd],
  ['X27 look at the sources', 'system', () => caseIn('PLANNED'), { type: 'sourcesLooked' }, afterEnd],
  [
    'X28 record a renewal',
    'A S system',
    () => caseIn('PLANNED'),
    { type: 'sourceRenewed', line: l1, sources: [subscription({ endDate: plannedDay, id: 100, status: 'EST' })] },
    afterEnd,
  ],
  ['X29 stop', 'A S', () => caseIn('PLANNED'), { type: 'stop' }],
  ['X30 see us removed', 'system', () => caseIn('PLANNED'), { type: 'relationshipRemoved' }],
  ['X31 re-open', 'A S', () => caseIn('DECLINED'), { type: 'reopen' }],
  ['set the channel', 'A S', () => caseIn('DRAFT'), { type: 'setChannel', channel: 'EA' }],
  [
    'read the lines',
    'A S system',
    () => caseIn('DRAFT'),
    { type: 'refreshLines', subscriptions: [subscription({ seats: 26 })], evidence: 'DIRECTORY' },
  ],
  ['attest the agreement', 'A S system', () => caseIn('INVITED'), { type: 'recordAgreement', agreement: 'ATTESTED' }],
  [
    'record the direct acceptance',
    'A S system',
    () => caseIn('INVITED'),
    { type: 'recordAgreement', agreement: 'ACCEPTED_DIRECT' },
  ],
  [
    'request admin access',
    'A system',
    () => caseIn('INVITED'),
    { type: 'recordAdminAccess', adminAccess: 'REQUESTED' },
  ],
  ['record admin access', 'A S system', () => caseIn('INVITED'), { type: 'recordAdminAccess', adminAccess: 'ACTIVE' }],
  [
    'record the end action',
    'A S',
    () => caseIn('OVERLAP'),
    { type: 'recordEndAction', line: 'all', endAction: 'NONE' },
  ],
  [
    'choose an offer',
    'A S',
    () => caseIn('PLANNED'),
    { type: 'editPlan', edit: { what: 'offer', line: l1, level: 'EQUIVALENT', target: target('SPE_E3') } },
  ],
  [
    'say that there is no equivalent',
    'A S',
    () => caseIn('PLANNED'),
    { type: 'editPlan', edit: { what: 'noEquivalent', line: l1 } },
  ],
  [
    'confirm EQUIVALENT',
    'A S',
    toConfirm('EQUIVALENT'),
    { type: 'editPlan', edit: { what: 'confirmEquivalent', line: l1 } },
  ],
  [
    'confirm DIFFERENT',
    'A',
    toConfirm('DIFFERENT'),
    { type: 'editPlan', edit: { what: 'confirmDifferent', line: l1, reason: 'x', customerConsent: 'y' } },
  ],
  [
    'override a seat shortfall',
    'A',
    short,
    { type: 'editPlan', edit: { what: 'overrideSeats', line: l1, reason: 'x' } },
  ],
  ['write a note', 'A S', () => caseIn('COMPLETED'), { type: 'note', text: 'x' }],
  ['add evidence', 'A S', () => caseIn('PLANNED'), { type: 'addEvidence', text: 'x' }],
  ['hand over', 'A S', () => caseIn('PLANNED'), { type: 'handOver', to: marta.id }],
]

describe('who may make a change', () => {
  for (const [what, who, build, change, now = opened] of rows) {
    it(`${what}: ${who}`, () => {
      const move = build()
      const asked = typeof change === 'function' ? change(move) : change
      const allowed = (Object.keys(actors) as Who[]).filter((name) => {
        const decision = decide(move, asked, { actor: actors[name], now })
        if (!decision.ok) expect(decision.refusal.code).to.equal('notAllowed')
        return decision.ok
      })
      expect(allowed.join(' ')).to.equal(who)
    })
  }

  it('is nobody without a role', () => {
    for (const [, , build, change, now = opened] of rows) {
      const move = build()
      const decision = decide(move, typeof change === 'function' ? change(move) : change, { actor: nobody, now })
      expect(decision).to.have.nested.property('refusal.code', 'notAllowed')
    }
  })

  it('is told who may, and whether one may ask for it', () => {
    const asked = (actor: Actor) =>
      decide(approvedTransfer(), { type: 'sendTransfer', requestId: RequestId.parse(guid(9)) }, { actor, now: opened })
    const refusal = { code: 'notAllowed', action: 'transfer', may: ['adminAgent'] }
    expect(asked(sara)).to.deep.equal({ ok: false, refusal: { ...refusal, mayAsk: true } })
    expect(asked(hana)).to.deep.equal({ ok: false, refusal: { ...refusal, mayAsk: false } })
  })

  it('never is the system where nothing was scheduled (X16)', () => {
    const move = caseIn('APPROVED')
    const start: Change = { type: 'start', requestIds: requestIds(move), prices: freshPrices(move) }
    expect(decide(move, start, { actor: system, now: ordered })).to.have.nested.property('refusal.code', 'notNow')
  })
})

describe('an indirect reseller (M15)', () => {
  const reseller = { partner: { kind: 'INDIRECT_RESELLER' } } as const
  const cases: [what: string, move: () => MoveCase, change: Change | ((move: MoveCase) => Change)][] = [
    [
      'orders',
      () => caseIn('APPROVED', reseller),
      (move) => ({ type: 'start', requestIds: requestIds(move), prices: freshPrices(move) }),
    ],
    ['schedules orders', () => caseIn('APPROVED', reseller), { type: 'schedule', day: plannedDay }],
    [
      'sends transfers',
      () => caseIn('APPROVED', { ...nce, ...reseller }),
      { type: 'sendTransfer', requestId: RequestId.parse(guid(9)) },
    ],
    ['attests', () => caseIn('INVITED', reseller), { type: 'recordAgreement', agreement: 'ATTESTED' }],
  ]
  for (const [what, build, change] of cases) {
    it(`never ${what} itself`, () => {
      const move = build()
      const decision = decide(move, typeof change === 'function' ? change(move) : change, {
        actor: ada,
        now: at('2026-11-24T12:00:00Z'),
      })
      expect(decision).to.deep.equal({ ok: false, refusal: { code: 'resellerCannot' } })
    })
  }
  it('records that the customer accepted the agreement itself', () => {
    expect(
      after(caseIn('INVITED', reseller), { type: 'recordAgreement', agreement: 'ACCEPTED_DIRECT' }, sara, opened)
        .agreement,
    ).to.equal('ACCEPTED_DIRECT')
  })
})
