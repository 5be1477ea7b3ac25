import { expect } from 'chai'
import * as fc from 'fast-check'
import { surviveKills } from './support/kills.js'
import { dies, life, survives } from './support/life.js'
import { Stores } from './support/opening.js'
import { Random } from './support/random.js'
import { Workload } from './support/workload.js'

const stores = new Stores()

describe('a store over many deaths', () => {
  afterEach(() => stores.cleanUp())

  for (const seed of [1, 2, 3]) {
    it(`loses nothing it has answered in 100 kills (RF1, RF2, RF3, RF8, RF9, G11; seed ${seed})`, async () => {
      expect(await surviveKills(await stores.folder(), 100, seed)).to.be.greaterThan(1000)
    })
  }

  it('loses nothing it has answered in 2000 series of kills and power cuts, some of them while it recovers (RF10, G11)', async () => {
    const death = fc.record({ crashAt: fc.nat(300), power: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(death, { minLength: 1, maxLength: 6 }), async (seed, deaths) => {
        const { disk, folder } = stores.simulated(seed)
        const work = new Workload()
        for (const [index, { crashAt, power }] of deaths.entries()) {
          disk.crashAt = crashAt
          await dies(life(stores, { disk, folder, work, random: new Random(seed + index), steps: 30 }), disk)
          if (power) disk.restartMachine()
          else disk.restartProcess()
        }
        await survives(stores, { disk, folder, work })
      }),
      { numRuns: 2000 },
    )
  })
})
