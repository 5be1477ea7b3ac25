import { expect } from 'chai'
import type { Change, PlanEdit, Refusal } from '../../../src/domain/changes.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import { endDateOf } from '../../../src/domain/moveLine.js'
import {
  ada,
  after,
  afterEnd,
  at,
  caseIn,
  day,
  lastPaidDay,
  lineId,
  offer,
  sara,
  subscription,
  system,
  target,
  twoProducts,
} from '../../support/facts.js'
import { edit, now, refusal, title, unmatched } from './planning.js'
import { l1, l2 } from './transitionRows.js'

const asked = (move: MoveCase, one: PlanEdit) => refusal(move, { type: 'editPlan', edit: one })
const planning = caseIn('RELATIONSHIP_ACTIVE')

describe('an edit of the plan', () => {
  const refused: [what: string, edit: PlanEdit, refusal: Refusal][] = [
    ['a line that is not there', { what: 'seats', line: lineId(9), seats: 5 }, { code: 'unknownLine', line: 'l9' }],
    ['no seats', { what: 'seats', line: l1, seats: 0 }, { code: 'badSeats' }],
    ['negative seats', { what: 'seats', line: l1, seats: -5 }, { code: 'badSeats' }],
    ['half a seat', { what: 'seats', line: l1, seats: 2.5 }, { code: 'badSeats' }],
    ['seats that are no number', { what: 'seats', line: l1, seats: Number.NaN }, { code: 'badSeats' }],
    ['more seats than people on earth', { what: 'seats', line: l1, seats: 1e10 }, { code: 'badSeats' }],
    [
      'an end before the start of the subscription',
      { what: 'endDate', line: l1, day: day('2025-12-15'), evidence: 'CUSTOMER_STATED' },
      { code: 'endBeforeStart', day: day('2025-12-15') },
    ],
    [
      'a confirmation of what is the same',
      { what: 'confirmEquivalent', line: l1 },
      { code: 'notConfirmed', line: l1, title, level: 'EQUIVALENT' },
    ],
    [
      'a consent to what is the same',
      { what: 'confirmDifferent', line: l1, reason: 'x', customerConsent: 'y' },
      { code: 'notConfirmed', line: l1, title, level: 'DIFFERENT' },
    ],
    ['what is so already', { what: 'seats', line: l1, seats: 25 }, { code: 'nothingNew' }],
    ['an override where nobody is short', { what: 'overrideSeats', line: l1, reason: 'x' }, { code: 'nothingNew' }],
  ]
  for (const [what, one, expected] of refused) {
    it(`is refused for ${what}`, () => expect(asked(planning, one)).to.deep.equal(expected))
  }
  it('wants a reason for an override, and reason and consent for a loss', () => {
    const short = edit(planning, { what: 'seats', line: l1, seats: 20 })
    expect(asked(short, { what: 'overrideSeats', line: l1, reason: ' ' })).to.deep.equal({ code: 'emptyReason' })
    const poorer = edit(planning, {
      what: 'offer',
      line: l1,
      level: 'DIFFERENT',
      target: target('SPE_E3'),
      missing: ['Teams'],
    })
    expect(asked(poorer, { what: 'confirmDifferent', line: l1, reason: 'x', customerConsent: '' })).to.deep.equal({
      code: 'emptyReason',
    })
  })
  it('takes an override back when the seats change', () => {
    const overridden = edit(
      planning,
      { what: 'seats', line: l1, seats: 20 },
      { what: 'overrideSeats', line: l1, reason: 'five leave' },
    )
    expect(overridden.lines[0]?.seatOverride).to.deep.equal({ by: ada.id, at: now, reason: 'five leave' })
    expect(edit(overridden, { what: 'seats', line: l1, seats: 19 }).lines[0]).to.not.have.property('seatOverride')
  })
  it('takes a confirmation back when the offer changes', () => {
    const confirmed = edit(
      planning,
      { what: 'offer', line: l1, level: 'EQUIVALENT', target: target('SPE_E3') },
      { what: 'confirmEquivalent', line: l1 },
    )
    expect(
      edit(confirmed, { what: 'offer', line: l1, level: 'EQUIVALENT', target: target('SPE_E5') }).lines[0]?.match,
    ).to.not.have.property('confirmed')
  })
  it('needs an offer before its term can be chosen', () => {
    expect(
      asked(caseIn('RELATIONSHIP_ACTIVE', unmatched), { what: 'term', line: l1, term: 'P3Y', billing: 'annual' }),
    ).to.include({ code: 'lineUndecided' })
  })
  it('excludes a line with a note, and includes it undecided', () => {
    const excluded = edit(planning, { what: 'exclude', line: l1, why: 'KEPT_AT_SOURCE', note: ' until spring ' })
    expect(excluded.lines[0]?.match).to.deep.equal({ level: 'EXCLUDED', why: 'KEPT_AT_SOURCE', note: 'until spring' })
    expect(edit(excluded, { what: 'include', line: l1 }).lines[0]?.match).to.deep.equal({ level: 'UNDECIDED' })
  })
  it('of all lines leaves excluded ones alone', () => {
    const two = edit(
      caseIn('RELATIONSHIP_ACTIVE', { subscriptions: twoProducts }),
      { what: 'exclude', line: l2, why: 'OTHER' },
      { what: 'start', line: 'all', day: day('2026-12-11') },
    )
    expect(two.lines.map(({ plannedStart }) => plannedStart)).to.deep.equal(['2026-12-11', undefined])
  })
  it('of all lines is refused as a whole when it fits one of them not', () => {
    const two = caseIn('RELATIONSHIP_ACTIVE', {
      subscriptions: [subscription({ endDate: day('2027-01-31') }), subscription({ id: 101, sku: 'VISIO' })],
    })
    expect(asked(two, { what: 'start', line: 'all', day: day('2027-01-28') })).to.include({
      code: 'startTooFar',
      latest: '2026-12-16',
    })
  })

  describe('of the end date', () => {
    const pair = caseIn('RELATIONSHIP_ACTIVE', {
      subscriptions: [subscription(), subscription({ id: 101, endDate: day('2026-12-31') })],
    })
    const ends = (picked: string) =>
      edit(pair, { what: 'endDate', line: l1, day: day(picked), evidence: 'SOURCE_PARTNER', note: 'mail' }).lines[0]
    for (const [picked, expected] of [
      ['2026-12-10', ['2026-12-10', '2026-12-31']],
      ['2026-12-20', ['2026-12-20', '2026-12-31']],
      ['2027-01-05', ['2027-01-05', '2027-01-05']],
    ] as const) {
      it(`makes ${picked} the end of the line, and moves no subscription that ends later`, () => {
        const line = ends(picked)
        expect(line && endDateOf(line)).to.equal(picked)
        expect(line?.sources.map(({ endDate }) => endDate)).to.deep.equal(expected)
        expect(line?.endEvidence).to.deep.equal({ by: ada.id, at: now, source: 'SOURCE_PARTNER', note: 'mail' })
      })
    }
    it('lets what was taken for over run again', () => {
      const over = after(planning, { type: 'sourceEnded', line: l1, on: lastPaidDay, how: 'EXPIRED' }, sara, afterEnd)
      const change: Change = {
        type: 'editPlan',
        edit: { what: 'endDate', line: l1, day: day('2026-12-31'), evidence: 'SOURCE_PARTNER' },
      }
      expect(after(over, change, sara, afterEnd).lines[0]?.sourceEnd).to.deep.equal({ status: 'running' })
    })
  })
})

