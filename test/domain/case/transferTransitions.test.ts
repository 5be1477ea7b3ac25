import { expect } from 'chai'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import { ada, at, caseIn, opened, system, twoProducts } from '../../support/facts.js'
import { type Row, describeTransitions, isVoid, l1, l2 } from './transitionRows.js'

const twoTransferred = (): MoveCase =>
  caseIn('TRANSFER_RUNNING', { subscriptions: twoProducts.map((one) => ({ ...one, channel: 'CSP_NCE' as const })) })

const rows: Row[] = [
  {
    x: 'X23',
    what: 'the source partner accepts, seen by the system',
    before: () => caseIn('TRANSFER_PENDING'),
    change: { type: 'transferAccepted' },
    by: system,
    to: 'TRANSFER_RUNNING',
  },
  {
    x: 'X23',
    what: 'the source partner accepts, recorded by hand',
    before: () => caseIn('TRANSFER_PENDING'),
    change: { type: 'transferAccepted' },
    by: ada,
    to: 'TRANSFER_RUNNING',
    also: (move) => expect(move).to.include({ acceptedAt: opened }),
  },
  {
    x: 'X24',
    what: 'the source partner refuses',
    before: () => caseIn('TRANSFER_PENDING'),
    change: { type: 'transferClosed', how: 'REFUSED' },
    by: system,
    to: 'PLANNED',
    also: isVoid,
  },
  {
    x: 'X24',
    what: '30 days pass',
    before: () => caseIn('TRANSFER_PENDING'),
    change: { type: 'transferClosed', how: 'LAPSED' },
    by: system,
    at: at('2026-12-24T12:00:00Z'),
    to: 'PLANNED',
    also: isVoid,
  },
  {
    x: 'X24',
    what: 'we withdraw',
    before: () => caseIn('TRANSFER_PENDING'),
    change: { type: 'transferClosed', how: 'WITHDRAWN' },
    by: ada,
    to: 'PLANNED',
    also: isVoid,
  },
  {
    x: 'X25',
    what: 'the transfer has finished',
    before: () => caseIn('TRANSFER_RUNNING'),
    change: { type: 'transferFinished', moved: [l1] },
    by: system,
    to: 'VERIFYING',
  },
  {
    x: 'X25',
    what: 'the source partner selected one of two lines (P3)',
    before: () => twoTransferred(),
    change: { type: 'transferFinished', moved: [l2] },
    by: system,
    to: 'VERIFYING',
    also: (move) => expect(move.lines[0]?.match).to.deep.equal({ level: 'EXCLUDED', why: 'NOT_SELECTED_BY_SOURCE' }),
  },
  {
    x: 'X26',
    what: 'it is stuck for three days',
    before: () => caseIn('TRANSFER_RUNNING'),
    change: { type: 'transferStuck' },
    by: system,
    at: at('2026-12-01T12:00:00Z'),
    to: 'TRANSFER_RUNNING',
    also: (move) => expect(move).to.include({ stuckSince: at('2026-12-01T12:00:00Z') }),
  },
  {
    x: 'X26b',
    what: 'it failed for good',
    before: () => caseIn('TRANSFER_RUNNING'),
    change: { type: 'transferFailed' },
    by: ada,
    to: 'PLANNED',
    also: isVoid,
  },
]

describeTransitions('a case being transferred', rows)
