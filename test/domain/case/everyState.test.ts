import { expect } from 'chai'
import type { Actor, Change } from '../../../src/domain/changes.js'
import { decide } from '../../../src/domain/decide.js'
import { ENTRY_TYPES } from '../../../src/domain/history.js'
import { RequestId, SubscriptionId } from '../../../src/domain/ids.js'
import {
  BEFORE_OVERLAP,
  BEFORE_PROVISIONING,
  CASE_STATES,
  MoveCase,
  TERMINAL,
  type CaseState,
} from '../../../src/domain/moveCase.js'
import {
  ada,
  afterEnd,
  ben,
  caseIn,
  day,
  freshPrices,
  greenChecks,
  guid,
  lastPaidDay,
  offer,
  requestIds,
  subscription,
  system,
} from '../../support/facts.js'
import { l1 } from './transitionRows.js'

const NOT_TERMINAL = CASE_STATES.filter((state) => !(TERMINAL as readonly CaseState[]).includes(state))
const WATCHED = NOT_TERMINAL.filter((state) => state !== 'DECLINED')
const REGION_DECIDED = [
  'READY_TO_INVITE',
  'INVITED',
  'STALLED',
  'RELATIONSHIP_ACTIVE',
  'PLANNED',
  'AWAITING_APPROVAL',
  'APPROVED',
] as const

/** Where a change has a meaning (the column *From* of domain 3.6). Everywhere else it is refused as `notNow`. */
interface Reach {
  readonly change: Change | ((move: MoveCase) => Change)
  readonly by: Actor
  readonly from: readonly CaseState[]
}

