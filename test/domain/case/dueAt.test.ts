import { expect } from 'chai'
import { dueAt } from '../../../src/domain/dueAt.js'
import type { Instant } from '../../../src/domain/ids.js'
import { CASE_STATES, type MoveCase } from '../../../src/domain/moveCase.js'
import { after, afterEnd, at, caseIn, day, opened, ordered, sent, subscription, system } from '../../support/facts.js'
import { l1, scheduled, undoing } from './transitionRows.js'

const dayAfterEnd = at('2026-12-16T00:00:00Z')

describe('the next moment that time brings', () => {
  const rows: [what: string, move: () => MoveCase, due: Instant | undefined][] = [
    ['our deadline for the invitation (X7)', () => caseIn('INVITED'), at('2026-12-06T09:00:00Z')],
    ['nothing of the invitation once it has passed', () => caseIn('STALLED'), dayAfterEnd],
    ['the scheduled day (X16)', scheduled, at('2026-12-11T00:00:00Z')],
    ['the day after the last paid day (X21, X27)', () => caseIn('APPROVED'), dayAfterEnd],
    ['the same while both run', () => caseIn('OVERLAP'), dayAfterEnd],
    [
      'the earliest of several ends',
      () =>
        caseIn('DRAFT', {
          subscriptions: [subscription(), subscription({ id: 101, sku: 'VISIO', endDate: day('2026-12-01') })],
        }),
      at('2026-12-02T00:00:00Z'),
    ],
    [
      'the settling of an order nobody saw the outcome of',
      () =>
        after(
          sent(caseIn('PROVISIONING'), ...caseIn('PROVISIONING').lines),
          { type: 'orderUnknown', line: l1, settleAt: at('2026-12-11T08:15:00Z') },
          system,
          ordered,
        ),
      at('2026-12-11T08:15:00Z'),
    ],
    [
      'another try of an order that could not be sent at once',
      () => caseIn('PROVISIONING'),
      at('2026-11-22T10:00:00Z'),
    ],
    [
      'another try of an undo that could not be done at once',
      () => undoing(caseIn('OVERLAP')),
      at('2026-11-22T10:00:00Z'),
    ],
    [
      'the lapse of the transfer (X24)',
      () =>
        caseIn('TRANSFER_PENDING', {
          subscriptions: [subscription({ channel: 'CSP_NCE', endDate: day('2027-12-15') })],
        }),
      at('2026-12-24T12:00:00Z'),
    ],
    ['the third day of the transfer (X26)', () => caseIn('TRANSFER_RUNNING'), at('2026-12-01T12:00:00Z')],
    [
      'nothing of a stuck transfer but the end of its source',
      () => after(caseIn('TRANSFER_RUNNING'), { type: 'transferStuck' }, system, at('2026-12-01T12:00:00Z')),
      dayAfterEnd,
    ],
    [
      'nothing after a transfer',
      () => after(caseIn('TRANSFER_RUNNING'), { type: 'transferFinished', moved: [l1] }, system, opened),
      undefined,
    ],
    ['nothing when the old one is known to be over', () => caseIn('VERIFYING'), undefined],
    [
      'nothing for lines that stay where they are',
      () => caseIn('DRAFT', { subscriptions: [subscription({ isTrial: true })] }),
      undefined,
    ],
  ]
  for (const [what, build, due] of rows) {
    it(`is ${what}`, () => expect(dueAt(build(), opened)).to.equal(due))
  }
  it('is nothing for a case that is over or declined', () => {
    for (const state of ['COMPLETED', 'COEXISTING', 'CANCELLED', 'ROLLED_BACK', 'DECLINED'] as const)
      expect(dueAt(caseIn(state), opened)).to.equal(undefined)
  })
  it('waits in the past until it is done, and is not given again', () => {
    const move = caseIn('APPROVED')
    expect(dueAt(move, afterEnd)).to.equal(dayAfterEnd)
    const told = after(move, { type: 'sourceEndPassed', line: l1 }, system, afterEnd)
    expect(dueAt(told, afterEnd)).to.equal(at('2026-12-17T00:00:00Z'))
    const looked = after(told, { type: 'sourcesLooked' }, system, at('2026-12-17T00:00:00Z'))
    expect(dueAt(looked, at('2026-12-17T00:00:00Z'))).to.equal(at('2026-12-18T00:00:00Z'))
  })
  it('is the end of the new term after a renewal', () => {
    const renewed = after(
      caseIn('OVERLAP'),
      { type: 'sourceRenewed', line: l1, sources: [subscription({ endDate: day('2027-12-15') })] },
      system,
      afterEnd,
    )
    expect(dueAt(renewed, afterEnd)).to.equal(at('2027-12-16T00:00:00Z'))
  })
  it('is never lost: every state that can wait for time has one', () => {
    const silent = CASE_STATES.filter((state) => dueAt(caseIn(state), opened) === undefined)
    expect(silent).to.have.members(['VERIFYING', 'COMPLETED', 'COEXISTING', 'DECLINED', 'CANCELLED', 'ROLLED_BACK'])
  })
})
