import { expect } from 'chai'
import * as fc from 'fast-check'
import { daysFrom } from '../../src/domain/days.js'
import {
  deadlineToShow,
  invitationDeadline,
  pricesAreOld,
  transferStuckFrom,
  undoUntil,
} from '../../src/domain/windows.js'
import { anyDay, moment } from './ruleFacts.js'

const at = moment('2026-12-11T14:30:00Z')

describe('periods that run from an act', () => {
  it('M2 take Partner Center’s own moment for the end of the undo window when there is one', () => {
    expect(undoUntil(at, moment('2026-12-18T00:00:00Z'))).to.equal('2026-12-18T00:00:00.000Z')
  })

  it('had 72 hours to cancel before March 2022', () => {
    expect(undoUntil(moment('2022-02-10T09:00:00Z'))).to.equal('2022-02-13T09:00:00.000Z')
    expect(undoUntil(moment('2022-03-10T09:00:00Z'))).to.equal('2022-03-17T09:00:00.000Z')
  })

  it('give a customer 14 days to accept (X7)', () =>
    expect(invitationDeadline(at)).to.equal('2026-12-25T14:30:00.000Z'))

  it('call a transfer stuck after 3 days (X26)', () =>
    expect(transferStuckFrom(at)).to.equal('2026-12-14T14:30:00.000Z'))

  it('read prices again when they are more than 7 days old', () => {
    expect(pricesAreOld(at, moment('2026-12-18T14:30:00Z'))).to.be.false
    expect(pricesAreOld(at, moment('2026-12-18T14:30:01Z'))).to.be.true
  })
})

describe('deadlineToShow', () => {
  it('I11 never shows a day after the last safe one', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (lastSafe, external) => {
        const shown = deadlineToShow(lastSafe, external)
        expect(shown.day <= lastSafe).to.be.true
        expect(shown.tooLateToRelyOn).to.equal(daysFrom(lastSafe, external) > 0)
      }),
    )
  })
})
