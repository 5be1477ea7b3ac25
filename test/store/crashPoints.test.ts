import { expect } from 'chai'
import fc from 'fast-check'
import type { JsonStore } from '../../src/store/jsonStore.js'
import { Stores } from './support/opening.js'
import { Random } from './support/random.js'
import type { SimulatedDisk } from './support/simulatedDisk.js'
import { Workload } from './support/workload.js'

const stores = new Stores()
const STEPS = 15

/** Opens, commits alone and in groups, makes checkpoints in between, and closes. */
async function life(
  disk: SimulatedDisk,
  folder: string,
  work: Workload,
  random: Random,
  length: number,
): Promise<void> {
  let store: JsonStore | undefined
  try {
    store = await stores.start({
      files: disk,
      folder,
      limits: { shards: 3, checkpointBytes: random.coin() ? 2000 : 1_000_000 },
    })
    work.continueFrom(await work.check(store))
    for (let step = 0; step < length; step++) {
      const dice = random.upTo(9)
      if (dice === 0) await store.checkpoint()
      else if (dice === 1) await Promise.allSettled(Array.from({ length: 4 }, () => work.next(store as JsonStore)))
      else await work.next(store)
    }
  } finally {
    await store?.close()
  }
}

/** Whether what was thrown comes of the crash and not of a mistake. */
const dies = async (life: Promise<void>, disk: SimulatedDisk): Promise<void> =>
  life.catch((error: unknown) => {
    if (!disk.crashed) throw error
  })

async function survives(disk: SimulatedDisk, folder: string, work: Workload): Promise<void> {
  const store = await stores.start({ files: disk, folder, limits: { shards: 3 } })
  expect(store.opening.damage).to.deep.equal([])
  expect(store.health()).to.deep.equal({ ok: true })
  work.continueFrom(await work.check(store))
  await work.next(store)
  await work.check(store)
  await store.close()
  expect(disk.paths().filter((path) => path.endsWith('.tmp'))).to.deep.equal([])
}

describe('a store whose process or machine dies', () => {
  afterEach(() => stores.cleanUp())

  for (const [what, restart] of [
    ['process is killed', (disk: SimulatedDisk) => disk.restartProcess()],
    ['machine loses power', (disk: SimulatedDisk) => disk.restartMachine()],
  ] as const) {
    it(`has every acknowledged commit, whole, whichever file operation it is in when the ${what} (RF1, RF2, RF3, RF8, RF9, RF10, RF11)`, async () => {
      const seed = 7
      const whole = stores.simulated(seed)
      await life(whole.disk, whole.folder, new Workload(), new Random(seed), STEPS)
      const operations = whole.disk.operations.length
      expect(operations).to.be.greaterThan(100)
      for (let crashAt = 0; crashAt < operations; crashAt++) {
        const { disk, folder } = stores.simulated(seed + crashAt)
        const work = new Workload()
        disk.crashAt = crashAt
        await dies(life(disk, folder, work, new Random(seed), STEPS), disk)
        expect(disk.crashed, `crash at ${crashAt}`).to.equal(true)
        restart(disk)
        await survives(disk, folder, work)
      }
    })
  }

  it('has every acknowledged commit, whole, over several deaths in a row, of which some come while it recovers (RF10)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(fc.tuple(fc.nat(150), fc.boolean()), { minLength: 1, maxLength: 4 }),
        async (seed, deaths) => {
          const { disk, folder } = stores.simulated(seed)
          const work = new Workload()
          for (const [index, [crashAt, power]] of deaths.entries()) {
            disk.crashAt = crashAt
            await dies(life(disk, folder, work, new Random(seed + index), 12), disk)
            if (power) disk.restartMachine()
            else disk.restartProcess()
          }
          await survives(disk, folder, work)
        },
      ),
      { numRuns: 60 },
    )
  })
})
