import {
  ActivityTypes,
  type Activity,
  type AdaptiveCardInvokeResponse,
  type ResourceResponse,
  type TurnContext,
} from 'botbuilder'

const CARD = 'application/vnd.microsoft.card.adaptive'
const MESSAGE = 'application/vnd.microsoft.activity.message'

/**
 * Holds back what a turn says until its state is on disk: whoever reads an answer may rely on it (RP1). For a pressed
 * button the first card becomes the answer to the press itself, which Teams shows in place of the pressed card.
 */
export class Answers {
  private readonly held: Partial<Activity>[] = []
  private flushing = false

  constructor(private readonly context: TurnContext) {
    context.onSendActivities(async (_context, activities, next) => {
      if (this.flushing) return next()
      this.held.push(...activities)
      return activities.map((): ResourceResponse => ({ id: '' }))
    })
  }

  /** Forgets what was held: the turn failed, and only the sentence that says so goes out. */
  abandon(): void {
    this.held.length = 0
    this.flushing = true
  }

  /** Sends what was held, in its order. Call once, after the state is saved. */
  async release(): Promise<void> {
    this.flushing = true
    if (this.context.activity.type !== 'invoke') {
      if (this.held.length > 0) await this.context.sendActivities(this.held)
      return
    }
    const card = this.held.findIndex((activity) => activity.attachments?.[0]?.contentType === CARD)
    const others = this.held.filter(
      (activity, index) => index !== card && (card >= 0 || activity.attachments !== undefined),
    )
    await this.context.sendActivity({
      type: ActivityTypes.InvokeResponse,
      value: { status: 200, body: this.answer(card) },
    })
    if (others.length > 0) await this.context.sendActivities(others)
  }

  private answer(card: number): AdaptiveCardInvokeResponse {
    const content: unknown = this.held[card]?.attachments?.[0]?.content
    if (content !== undefined) return { statusCode: 200, type: CARD, value: content as Record<string, unknown> }
    const text = this.held.flatMap((activity) => activity.text ?? []).join('\n\n')
    // Teams takes a bare string here, though the library's type knows objects only
    return { statusCode: 200, type: MESSAGE, value: text as unknown as Record<string, unknown> }
  }
}
