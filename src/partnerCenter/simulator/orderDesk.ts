import { PartnerCenterRejectedError, PartnerCenterUnavailableError } from '../../domain/errors.js'
import type { Instant } from '../../domain/ids.js'
import { put, type NewId, type OrderPlaced, type OrderRequest, type Store } from '../../domain/ports.js'
import type { FaultDesk } from './faultDesk.js'
import type { FaultName } from './faults.js'
import { carryOut, landsAt, rejectionOf, type Rejection } from './orderRules.js'
import {
  PRACTICE_CUSTOMERS,
  PRACTICE_ORDERS,
  PRACTICE_WORLD,
  WORLD_ID,
  type OrderState,
  type WorldState,
} from './state.js'

/** Of a line that failed although others of its checkout went through: "cannot process line" (API reference 8.2). */
const LINE_FAILED: Rejection = { code: '10006', message: 'practice fault half-checkout' }
const NO_AGREEMENT: Rejection = { code: '13605', message: 'practice fault agreement-missing' }

/**
 * Takes orders. What became of a request is kept for good under its id, refusals too: sent again it gets the same answer,
 * and a second order takes a second request. Calls must not overlap: the simulator lets them in one at a time.
 */
export class OrderDesk {
  constructor(
    private readonly store: Store,
    private readonly faults: FaultDesk,
    private readonly newId: NewId,
  ) {}

  /**
   * @throws {PartnerCenterRejectedError} refused, or the request id was used for something else
   * @throws {PartnerCenterUnavailableError} the order is still on its way
   */
  async place(request: OrderRequest, now: Instant, fault: FaultName | undefined): Promise<OrderPlaced> {
    const known = await this.store.get(PRACTICE_ORDERS, request.requestId)
    if (known !== undefined) return answerFrom(known.value, request, now)
    if (fault === 'late-landing') {
      const state: OrderState = { status: 'underWay', request, landsAt: landsAt(now) }
      await this.store.commit('practice order under way', [put(PRACTICE_ORDERS, request.requestId, 'new', state)])
      return answerFrom(state, request, now)
    }
    const lineFails = await this.faults.checkoutFails(request, now)
    const failed = fault === 'agreement-missing' ? NO_AGREEMENT : lineFails ? LINE_FAILED : undefined
    return answerFrom(await this.conclude(request, 'new', now, failed), request, now)
  }

  /** The order a request led to; `undefined` when it led to none, or to none yet. */
  async find(request: OrderRequest): Promise<OrderPlaced | undefined> {
    const found = await this.store.get(PRACTICE_ORDERS, request.requestId)
    if (found === undefined) return undefined
    assertSameRequest(found.value.request, request)
    return found.value.status === 'placed' ? found.value.placed : undefined
  }

  /** Orders that are still on their way, with the moment they arrive. */
  async underWay(): Promise<readonly { readonly at: Instant; readonly run: () => Promise<void> }[]> {
    const all = await this.store.all(PRACTICE_ORDERS)
    return all.flatMap(({ version, value }) => {
      if (value.status !== 'underWay') return []
      const { request, landsAt: at } = value
      return [{ at, run: async () => void (await this.conclude(request, version, at)) }]
    })
  }

  /** Decides an order and writes what became of it together with its effect. */
  private async conclude(
    request: OrderRequest,
    expected: number | 'new',
    now: Instant,
    failed?: Rejection,
  ): Promise<OrderState> {
    const [world, customer] = await Promise.all([this.world(), this.store.get(PRACTICE_CUSTOMERS, request.customer)])
    const decided = failed ?? rejectionOf(world, customer?.value, request, now)
    if (decided !== undefined || customer === undefined) {
      const { code, message } = decided ?? { code: '20002', message: 'no such customer' }
      const state: OrderState = { status: 'rejected', request, code, message, at: now }
      await this.store.commit('practice order rejected', [put(PRACTICE_ORDERS, request.requestId, expected, state)])
      return state
    }
    const { customer: after, placed } = carryOut(world, customer.value, request, { now, newId: this.newId })
    const state: OrderState = { status: 'placed', request, placed }
    await this.store.commit('practice order placed', [
      put(PRACTICE_ORDERS, request.requestId, expected, state),
      put(PRACTICE_CUSTOMERS, customer.id, customer.version, after),
    ])
    return state
  }

  private async world(): Promise<WorldState> {
    const found = await this.store.get(PRACTICE_WORLD, WORLD_ID)
    if (found === undefined) throw new Error('no practice world is installed in this store')
    return found.value
  }
}

function answerFrom(state: OrderState, request: OrderRequest, now: Instant): OrderPlaced {
  assertSameRequest(state.request, request)
  if (state.status === 'placed') return state.placed
  if (state.status === 'rejected') throw new PartnerCenterRejectedError(state.code, state.message)
  const seconds = Math.max(1, (Date.parse(state.landsAt) - Date.parse(now)) / 1000)
  throw new PartnerCenterUnavailableError(seconds, { cause: new Error('practice fault late-landing') })
}

/** A request that comes again must be the same request; with another body it is somebody's mistake. */
function assertSameRequest(first: OrderRequest, again: OrderRequest): void {
  const keys: readonly (keyof OrderRequest)[] = ['customer', 'productId', 'skuId', 'sku', 'seats', 'term', 'billing']
  if (keys.some((key) => first[key] !== again[key])) {
    throw new PartnerCenterRejectedError('2000', `request ${again.requestId} was sent before with another body`)
  }
}
