import { expect } from 'chai'
import { CountryCode } from '../../../src/domain/ids.js'
import { ada, after, at, caseIn, opened, sara, system } from '../../support/facts.js'
import { type Row, describeTransitions, isVoid, l1, ordersOf } from './transitionRows.js'

const us = CountryCode.parse('US')
const in14Days = at('2026-12-06T09:00:00Z')

const rows: Row[] = [
  {
    x: 'X1',
    what: 'the region passes',
    before: () => caseIn('DRAFT'),
    change: { type: 'save' },
    by: sara,
    to: 'READY_TO_INVITE',
    also: (move) => expect(move).to.have.nested.property('region.result', 'OK'),
  },
  {
    x: 'X2',
    what: 'the region does not pass',
    before: () => caseIn('DRAFT', { customer: { country: us } }),
    change: { type: 'save' },
    by: ada,
    to: 'REGION_BLOCKED',
    also: (move) =>
      expect(move).to.have.property('region').that.includes({
        result: 'MISMATCH',
        partnerRegion: 'EUROPE',
        customerRegion: 'UNITED_STATES',
        listDate: '2023-08-17',
      }),
  },
  {
    x: 'X2',
    what: 'the list does not have the country (I5)',
    before: () => caseIn('DRAFT', { customer: { country: CountryCode.parse('BY') } }),
    change: { type: 'save' },
    by: sara,
    to: 'REGION_BLOCKED',
    also: (move) => expect(move).to.have.nested.property('region.result', 'UNKNOWN'),
  },
  ...(
    [
      'READY_TO_INVITE',
      'INVITED',
      'STALLED',
      'RELATIONSHIP_ACTIVE',
      'PLANNED',
      'AWAITING_APPROVAL',
      'APPROVED',
    ] as const
  ).map((state): Row => ({
    x: 'X2b',
    what: `the mismatch is found later, in ${state}`,
    before: () => caseIn(state),
    change: { type: 'recheckRegion', country: us },
    by: system,
    to: 'REGION_BLOCKED',
    also: (move) => {
      isVoid(move)
      expect(move.customer.country).to.equal('US')
    },
  })),
  {
    x: 'X3',
    what: 'the tenant country is corrected',
    before: () => caseIn('REGION_BLOCKED'),
    change: { type: 'recheckRegion', country: CountryCode.parse('PL') },
    by: sara,
    to: 'READY_TO_INVITE',
  },
  {
    x: 'X3',
    what: 'a correction that does not help is kept',
    before: () => caseIn('REGION_BLOCKED'),
    change: { type: 'recheckRegion', country: CountryCode.parse('UA') },
    by: sara,
    to: 'REGION_BLOCKED',
    also: (move) => expect(move.customer.country).to.equal('UA'),
  },
  {
    x: 'X3',
    what: 'it is overridden with a reason',
    before: () => caseIn('REGION_BLOCKED'),
    change: { type: 'overrideRegion', reason: ' confirmed by Microsoft, case 7 ' },
    by: ada,
    to: 'READY_TO_INVITE',
    also: (move) =>
      expect(move).to.have.deep.nested.property('region.override', {
        by: ada.id,
        at: opened,
        reason: 'confirmed by Microsoft, case 7',
      }),
  },
  {
    x: 'X4',
    what: 'the invitation is sent',
    before: () => caseIn('READY_TO_INVITE'),
    change: { type: 'invite' },
    by: sara,
    to: 'INVITED',
    also: (move) =>
      expect(move).to.deep.include({
        relationship: 'INVITED',
        invitation: { sentAt: opened, by: sara.id, deadline: in14Days },
      }),
  },
  {
    x: 'X5',
    what: 'the relationship exists already',
    before: () => caseIn('READY_TO_INVITE'),
    change: { type: 'relationshipFound' },
    by: system,
    to: 'RELATIONSHIP_ACTIVE',
    also: (move) => expect(move.relationship).to.equal('ACTIVE'),
  },
  {
    x: 'X6',
    what: 'the customer appears in our list',
    before: () => caseIn('INVITED'),
    change: { type: 'relationshipFound' },
    by: system,
    to: 'RELATIONSHIP_ACTIVE',
    also: (move) => expect(ordersOf(move)).to.deep.equal(['none'], 'I12'),
  },
  {
    x: 'X6',
    what: 'a silent customer accepts after all, told by hand',
    before: () => caseIn('STALLED'),
    change: { type: 'relationshipFound' },
    by: sara,
    to: 'RELATIONSHIP_ACTIVE',
  },
  {
    x: 'X7',
    what: 'our deadline passes',
    before: () => caseIn('INVITED'),
    change: { type: 'invitationDeadlinePassed' },
    by: system,
    at: in14Days,
    to: 'STALLED',
  },
  ...(
    [
      'READY_TO_INVITE',
      'INVITED',
      'STALLED',
      'RELATIONSHIP_ACTIVE',
      'PLANNED',
      'AWAITING_APPROVAL',
      'APPROVED',
    ] as const
  ).map((state): Row => ({
    x: 'X8',
    what: `the customer declines, in ${state}`,
    before: () => caseIn(state),
    change: { type: 'decline', reason: ' too dear ' },
    by: sara,
    to: 'DECLINED',
    also: (move) => expect(move).to.have.deep.property('ended', { by: sara.id, at: opened, reason: 'too dear' }),
  })),
  {
    x: 'X9',
    what: 'the customer keeps both, nothing is left to order',
    before: () =>
      after(
        caseIn('RELATIONSHIP_ACTIVE'),
        { type: 'editPlan', edit: { what: 'exclude', line: l1, why: 'KEPT_AT_SOURCE' } },
        sara,
        opened,
      ),
    change: { type: 'keepBoth' },
    by: sara,
    to: 'COEXISTING',
  },
  {
    x: 'X9',
    what: 'the customer keeps both, from a plan',
    before: () => after(caseIn('PLANNED'), { type: 'editPlan', edit: { what: 'path', path: 'COEXIST' } }, sara, opened),
    change: { type: 'keepBoth' },
    by: ada,
    to: 'COEXISTING',
  },
]

describeTransitions('a case on its way to the customer', rows)