const reach: Record<Change['type'], Reach> = {
  save: { change: { type: 'save' }, by: ada, from: ['DRAFT'] },
  recheckRegion: { change: { type: 'recheckRegion' }, by: ada, from: ['REGION_BLOCKED', ...REGION_DECIDED] },
  overrideRegion: { change: { type: 'overrideRegion', reason: 'x' }, by: ada, from: ['REGION_BLOCKED'] },
  setChannel: { change: { type: 'setChannel', channel: 'EA' }, by: ada, from: BEFORE_PROVISIONING },
  invite: { change: { type: 'invite' }, by: ada, from: ['READY_TO_INVITE'] },
  relationshipFound: { change: { type: 'relationshipFound' }, by: system, from: NOT_TERMINAL },
  relationshipRemoved: {
    change: { type: 'relationshipRemoved' },
    by: system,
    from: [
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
    ],
  },
  recordAgreement: { change: { type: 'recordAgreement', agreement: 'ATTESTED' }, by: ada, from: NOT_TERMINAL },
  recordAdminAccess: { change: { type: 'recordAdminAccess', adminAccess: 'ACTIVE' }, by: ada, from: NOT_TERMINAL },
  invitationDeadlinePassed: { change: { type: 'invitationDeadlinePassed' }, by: system, from: ['INVITED'] },
  decline: { change: { type: 'decline', reason: '' }, by: ada, from: REGION_DECIDED },
  keepBoth: { change: { type: 'keepBoth' }, by: ada, from: ['RELATIONSHIP_ACTIVE', 'PLANNED'] },
  refreshLines: {
    change: { type: 'refreshLines', subscriptions: [subscription()], evidence: 'DIRECTORY', offers: [offer()] },
    by: system,
    from: BEFORE_PROVISIONING,
  },
  editPlan: {
    change: { type: 'editPlan', edit: { what: 'seats', line: l1, seats: 40 } },
    by: ada,
    from: BEFORE_PROVISIONING,
  },
  completePlan: { change: { type: 'completePlan', prices: [] }, by: ada, from: ['RELATIONSHIP_ACTIVE', 'PLANNED'] },
  pricesRead: {
    change: { type: 'pricesRead', prices: [] },
    by: system,
    from: ['PLANNED', 'AWAITING_APPROVAL', 'APPROVED'],
  },
  submit: { change: { type: 'submit' }, by: ada, from: ['PLANNED'] },
  withdrawSubmission: { change: { type: 'withdrawSubmission' }, by: ada, from: ['AWAITING_APPROVAL'] },
  approve: { change: { type: 'approve' }, by: ben, from: ['AWAITING_APPROVAL'] },
  reject: { change: { type: 'reject', reason: 'x' }, by: ben, from: ['AWAITING_APPROVAL'] },
  schedule: { change: { type: 'schedule', day: day('2026-12-16') }, by: ada, from: ['APPROVED'] },
  unschedule: { change: { type: 'unschedule' }, by: ada, from: [] }, // only once it is scheduled: see approval.test.ts
  start: {
    change: (move) => ({ type: 'start', requestIds: requestIds(move), prices: freshPrices(move) }),
    by: ada,
    from: ['APPROVED'],
  },
  orderSending: { change: { type: 'orderSending', line: l1 }, by: system, from: ['PROVISIONING'] },
  orderActive: {
    change: {
      type: 'orderActive',
      line: l1,
      orderId: 'o',
      subscriptionId: SubscriptionId.parse(guid(5)),
      activeSince: afterEnd,
    },
    by: system,
    from: ['PARTIALLY_PROVISIONED'], // in PROVISIONING after the sending mark only: see orders.test.ts
  },
  orderFailed: { change: { type: 'orderFailed', line: l1, code: 'x' }, by: system, from: ['PROVISIONING'] },
  orderUnknown: { change: { type: 'orderUnknown', line: l1, settleAt: afterEnd }, by: system, from: [] },
  orderNeedsAttention: { change: { type: 'orderNeedsAttention', line: l1 }, by: system, from: [] },
  retry: {
    change: (move) => ({ type: 'retry', requestIds: requestIds(move) }),
    by: ada,
    from: ['PARTIALLY_PROVISIONED'],
  },
  dropLine: { change: { type: 'dropLine', line: l1 }, by: ada, from: ['PARTIALLY_PROVISIONED'] },
  undo: {
    change: (move) => ({ type: 'undo', requestIds: requestIds(move) }),
    by: ada,
    from: ['OVERLAP', 'PARTIALLY_PROVISIONED'],
  },
  lineCanceled: { change: { type: 'lineCanceled', line: l1 }, by: system, from: [] },
  cancelFailed: { change: { type: 'cancelFailed', line: l1, code: 'x' }, by: system, from: [] },
  sourceEnded: {
    change: { type: 'sourceEnded', line: l1, on: lastPaidDay, how: 'DISABLED' },
    by: system,
    from: WATCHED,
  },
  sourceRenewed: {
    change: { type: 'sourceRenewed', line: l1, sources: [subscription({ endDate: day('2027-12-15') })] },
    by: system,
    from: WATCHED,
  },
  sourceEndPassed: {
    change: { type: 'sourceEndPassed', line: l1 },
    by: system,
    from: BEFORE_OVERLAP.filter((state) => state !== 'PARTIALLY_PROVISIONED'),
  },
  sourcesLooked: {
    change: { type: 'sourcesLooked' },
    by: system,
    from: WATCHED.filter((state) => state !== 'VERIFYING'),
  },
  recordEndAction: { change: { type: 'recordEndAction', line: 'all', endAction: 'NONE' }, by: ada, from: WATCHED },
  complete: { change: (move) => ({ type: 'complete', checks: greenChecks(move) }), by: ada, from: ['VERIFYING'] },
  sendTransfer: { change: { type: 'sendTransfer', requestId: RequestId.parse(guid(9)) }, by: ada, from: [] }, // path TRANSFER only
  transferAccepted: { change: { type: 'transferAccepted' }, by: system, from: ['TRANSFER_PENDING'] },
  transferClosed: { change: { type: 'transferClosed', how: 'REFUSED' }, by: system, from: ['TRANSFER_PENDING'] },
  transferFinished: { change: { type: 'transferFinished', moved: [l1] }, by: system, from: ['TRANSFER_RUNNING'] },
  transferStuck: { change: { type: 'transferStuck' }, by: system, from: ['TRANSFER_RUNNING'] },
  transferFailed: { change: { type: 'transferFailed' }, by: ada, from: ['TRANSFER_RUNNING'] },
  stop: { change: { type: 'stop' }, by: ada, from: NOT_TERMINAL },
  reopen: { change: { type: 'reopen' }, by: ada, from: ['DECLINED', 'STALLED'] },
  note: { change: { type: 'note', text: 'x' }, by: ada, from: CASE_STATES },
  addEvidence: { change: { type: 'addEvidence', text: 'x' }, by: ada, from: CASE_STATES },
  handOver: { change: { type: 'handOver', to: ben.id }, by: ada, from: NOT_TERMINAL },
}

describe('a change in every state', () => {
  const cases = CASE_STATES.map((state) => caseIn(state))

  for (const [type, { change, by, from }] of Object.entries(reach)) {
    it(`${type} has a meaning in ${from.length === 0 ? 'none of them by itself' : from.join(', ')}`, () => {
      const heard = cases.filter((move) => {
        const decision = decide(move, typeof change === 'function' ? change(move) : change, {
          actor: by,
          now: afterEnd,
        })
        return decision.ok || decision.refusal.code !== 'notNow'
      })
      expect(heard.map(({ state }) => state)).to.have.members(from)
    })
  }

  it('is told as not possible now with the change and the state', () => {
    expect(decide(caseIn('COMPLETED'), { type: 'approve' }, { actor: ben, now: afterEnd })).to.deep.equal({
      ok: false,
      refusal: { code: 'notNow', change: 'approve', state: 'COMPLETED' },
    })
  })

  it('can be written into the history, each under its own name', () => {
    expect(ENTRY_TYPES).to.have.members(['open', ...Object.keys(reach)])
  })

  for (const move of cases) {
    it(`leaves a case that reads back as it was written: ${move.state}`, () => {
      expect(MoveCase.parse(JSON.parse(JSON.stringify(move)))).to.deep.equal(move)
    })
  }
})
