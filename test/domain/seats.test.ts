import { expect } from 'chai'
import * as fc from 'fast-check'
import { capacityCheck } from '../../src/domain/capacity.js'
import { lineSeats, seatDelta, shortfall } from '../../src/domain/seats.js'
import { day, line, source } from './ruleFacts.js'

describe('the seats of a line', () => {
  it('R17 are counted over all its subscriptions together', () => {
    const two = { ...line, sources: [{ ...source, seats: 60 }, source], assigned: 97, seats: 95 }
    expect(lineSeats(two)).to.deep.equal({ delta: -5, shortfall: 2 })
  })

  it('count with the seats of the product that stay where they are', () => {
    const short = { ...line, assigned: 97, seats: 95 }
    expect(lineSeats({ ...short, staying: 2 }).shortfall).to.equal(0)
    expect(lineSeats({ ...short, staying: 2 }, 1).shortfall).to.equal(1)
  })

  it('leave nobody short as long as there are as many as people', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (assigned, seats) => {
        expect(shortfall(assigned, seats)).to.equal(assigned > seats ? assigned - seats : 0)
        expect(seats + shortfall(assigned, seats)).to.be.at.least(assigned)
        expect(assigned + seatDelta(assigned, seats)).to.equal(seats)
      }),
    )
  })
})

describe('the capacity of a tenant', () => {
  for (const [active, create, ok] of [
    [0, 300, true],
    [0, 301, false],
    [299, 1, true],
    [300, 1, false],
    [301, 0, false],
  ] as const)
    it(`${ok ? 'holds' : 'does not hold'} ${create} more beside ${active}`, () => {
      expect(capacityCheck(active, create, day('2026-11-22'))).to.deep.equal({ ok, total: active + create, limit: 300 })
    })
})
