import { MessageFactory, TurnContext, type Activity } from 'botbuilder'
import { DialogContextError } from 'botbuilder-dialogs'
import { FerryError } from '../domain/errors.js'
import { invokeError } from './activitySchema.js'
import type { Counters } from './counters.js'
import type { Log } from './log.js'

/**
 * Puts a failed turn into words, in the language of whoever reads them.
 *
 * @param error what is known about it; `undefined` when it is a fault of ours that has no words of its own
 * @param reference joins the sentence to the line in the log
 */
export type SayError = (
  context: TurnContext,
  error: FerryError | undefined,
  reference: string,
) => Promise<string> | string

export interface TurnErrorOptions {
  readonly log: Log
  readonly counters: Counters
  /** A new random GUID. */
  readonly newId: () => string
  readonly sayError: SayError
}

/**
 * Ends a turn that failed with a sentence for the person and the whole story for the log, joined by a reference. A press
 * on a card gets it as the body of its answer, in the form Teams expects, since anything else is delivered again.
 *
 * @throws what was thrown, when the turn was a proactive one: whoever sends has to learn that nothing was sent
 */
export function turnErrors({ log, counters, newId, sayError }: TurnErrorOptions) {
  return async (context: TurnContext, thrown: unknown): Promise<void> => {
    if (isProactive(context)) throw thrown
    const error = thrown instanceof DialogContextError ? thrown.error : thrown // a dialog wraps whatever its steps throw
    const known = error instanceof FerryError ? error : undefined
    const reference = newId()
    counters.add('ferry_turn_errors_total', ['code', known?.code ?? 'unexpected'])
    log.error({ event: 'turnFailed', reference, activity: context.activity.type, err: error }, 'turn failed')
    try {
      const sentence = await sayError(context, known, reference)
      await answer(context, known?.code ?? 'InternalServerError', sentence)
    } catch (failure) {
      log.error({ event: 'apologyFailed', reference, err: failure }, 'the failed turn could not be answered')
    }
  }
}

/** Past whatever the turn did to its own sends: it may have held them back, and will not release them any more. */
async function answer(context: TurnContext, code: string, sentence: string): Promise<void> {
  const { activity, adapter } = context
  const reply: Partial<Activity> =
    activity.type === 'invoke'
      ? { type: 'invokeResponse', value: { status: 500, body: invokeError(500, code, sentence) } }
      : { ...MessageFactory.text(sentence), textFormat: 'plain' }
  await adapter.sendActivities(context, [
    TurnContext.applyConversationReference(reply, TurnContext.getConversationReference(activity)),
  ])
}

/** The SDK runs proactive messages as turns of these events, which no channel sends. */
const isProactive = ({ activity }: TurnContext): boolean =>
  activity.type === 'event' && (activity.name === 'ContinueConversation' || activity.name === 'CreateConversation')
