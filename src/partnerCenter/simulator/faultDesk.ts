import type { Instant } from '../../domain/ids.js'
import { put, type OrderRequest, type Store } from '../../domain/ports.js'
import { checkoutLine, errorAfter, errorBefore, faultFor, type Call, type FaultName } from './faults.js'
import { FAULTS_ID, PRACTICE_FAULTS, type ActiveFault, type FaultState } from './state.js'
import { turns } from './turns.js'

const NO_FAULTS: FaultState = { active: [] }

/** Keeps which faults are on. A hit is counted down durably before it shows, so that a restart does not switch it on again. */
export class FaultDesk {
  private readonly inTurn = turns()
  private latest: readonly ActiveFault[] = []

  /** @param wait real time a call under `slow` is kept waiting */
  constructor(
    private readonly store: Store,
    private readonly wait: () => Promise<void>,
  ) {}

  /** Plays the faults around a piece of work: those that keep it from being done, then it, then those that hide that it was. */
  async around<T>(call: Call, work: (fault: FaultName | undefined) => Promise<T>): Promise<T> {
    const fault = await this.take(call)
    const before = errorBefore(fault)
    if (before !== undefined) throw before
    const answer = await work(fault)
    if (fault === 'slow') await this.wait()
    const after = errorAfter(fault)
    if (after !== undefined) throw after
    return answer
  }

  /** Whether this line of a checkout is one of those that `half-checkout` fails. Every line has to be asked for once. */
  async checkoutFails(order: OrderRequest, now: Instant): Promise<boolean> {
    return this.inTurn(async () => {
      const { version, value } = await this.state()
      const { fails, state } = checkoutLine(value, order, now)
      if (state.checkout !== value.checkout) await this.save('practice checkout', version, state)
      return fails
    })
  }

  /** Switches a fault on for the next `times` calls it fits, in place of what it was switched to before. */
  async fail(name: FaultName, times: number): Promise<void> {
    await this.change(({ active, ...rest }) => ({
      ...rest,
      active: [...active.filter((fault) => fault.name !== name || fault.customer !== undefined), { name, times }],
    }))
  }

  /** Switches everything off, what the world file switched on included. */
  async heal(): Promise<void> {
    await this.change(() => NO_FAULTS)
  }

  async active(): Promise<readonly ActiveFault[]> {
    return (await this.state()).value.active
  }

  /** What {@link active} would say, for a reader who cannot wait; right once it has been asked after the start. */
  lastSeen(): readonly ActiveFault[] {
    return this.latest
  }

  private async take(call: Call): Promise<FaultName | undefined> {
    if ((await this.active()).length === 0) return undefined
    return this.inTurn(async () => {
      const { version, value } = await this.state()
      const hit = faultFor(value, call)
      if (hit === undefined) return undefined
      await this.save(`practice fault ${hit.fault}`, version, hit.state)
      return hit.fault
    })
  }

  private async change(change: (state: FaultState) => FaultState): Promise<void> {
    await this.inTurn(async () => {
      const { version, value } = await this.state()
      await this.save('practice faults', version, change(value))
    })
  }

  private async state(): Promise<{ readonly version: number | 'new'; readonly value: FaultState }> {
    const found = (await this.store.get(PRACTICE_FAULTS, FAULTS_ID)) ?? { version: 'new' as const, value: NO_FAULTS }
    this.latest = found.value.active
    return found
  }

  private async save(what: string, expected: number | 'new', state: FaultState): Promise<void> {
    await this.store.commit(what, [put(PRACTICE_FAULTS, FAULTS_ID, expected, state)])
    this.latest = state.active
  }
}
