import { expect } from 'chai'
import * as fc from 'fast-check'
import { addDays, daysFrom, isBusinessDay } from '../../src/domain/days.js'
import {
  caseTimeStatus,
  deadlines,
  gapDays,
  lifecycle,
  lineDeadlines,
  movingDeadlines,
  overlapDays,
  TIME_STATUSES,
  type TimeStatus,
  worstTimeStatus,
} from '../../src/domain/deadlines.js'
import { REGIMES, type Regime } from '../../src/domain/endRegime.js'
import { holidaysFor } from '../../src/domain/holidays.js'
import { SubscriptionId } from '../../src/domain/ids.js'
import { type InState, MoveCase } from '../../src/domain/moveCase.js'
import { LineOrder, type MoveLine } from '../../src/domain/moveLine.js'
import { anyDay, anyHolidays, country, day, line, NO_HOLIDAYS, source } from './ruleFacts.js'

const end = day('2026-12-15') // a Tuesday
const today = day('2026-11-22')

describe('deadlines', () => {
  const dates: [
    regime: Regime,
    lastPossible: string | null,
    stopRenewalBy: string | null,
    dataLossFrom: string | null,
  ][] = [
    ['AUTO_RENEW', '2026-12-15', '2026-12-11', null],
    ['FREE_GRACE_30', '2027-01-14', null, '2027-04-15'],
    ['CUT_OFF', '2026-12-15', null, '2027-03-16'],
    ['PAID_EXTENSION', null, null, null],
    ['SUSPENDED_AT_END', null, null, '2027-04-15'],
    ['UNKNOWN_WORST', '2026-12-15', '2026-12-11', '2027-03-16'],
  ]
  for (const [regime, lastPossible, stopRenewalBy, dataLossFrom] of dates)
    it(`of ${regime}: possible until ${lastPossible}, renewal stopped by ${stopRenewalBy}, data lost from ${dataLossFrom}`, () => {
      expect(deadlines(regime, end, today)).to.deep.include({
        regime,
        daysLeft: 23,
        lastSafe: '2026-12-11', // two business days, for every regime: grace is an emergency exit
        recommendedStart: '2026-12-11',
        inviteBy: '2026-11-20',
        lastPossible,
        stopRenewalBy,
        dataLossFrom,
      })
    })

  it('count days off that are told, besides weekends', () => {
    const newYear = day('2026-12-31') // a Thursday
    const holidays = new Set<string>(holidaysFor(country('PL'), 2026, 2027))
    expect(deadlines('CUT_OFF', newYear, today).lastSafe).to.equal('2026-12-29')
    expect(deadlines('CUT_OFF', day('2026-12-28'), today).lastSafe).to.equal('2026-12-24')
    expect(deadlines('CUT_OFF', day('2026-12-28'), today, { holidays }).lastSafe).to.equal('2026-12-22')
  })

  it('take the buffer that is asked for', () => {
    expect(deadlines('CUT_OFF', end, today, { bufferDays: 0 }).lastSafe).to.equal('2026-12-15')
    expect(deadlines('CUT_OFF', end, today, { bufferDays: 5 }).lastSafe).to.equal('2026-12-08')
  })

  it('put the stop of a renewal on the business day before a day off', () => {
    const onSaturday = deadlines('AUTO_RENEW', end, today, { bufferDays: 0 }) // 12 December
    expect(onSaturday.stopRenewalBy).to.equal('2026-12-11')
    const onHoliday = deadlines('AUTO_RENEW', end, today, { bufferDays: 0, holidays: new Set(['2026-12-11']) })
    expect(onHoliday.stopRenewalBy).to.equal('2026-12-10')
  })

  it('recommend today once the last safe day has passed', () => {
    expect(deadlines('CUT_OFF', end, day('2026-12-14')).recommendedStart).to.equal('2026-12-14')
  })

  it('lose data after a week when cancelled inside the cancellation window (M2)', () => {
    const { dataLossFrom } = deadlines('CUT_OFF', end, today, { cancelledInWindow: true })
    expect(dataLossFrom).to.equal('2026-12-23')
  })

  const statuses: [regime: Regime, days: [today: string, status: TimeStatus][]][] = [
    [
      'AUTO_RENEW',
      [
        ['2026-12-11', 'SAFE'],
        ['2026-12-12', 'AT_RISK'],
        ['2026-12-15', 'AT_RISK'],
        ['2026-12-16', 'LATE'],
        ['2027-12-15', 'LATE'],
      ],
    ],
    [
      'PAID_EXTENSION',
      [
        ['2026-12-11', 'SAFE'],
        ['2026-12-15', 'AT_RISK'],
        ['2026-12-16', 'LATE'],
        ['2027-12-15', 'LATE'],
      ],
    ],
    [
      'FREE_GRACE_30',
      [
        ['2026-12-15', 'AT_RISK'],
        ['2026-12-16', 'LATE'],
        ['2027-01-14', 'LATE'],
        ['2027-01-15', 'OUTAGE'],
        ['2027-04-14', 'OUTAGE'],
        ['2027-04-15', 'DATA_LOSS'],
      ],
    ],
    [
      'CUT_OFF',
      [
        ['2026-12-11', 'SAFE'],
        ['2026-12-15', 'AT_RISK'],
        ['2026-12-16', 'OUTAGE'],
        ['2027-03-15', 'OUTAGE'],
        ['2027-03-16', 'DATA_LOSS'],
      ],
    ],
    [
      'UNKNOWN_WORST',
      [
        ['2026-12-11', 'SAFE'],
        ['2026-12-15', 'AT_RISK'],
        ['2026-12-16', 'OUTAGE'],
        ['2027-03-16', 'DATA_LOSS'],
      ],
    ],
    [
      'SUSPENDED_AT_END',
      [
        ['2026-11-22', 'OUTAGE'],
        ['2026-12-16', 'OUTAGE'],
        ['2027-04-14', 'OUTAGE'],
        ['2027-04-15', 'DATA_LOSS'],
      ],
    ],
  ]
  for (const [regime, days] of statuses)
    for (const [on, status] of days)
      it(`make ${regime} ${status} on ${on}`, () => expect(deadlines(regime, end, day(on)).timeStatus).to.equal(status))

  const anyRegime = fc.constantFrom(...REGIMES)
  const anyBuffer = fc.integer({ min: 0, max: 15 })

  it('keep the last safe day at or before the end, the stop and the invitation at or before it', () => {
    fc.assert(
      fc.property(anyRegime, anyDay, anyDay, anyBuffer, anyHolidays, (regime, endDate, today, bufferDays, holidays) => {
        const { lastSafe, stopRenewalBy, inviteBy, recommendedStart } = deadlines(regime, endDate, today, {
          bufferDays,
          holidays,
        })
        expect(lastSafe <= endDate).to.be.true
        if (bufferDays > 0) expect(isBusinessDay(lastSafe, holidays)).to.be.true
        if (stopRenewalBy !== null) {
          expect(stopRenewalBy <= lastSafe).to.be.true // I11
          expect(daysFrom(stopRenewalBy, endDate)).to.be.at.least(3)
          expect(isBusinessDay(stopRenewalBy, holidays)).to.be.true
        }
        expect(daysFrom(inviteBy, lastSafe)).to.be.at.least(14)
        expect(recommendedStart >= today && recommendedStart >= lastSafe).to.be.true
      }),
    )
  })

  it('never let a status get better by waiting', () => {
    fc.assert(
      fc.property(anyRegime, anyDay, anyDay, fc.integer({ min: 0, max: 400 }), (regime, endDate, today, wait) => {
        const now = deadlines(regime, endDate, today).timeStatus
        const then = deadlines(regime, endDate, addDays(today, wait)).timeStatus
        expect(TIME_STATUSES.indexOf(then)).to.be.at.least(TIME_STATUSES.indexOf(now))
      }),
    )
  })
})

