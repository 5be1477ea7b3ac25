import { expect } from 'chai'
import { assert, integer, property } from 'fast-check'
import { CASE_STATES, isIn, TERMINAL, type CaseState } from '../../../src/domain/moveCase.js'
import { caseIn, ordered } from '../../support/facts.js'
import { checkInvariants } from './invariants.js'
import { leadOut, live } from './randomMoves.js'

describe('a case that lives through anything', () => {
  const seen = new Set<CaseState>()

  it('never breaks I1, I2, I3, I5, I6, I7, I9, I10 or I12, and always finds an end', () => {
    assert(
      property(integer(), (seed) => {
        const { move, now, states } = live(seed, 70, checkInvariants)
        for (const state of states) seen.add(state)
        expect(isIn(leadOut(move, now), TERMINAL)).to.equal(true)
      }),
      { numRuns: 150, seed: 20261122, endOnFailure: true },
    )
  })
  it('comes through every state by chance', () => expect([...seen]).to.have.members([...CASE_STATES]))

  for (const state of CASE_STATES) {
    it(`finds an end from ${state}`, () => expect(isIn(leadOut(caseIn(state), ordered), TERMINAL)).to.equal(true))
  }
})
