import { CloudAdapter } from 'botbuilder'
import type { Activity, TurnContext } from 'botbuilder'
import type { AuthenticateRequestResult } from 'botframework-connector'
import type { StrictBotFrameworkAuthentication } from './authentication.js'
import { turnErrors, type TurnErrorOptions } from './turnErrors.js'

/** What the HTTP request that brought an activity is answered with. */
export interface TurnAnswer {
  readonly status: number
  readonly body?: unknown
}

/**
 * The SDK's adapter with its two halves apart: first who sends, then the turn. What lies between (a queue per
 * conversation) is then only open to senders who were let in, and a refusal is neither printed nor worded by the SDK.
 */
export class FerryAdapter extends CloudAdapter {
  constructor(private readonly authentication: StrictBotFrameworkAuthentication) {
    super(authentication)
  }

  /** @throws {SenderRefusedError} */
  authenticate(activity: Activity, authHeader: string): Promise<AuthenticateRequestResult> {
    return this.authentication.authenticateRequest(activity, authHeader)
  }

  /** Runs one turn for a sender that {@link authenticate} let in. */
  async answer(
    caller: AuthenticateRequestResult,
    activity: Activity,
    handle: (context: TurnContext) => Promise<void>,
  ): Promise<TurnAnswer> {
    const response = await this.processActivity(caller, activity, handle)
    const body: unknown = response?.body
    return { status: response?.status ?? 200, body }
  }
}

/** The adapter that answers failed turns in words, see {@link turnErrors}. */
export function createAdapter({
  authentication,
  ...errors
}: { authentication: StrictBotFrameworkAuthentication } & TurnErrorOptions): FerryAdapter {
  const adapter = new FerryAdapter(authentication)
  adapter.onTurnError = turnErrors(errors)
  return adapter
}
