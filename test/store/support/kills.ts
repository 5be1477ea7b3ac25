import { expect } from 'chai'
import { setTimeout } from 'node:timers/promises'
import { openJsonStore } from '../../../src/store/jsonStore.js'
import { KINDS } from './kinds.js'
import { Random } from './random.js'
import { Running } from './running.js'
import { Workload } from './workload.js'

/**
 * Has one folder written to by process after process, each of which is killed at some moment between its start and the
 * middle of its work, and looks after each death whether everything is there that was answered.
 *
 * @returns how many commits were answered in all
 */
export async function surviveKills(folder: string, kills: number, seed: number): Promise<number> {
  const random = new Random(seed)
  let count = 0
  for (let kill = 1; kill <= kills; kill++) {
    const running = new Running(folder, random.upTo(1_000_000))
    if (random.upTo(4) > 0) await running.says('acknowledged') // the rest is killed while it starts
    await setTimeout(random.upTo(120))
    await running.kill()
    expect(running.complaints, `kill ${kill}`).to.equal('')

    const work = new Workload()
    work.acknowledged = Math.max(count, running.acknowledged)
    work.attempted = Number.MAX_SAFE_INTEGER
    const store = await openJsonStore({ folder, kinds: KINDS, limits: { shards: 4 } })
    expect(store.opening.damage, `kill ${kill}`).to.deep.equal([])
    count = await work.check(store)
    if (random.coin()) await store.checkpoint()
    await store.close()
  }
  return count
}
