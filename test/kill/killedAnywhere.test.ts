import { expect } from 'chai'
import { endAfterKill, undisturbed } from './killed.js'

/** A seeded few of the lines that `killedAnywhere.long.ts` tries one by one. */
const SAMPLE = [
  [0.12, 'after'],
  [0.31, 'before'],
  [0.5, 'after'],
  [0.66, 'before'],
  [0.74, 'after'],
  [0.9, 'before'],
] as const

describe('a move whose process is killed and started again (RP1, RP2, RP3; RF1–RF7)', function () {
  this.timeout(120_000)

  it('arrives at the same end, with one order for each line', async () => {
    const { lines, end } = await undisturbed()
    expect(end).to.have.property('state', 'COMPLETED')
    for (const [share, moment] of SAMPLE) {
      const line = Math.round(lines * share)
      expect(await endAfterKill(line, moment), `killed ${moment} line ${line}`).to.deep.equal(end)
    }
  })
})
