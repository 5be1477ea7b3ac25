import { expect } from 'chai'
import * as fc from 'fast-check'
import { dies, life, survives } from './support/life.js'
import { Stores } from './support/opening.js'
import { Random } from './support/random.js'
import type { SimulatedDisk } from './support/simulatedDisk.js'
import { Workload } from './support/workload.js'

const stores = new Stores()
const SEED = 7
const STEPS = 15

const oneLife = (disk: SimulatedDisk, folder: string, work: Workload): Promise<void> =>
  life(stores, { disk, folder, work, random: new Random(SEED), steps: STEPS })

describe('a store whose process or machine dies', () => {
  afterEach(() => stores.cleanUp())

  const deaths: [what: string, restart: (disk: SimulatedDisk) => void][] = [
    ['process is killed', (disk) => disk.restartProcess()],
    ['machine loses power', (disk) => disk.restartMachine()],
  ]
  for (const [what, restart] of deaths) {
    it(`has every acknowledged commit, whole, whichever file operation it is in when the ${what} (RF1, RF2, RF3, RF8, RF9, RF10, RF11)`, async () => {
      const undisturbed = stores.simulated(SEED)
      await oneLife(undisturbed.disk, undisturbed.folder, new Workload())
      const operations = undisturbed.disk.operations.length
      expect(operations).to.be.greaterThan(100)
      for (let crashAt = 0; crashAt < operations; crashAt++) {
        const { disk, folder } = stores.simulated(SEED + crashAt)
        const work = new Workload()
        disk.crashAt = crashAt
        await dies(oneLife(disk, folder, work), disk)
        expect(disk.crashed, `crash at ${crashAt}`).to.equal(true)
        restart(disk)
        await survives(stores, { disk, folder, work })
      }
    })
  }

  it('shows and checkpoints nothing after a kill that a power cut could still take away (RF10)', async () => {
    const undisturbed = stores.simulated(SEED)
    await oneLife(undisturbed.disk, undisturbed.folder, new Workload())
    for (let crashAt = 0; crashAt < undisturbed.disk.operations.length; crashAt++) {
      const { disk, folder } = stores.simulated(SEED + crashAt)
      const work = new Workload()
      disk.crashAt = crashAt
      await dies(oneLife(disk, folder, work), disk)
      disk.restartProcess()
      const store = await stores.start({ files: disk, folder, limits: { shards: 3 } })
      work.restart(await work.check(store))
      await store.checkpoint()
      disk.crashAt = disk.operations.length
      await store.close()
      disk.restartMachine()
      await survives(stores, { disk, folder, work })
    }
  })

  it('has every acknowledged commit, whole, over several deaths in a row, of which some come while it recovers (RF10)', async () => {
    const death = fc.record({ crashAt: fc.nat(150), power: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(death, { minLength: 1, maxLength: 4 }), async (seed, deaths) => {
        const { disk, folder } = stores.simulated(seed)
        const work = new Workload()
        for (const { crashAt, power } of deaths) {
          disk.crashAt = crashAt
          await dies(oneLife(disk, folder, work), disk)
          if (power) disk.restartMachine()
          else disk.restartProcess()
        }
        await survives(stores, { disk, folder, work })
      }),
      { numRuns: 60 },
    )
  })
})
