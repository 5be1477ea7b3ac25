import { ActivityTypes, CardFactory, type Activity, type TurnContext } from 'botbuilder'
import type { CardAction } from '../cards/actions.js'
import type { CardMessage } from '../cards/render.js'
import type { Reader } from '../cards/reader.js'
import type { Actor } from '../domain/changes.js'

/** What one turn is about: who acts, by the id Teams authenticated, what they did, and how they read. */
export interface Turn {
  readonly actor: Extract<Actor, { kind: 'person' }>
  readonly reader: Reader
  readonly said: Said
}

/** What the person did: typed a line, or pressed a button that was understood. */
export type Said =
  { readonly kind: 'line'; readonly text: string } | { readonly kind: 'press'; readonly action: CardAction }

const TURN = Symbol('ferry turn')

export const setTurn = (context: TurnContext, turn: Turn): void => {
  context.turnState.set(TURN, turn)
}

/** The turn's facts, wherever in a dialogue they are needed. */
export function turnOf(context: TurnContext): Turn {
  const turn: Turn | undefined = context.turnState.get(TURN)
  if (turn === undefined) throw new Error('a dialogue ran outside a turn of the bot')
  return turn
}

/** The activity that carries a card; `summary` is its text twin, for notifications and clients without cards. */
export const cardActivity = ({ card, text }: CardMessage): Partial<Activity> => ({
  type: ActivityTypes.Message,
  attachments: [CardFactory.adaptiveCard(card)],
  summary: text,
})

/** Shows a card: in place of the pressed one where Teams allows it, else as a message (see `bot/answers.ts`). */
export async function show(context: TurnContext, message: CardMessage): Promise<void> {
  await context.sendActivity(cardActivity(message))
}

/** Says a sentence as it is: names in it come from outside and may look like Markdown (RF65). */
export async function tell(context: TurnContext, sentence: string): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.Message, text: sentence, textFormat: 'plain' })
}
