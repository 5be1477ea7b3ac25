import { StoreConflictError } from './errors.js'
import { put, type Store } from './ports.js'
import { OUTBOX, type OutboxItem } from './records.js'

/** What became of one message. `later`: the outcome is a passing failure, the item stays in the outbox. */
export type Delivery = { readonly sent: string } | { readonly dead: string } | { readonly later: string }

export interface Notifier {
  /** Shows the notice to its receiver, with the case as it is at that moment. Never throws for what the world does. */
  deliver(item: OutboxItem): Promise<Delivery>
}

/** Sends tried for one message before it is given up and kept, visible, as dead. */
const MAX_ATTEMPTS = 5

/**
 * Delivers what changes have put into the outbox, each message in the order it was written, one after the other per
 * run. A message found as `sending` has an unknown outcome: it is sent once more (RP4).
 */
export class OutboxWorker {
  private last: Promise<void> = Promise.resolve()

  constructor(
    private readonly store: Store,
    private readonly notifier: Notifier,
  ) {}

  /** Delivers everything that waits. Rejects only when the store fails. */
  async run(): Promise<void> {
    const next = this.last.catch(() => undefined).then(async () => this.work())
    this.last = next
    await next
  }

  private async work(): Promise<void> {
    const waiting = (await this.store.all(OUTBOX))
      .filter(({ value }) => value.status === 'planned' || value.status === 'sending')
      .sort((a, b) => (a.value.at < b.value.at ? -1 : a.value.at > b.value.at ? 1 : a.id < b.id ? -1 : 1))
    for (const { id, version, value } of waiting) {
      try {
        await this.deliver(id, version, value)
      } catch (error) {
        // an item that was removed meanwhile (practice reset) is nobody's loss
        if (!(error instanceof StoreConflictError)) throw error
      }
    }
  }

  private async deliver(id: string, version: number, item: OutboxItem): Promise<void> {
    const attempts = item.attempts + 1
    await this.store.commit('outbox sending', [put(OUTBOX, id, version, { ...item, status: 'sending', attempts })])
    const delivery = await this.notifier.deliver(item)
    await this.store.commit('outbox result', [put(OUTBOX, id, version + 1, concluded({ ...item, attempts }, delivery))])
  }
}

function concluded(item: OutboxItem, delivery: Delivery): OutboxItem {
  if ('sent' in delivery) return { ...item, status: 'sent', activityId: delivery.sent }
  if ('dead' in delivery) return { ...item, status: 'dead', why: delivery.dead }
  return item.attempts >= MAX_ATTEMPTS
    ? { ...item, status: 'dead', why: delivery.later }
    : { ...item, status: 'planned', why: delivery.later }
}
