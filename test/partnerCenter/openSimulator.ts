import { addHours } from '../../src/domain/days.js'
import { Instant, RequestId, SkuPartNumber, TenantId, UtcDay } from '../../src/domain/ids.js'
import type { OrderRequest } from '../../src/domain/ports.js'
import { Simulator } from '../../src/partnerCenter/simulator/simulator.js'
import { openPracticeWorld } from '../../src/practice/installWorld.js'
import { asWorld, type World, type WrittenWorld } from '../../src/practice/world.js'
import { WatchedStore } from './watchedStore.js'

/** A small world for tests of the simulator: one customer who knows us, and whatever a test adds to it. */

export const TODAY = UtcDay.parse('2026-11-22')
export const START = Instant.parse('2026-11-22T08:00:00.000Z')
export const TENANT = TenantId.parse('d294b129-7b99-4fe4-9686-8ad8c16707b4')
export const OTHER_TENANT = TenantId.parse('76049014-86bb-4623-b04d-9a55260d2658')

type WrittenCustomer = WrittenWorld['customers'][number]
export type WrittenSubscription = WrittenCustomer['subscriptions'][number]

export const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const requestId = (n: number): RequestId => RequestId.parse(guid(n))

export const subscription = (change: Partial<WrittenSubscription> = {}): WrittenSubscription => ({
  id: guid(1),
  skuPartNumber: 'SPB',
  title: 'Microsoft 365 Business Premium',
  seats: 25,
  assigned: 23,
  channel: 'WEB_DIRECT_MCA',
  startedOn: '-341d',
  endDate: '+23d',
  term: 'P1Y',
  billing: 'annual',
  autoRenew: false,
  endAction: 'CANCEL',
  ...change,
})

export const customer = (change: Partial<WrittenCustomer> = {}): WrittenCustomer => ({
  tenantId: TENANT,
  name: 'Contoso',
  domain: 'contoso.com',
  country: 'DE',
  segment: 'commercial',
  relationship: 'ACTIVE',
  agreement: 'ACCEPTED_DIRECT',
  adminAccess: 'ACTIVE',
  contact: { name: 'Katrin Vogel', email: 'katrin.vogel@contoso.com' },
  subscriptions: [subscription()],
  ...change,
})

export const worldOf = (...customers: WrittenCustomer[]): World => asWorld({ ...written, customers })

/** A world file without customers. */
export const written = {
  version: 1,
  now: 'today',
  partner: {
    tenantId: '96c0784b-9f97-4a6d-9482-8345179b5be1',
    name: 'Baltic Cloud',
    country: 'PL',
    kind: 'DIRECT_BILL',
    currency: 'EUR',
  },
  people: [
    {
      id: 'f943ffcf-c67b-4fda-8fc5-e02437d57d47',
      name: 'Ada Nowak',
      roles: ['adminAgent'],
      locale: 'pl-PL',
      timeZone: 'Europe/Warsaw',
    },
  ],
  customers: [],
} as const satisfies WrittenWorld

/** Ids made by the simulator so far, over all tests: none is ever made twice, as after a restart. */
let issued = 1_000_000

/** The simulator over a new store, or again over one that another process left behind. */
export async function openSimulator(world: World = worldOf(customer()), store = new WatchedStore()) {
  const clock = await openPracticeWorld(store, world, TODAY)
  const waits: string[] = []
  const simulator = new Simulator({
    store,
    now: clock.now,
    newId: () => guid((issued += 1)),
    wait: async () => void waits.push(clock.now()),
  })
  /** Moves the clock and lets the world catch up; the product does not exist here. */
  const forward = async (hours: number) => {
    await clock.set(addHours(clock.now(), hours))
    await simulator.runDue(clock.now())
  }
  return { store, clock, simulator, forward, waits }
}

export const order = (request: number, change: Partial<OrderRequest> = {}): OrderRequest => ({
  customer: TENANT,
  requestId: requestId(request),
  productId: 'CFQ7TTC0LCHC',
  skuId: '0002',
  sku: SkuPartNumber.parse('SPB'),
  seats: 25,
  term: 'P1Y',
  billing: 'annual',
  ...change,
})

/** What a promise failed with; it is a failure of the test when it did not. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('nothing failed')
}
