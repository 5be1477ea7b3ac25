import { expect } from 'chai'
import { capacityCheck } from '../../src/domain/capacity.js'
import { addDays } from '../../src/domain/days.js'
import { deadlines, deadlines as deadlinesOf, gapDays, lifecycle, overlapDays } from '../../src/domain/deadlines.js'
import { type EndFacts, endRegime } from '../../src/domain/endRegime.js'
import { cancellationRefund, estCost, overlapCost, transferSplit, usedDays } from '../../src/domain/money.js'
import { seatDelta, shortfall } from '../../src/domain/seats.js'
import { renewedUntil } from '../../src/domain/terms.js'
import {
  adminAccessLapsesAt,
  deadlineToShow,
  inUndoWindow,
  renewalExit,
  transferLapsesAt,
  undoUntil,
} from '../../src/domain/windows.js'
import { day, EUR, moment } from './ruleFacts.js'

/** The worked examples: 40 seats at EUR 12.00 per month on an annual commitment, EUR 14.40 on a monthly term. */
const seats = 40
const annual = { amount: '144.00', term: 'P1Y' } as const
const today = day('2026-11-22')

const endingBeforeEst: EndFacts = {
  channel: 'CSP_NCE',
  endDate: day('2026-03-09'),
  boughtOrRenewedOn: day('2025-03-10'),
  autoRenew: 'OFF',
}
const endingInDecember: EndFacts = {
  channel: 'CSP_NCE',
  endDate: day('2026-12-15'),
  boughtOrRenewedOn: day('2025-12-16'),
  autoRenew: 'OFF',
  endAction: 'CANCEL',
}

