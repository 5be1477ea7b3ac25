import { StoreConflictError } from './errors.js'
import type { PersonId } from './ids.js'
import { put, type Store, type Stored } from './ports.js'
import { OUTBOX, type OutboxItem } from './records.js'

/** What became of one message. `later`: a passing failure, and how long the receiver asked to be left alone. */
export type Delivery =
  | { readonly sent: string }
  | { readonly dead: string }
  | { readonly later: string; readonly afterMs?: number | undefined }

export interface Notifier {
  /** Shows the notice to its receiver, with the case as it is at that moment. Never throws for what the world does. */
  deliver(item: OutboxItem): Promise<Delivery>
}

export interface OutboxWorkerParts {
  readonly store: Store
  readonly notifier: Notifier
  /** Calls back after so many real milliseconds. What still waits when the process ends is tried at the next start. */
  readonly later: (ms: number, task: () => Promise<void>) => void
  /** From 0 up to 1: tries of many messages that failed together shall not come together again. */
  readonly random: () => number
  /** Told of every message that did not arrive: one that is given up must be visible (RP4). */
  readonly failed: (id: string, item: OutboxItem) => void
}

/** Sends tried for one message before it is given up and kept, visible, as dead: about half an hour of trying. */
const MAX_ATTEMPTS = 10
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 600_000

/**
 * Delivers what changes have put into the outbox: to each receiver one message after the other in the order they were
 * written, to different receivers side by side, so that nobody's trouble holds up another (RF33). A receiver whose send
 * failed for now is left alone for a while. A message found as `sending` has an unknown outcome: it is sent once more (RP4).
 */
export class OutboxWorker {
  private readonly lanes = new Map<PersonId, Promise<void>>()
  private readonly resting = new Set<PersonId>()
  /** What became of sends that could not be written down: known here, so that they are not sent again. */
  private readonly unsaved = new Map<string, OutboxItem>()

  constructor(private readonly parts: OutboxWorkerParts) {}

  /** Delivers everything that waits and may be tried now. Rejects only when the store fails. */
  async run(): Promise<void> {
    const waiting = (await this.parts.store.all(OUTBOX))
      .filter(({ value }) => value.status === 'planned' || value.status === 'sending')
      .sort((a, b) => (a.value.at < b.value.at ? -1 : a.value.at > b.value.at ? 1 : a.id < b.id ? -1 : 1))
    const receivers = [...new Set(waiting.map(({ value }) => value.to))]
    const done = await Promise.allSettled(
      receivers.map(async (to) =>
        this.inLane(
          to,
          waiting.filter(({ value }) => value.to === to),
        ),
      ),
    )
    const failed = done.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  private async inLane(to: PersonId, items: readonly Stored<OutboxItem>[]): Promise<void> {
    const last = this.lanes.get(to) ?? Promise.resolve()
    const next = last.catch(() => undefined).then(async () => this.deliverAll(to, items))
    this.lanes.set(to, next)
    try {
      await next
    } finally {
      if (this.lanes.get(to) === next) this.lanes.delete(to)
    }
  }

  private async deliverAll(to: PersonId, items: readonly Stored<OutboxItem>[]): Promise<void> {
    for (const item of items) {
      if (this.resting.has(to)) return
      try {
        await this.deliver(item)
      } catch (error) {
        // delivered by an earlier run of this lane, or removed meanwhile (practice reset): nobody's loss
        if (!(error instanceof StoreConflictError)) throw error
      }
    }
  }

  private async deliver({ id, version, value }: Stored<OutboxItem>): Promise<void> {
    const { store, notifier, failed } = this.parts
    const known = this.unsaved.get(id)
    if (known !== undefined) return this.conclude(id, version, known)
    const sending: OutboxItem = { ...value, status: 'sending', attempts: value.attempts + 1 }
    await store.commit('outbox sending', [put(OUTBOX, id, version, sending)])
    const delivery = await notifier.deliver(sending)
    const concluded = resultOf(sending, delivery)
    if (concluded.status !== 'sent') failed(id, concluded)
    if (concluded.status === 'planned') this.rest(value.to, sending.attempts, delivery)
    await this.conclude(id, version + 1, concluded)
  }

  private async conclude(id: string, version: number, item: OutboxItem): Promise<void> {
    this.unsaved.set(id, item)
    try {
      await this.parts.store.commit('outbox result', [put(OUTBOX, id, version, item)])
    } catch (error) {
      if (error instanceof StoreConflictError) this.unsaved.delete(id)
      throw error
    }
    this.unsaved.delete(id)
  }

  private rest(to: PersonId, attempts: number, delivery: Delivery): void {
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1))
    const asked = 'afterMs' in delivery ? Math.min(LONGEST_WAIT_MS, delivery.afterMs ?? 0) : 0
    this.resting.add(to)
    this.parts.later(asked + Math.round(longest * (0.5 + this.parts.random() / 2)), async () => {
      this.resting.delete(to)
      await this.run()
    })
  }
}

function resultOf(item: OutboxItem, delivery: Delivery): OutboxItem {
  if ('sent' in delivery) return { ...item, status: 'sent', activityId: delivery.sent }
  if ('dead' in delivery) return { ...item, status: 'dead', why: delivery.dead }
  return { ...item, status: item.attempts >= MAX_ATTEMPTS ? 'dead' : 'planned', why: delivery.later }
}
