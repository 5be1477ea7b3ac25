import { createHash } from 'node:crypto'

/** As much of a person as a chat needs to know. */
export interface ChannelPerson {
  /** Entra object id. */
  readonly id: string
  readonly name: string
  /** Language of the Teams client, a BCP 47 tag: `pl-PL`. */
  readonly locale: string
  /** IANA name: `Europe/Warsaw`. */
  readonly timeZone: string
}

/** The account of the bot in the channel. */
export interface BotAccount {
  readonly id: string
  readonly name: string
}

/** Thrown when the channel is asked for what no Teams client could do; the message says what, in English. */
export class ChannelUseError extends Error {
  override readonly name = 'ChannelUseError'
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** The id by which a bot knows this person in Teams; always the same, so that what a bot stored outlives a restart. */
export const teamsUserId = (personId: string): string => `29:1${digest(`user ${personId}`).toString('base64url')}`

/** The chat between one person and the bot; always the same, for the same reason. */
export const personalConversationId = (personId: string): string =>
  `a:1${digest(`personal ${personId}`).toString('base64url')}`

/** A GUID that stands for these words: what a record about them is stored under. */
export function recordId(...words: readonly string[]): string {
  const hex = digest(JSON.stringify(words)).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
