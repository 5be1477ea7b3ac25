import type { UtcDay } from '../domain/ids.js'
import { put, type RecordWrite, type Store } from '../domain/ports.js'
import {
  FAULTS_ID,
  PRACTICE_CUSTOMERS,
  PRACTICE_FAULTS,
  PRACTICE_WORLD,
  WORLD_ID,
} from '../partnerCenter/simulator/state.js'
import { clockWrite, openPracticeClock, type PracticeClock } from './practiceClock.js'
import { resolveWorld, type ResolvedWorld } from './resolveWorld.js'
import type { World } from './world.js'

/** Everything a world begins with, to be written in one change. */
export const worldWrites = (
  { clock, world, customers, faults }: ResolvedWorld,
  expected: 'new' | 'any',
): RecordWrite[] => [
  clockWrite(clock, expected),
  put(PRACTICE_WORLD, WORLD_ID, expected, world),
  put(PRACTICE_FAULTS, FAULTS_ID, expected, faults),
  ...customers.map((customer) => put(PRACTICE_CUSTOMERS, customer.tenantId, expected, customer)),
]

/**
 * Opens the practice world: installs it on the first start and leaves it as it is on every later one, whatever the world
 * file says by then and whatever day it is (contracts, 3).
 *
 * @param today the real day, UTC
 */
export async function openPracticeWorld(store: Store, world: World, today: UtcDay): Promise<PracticeClock> {
  if ((await store.get(PRACTICE_WORLD, WORLD_ID)) === undefined) {
    await store.commit('practice world', worldWrites(resolveWorld(world, today), 'new'))
  }
  return openPracticeClock(store)
}
