import { expect } from 'chai'
import type { JsonStore } from '../../../src/store/jsonStore.js'
import type { Stores } from './opening.js'
import type { Random } from './random.js'
import type { SimulatedDisk } from './simulatedDisk.js'
import type { Workload } from './workload.js'

export interface Kept {
  readonly disk: SimulatedDisk
  readonly folder: string
  readonly work: Workload
}

const SHARDS = 3

/** Opens a store, commits alone and in groups, makes checkpoints in between, and closes it. */
export async function life(
  stores: Stores,
  { disk, folder, work, random, steps }: Kept & { readonly random: Random; readonly steps: number },
): Promise<void> {
  const checkpointBytes = random.coin() ? 2000 : 1_000_000
  const store = await stores.start({ files: disk, folder, limits: { shards: SHARDS, checkpointBytes } })
  try {
    work.restart(await work.check(store))
    for (let step = 0; step < steps; step++) await oneStep(store, work, random.upTo(9))
  } finally {
    await store.close()
  }
}

async function oneStep(store: JsonStore, work: Workload, dice: number): Promise<void> {
  if (dice === 0) await store.checkpoint()
  else if (dice === 1) await Promise.allSettled(Array.from({ length: 4 }, async () => work.next(store)))
  else await work.next(store)
}

/** Lets a life end in a crash, and only in that. */
export const dies = async (life: Promise<void>, disk: SimulatedDisk): Promise<void> =>
  life.catch((error: unknown) => {
    if (!disk.crashed) throw error
  })

/** What must hold after any death: everything answered is there, nothing is damaged, and it goes on. */
export async function survives(stores: Stores, { disk, folder, work }: Kept): Promise<void> {
  const store = await stores.start({ files: disk, folder, limits: { shards: SHARDS } })
  expect(store.opening.damage).to.deep.equal([])
  expect(store.health()).to.deep.equal({ ok: true })
  work.restart(await work.check(store))
  await work.next(store)
  await work.check(store)
  await store.close()
  expect(disk.paths().filter((path) => path.endsWith('.tmp'))).to.deep.equal([])
}
