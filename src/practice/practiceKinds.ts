import { SIMULATOR_KINDS } from '../partnerCenter/simulator/state.js'
import { PRACTICE_CLOCK } from './practiceClock.js'

/** Every kind of record that practice mode keeps beside those of the product. */
export const PRACTICE_KINDS = [PRACTICE_CLOCK, ...SIMULATOR_KINDS] as const
