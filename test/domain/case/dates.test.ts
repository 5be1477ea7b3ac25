import { expect } from 'chai'
import type { Change, Refusal } from '../../../src/domain/changes.js'
import { after, at, caseIn, day, sara, subscription, type Start } from '../../support/facts.js'
import { l1, l2 } from './transitionRows.js'
import { now, completePlan, title, edit, planning, refusal } from './planning.js'

describe('DATES_OK', () => {
  const renewing = { subscriptions: [subscription({ autoRenew: 'ON' })] }
  const unknown = { subscriptions: [subscription({ channel: 'EA' })] }
  it('wants evidence of the end date', () => {
    const move = planning()
    const { endEvidence: _none, ...line } = move.lines[0] ?? expect.fail()
    expect(refusal({ ...move, lines: [line] }, completePlan)).to.deep.equal({ code: 'noEndEvidence', line: l1, title })
  })
  it('wants a planned start', () => {
    const move = after(caseIn('RELATIONSHIP_ACTIVE'), { type: 'recordAgreement', agreement: 'ATTESTED' }, sara, now)
    expect(refusal(move, completePlan)).to.deep.equal({ code: 'noStart', line: l1, title })
  })
  it('wants a start that has not passed since', () => {
    expect(refusal(planning(), completePlan, at('2026-12-12T09:00:00Z'))).to.deep.equal({
      code: 'startInPast',
      day: '2026-12-11',
      today: '2026-12-12',
    })
  })
  for (const [what, start] of [
    ['renews itself', renewing],
    ['may do anything (UNKNOWN_WORST)', unknown],
  ] as const) {
    it(`wants somebody who stops a subscription that ${what}`, () => {
      const move = edit(planning(start), { what: 'path', path: 'MANUAL' })
      expect(refusal(move, completePlan)).to.deep.equal({
        code: 'noRenewalStopper',
        line: l1,
        title,
        stopBy: '2026-12-11',
      })
      expect(refusal(edit(move, { what: 'stopRenewal', line: 'all', who: 'CUSTOMER' }), completePlan)).to.equal(
        undefined,
      )
    })
  }
  it('does not ask who stops what has ended already', () => {
    const late = at('2026-12-16T09:00:00Z')
    const move = edit(planning(unknown), { what: 'path', path: 'MANUAL' })
    const ended = after(move, { type: 'sourceEnded', line: l1, on: day('2026-12-15'), how: 'DISABLED' }, sara, late)
    expect(
      refusal(
        after(ended, { type: 'editPlan', edit: { what: 'start', line: 'all', day: day('2026-12-16') } }, sara, late),
        completePlan,
        late,
      ),
    ).to.equal(undefined)
  })
  it('wants neither start nor stopper of a transfer', () => {
    const subscriptions = [subscription({ channel: 'CSP_NCE', autoRenew: 'ON' })]
    const move = after(
      caseIn('RELATIONSHIP_ACTIVE', { subscriptions }),
      { type: 'recordAgreement', agreement: 'ATTESTED' },
      sara,
      now,
    )
    expect([move.path, refusal(move, completePlan)]).to.deep.equal(['TRANSFER', undefined])
  })
  it('refuses lines that end too far apart to start together', () => {
    const subscriptions = [subscription(), subscription({ id: 101, sku: 'VISIO', endDate: day('2027-01-31') })]
    const move = edit(planning({ subscriptions }), { what: 'start', line: l2, day: day('2027-01-28') })
    expect(refusal(move, completePlan)).to.deep.equal({ code: 'startTooFar', day: '2027-01-28', latest: '2026-12-16' })
  })
})

describe('a planned start', () => {
  const cases: [what: string, start: Start, picked: string, refusal: Refusal | undefined][] = [
    ['yesterday', {}, '2026-11-23', { code: 'startInPast', day: day('2026-11-23'), today: day('2026-11-24') }],
    ['today', {}, '2026-11-24', undefined],
    ['the day after the end, without overlap (F14)', {}, '2026-12-16', undefined],
    [
      'two days after the end',
      {},
      '2026-12-17',
      { code: 'startTooFar', day: day('2026-12-17'), latest: day('2026-12-16') },
    ],
    [
      'inside the free grace period',
      { subscriptions: [subscription({ channel: 'OPEN_VALUE' })] },
      '2027-01-14',
      undefined,
    ],
    [
      'after the free grace period',
      { subscriptions: [subscription({ channel: 'OPEN_VALUE' })] },
      '2027-01-15',
      { code: 'startTooFar', day: day('2027-01-15'), latest: day('2027-01-14') },
    ],
    ['during a paid extension (V6)', { subscriptions: [subscription({ endAction: 'EST' })] }, '2026-12-19', undefined],
    [
      'after a year of a paid extension',
      { subscriptions: [subscription({ endAction: 'EST' })] },
      '2027-12-16',
      { code: 'startTooFar', day: day('2027-12-16'), latest: day('2027-12-15') },
    ],
    [
      'today, although the old one is over',
      { subscriptions: [subscription({ endDate: day('2026-11-20') })] },
      '2026-11-24',
      undefined,
    ],
    [
      'tomorrow, although the old one is over',
      { subscriptions: [subscription({ endDate: day('2026-11-20') })] },
      '2026-11-25',
      { code: 'startTooFar', day: day('2026-11-25'), latest: day('2026-11-24') },
    ],
  ]
  for (const [what, start, picked, expected] of cases) {
    it(`${expected === undefined ? 'may be' : 'is not'} ${what}`, () => {
      const change: Change = { type: 'editPlan', edit: { what: 'start', line: l1, day: day(picked) } }
      expect(refusal(caseIn('RELATIONSHIP_ACTIVE', start), change)).to.deep.equal(expected)
    })
  }
})
