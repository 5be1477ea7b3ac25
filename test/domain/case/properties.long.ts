import { expect } from 'chai'
import { assert, integer, property } from 'fast-check'
import { isIn, TERMINAL } from '../../../src/domain/moveCase.js'
import { checkInvariants } from './invariants.js'
import { leadOut, live } from './randomMoves.js'

describe('three thousand cases that live through anything', () => {
  it('never break an invariant, and always find an end', () => {
    assert(
      property(integer(), (seed) => {
        const { move, now } = live(seed, 120, checkInvariants)
        expect(isIn(leadOut(move, now), TERMINAL)).to.equal(true)
      }),
      { numRuns: 3_000, seed: 20261122, endOnFailure: true },
    )
  })
})
