import { earlier, later } from '../domain/days.js'
import type { Instant, TenantId, UtcDay } from '../domain/ids.js'
import { remove, type RecordKind, type RecordWrite, type Store } from '../domain/ports.js'
import type { Simulator } from '../partnerCenter/simulator/simulator.js'
import type { WorldState } from '../partnerCenter/simulator/state.js'
import { turns } from '../partnerCenter/simulator/turns.js'
import type { CustomerAct, FaultName, PracticeControl, PracticeCustomer } from './control.js'
import { worldWrites } from './installWorld.js'
import type { PracticeClock } from './practiceClock.js'
import { PracticeRefusedError } from './practiceRefused.js'
import { resolveWorld } from './resolveWorld.js'
import type { Person, World } from './world.js'

/** What time brings in the product: its reminders, schedules and deadlines. */
export interface DueWork {
  /** The next moment at which something is due, in the past when it is waiting; `undefined` when nothing is. */
  nextDue(): Promise<Instant | undefined>
  /** Does what is due at `now`; run again it finds nothing left to do. */
  runDue(now: Instant): Promise<void>
}

export interface PracticeControlParts {
  readonly store: Store
  readonly clock: PracticeClock
  readonly simulator: Simulator
  readonly dueWork: DueWork
  /** What a reset begins with again. */
  readonly world: World
  /** The real day, UTC, by which a reset settles the world's days. */
  readonly today: () => UtcDay
  /** Every kind of record the store was opened with: a reset clears them all. */
  readonly everyKind: readonly RecordKind<unknown>[]
  /** State of the customer's open case, as the practice room shows it. */
  readonly caseStateOf: (customer: TenantId) => Promise<string | undefined>
  /** Called when a reset has cleared the store, so that what is kept in memory is dropped too. */
  readonly afterReset?: () => Promise<void> | void
}

/** For the start: a process that died in the middle of something due may have left the rest of it undone. */
export interface Settling {
  /** Does what is due at the time the clock shows. */
  settle(): Promise<void>
}

/** Rounds at one moment before work that stays due is left until the clock has moved on. */
const PATIENCE = 5
/** Calls one fault can be switched on for. */
const MAX_TIMES = 1000

/** Steers the practice world. Wherever the clock stops, the world does first what is due, then the product. */
export async function createPracticeControl(parts: PracticeControlParts): Promise<PracticeControl & Settling> {
  const control = new WorldControl(parts, await parts.simulator.world())
  await parts.simulator.faults.active() // what is shown without waiting has to be read once
  return control
}

class WorldControl implements PracticeControl, Settling {
  private readonly inTurn = turns()

  constructor(
    private readonly parts: PracticeControlParts,
    private world: WorldState,
  ) {}

  now(): Instant {
    return this.parts.clock.now()
  }

  get partnerName(): string {
    return this.world.partner.name
  }

  people(): readonly Person[] {
    return this.world.people
  }

  async customers(): Promise<readonly PracticeCustomer[]> {
    const all = await this.parts.simulator.customers()
    return Promise.all(
      all.map(async ({ tenantId, name, domain, relationship }) => {
        const caseState = await this.parts.caseStateOf(tenantId)
        return { tenantId, name, domain, relationship, ...(caseState === undefined ? {} : { caseState }) }
      }),
    )
  }

  async forwardTo(to: Instant): Promise<void> {
    await this.inTurn(async () => this.forward(to))
  }

  async next(): Promise<Instant | undefined> {
    return this.inTurn(async () => {
      await this.standAt(this.now())
      const due =
        (await this.nextStop({ onlyLater: true, of: await this.withCase() })) ??
        (await this.nextStop({ onlyLater: true }))
      if (due === undefined) return undefined
      await this.forward(due)
      return due
    })
  }

  async settle(): Promise<void> {
    await this.inTurn(async () => this.standAt(this.now()))
  }

  async act(customer: TenantId, act: CustomerAct): Promise<void> {
    await this.inTurn(async () => {
      const result = await this.parts.simulator.act(customer, act)
      if (result !== 'done') throw new PracticeRefusedError(result, { customer })
      await this.standAt(this.now()) // the product hears of it as it would from Microsoft: at once
    })
  }

  async fail(fault: FaultName, times: number): Promise<void> {
    if (!Number.isInteger(times) || times < 1 || times > MAX_TIMES) {
      throw new PracticeRefusedError('times', { times: String(times), most: MAX_TIMES })
    }
    await this.parts.simulator.faults.fail(fault, times)
  }

  async heal(): Promise<void> {
    await this.parts.simulator.faults.heal()
  }

  faults(): readonly { readonly name: FaultName; readonly times: number }[] {
    return this.parts.simulator.faults.lastSeen()
  }

  async reset(): Promise<void> {
    await this.inTurn(async () => {
      const { store, clock, simulator, world, today, afterReset } = this.parts
      const begin = worldWrites(resolveWorld(world, today()), 'any')
      await store.commit('practice reset', [...(await this.removalsExcept(begin)), ...begin])
      await clock.reload()
      await simulator.faults.active()
      this.world = await simulator.world()
      await afterReset?.()
      await this.standAt(clock.now())
    })
  }

  private async forward(to: Instant): Promise<void> {
    if (to < this.now()) throw new PracticeRefusedError('backwards', { now: this.now(), to })
    let rounds = 0
    for (;;) {
      const due = await this.nextStop({ onlyLater: rounds >= PATIENCE })
      if (due === undefined || due > to) break
      const stop = later(due, this.now())
      rounds = stop > this.now() ? 0 : rounds + 1
      await this.standAt(stop)
    }
    await this.standAt(to)
  }

  /**
   * The next moment something is due, in the world or in the product.
   *
   * @param onlyLater leave out what waits although it has been run: it would hold the clock for ever
   * @param of leave out what happens to other customers than these
   */
  private async nextStop({
    onlyLater,
    of,
  }: {
    readonly onlyLater: boolean
    readonly of?: ReadonlySet<TenantId>
  }): Promise<Instant | undefined> {
    const { simulator, dueWork } = this.parts
    const dues = [await simulator.nextDue(of), await dueWork.nextDue()].filter((due) => due !== undefined)
    const ahead = onlyLater ? dues.filter((due) => due > this.now()) : dues
    return ahead.length === 0 ? undefined : ahead.reduce(earlier)
  }

  /** Customers that somebody is busy with: whoever asks for the next event waits for something of theirs. */
  private async withCase(): Promise<ReadonlySet<TenantId>> {
    return new Set(
      (await this.customers()).filter(({ caseState }) => caseState !== undefined).map(({ tenantId }) => tenantId),
    )
  }

  private async standAt(moment: Instant): Promise<void> {
    const { clock, simulator, dueWork } = this.parts
    await clock.set(moment)
    await simulator.runDue(moment)
    await dueWork.runDue(moment)
  }

  /** Removes every record of every kind, but for those that are written anew in the same change. */
  private async removalsExcept(kept: readonly RecordWrite[]): Promise<RecordWrite[]> {
    const names = new Set(kept.map(({ kind, id }) => `${kind.name} ${id}`))
    const all = await Promise.all(
      this.parts.everyKind.map(async (kind) => {
        const records = await this.parts.store.all(kind)
        return records.filter(({ id }) => !names.has(`${kind.name} ${id}`)).map(({ id }) => remove(kind, id, 'any'))
      }),
    )
    return all.flat()
  }
}