describe('the worked examples of the rules', () => {
  it('V1 has a free grace period, then 90 days for administrators', () => {
    expect(endRegime(endingBeforeEst)).to.equal('FREE_GRACE_30')
    expect(lifecycle('FREE_GRACE_30', endingBeforeEst.endDate)).to.deep.equal([
      { phase: 'EXPIRED', from: '2026-03-10', to: '2026-04-08', usersWork: true },
      { phase: 'DISABLED', from: '2026-04-09', to: '2026-07-07', usersWork: false },
      { phase: 'DELETED', from: '2026-07-08', to: null, usersWork: false },
    ])
  })

  it('V2 pays five days twice: 78.90', () => {
    const cost = overlapCost({
      endDate: day('2026-03-09'),
      start: day('2026-03-05'),
      seats,
      price: annual,
      currency: EUR,
    })
    expect(cost).to.deep.equal({ amount: '78.90', currency: 'EUR', days: 5 })
  })

  it('V3 is cut off, safe until Friday 11 December, with its data kept until 15 March', () => {
    expect(endRegime(endingInDecember)).to.equal('CUT_OFF')
    const { daysLeft, lastSafe, dataLossFrom } = deadlines('CUT_OFF', endingInDecember.endDate, today)
    expect({ daysLeft, lastSafe, dataLossFrom }).to.deep.equal({
      daysLeft: 23,
      lastSafe: '2026-12-11',
      dataLossFrom: '2027-03-16',
    })
    expect(lifecycle('CUT_OFF', endingInDecember.endDate)).to.deep.equal([
      { phase: 'DATA_KEPT', from: '2026-12-16', to: '2027-03-15', usersWork: false },
      { phase: 'DELETED', from: '2027-03-16', to: null, usersWork: false },
    ])
  })

  it('V4 started on the last safe day overlaps by five days: 78.90', () => {
    const { lastSafe } = deadlines('CUT_OFF', endingInDecember.endDate, today)
    const cost = overlapCost({
      endDate: endingInDecember.endDate,
      start: lastSafe,
      seats,
      price: annual,
      currency: EUR,
    })
    expect(cost).to.deep.equal({ amount: '78.90', currency: 'EUR', days: 5 })
  })

  for (const [start, overlap, gap] of [
    ['2026-12-15', 1, 0],
    ['2026-12-16', 0, 0],
    ['2026-12-17', 0, 1],
  ] as const)
    it(`V5 started on ${start} overlaps by ${overlap} and leaves ${gap} days without service`, () => {
      expect(overlapDays(day('2026-12-15'), day(start))).to.equal(overlap)
      expect(gapDays(day('2026-12-15'), day(start))).to.equal(gap)
    })

  it('V6 merely switched off runs on at a surcharge: 57.41 for three days', () => {
    expect(endRegime({ ...endingInDecember, endAction: 'NONE' })).to.equal('PAID_EXTENSION')
    const cost = estCost({
      endDate: day('2026-12-15'),
      start: day('2026-12-19'),
      seats,
      price: { monthly: '14.40' },
      currency: EUR,
    })
    expect(cost).to.deep.equal({ amount: '57.41', currency: 'EUR', days: 3 })
  })

  it('V7 renews itself unless stopped by 11 December, and can be got out of through 22 December', () => {
    expect(endRegime({ ...endingInDecember, autoRenew: 'ON', endAction: 'UNKNOWN' })).to.equal('AUTO_RENEW')
    expect(deadlines('AUTO_RENEW', day('2026-12-15'), today).stopRenewalBy).to.equal('2026-12-11')
    expect(renewalExit(day('2026-12-15'))).to.deep.equal({
      renewsOn: '2026-12-16',
      certainThrough: '2026-12-22',
      closesBetween: ['2026-12-23T00:00:00.000Z', '2026-12-24T00:00:00.000Z'],
    })
    expect(renewedUntil(day('2026-12-15'), 'P1Y')).to.equal('2027-12-15')
  })

  it('V8 keeps the free grace: three years, bought before April 2025', () => {
    const bought = { channel: 'CSP_NCE', endDate: day('2028-03-30'), term: 'P3Y', autoRenew: 'OFF' } as const
    expect(endRegime({ ...bought, boughtOrRenewedOn: day('2025-03-31') })).to.equal('FREE_GRACE_30')
    expect(endRegime({ ...bought, startedOn: day('2025-03-31') })).to.equal('FREE_GRACE_30')
  })

  it('V9 keeps the free grace: it ends before the extension was enforced', () => {
    const facts = { ...endingBeforeEst, boughtOrRenewedOn: day('2025-04-01'), endDate: day('2026-03-31') }
    expect(endRegime(facts)).to.equal('FREE_GRACE_30')
  })

  it('V10 changes regime between an end on 3 May and one on 4 May 2026', () => {
    const before = { ...endingBeforeEst, boughtOrRenewedOn: day('2025-05-04'), endDate: day('2026-05-03') }
    const from = { ...endingBeforeEst, boughtOrRenewedOn: day('2025-05-05'), endDate: day('2026-05-04') }
    expect(endRegime(before)).to.equal('FREE_GRACE_30')
    expect(endRegime({ ...from, endAction: 'CANCEL' })).to.equal('CUT_OFF')
    expect(endRegime({ ...from, endAction: 'NONE' })).to.equal('PAID_EXTENSION')
    expect(endRegime(from)).to.equal('UNKNOWN_WORST')
  })

  for (const [canceledOn, amount] of [
    ['2026-12-13', '5712.66'],
    ['2026-12-14', '5696.88'],
  ] as const)
    it(`V11 gives back ${amount} of 5,760 when cancelled on ${canceledOn}`, () => {
      const used = usedDays(day('2026-12-11'), day(canceledOn))
      const refund = { paid: '5760', daysInPeriod: 365, usedDays: used, currency: EUR, insideWindow: true }
      expect(cancellationRefund(refund).amount).to.equal(amount)
    })

  it('V12 gives back 18.57 of 20.00 after two days of a February', () => {
    const refund = { paid: '20.00', daysInPeriod: 28, usedDays: 2, currency: EUR, insideWindow: true }
    expect(cancellationRefund(refund)).to.deep.equal({ amount: '18.57', currency: 'EUR', days: 26 })
  })

  it('V13 can be undone for 168 hours, to the minute', () => {
    const until = undoUntil(moment('2026-12-11T14:30:00Z'))
    expect(until).to.equal('2026-12-18T14:30:00.000Z')
    expect(inUndoWindow(moment('2026-12-18T14:29:00Z'), until)).to.be.true
    expect(inUndoWindow(moment('2026-12-18T14:30:00Z'), until)).to.be.false
  })

  it('V14 splits a prepaid term 101 to 264 days and credits 723.29', () => {
    const term = { start: day('2024-07-12'), endDate: day('2025-07-11'), transferDate: day('2024-10-20') }
    expect(transferSplit({ ...term, paid: '1000.00', currency: EUR })).to.deep.equal({
      source: { amount: '276.71', currency: 'EUR', days: 101 },
      target: { amount: '723.29', currency: 'EUR', days: 264 },
    })
  })

  it('V15 leaves two people short: 95 seats for 97 assigned', () => {
    expect([seatDelta(60 + 40, 95), shortfall(97, 95)]).to.deep.equal([-5, 2])
  })

  it('V16 is fewer seats, but enough: 97 for 97 assigned', () => {
    expect([seatDelta(60 + 40, 97), shortfall(97, 97)]).to.deep.equal([-3, 0])
  })

  it('V17 does not double 151 subscriptions: 302 of 300', () => {
    expect(capacityCheck(151, 151, today)).to.deep.equal({ ok: false, total: 302, limit: 300 })
    expect(capacityCheck(150, 150, today)).to.deep.equal({ ok: true, total: 300, limit: 300 })
  })

  it('V18, I11 never shows an external deadline that is later than the last safe day', () => {
    const lapses = transferLapsesAt(moment('2026-11-23T10:00:00Z'))
    expect(lapses).to.equal('2026-12-23T10:00:00.000Z')
    const { lastSafe } = deadlinesOf('CUT_OFF', endingInDecember.endDate, today)
    expect(deadlineToShow(lastSafe, day(lapses.slice(0, 10)))).to.deep.equal({
      day: '2026-12-11',
      tooLateToRelyOn: true,
    })
    expect(deadlineToShow(lastSafe, lastSafe)).to.deep.equal({ day: lastSafe, tooLateToRelyOn: false })
    expect(deadlineToShow(lastSafe, addDays(lastSafe, -1))).to.deep.equal({ day: '2026-12-10', tooLateToRelyOn: false })
  })

  it('V19 lets a request for admin access lapse after 90 days', () => {
    expect(adminAccessLapsesAt(moment('2026-11-23T08:00:00Z'))).to.equal('2027-02-21T08:00:00.000Z')
  })

  it('V20 does not compute the end of a term that starts on 29 February', () => {
    expect(renewedUntil(day('2028-02-28'), 'P1Y')).to.equal('fromPartnerCenter')
    expect(renewedUntil(day('2027-01-30'), 'P1M')).to.equal('fromPartnerCenter') // starts on the 31st
    expect(renewedUntil(day('2027-02-28'), 'P1Y')).to.equal('2028-02-29')
  })
})
