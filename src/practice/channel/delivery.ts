import type { Activity } from './activities.js'

/** Calls `run` after so many milliseconds, unless the returned function is called before. */
export type After = (ms: number, run: () => void) => () => void

export const realAfter: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

export type DeliveryAnswer =
  | { readonly outcome: 'answered'; readonly status: number; readonly body: unknown }
  /** Neither of the two tries was answered in time; whatever comes later is not looked at. */
  | { readonly outcome: 'noAnswer' }
  | { readonly outcome: 'unreachable'; readonly detail: string }

export interface DeliveryOptions {
  /** Where the bot takes activities: `http://127.0.0.1:3978/api/messages`. Asked each time: a port may be known late. */
  readonly botUrl: () => string
  /** Further headers, for a bot that wants a token. */
  readonly headers?: (() => Promise<Record<string, string>>) | undefined
  readonly after: After
}

/** How long Teams waits for a bot, by the SDK's maintainers; not configurable. */
export const PATIENCE_MS = 15_000

/** Brings activities to the bot over HTTP, with Teams' patience and its habit of delivering again. */
export class Delivery {
  private readonly inFlight = new Set<Promise<unknown>>()
  /** Also deliver a second time what the bot failed on (5xx), as Teams is seen to do. */
  repeatFailed = false

  constructor(private readonly options: DeliveryOptions) {}

  /** Delivers, and once more when no answer comes, within {@link PATIENCE_MS} or at all. Never throws. */
  async deliver(activity: Activity): Promise<DeliveryAnswer> {
    const first = await this.inTime(this.post(activity))
    const failed = first.outcome === 'answered' && first.status >= 500
    return first.outcome !== 'answered' || (failed && this.repeatFailed) ? this.inTime(this.post(activity)) : first
  }

  /** Resolves when the bot has ended every turn it was given, also those nobody waits for any more. */
  async settled(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.all(this.inFlight)
  }

  private async inTime(answer: Promise<DeliveryAnswer>): Promise<DeliveryAnswer> {
    let cancel: () => void = () => undefined
    const tooLate = new Promise<DeliveryAnswer>((resolve) => {
      cancel = this.options.after(PATIENCE_MS, () => resolve({ outcome: 'noAnswer' }))
    })
    const first = await Promise.race([answer, tooLate])
    cancel()
    return first
  }

  private post(activity: Activity): Promise<DeliveryAnswer> {
    const posted = this.send(activity).catch((error: unknown): DeliveryAnswer => ({
      outcome: 'unreachable',
      detail: reason(error),
    }))
    this.inFlight.add(posted)
    void posted.then(() => this.inFlight.delete(posted))
    return posted
  }

  private async send(activity: Activity): Promise<DeliveryAnswer> {
    const response = await fetch(this.options.botUrl(), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...(await this.options.headers?.()) },
      body: JSON.stringify(activity),
    })
    return { outcome: 'answered', status: response.status, body: jsonIn(await response.text()) }
  }
}

/** Node's fetch hides what happened in the cause of its error. */
const reason = (error: unknown) =>
  error instanceof Error
    ? `${error.message}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}`
    : String(error)

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
