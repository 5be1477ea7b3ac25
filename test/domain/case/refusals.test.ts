import { expect } from 'chai'
import type { Actor, Change, Refusal } from '../../../src/domain/changes.js'
import { decide } from '../../../src/domain/decide.js'
import { HistoryEntry } from '../../../src/domain/history.js'
import { RequestId, type Instant } from '../../../src/domain/ids.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import {
  ada,
  after,
  afterEnd,
  at,
  caseIn,
  day,
  guid,
  lineId,
  opened,
  ordered,
  sara,
  subscription,
  system,
} from '../../support/facts.js'
import { now, refusal } from './planning.js'
import { l1, scheduled } from './transitionRows.js'

describe('what comes too early, too late or for nothing', () => {
  const stuck = at('2026-12-01T12:00:00Z')
  const lapse: Change = { type: 'transferClosed', how: 'LAPSED' }
  const notNow = (change: Change['type'], state: MoveCase['state']): Refusal => ({ code: 'notNow', change, state })
  const rows: [what: string, move: () => MoveCase, change: Change, actor: Actor, when: Instant, refusal: Refusal][] = [
    [
      'our deadline before it has passed (X7)',
      () => caseIn('INVITED'),
      { type: 'invitationDeadlinePassed' },
      system,
      at('2026-12-06T08:59:59.999Z'),
      notNow('invitationDeadlinePassed', 'INVITED'),
    ],
    [
      'an invitation to whom we serve already (X5)',
      () =>
        after(after(caseIn('DRAFT'), { type: 'relationshipFound' }, system, opened), { type: 'save' }, sara, opened),
      { type: 'invite' },
      sara,
      opened,
      notNow('invite', 'READY_TO_INVITE'),
    ],
    [
      'an acceptance that is known (X6)',
      () => caseIn('PLANNED'),
      { type: 'relationshipFound' },
      system,
      now,
      { code: 'nothingNew' },
    ],
    [
      'an agreement that is known',
      () => caseIn('PLANNED'),
      { type: 'recordAgreement', agreement: 'ACCEPTED_DIRECT' },
      system,
      now,
      { code: 'nothingNew' },
    ],
    [
      'admin access that is known',
      () => caseIn('PLANNED'),
      { type: 'recordAdminAccess', adminAccess: 'NONE' },
      system,
      now,
      { code: 'nothingNew' },
    ],
    [
      'coexistence while there are lines to order (X9)',
      () => caseIn('PLANNED'),
      { type: 'keepBoth' },
      sara,
      now,
      { code: 'linesToOrder' },
    ],
    [
      'a lapse of the transfer before its 30 days (X24)',
      () => caseIn('TRANSFER_PENDING'),
      lapse,
      system,
      at('2026-12-24T11:59:59.999Z'),
      notNow('transferClosed', 'TRANSFER_PENDING'),
    ],
    [
      'a transfer stuck before its third day (X26)',
      () => caseIn('TRANSFER_RUNNING'),
      { type: 'transferStuck' },
      system,
      at('2026-12-01T11:59:59.999Z'),
      notNow('transferStuck', 'TRANSFER_RUNNING'),
    ],
    [
      'a transfer stuck twice (X26)',
      () => after(caseIn('TRANSFER_RUNNING'), { type: 'transferStuck' }, system, stuck),
      { type: 'transferStuck' },
      system,
      afterEnd,
      { code: 'nothingNew' },
    ],
    [
      'a transfer that moved nothing (X26b)',
      () => caseIn('TRANSFER_RUNNING'),
      { type: 'transferFinished', moved: [] },
      system,
      now,
      { code: 'noLines' },
    ],
    [
      'a transfer that moved a line that is not there',
      () => caseIn('TRANSFER_RUNNING'),
      { type: 'transferFinished', moved: [lineId(4)] },
      system,
      now,
      { code: 'unknownLine', line: 'l4' },
    ],
    [
      'a transfer of a case that is to be bought anew (X12)',
      () => caseIn('APPROVED'),
      { type: 'sendTransfer', requestId: RequestId.parse(guid(9)) },
      ada,
      now,
      notNow('sendTransfer', 'APPROVED'),
    ],
    [
      'stopping while a transfer is open (X29)',
      () => caseIn('TRANSFER_RUNNING'),
      { type: 'stop' },
      sara,
      now,
      { code: 'transferOpen' },
    ],
    [
      'stopping after a transfer (X29)',
      () => after(caseIn('TRANSFER_RUNNING'), { type: 'transferFinished', moved: [l1] }, system, now),
      { type: 'stop' },
      sara,
      now,
      { code: 'lineActive', line: l1, title: 'Microsoft 365 Business Premium' },
    ],
    [
      'stopping while the new one is active (X29)',
      () => caseIn('OVERLAP'),
      { type: 'stop' },
      sara,
      now,
      { code: 'lineActive', line: l1, title: 'Microsoft 365 Business Premium' },
    ],
    [
      'the end of what is not there',
      () => caseIn('OVERLAP'),
      { type: 'sourceEnded', line: lineId(4), on: day('2026-12-15'), how: 'DISABLED' },
      sara,
      afterEnd,
      { code: 'unknownLine', line: 'l4' },
    ],
    [
      'the end of what is known to be over',
      () => caseIn('VERIFYING'),
      { type: 'sourceEnded', line: l1, on: day('2026-12-15'), how: 'DISABLED' },
      sara,
      afterEnd,
      { code: 'nothingNew' },
    ],
    [
      'an end that has not passed (X27)',
      () => caseIn('PLANNED'),
      { type: 'sourceEndPassed', line: l1 },
      system,
      at('2026-12-15T23:59:59Z'),
      notNow('sourceEndPassed', 'PLANNED'),
    ],
    [
      'a passed end twice (X27)',
      () => after(caseIn('PLANNED'), { type: 'sourceEndPassed', line: l1 }, system, afterEnd),
      { type: 'sourceEndPassed', line: l1 },
      system,
      afterEnd,
      { code: 'nothingNew' },
    ],
    [
      'a passed end where a renewal is set (X27)',
      () => caseIn('DRAFT', { subscriptions: [subscription({ autoRenew: 'ON' })] }),
      { type: 'sourceEndPassed', line: l1 },
      system,
      afterEnd,
      notNow('sourceEndPassed', 'DRAFT'),
    ],
    [
      'a look twice a day',
      () => after(caseIn('PLANNED'), { type: 'sourcesLooked' }, system, afterEnd),
      { type: 'sourcesLooked' },
      system,
      afterEnd,
      { code: 'nothingNew' },
    ],
    ['a note without text', () => caseIn('PLANNED'), { type: 'note', text: ' \n' }, sara, now, { code: 'emptyReason' }],
    [
      'a new owner who is the owner',
      () => caseIn('PLANNED'),
      { type: 'handOver', to: sara.id },
      ada,
      now,
      { code: 'nothingNew' },
    ],
    [
      'a country that is known and still blocks (X3)',
      () => caseIn('REGION_BLOCKED'),
      { type: 'recheckRegion' },
      sara,
      now,
      { code: 'regionMismatch', partnerRegion: 'EUROPE', customerRegion: 'UNITED_STATES', listDate: day('2023-08-17') },
    ],
    ['a region that is fine', () => caseIn('INVITED'), { type: 'recheckRegion' }, system, now, { code: 'nothingNew' }],
  ]
  for (const [what, build, change, actor, when, expected] of rows) {
    it(`is refused: ${what}`, () => expect(refusal(build(), change, when, actor)).to.deep.equal(expected))
  }
})

