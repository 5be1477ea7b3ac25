import type { ConversationReference } from 'botbuilder'
import type { DialogState } from 'botbuilder-dialogs'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { RecordKind } from '../domain/ports.js'

/** What the bot keeps of its conversations. Positions of dialogues and addresses only: everything that matters is in the case. */

const Dialogue = z.object({
  /** The dialog stack as botbuilder-dialogs wrote it. */
  state: z.custom<DialogState>((value) => typeof value === 'object' && value !== null),
  /** Ids of the messages answered last, newest last: the channel may deliver one again (RF26). */
  seen: z.array(z.string()),
})
export type Dialogue = z.infer<typeof Dialogue>
/** Keyed by conversation and person together, so that in a group nobody answers another's question. */
export const DIALOGUES: RecordKind<Dialogue> = { name: 'dialogue', schemaVersion: 1, schema: Dialogue }
export const dialogueId = (conversation: string, person: string): string =>
  createHash('sha256').update(`${conversation}\n${person}`).digest('hex')

const Address = z.object({
  reference: z.custom<Partial<ConversationReference>>(
    (value) =>
      z.looseObject({ serviceUrl: z.string(), conversation: z.looseObject({ id: z.string() }) }).safeParse(value)
        .success,
  ),
})
export type Address = z.infer<typeof Address>
/** Where to reach a person in a personal chat, from their last authenticated turn; keyed by person. */
export const ADDRESSES: RecordKind<Address> = { name: 'address', schemaVersion: 1, schema: Address }

export const BOT_KINDS = [DIALOGUES, ADDRESSES] as const
