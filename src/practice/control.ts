import type { Instant, TenantId } from '../domain/ids.js'
import { FAULT_NAMES, type FaultName } from '../partnerCenter/simulator/faults.js'
import type { Person } from './world.js'

/** What the practice room, its page and the practice words steer. Implemented over the world, the clock and the simulator. */
export interface PracticeControl {
  now(): Instant
  readonly partnerName: string
  people(): readonly Person[]
  customers(): Promise<readonly PracticeCustomer[]>
  /**
   * Moves the clock forward to `to` and lets everything due on the way happen in order of its time (contracts, 3).
   * @throws {PracticeRefusedError} when `to` lies in the past
   */
  forwardTo(to: Instant): Promise<void>
  /** Moves the clock to the next thing due; `undefined` when nothing is. */
  next(): Promise<Instant | undefined>
  /** What the customer's administrator, or the old seller, does. */
  act(customer: TenantId, act: CustomerAct): Promise<void>
  /** Switches a fault on for the next `times` calls it fits (contracts, 2). */
  fail(fault: FaultName, times: number): Promise<void>
  heal(): Promise<void>
  faults(): readonly { readonly name: FaultName; readonly times: number }[]
  /** The world as on the first day: the clock, all cases and everything else that was stored are cleared. */
  reset(): Promise<void>
}

export interface PracticeCustomer {
  readonly tenantId: TenantId
  readonly name: string
  readonly domain: string
  readonly relationship: string
  /** State of our open case, if there is one. */
  readonly caseState?: string
}

export type CustomerAct = 'accept' | 'decline' | 'removeUs' | 'sourceEnds' | 'sourceRenews'

export { FAULT_NAMES as FAULTS }
export type { FaultName }
