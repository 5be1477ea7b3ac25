import type { Clock, NewId } from '../../domain/ports.js'
import type { After } from './delivery.js'
import type { InvokeAnswer } from './invokeAnswer.js'
import type { BotAccount, ChannelPerson } from './people.js'
import type { ChannelJournal } from './records.js'

export interface ChannelOptions {
  /** Who has Teams here. Asked each time: a reset of the world may change it. */
  readonly people: () => readonly ChannelPerson[]
  /** Entra tenant of all of them. */
  readonly tenantId: string
  /** Where the bot takes activities: `http://127.0.0.1:3978/api/messages`. */
  readonly botUrl: () => string
  /** Where the bot finds the connector: `http://127.0.0.1:3978/practice/connector`. */
  readonly serviceUrl: () => string
  /** The time that messages carry: in practice mode the practice clock. */
  readonly clock: Clock
  /** Milliseconds of a clock that never stands and never goes back, for limits and for the age of cards. */
  readonly elapsedMs?: () => number
  readonly after?: After
  readonly newId?: NewId
  /** `28:ferry` by default. A bot with an app id is `28:` and that id. */
  readonly bot?: BotAccount
  /** Further headers of each delivery, for a bot that wants a token. */
  readonly headers?: () => Promise<Record<string, string>>
  readonly journal?: ChannelJournal
  /** Told when a chat could not be kept. */
  readonly report?: (problem: string, error: unknown) => void
}

/** What a press led to. `sent`: an `Action.Submit`, which has no answer of its own. */
export type PressResult = InvokeAnswer | { readonly kind: 'sent' } | { readonly kind: 'undelivered' }
