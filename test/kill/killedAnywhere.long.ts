import { expect } from 'chai'
import { endAfterKill, undisturbed } from './killed.js'

describe('a move whose process is killed at any line of the journal (RP1, RP2, RP3; RF1–RF7)', () => {
  it('arrives at the same end from every line, killed before it was written and after it was on disk', async () => {
    const { lines, end } = await undisturbed()
    const kills = Array.from({ length: lines }, (_, index) => index + 1).flatMap((line) => [
      [line, 'before'] as const,
      [line, 'after'] as const,
    ])
    const wrong: string[] = []
    const worker = async () => {
      for (let kill = kills.shift(); kill !== undefined; kill = kills.shift()) {
        const [line, moment] = kill
        const arrived = JSON.stringify(await endAfterKill(line, moment).catch((error: unknown) => String(error)))
        if (arrived !== JSON.stringify(end)) wrong.push(`killed ${moment} line ${line}: ${arrived}`)
      }
    }
    await Promise.all([worker(), worker()]) // two at a time: as many as the smallest machine has cores
    expect(wrong).to.deep.equal([])
  })
})