describe('the history of a case', () => {
  const rows: [
    what: string,
    move: () => MoveCase,
    change: Change,
    actor: Actor,
    when: Instant,
    facts: HistoryEntry['facts'],
  ][] = [
    [
      'the reason of a rejection',
      () => caseIn('AWAITING_APPROVAL'),
      { type: 'reject', reason: ' too early ' },
      ada,
      now,
      { reason: 'too early' },
    ],
    [
      'the scheduled day',
      () => caseIn('APPROVED'),
      { type: 'schedule', day: day('2026-12-11') },
      sara,
      now,
      { day: '2026-12-11' },
    ],
    [
      'the product of a line',
      () => caseIn('OVERLAP'),
      { type: 'sourceEnded', line: l1, on: day('2026-12-15'), how: 'DISABLED' },
      sara,
      afterEnd,
      { line: 'l1', product: 'Microsoft 365 Business Premium', day: '2026-12-15', how: 'DISABLED' },
    ],
    [
      'what was edited',
      () => scheduled(),
      { type: 'editPlan', edit: { what: 'seats', line: l1, seats: 30 } },
      sara,
      now,
      { edit: 'seats', line: 'l1', product: 'Microsoft 365 Business Premium' },
    ],
    [
      'the path chosen',
      () => caseIn('PLANNED'),
      { type: 'editPlan', edit: { what: 'path', path: 'COEXIST' } },
      sara,
      now,
      { edit: 'path', path: 'COEXIST' },
    ],
    [
      'the text of a note',
      () => caseIn('COMPLETED'),
      { type: 'note', text: ' all well ' },
      sara,
      now,
      { text: 'all well' },
    ],
    [
      'the new end of a renewed source',
      () => caseIn('OVERLAP'),
      { type: 'sourceRenewed', line: l1, sources: [subscription({ endDate: day('2027-12-15') })] },
      system,
      afterEnd,
      { line: 'l1', product: 'Microsoft 365 Business Premium', day: '2027-12-15' },
    ],
    [
      'a gap in service (X28b)',
      () => endedWhileSending(),
      { type: 'orderActive', line: l1, orderId: 'o-1', subscriptionId: subscription().id, activeSince: afterEnd },
      system,
      afterEnd,
      { line: 'l1', product: 'Microsoft 365 Business Premium', order: 'o-1', gap: 1 },
    ],
  ]
  for (const [what, build, change, actor, when, facts] of rows) {
    it(`keeps ${what}`, () => {
      const decision = decide(build(), change, { actor, now: when })
      if (!decision.ok) throw new Error(decision.refusal.code)
      expect(decision.entry.facts).to.deep.equal(facts)
      expect(HistoryEntry.parse(JSON.parse(JSON.stringify(decision.entry)))).to.deep.equal(decision.entry)
    })
  }
})

function endedWhileSending(): MoveCase {
  const sending = after(caseIn('PROVISIONING'), { type: 'orderSending', line: l1 }, system, ordered)
  return after(sending, { type: 'sourceEnded', line: l1, on: day('2026-12-15'), how: 'DISABLED' }, system, afterEnd)
}
