import { setTimeout as sleep } from 'node:timers/promises'
import { PartnerCenterRejectedError } from '../../domain/errors.js'
import type { SourceSubscription } from '../../domain/facts.js'
import type { Instant, RequestId, SubscriptionId, TenantId } from '../../domain/ids.js'
import {
  put,
  type Clock,
  type CustomerFound,
  type GatesFound,
  type NewId,
  type OfferFound,
  type OrderPlaced,
  type OrderRequest,
  type PartnerCenter,
  type SeatPool,
  type Store,
  type Stored,
} from '../../domain/ports.js'
import { FaultDesk } from './faultDesk.js'
import {
  accepted,
  afterHappening,
  declined,
  invited,
  nextHappening,
  removedUs,
  sourcesEnded,
  sourcesRenewed,
} from './life.js'
import { OrderDesk } from './orderDesk.js'
import { cancel } from './orderRules.js'
import { findFitting } from './search.js'
import { PRACTICE_CUSTOMERS, PRACTICE_WORLD, WORLD_ID, type CustomerState, type WorldState } from './state.js'
import { turns } from './turns.js'
import { asFound, poolsOf } from './views.js'

export interface SimulatorParts {
  readonly store: Store
  /** The practice clock. */
  readonly now: Clock
  readonly newId: NewId
  /** Real time a call under `slow` is kept waiting; half a second unless given, because the practice clock stands still. */
  readonly wait?: () => Promise<void>
}

const SLOW_MS = 500

/** What somebody outside does because the practice room wills it. */
export type OutsideAct = 'accept' | 'decline' | 'removeUs' | 'sourceEnds' | 'sourceRenews'

/** `noSource`: nothing the customer bought elsewhere runs, so there is nothing to end or renew. */
export type ActResult = 'done' | 'unknownCustomer' | 'noSource'

interface Due {
  readonly at: Instant
  readonly run: () => Promise<void>
}

/**
 * Microsoft, as far as a partner sees it, for practice: {@link PartnerCenter} over a world in the store. It keeps nothing
 * in memory. Each effect is a change of its own, durable before the caller learns of it, so that a process that dies loses
 * its own view of what happened and not the thing itself.
 *
 * What a partner could not see without admin access (F17) is shown all the same: there the world stands for a customer who
 * was asked. The world must have been installed in the store.
 */
export class Simulator implements PartnerCenter {
  private readonly store: Store
  private readonly now: Clock
  /** Which failures are switched on. */
  readonly faults: FaultDesk
  private readonly orders: OrderDesk
  private readonly inTurn = turns()

  constructor({ store, now, newId, wait = async () => sleep(SLOW_MS) }: SimulatorParts) {
    this.store = store
    this.now = now
    this.faults = new FaultDesk(store, wait)
    this.orders = new OrderDesk(store, this.faults, newId)
  }

  // -------------------------------------------------------------------------------------------- what a partner reads

  async findCustomers(typed: string): Promise<readonly CustomerFound[]> {
    return this.faults.around({ kind: 'read' }, async () => findFitting(await this.customers(), typed).map(asFound))
  }

  async customer(tenant: TenantId): Promise<CustomerFound | undefined> {
    return this.reading(tenant, async () => {
      const found = await this.find(tenant)
      return found && asFound(found.value)
    })
  }

  /** As Microsoft's, it is the same for every customer and has a fragment; its host exists nowhere, should somebody send it. */
  async invitationLink(): Promise<string> {
    return this.faults.around({ kind: 'read' }, async () => {
      const { partner } = await this.world()
      const query = `invType=ResellerRelationship&partnerId=${partner.tenantId}&msppId=0&DAP=false`
      return `https://admin.microsoft.example/Adminportal/Home?${query}#/BillingAccounts/partner-invitation`
    })
  }

  /** Of a tenant Partner Center does not know there is no relationship: that is all it tells. */
  async gates(tenant: TenantId): Promise<GatesFound> {
    return this.reading(tenant, async () => {
      const found = await this.find(tenant)
      if (found === undefined) {
        return { relationship: 'NONE', agreement: 'UNKNOWN', adminAccess: 'NONE', declined: false }
      }
      const { relationship, agreement, adminAccess, declined } = found.value
      return { relationship, agreement, adminAccess, declined }
    })
  }

  async subscriptions(tenant: TenantId): Promise<readonly SourceSubscription[]> {
    return this.reading(tenant, async () => (await this.known(tenant)).subscriptions.map(({ shown }) => shown))
  }

  async offers(tenant: TenantId): Promise<readonly OfferFound[]> {
    return this.reading(tenant, async () => {
      const [{ offers }, { segment }] = await Promise.all([this.world(), this.known(tenant)])
      return offers
        .filter((offer) => offer.segment === segment)
        .map((offer) => ({ ...offer, maxSeats: offer.maxSeats }))
    })
  }

  async seatPools(tenant: TenantId): Promise<readonly SeatPool[]> {
    return this.reading(tenant, async () => poolsOf(await this.known(tenant)))
  }

  // ------------------------------------------------------------------------------------------- what a partner changes

