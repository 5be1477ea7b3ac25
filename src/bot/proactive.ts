import type { CloudAdapter, ConversationReference, TurnContext } from 'botbuilder'
import type { Reader } from '../cards/reader.js'
import type { CardMessage } from '../cards/render.js'
import { cardActivity } from '../dialogs/turn.js'
import { CaseId, type PersonId } from '../domain/ids.js'
import type { MoveCase } from '../domain/moveCase.js'
import type { Delivery, Notifier } from '../domain/outboxWorker.js'
import type { Store } from '../domain/ports.js'
import { CASES, type OutboxItem } from '../domain/records.js'
import type { NoticeType } from '../domain/notices.js'
import { ADDRESSES } from './records.js'

export interface ProactiveParts {
  readonly adapter: CloudAdapter
  readonly appId: string
  readonly store: Store
  readonly readerOf: (person: PersonId) => Reader
  readonly cardFor: (move: MoveCase, notice: NoticeType, reader: Reader) => Promise<CardMessage>
  /** Whether a stored service URL may still be used: checked again at each use. */
  readonly mayReach: (serviceUrl: string) => boolean
}

/** The receiver cannot be reached this way any more: blocked, not installed, gone. Sending again would not help. */
const FINAL = new Set([403, 404])

/** {@link Notifier} over the conversations that people have with the bot. */
export class ProactiveMessages implements Notifier {
  constructor(private readonly parts: ProactiveParts) {}

  async deliver(item: OutboxItem): Promise<Delivery> {
    const { adapter, appId, store, readerOf, cardFor, mayReach } = this.parts
    const [address, stored] = await Promise.all([
      store.get(ADDRESSES, item.to),
      store.get(CASES, CaseId.parse(item.caseId)),
    ])
    if (stored === undefined) return { dead: 'the case is gone' }
    // tried again after a while, it may have been decided by then: nobody is asked for what nobody waits for
    if (item.notice === 'approvalRequested' && stored.value.state !== 'AWAITING_APPROVAL')
      return { dead: 'the approval is not waited for any more' }
    if (address === undefined) return { dead: 'no conversation with this person is known' }
    const reference = address.value.reference as ConversationReference
    if (!mayReach(reference.serviceUrl)) return { dead: 'the stored service address is not allowed any more' }
    try {
      const message = cardActivity(await cardFor(stored.value, item.notice, readerOf(item.to)))
      let sent = ''
      await adapter.continueConversationAsync(appId, reference, async (context: TurnContext) => {
        sent = (await context.sendActivity(message))?.id ?? ''
      })
      return { sent }
    } catch (error) {
      const status = statusOf(error)
      const why = status === undefined ? 'no answer' : `answered ${status}`
      return status !== undefined && FINAL.has(status) ? { dead: why } : { later: why, afterMs: retryAfterMs(error) }
    }
  }
}

const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined

/** The part of the connector client's error that names the headers of the answer. */
interface Refused {
  readonly response?: { readonly headers?: { get?(name: string): string | undefined } }
}

/** The `Retry-After` that the connector answered with; it names seconds. */
function retryAfterMs(error: unknown): number | undefined {
  const headers = (error as Refused | undefined)?.response?.headers
  const seconds = Number(headers?.get?.('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined
}
