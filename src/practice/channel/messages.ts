import { z } from 'zod'
import { Instant } from '../../domain/ids.js'
import { Card } from './cards.js'

/** Who a line of the chat is from: the bot, or a person by object id. */
const Sender = z.discriminatedUnion('who', [
  z.object({ who: z.literal('bot') }),
  z.object({ who: z.literal('person'), id: z.string() }),
])
export type Sender = z.infer<typeof Sender>

/** Why the channel had to tell the person something by itself. */
export const Problem = z.enum(['noAnswer', 'unreachable', 'refused', 'failed', 'unreadable'])
export type Problem = z.infer<typeof Problem>

const onEvery = {
  id: z.string(),
  conversationId: z.string(),
  /** Place in the order in which messages came, over all conversations. */
  seq: z.int().positive(),
  /** Counts the message's changes from 0, edits and answers in place alike. */
  revision: z.int().nonnegative(),
  at: Instant,
  edited: Instant.optional(),
}

/** One line of a chat, in the state it is in now. */
export const ChannelMessage = z.discriminatedUnion('kind', [
  z.object({
    ...onEvery,
    kind: z.literal('text'),
    from: Sender,
    text: z.string(),
    format: z.enum(['markdown', 'plain']),
    /** Names, or else kinds, of what is attached. */
    files: z.array(z.string()),
  }),
  z.object({
    ...onEvery,
    kind: z.literal('card'),
    from: Sender,
    card: Card,
    /** By person: the card they see instead, because a press or a refresh of theirs was answered with it. */
    views: z.record(z.string(), Card),
  }),
  /** From Teams itself, not from the bot. `detail` is English, for whoever looks for the fault. */
  z.object({ ...onEvery, kind: z.literal('note'), problem: Problem, detail: z.string() }),
  z.object({ ...onEvery, kind: z.literal('deleted'), from: Sender }),
])
export type ChannelMessage = z.infer<typeof ChannelMessage>
export type CardMessage = Extract<ChannelMessage, { kind: 'card' }>

/** What a message is before it has a place in a chat. */
type Content<M> = M extends ChannelMessage
  ? Omit<M, 'id' | 'conversationId' | 'seq' | 'revision' | 'at' | 'edited'>
  : never
export type MessageContent = Content<ChannelMessage>

/** A chat. Personal ones only so far; `members` are people's object ids. */
export const Conversation = z.object({
  id: z.string(),
  type: z.enum(['personal']),
  members: z.array(z.string()),
  /** `never` means that nobody opened it yet. The bot may write to it all the same: its admin has installed the app for all. */
  installed: z.enum(['never', 'installed', 'removed']),
  /** The person has blocked the bot. No event tells it; its next send is refused. */
  blocked: z.boolean(),
  /** {@link ChannelMessage} `seq` up to which the person has read. */
  readUpTo: z.int().nonnegative(),
})
export type Conversation = z.infer<typeof Conversation>

/** The card of a message as this person sees it. */
export const cardFor = ({ card, views }: CardMessage, personId: string): Card => views[personId] ?? card

/** What left the bot, for people who want to learn how it is done: a call of the connector or the answer to a press. */
export interface Sent {
  readonly seq: number
  readonly at: Instant
  readonly how: 'POST' | 'PUT' | 'DELETE' | 'answer'
  readonly conversationId: string
  readonly status: number
  readonly body: unknown
}

export type ChannelEvent =
  | { readonly type: 'message'; readonly message: ChannelMessage }
  | { readonly type: 'conversation'; readonly conversation: Conversation }
  | { readonly type: 'typing'; readonly conversationId: string }
  | { readonly type: 'sent'; readonly sent: Sent }
  | { readonly type: 'cleared' }