  async invitationSent(tenant: TenantId): Promise<void> {
    await this.inTurn(async () =>
      this.change(tenant, 'practice invitation', (customer) => invited(customer, this.now())),
    )
  }

  async placeOrder(order: OrderRequest): Promise<OrderPlaced> {
    return this.faults.around({ kind: 'placeOrder', customer: order.customer }, async (fault) =>
      this.inTurn(async () => this.orders.place(order, this.now(), fault)),
    )
  }

  /** @throws {PartnerCenterRejectedError} when the request id was used for another order */
  async findOrder(order: OrderRequest): Promise<OrderPlaced | undefined> {
    return this.reading(order.customer, async () => this.orders.find(order))
  }

  /** Cancelling is the same however often it is asked for, so the request id is not needed to know a repetition by. */
  async cancelSubscription(customer: TenantId, subscription: SubscriptionId, _requestId: RequestId): Promise<void> {
    await this.faults.around({ kind: 'cancel', customer }, async () =>
      this.inTurn(async () => {
        const found = await this.find(customer)
        const result = cancel(found?.value, subscription, this.now())
        if ('code' in result) throw new PartnerCenterRejectedError(result.code, result.message)
        if (found !== undefined && result !== found.value) await this.save('practice cancel', found, result)
      }),
    )
  }

  // ------------------------------------------------------------------------------------------------ what time brings

  /**
   * When something happens next by itself, in the past when it is still to be run; `undefined` when nothing will.
   *
   * @param of only what happens to these customers; orders under way count always
   */
  async nextDue(of?: ReadonlySet<TenantId>): Promise<Instant | undefined> {
    return (await this.earliest(of))?.at
  }

  /** Lets everything happen that is due at `now`, in the order of its time. Run again it finds nothing left to do. */
  async runDue(now: Instant): Promise<void> {
    await this.inTurn(async () => {
      for (let due = await this.earliest(); due !== undefined && due.at <= now; due = await this.earliest()) {
        await due.run()
      }
    })
  }

  /** The earliest of all that lies ahead, each to be written as a change of its own. */
  private async earliest(of?: ReadonlySet<TenantId>): Promise<Due | undefined> {
    const [customers, orders] = await Promise.all([this.store.all(PRACTICE_CUSTOMERS), this.orders.underWay()])
    const happenings = customers.flatMap((customer): Due[] => {
      const next = of === undefined || of.has(customer.value.tenantId) ? nextHappening(customer.value) : undefined
      if (next === undefined) return []
      const run = async () => this.save(`practice ${next.what}`, customer, afterHappening(customer.value, next))
      return [{ at: next.at, run }]
    })
    const first = (best: Due | undefined, due: Due) => (best === undefined || due.at < best.at ? due : best)
    return [...happenings, ...orders].reduce(first, undefined)
  }

  // ------------------------------------------------------------------------------------- what the practice room wills

  /** Every customer of the world, by name. */
  async customers(): Promise<readonly CustomerState[]> {
    const all = (await this.store.all(PRACTICE_CUSTOMERS)).map(({ value }) => value)
    return all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  }

  async world(): Promise<WorldState> {
    const found = await this.store.get(PRACTICE_WORLD, WORLD_ID)
    if (found === undefined) throw new Error('no practice world is installed in this store')
    return found.value
  }

  /** Lets the customer's administrator, or the old seller, do something now. */
  async act(tenant: TenantId, act: OutsideAct): Promise<ActResult> {
    const now = this.now()
    const effects = {
      accept: accepted,
      decline: declined,
      removeUs: removedUs,
      sourceEnds: (customer: CustomerState) => sourcesEnded(customer, now),
      sourceRenews: (customer: CustomerState) => sourcesRenewed(customer, now),
    } as const satisfies Record<OutsideAct, (customer: CustomerState) => CustomerState | undefined>
    return this.inTurn(async () => this.change(tenant, `practice ${act}`, effects[act]))
  }

  // ---------------------------------------------------------------------------------------------------- the records

  private async reading<T>(customer: TenantId, read: () => Promise<T>): Promise<T> {
    return this.faults.around({ kind: 'read', customer }, read)
  }

  private async find(tenant: TenantId): Promise<Stored<CustomerState> | undefined> {
    return this.store.get(PRACTICE_CUSTOMERS, tenant)
  }

  /** @throws {PartnerCenterRejectedError} of a tenant that nobody knows */
  private async known(tenant: TenantId): Promise<CustomerState> {
    const found = await this.find(tenant)
    if (found === undefined) throw new PartnerCenterRejectedError('20002', `no customer ${tenant}`)
    return found.value
  }

  private async change(
    tenant: TenantId,
    what: string,
    effect: (customer: CustomerState) => CustomerState | undefined,
  ): Promise<ActResult> {
    const found = await this.find(tenant)
    if (found === undefined) return 'unknownCustomer'
    const after = effect(found.value)
    if (after === undefined) return 'noSource'
    if (after !== found.value) await this.save(what, found, after)
    return 'done'
  }

  private async save(what: string, { id, version }: Stored<CustomerState>, after: CustomerState): Promise<void> {
    await this.store.commit(what, [put(PRACTICE_CUSTOMERS, id, version, after)])
  }
}