describe('the channel of a case', () => {
  it('proposes another path, and is what subscriptions of an unknown channel have', () => {
    const unknown = caseIn('DRAFT', {
      subscriptions: [subscription({ channel: 'UNKNOWN' }), subscription({ id: 101, sku: 'VISIO', channel: 'EA' })],
    })
    const told = after(unknown, { type: 'setChannel', channel: 'CSP_NCE', soldBy: ' Old Partner ' }, sara, now)
    expect(told).to.include({ channel: 'CSP_NCE', soldBy: 'Old Partner', path: 'TRANSFER' })
    expect(told.lines.map(({ sources }) => sources[0]?.channel)).to.deep.equal(['CSP_NCE', 'EA'])
  })
  it('keeps a path that a person chose when it is told again', () => {
    const chosen = edit(caseIn('DRAFT', { subscriptions: [subscription({ channel: 'EA' })] }), {
      what: 'path',
      path: 'MANUAL',
    })
    expect(refusal(chosen, { type: 'setChannel', channel: 'EA' })).to.deep.equal({ code: 'nothingNew' })
    expect(after(chosen, { type: 'setChannel', channel: 'EA', soldBy: 'LSP' }, sara, now)).to.include({
      path: 'MANUAL',
      soldBy: 'LSP',
    })
  })
})

describe('what the customer holds, read anew', () => {
  it('is matched with what is on sale, where nobody has decided', () => {
    const undecided = caseIn('RELATIONSHIP_ACTIVE', unmatched)
    const change: Change = {
      type: 'refreshLines',
      subscriptions: [subscription()],
      evidence: 'CUSTOMER_STATED',
      offers: [offer()],
    }
    expect(after(undecided, change, system, now).lines[0]?.match.level).to.equal('SAME')
  })
  it('may be compared by more than the SKU id', () => {
    const undecided = caseIn('RELATIONSHIP_ACTIVE', unmatched)
    const matcher = { match: () => ({ level: 'NO_EQUIVALENT' as const }) }
    const change: Change = {
      type: 'refreshLines',
      subscriptions: [subscription()],
      evidence: 'CUSTOMER_STATED',
      offers: [],
    }
    expect(refusal(undecided, change)).to.deep.equal({ code: 'nothingNew' })
    const matched = after({ ...undecided }, change, system, now, matcher)
    expect(matched.lines[0]?.match).to.deep.equal({ level: 'NO_EQUIVALENT' })
  })
  it('tells who stops a renewal, and what is set at the source (M3)', () => {
    const told = after(
      caseIn('OVERLAP'),
      { type: 'recordEndAction', line: l1, endAction: 'EST', autoRenew: 'OFF' },
      sara,
      at('2026-12-12T09:00:00Z'),
    )
    expect(told.lines[0]?.sources[0]).to.include({ endAction: 'EST', autoRenew: 'OFF' })
  })
})