describe('lifecycle', () => {
  it('follows the end without a gap, and ends with the loss of data exactly where deadlines say', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REGIMES), anyDay, (regime, endDate) => {
        const phases = lifecycle(regime, endDate)
        expect(phases[0]?.from).to.equal(addDays(endDate, 1))
        phases.slice(1).forEach((phase, index) => {
          const before = phases[index]?.to ?? null
          expect(before === null ? null : addDays(before, 1)).to.equal(phase.from)
        })
        expect(phases.at(-1)?.to).to.be.null
        const deleted = phases.find(({ phase }) => phase === 'DELETED')?.from ?? null
        expect(deadlines(regime, endDate, endDate).dataLossFrom).to.equal(deleted)
      }),
    )
  })

  it('of a suspended term leaves users out from the start', () =>
    expect(lifecycle('SUSPENDED_AT_END', end)).to.deep.equal([
      { phase: 'DISABLED', from: '2026-12-16', to: '2027-04-14', usersWork: false },
      { phase: 'DELETED', from: '2027-04-15', to: null, usersWork: false },
    ]))

  it('of a renewal or an extension goes on without an end of its own', () => {
    expect(lifecycle('AUTO_RENEW', end)).to.deep.equal([
      { phase: 'RENEWED', from: '2026-12-16', to: null, usersWork: true },
    ])
    expect(lifecycle('PAID_EXTENSION', end)).to.deep.equal([
      { phase: 'EXTENDED', from: '2026-12-16', to: null, usersWork: true },
    ])
  })
})

