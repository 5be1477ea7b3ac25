import { openJsonStore } from '../../../src/store/jsonStore.js'
import { KINDS } from './kinds.js'
import { Random } from './random.js'
import { Workload } from './workload.js'

/**
 * A process with a store of its own, to be killed by a test: `child.js <folder> <seed>` commits without end and says
 * `acknowledged <n>` on its output for each commit that was answered; `child.js <folder>` only keeps the folder open.
 */
const [folder = '', seed] = process.argv.slice(2)
const say = (line: string): boolean => process.stdout.write(`${line}\n`)

const store = await openJsonStore({ folder, kinds: KINDS, limits: { shards: 4, checkpointBytes: 3000 } })
say('open')
if (seed === undefined) {
  process.stdin.resume()
} else {
  const random = new Random(Number(seed))
  const work = new Workload()
  await work.continueFrom(store)
  for (;;) {
    const group = Array.from({ length: 1 + random.upTo(5) }, async () => work.next(store))
    await Promise.all(group)
    say(`acknowledged ${work.acknowledged}`)
  }
}
