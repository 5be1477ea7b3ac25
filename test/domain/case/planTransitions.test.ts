import { expect } from 'chai'
import type { PartnerKind } from '../../../src/domain/facts.js'
import { RequestId } from '../../../src/domain/ids.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import {
  ada,
  after,
  at,
  ben,
  caseIn,
  day,
  guid,
  marta,
  opened,
  sara,
  subscription,
  system,
} from '../../support/facts.js'
import { type Row, describeTransitions, isVoid, l1, ordersOf, price, scheduled, startNow } from './transitionRows.js'

const endsOn = (move: MoveCase) => move.lines[0]?.sources[0]?.endDate

const approvedTransfer = (kind: PartnerKind = 'DIRECT_BILL'): MoveCase =>
  caseIn('APPROVED', { subscriptions: [subscription({ channel: 'CSP_NCE' })], partner: { kind } })

const rows: Row[] = [
  {
    x: 'X10',
    what: 'the plan is complete',
    by: sara,
    to: 'PLANNED',
    change: { type: 'completePlan', prices: [{ line: l1, unitPrice: null }] },
    before: () =>
      after(
        after(caseIn('RELATIONSHIP_ACTIVE'), { type: 'recordAgreement', agreement: 'ATTESTED' }, sara, opened),
        { type: 'editPlan', edit: { what: 'start', line: 'all', day: day('2026-12-11') } },
        sara,
        opened,
      ),
    also: (move) =>
      expect(move).to.have.deep.property('plan', {
        path: 'MANUAL',
        prices: { takenAt: opened, currency: 'EUR', prices: [{ line: 'l1', unitPrice: null }] },
      }),
  },
  {
    x: 'X10',
    what: 'a plan freezes its prices anew',
    before: () => caseIn('PLANNED'),
    change: { type: 'completePlan', prices: [] },
    by: sara,
    to: 'PLANNED',
    also: (move) => expect(move).to.have.nested.property('plan.prices.takenAt', opened),
  },
  {
    x: 'X11',
    what: 'the plan is submitted',
    before: () => caseIn('PLANNED'),
    change: { type: 'submit' },
    by: sara,
    to: 'AWAITING_APPROVAL',
    also: (move) => expect(move).to.have.nested.property('submission.by', sara.id),
  },
  {
    x: 'X12',
    what: 'the transfer is sent',
    before: () => approvedTransfer(),
    change: { type: 'sendTransfer', requestId: RequestId.parse(guid(9)) },
    by: ada,
    to: 'TRANSFER_PENDING',
    also: (move) =>
      expect(move).to.have.deep.property('transfer', {
        requestId: guid(9),
        sentAt: opened,
        by: ada.id,
        lapsesAt: at('2026-12-22T09:00:00Z'),
      }),
  },
  {
    x: 'X12',
    what: 'an indirect reseller records that its provider sent it (M15)',
    before: () => approvedTransfer('INDIRECT_RESELLER'),
    change: { type: 'sendTransfer', requestId: RequestId.parse(guid(9)), byProvider: true },
    by: ada,
    to: 'TRANSFER_PENDING',
  },
  {
    x: 'X13',
    what: 'it is approved by somebody else',
    before: () => caseIn('AWAITING_APPROVAL'),
    change: { type: 'approve' },
    by: marta,
    to: 'APPROVED',
    also: (move) => expect(move).to.have.nested.property('approval.by', marta.id),
  },
  {
    x: 'X14',
    what: 'it is rejected with a reason',
    before: () => caseIn('AWAITING_APPROVAL'),
    change: { type: 'reject', reason: ' too early ' },
    by: ben,
    to: 'PLANNED',
    also: (move) => {
      isVoid(move)
      expect(move).to.have.deep.property('rejected', { by: ben.id, at: opened, reason: 'too early' })
    },
  },
  {
    x: 'X15',
    what: 'a submitted plan is edited',
    before: () => caseIn('AWAITING_APPROVAL'),
    change: { type: 'editPlan', edit: { what: 'seats', line: l1, seats: 30 } },
    by: sara,
    to: 'PLANNED',
    also: isVoid,
  },
  {
    x: 'X15',
    what: 'an approved and scheduled plan is edited',
    before: scheduled,
    change: { type: 'editPlan', edit: { what: 'start', line: 'all', day: day('2026-12-10') } },
    by: sara,
    to: 'PLANNED',
    also: isVoid,
  },
  {
    x: 'X15',
    what: 'the submission is taken back',
    before: () => caseIn('AWAITING_APPROVAL'),
    change: { type: 'withdrawSubmission' },
    by: sara,
    to: 'PLANNED',
    also: isVoid,
  },
  {
    x: 'X15',
    what: 'a price is another now',
    before: () => caseIn('APPROVED'),
    change: { type: 'pricesRead', prices: [{ line: l1, unitPrice: price('21.00') }] },
    by: system,
    to: 'PLANNED',
    also: (move) => {
      isVoid(move)
      expect(move).to.have.nested.property('plan.prices.prices[0].unitPrice', '21.00')
    },
  },
  {
    x: 'X15',
    what: 'the end date changes (F7)',
    before: () => caseIn('APPROVED'),
    change: {
      type: 'editPlan',
      edit: { what: 'endDate', line: l1, day: day('2026-12-20'), evidence: 'CUSTOMER_STATED' },
    },
    by: sara,
    to: 'PLANNED',
    also: isVoid,
  },
  {
    x: 'X15',
    what: 'the customer has cancelled early (F7)',
    before: () => caseIn('APPROVED'),
    change: { type: 'sourceEnded', line: l1, on: day('2026-11-20'), how: 'CANCELED' },
    by: sara,
    to: 'PLANNED',
    also: (move) => {
      isVoid(move)
      expect(endsOn(move)).to.equal('2026-11-20')
    },
  },
  {
    x: 'X16',
    what: 'it is started by hand on the planned day',
    before: () => caseIn('APPROVED'),
    change: startNow,
    by: sara,
    at: at('2026-12-11T00:00:00Z'),
    to: 'PROVISIONING',
    also: (move, before) => expect([ordersOf(move), ordersOf(before)]).to.deep.equal([['intended'], ['none']]),
  },
  {
    x: 'X16',
    what: 'the clock starts what was scheduled',
    before: scheduled,
    change: startNow,
    by: system,
    at: at('2026-12-11T00:00:00Z'),
    to: 'PROVISIONING',
    also: (move) => expect(move).to.have.nested.property('started.by', 'system'),
  },
]

describeTransitions('a case being planned and approved', rows)