describe('overlap and gap', () => {
  it('are never both, and one of them only when the start is not the day after the end (I6)', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (endDate, start) => {
        const overlap = overlapDays(endDate, start)
        const gap = gapDays(endDate, start)
        expect(overlap === 0 || gap === 0).to.be.true
        expect(gap - overlap).to.equal(daysFrom(addDays(endDate, 1), start))
      }),
    )
  })
})

describe('lineDeadlines', () => {
  const second = SubscriptionId.parse('22222222-2222-4222-8222-222222222222')
  const of = (one: MoveLine, on = today) => lineDeadlines(one, on, NO_HOLIDAYS)

  it('of one subscription are its own', () => {
    expect(of(line)).to.deep.equal(deadlines('CUT_OFF', end, today))
  })

  it('of several are the earliest of each date, with the regime that presses most', () => {
    const renews = { ...source, id: second, autoRenew: 'ON', endDate: day('2027-01-29') } as const
    expect(of({ ...line, sources: [renews, source] })).to.deep.include({
      regime: 'CUT_OFF',
      daysLeft: 23,
      lastSafe: '2026-12-11',
      stopRenewalBy: '2027-01-26',
      dataLossFrom: '2027-03-16',
    })
  })

  it('of two that press alike lead with the one that ends first', () => {
    const agreement = { ...source, id: second, channel: 'EA', endDate: day('2027-01-29') } as const
    expect(of({ ...line, sources: [agreement, source] }).regime).to.equal('CUT_OFF')
  })

  it('of two that end together lead with the harsher regime', () => {
    const grace = { ...source, id: second, channel: 'WEB_DIRECT_MOSA' } as const
    expect(of({ ...line, sources: [grace, source] })).to.deep.include({ regime: 'CUT_OFF', lastPossible: '2026-12-15' })
    expect(of({ ...line, sources: [source, grace] })).to.deep.include({ regime: 'CUT_OFF', lastPossible: '2026-12-15' })
  })

  it('of a line with a suspended subscription know no last possible day', () => {
    const suspended = { ...source, id: second, status: 'SUSPENDED', endDate: day('2027-06-30') } as const
    const found = of({ ...line, sources: [source, suspended] })
    expect(found).to.deep.include({
      regime: 'SUSPENDED_AT_END',
      timeStatus: 'OUTAGE',
      lastPossible: null,
      lastSafe: '2026-12-11',
    })
  })

  it('use the days off they are given', () => {
    expect(lineDeadlines(line, today, new Set(['2026-12-14'])).lastSafe).to.equal('2026-12-10')
  })

  it('of an active line are SAFE whatever the date', () => {
    expect(of({ ...line, order: active }, day('2027-06-01')).timeStatus).to.equal('SAFE')
    expect(of(line, day('2027-06-01')).timeStatus).to.equal('DATA_LOSS')
  })

  it('of a line that is being undone count again', () => {
    const canceling = LineOrder.parse({ ...active, status: 'canceling' })
    expect(of({ ...line, order: canceling }, day('2026-12-16')).timeStatus).to.equal('OUTAGE')
  })
})

