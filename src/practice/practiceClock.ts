import { z } from 'zod'
import { Instant } from '../domain/ids.js'
import { put, type RecordKind, type RecordWrite, type Store } from '../domain/ports.js'
import { PracticeRefusedError } from './practiceRefused.js'

const ClockState = z.object({ now: Instant })
type ClockState = z.infer<typeof ClockState>
/** One record, under {@link CLOCK_ID}. */
export const PRACTICE_CLOCK: RecordKind<ClockState> = { name: 'practiceClock', schemaVersion: 1, schema: ClockState }
export const CLOCK_ID = 'clock'

/** Sets the clock as part of a larger change; a clock that is open has to {@link PracticeClock.reload} after it. */
export const clockWrite = (now: Instant, expected: 'new' | 'any'): RecordWrite =>
  put(PRACTICE_CLOCK, CLOCK_ID, expected, { now })

/** The time of the practice world. It stands still until somebody moves it, and a restart finds it where it stood. */
export interface PracticeClock {
  readonly now: () => Instant
  /**
   * Moves it forward, durably, before anybody reads the new time.
   * @throws {PracticeRefusedError} when `to` lies before now
   */
  set(to: Instant): Promise<void>
  /** Reads again what the store has: after a reset, the only way back. */
  reload(): Promise<void>
}

/** @throws {Error} when the store holds no clock: the world has not been installed */
export async function openPracticeClock(store: Store): Promise<PracticeClock> {
  const read = async (): Promise<Instant> => {
    const found = await store.get(PRACTICE_CLOCK, CLOCK_ID)
    if (found === undefined) throw new Error('no practice clock is installed in this store')
    return found.value.now
  }
  let current = await read()
  return {
    now: () => current,
    set: async (to) => {
      if (to < current) throw new PracticeRefusedError('backwards', { now: current, to })
      if (to === current) return
      await store.commit('practice clock', [clockWrite(to, 'any')])
      current = to
    },
    reload: async () => {
      current = await read()
    },
  }
}
