import { expect } from 'chai'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import {
  after,
  afterEnd,
  at,
  caseIn,
  day,
  lastPaidDay,
  opened,
  ordered,
  orderedLine,
  sara,
  sent,
  subscription,
  system,
} from '../../support/facts.js'
import { type Row, describeTransitions, isVoid, l1, l2, ordersOf } from './transitionRows.js'

const renewed = [subscription({ endDate: day('2027-12-15') })]
const extended = [subscription({ status: 'EST' })]
const endsOn = (move: MoveCase) => move.lines[0]?.sources[0]?.endDate

/** The order is on its way when the old subscription is seen to be over. */
function endedBeforeOrder(): MoveCase {
  const move = sent(caseIn('PROVISIONING'), ...caseIn('PROVISIONING').lines)
  return after(
    move,
    { type: 'sourceEnded', line: l1, on: lastPaidDay, how: 'DISABLED' },
    system,
    at('2026-12-18T07:00:00Z'),
  )
}

const rows: Row[] = [
  ...(
    [
      'DRAFT',
      'REGION_BLOCKED',
      'READY_TO_INVITE',
      'INVITED',
      'STALLED',
      'RELATIONSHIP_ACTIVE',
      'PLANNED',
      'AWAITING_APPROVAL',
      'APPROVED',
      'PROVISIONING',
      'PARTIALLY_PROVISIONED',
      'TRANSFER_PENDING',
      'TRANSFER_RUNNING',
    ] as const
  ).map((state): Row => ({
    x: 'X27',
    what: `the end passes without a new subscription, in ${state}`,
    before: () => caseIn(state),
    by: system,
    at: afterEnd,
    to: state,
    change: { type: 'sourceEndPassed', line: state === 'PARTIALLY_PROVISIONED' ? l2 : l1 },
    also: (move, before) => {
      expect(move.lines.at(-1)?.endPassed).to.equal(lastPaidDay)
      expect('approval' in move).to.equal('approval' in before)
    },
  })),
  ...(['PLANNED', 'AWAITING_APPROVAL', 'APPROVED'] as const).map((state): Row => ({
    x: 'X28',
    what: `the source renews itself, in ${state}`,
    before: () => caseIn(state),
    change: { type: 'sourceRenewed', line: l1, sources: renewed },
    by: system,
    at: afterEnd,
    to: 'PLANNED',
    also: (move) => {
      isVoid(move)
      expect(endsOn(move)).to.equal('2027-12-15')
    },
  })),
  ...(['DRAFT', 'REGION_BLOCKED', 'READY_TO_INVITE', 'INVITED', 'STALLED', 'RELATIONSHIP_ACTIVE'] as const).map(
    (state): Row => ({
      x: 'X28',
      what: `the source renews itself, in ${state}`,
      before: () => caseIn(state),
      change: { type: 'sourceRenewed', line: l1, sources: renewed },
      by: sara,
      at: afterEnd,
      to: state,
      also: (move) => expect(endsOn(move)).to.equal('2027-12-15'),
    }),
  ),
  {
    x: 'X28b',
    what: 'all lines are active, but every source had ended',
    before: () => endedBeforeOrder(),
    change: orderedLine(l1, at('2026-12-18T08:00:00Z')),
    by: system,
    at: at('2026-12-18T08:00:00Z'),
    to: 'VERIFYING',
    also: (move) => expect(move).to.include({ gap: true }),
  },
  ...(
    ['PROVISIONING', 'PARTIALLY_PROVISIONED', 'OVERLAP', 'VERIFYING', 'TRANSFER_PENDING', 'TRANSFER_RUNNING'] as const
  ).flatMap((state): Row[] => [
    {
      x: 'X28c',
      what: `the source renews itself, in ${state}`,
      before: () => caseIn(state),
      change: { type: 'sourceRenewed', line: l1, sources: renewed },
      by: system,
      at: afterEnd,
      to: state,
      also: (move, before) => {
        expect(endsOn(move)).to.equal('2027-12-15')
        expect(ordersOf(move)).to.deep.equal(ordersOf(before), 'I9')
      },
    },
    {
      x: 'X28c',
      what: `the source goes into the paid extension, in ${state}`,
      before: () => caseIn(state),
      change: { type: 'sourceRenewed', line: l1, sources: extended },
      by: sara,
      at: afterEnd,
      to: state,
      also: (move) => {
        expect(endsOn(move)).to.equal(lastPaidDay)
        expect(move.lines[0]?.sourceEnd.status).to.equal('running')
      },
    },
  ]),
  ...(
    [
      'DRAFT',
      'REGION_BLOCKED',
      'READY_TO_INVITE',
      'INVITED',
      'STALLED',
      'RELATIONSHIP_ACTIVE',
      'PLANNED',
      'AWAITING_APPROVAL',
      'APPROVED',
      'DECLINED',
    ] as const
  ).map((state): Row => ({
    x: 'X29',
    what: `it is stopped, in ${state}`,
    before: () => caseIn(state),
    change: { type: 'stop', reason: 'lost' },
    by: sara,
    to: 'CANCELLED',
    also: (move) => expect(move).to.have.nested.property('ended.reason', 'lost'),
  })),
  {
    x: 'X29',
    what: 'it is stopped after a failure that left nothing active',
    before: () =>
      after(
        sent(caseIn('PROVISIONING'), ...caseIn('PROVISIONING').lines),
        { type: 'orderFailed', line: l1, code: '2002' },
        system,
        ordered,
      ),
    change: { type: 'stop' },
    by: sara,
    to: 'CANCELLED',
  },
  ...(
    [
      'RELATIONSHIP_ACTIVE',
      'PLANNED',
      'AWAITING_APPROVAL',
      'APPROVED',
      'PROVISIONING',
      'PARTIALLY_PROVISIONED',
      'OVERLAP',
      'TRANSFER_PENDING',
      'TRANSFER_RUNNING',
      'VERIFYING',
    ] as const
  ).flatMap((state): Row[] => [
    {
      x: 'X30',
      what: `the customer removes us, in ${state}`,
      before: () => caseIn(state),
      change: { type: 'relationshipRemoved' },
      by: system,
      to: state,
      also: (move) => expect(move.relationship).to.equal('REMOVED'),
    },
    {
      x: 'X30',
      what: `the customer accepts again, in ${state}`,
      before: () => after(caseIn(state), { type: 'relationshipRemoved' }, system, opened),
      change: { type: 'relationshipFound' },
      by: system,
      to: state,
      also: (move) => expect(move.relationship).to.equal('ACTIVE'),
    },
  ]),
  {
    x: 'X31',
    what: 'a declined case is re-opened',
    before: () => caseIn('DECLINED'),
    change: { type: 'reopen' },
    by: sara,
    to: 'READY_TO_INVITE',
    also: (move) => expect(move).to.not.have.any.keys('ended', 'plan', 'approval'),
  },
  {
    x: 'X31',
    what: 'a stalled case is re-opened',
    before: () => caseIn('STALLED'),
    change: { type: 'reopen' },
    by: sara,
    to: 'READY_TO_INVITE',
    also: (move) => expect(move).to.not.have.property('invitation'),
  },
]

describeTransitions('a case whose surroundings change', rows)