const active = LineOrder.options[4].parse({
  status: 'active',
  requestId: '33333333-3333-4333-8333-333333333333',
  orderId: 'o-1',
  subscriptionId: '44444444-4444-4444-8444-444444444444',
  activeSince: '2026-12-11T14:30:00Z',
  undoUntil: '2026-12-18T14:30:00Z',
})

describe('caseTimeStatus', () => {
  const move = MoveCase.parse({
    id: '55555555-5555-4555-8555-555555555555',
    number: 12,
    revision: 0,
    customer: {
      tenantId: '66666666-6666-4666-8666-666666666666',
      name: 'Contoso',
      domain: 'contoso.com',
      country: 'DE',
      segment: 'commercial',
      cloud: 'public',
      contact: { name: 'Kim Akers', email: 'kim@contoso.com' },
    },
    partner: { tenantId: '77777777-7777-4777-8777-777777777777', country: 'PL', kind: 'DIRECT_BILL', currency: 'EUR' },
    channel: 'CSP_NCE',
    path: 'MANUAL',
    relationship: 'NONE',
    agreement: 'UNKNOWN',
    adminAccess: 'NONE',
    lines: [line],
    createdBy: 'ada',
    createdAt: '2026-11-20T08:00:00Z',
    owner: 'ada',
    since: '2026-11-20T08:00:00Z',
    historyLength: 0,
    holidays: [],
    state: 'DRAFT',
  }) as InState<'DRAFT'>
  const late = { ...line, id: line.id, sources: [{ ...source, endDate: day('2026-11-20') }] }

  it('is that of its worst line', () => {
    expect(caseTimeStatus(move, today)).to.equal('SAFE')
    expect(caseTimeStatus({ ...move, lines: [line, late] }, today)).to.equal('OUTAGE')
  })

  it('does not count lines that are excluded or dropped', () => {
    const excluded: MoveLine = { ...late, match: { level: 'EXCLUDED', why: 'KEPT_AT_SOURCE' } }
    const dropped = { ...late, order: LineOrder.parse({ status: 'dropped', at: '2026-11-21T08:00:00Z', by: 'ada' }) }
    expect(caseTimeStatus({ ...move, lines: [line, excluded, dropped] }, today)).to.equal('SAFE')
    expect(movingDeadlines({ ...move, lines: [line, excluded, dropped] }, today)).to.have.length(1)
  })

  it('is SAFE without a line to move', () => expect(caseTimeStatus({ ...move, lines: [] }, today)).to.equal('SAFE'))

  it('counts the days off of the case', () => {
    const { lastSafe } = movingDeadlines({ ...move, holidays: [day('2026-12-14')] }, today)[0]!.deadlines
    expect(lastSafe).to.equal('2026-12-10')
  })

  it('is SAFE once a transfer has finished, whatever the date, and not before', () => {
    const afterEnd = day('2027-06-01')
    const at = '2026-12-01T08:00:00Z'
    const verifying = MoveCase.parse({
      ...move,
      path: 'TRANSFER',
      state: 'VERIFYING',
      region: { result: 'OK', partnerRegion: 'EUROPE', customerRegion: 'EUROPE', listDate: '2023-08-17' },
      plan: { path: 'TRANSFER', prices: { takenAt: at, currency: 'EUR', prices: [] } },
      submission: { by: 'ada', at, planKey: 'k' },
      approval: { by: 'ben', at, planKey: 'k' },
      gap: false,
    })
    expect(caseTimeStatus(verifying, afterEnd)).to.equal('SAFE')
    expect(caseTimeStatus({ ...verifying, path: 'MANUAL' }, afterEnd)).to.equal('DATA_LOSS')
    expect(caseTimeStatus({ ...move, path: 'TRANSFER' }, afterEnd)).to.equal('DATA_LOSS')
  })
})

describe('worstTimeStatus', () => {
  it('is the worst wherever it stands, and SAFE of none', () => {
    expect(worstTimeStatus([])).to.equal('SAFE')
    expect(worstTimeStatus(['AT_RISK', 'DATA_LOSS', 'LATE'])).to.equal('DATA_LOSS')
    expect(worstTimeStatus(['LATE', 'OUTAGE'])).to.equal('OUTAGE')
  })
})
