import { put, remove, type RecordKind, type RecordWrite, type Store } from '../../domain/ports.js'
import { ChannelMessage, Conversation } from './messages.js'
import { recordId } from './people.js'

/** A practice chat as it is stored: who is in it and how far they have read. */
export const PracticeConversationRecord: RecordKind<Conversation> = {
  name: 'practiceConversation',
  schemaVersion: 1,
  schema: Conversation,
}

/** One line of a practice chat in its last state. */
export const PracticeMessageRecord: RecordKind<ChannelMessage> = {
  name: 'practiceMessage',
  schemaVersion: 1,
  schema: ChannelMessage,
}

/** Keeps the chats over a restart. Without one they last as long as the process. */
export interface ChannelJournal {
  load(): Promise<{ readonly conversations: readonly Conversation[]; readonly messages: readonly ChannelMessage[] }>
  append(changed: Conversation | ChannelMessage): Promise<void>
  /** Forgets all chats. */
  clear(): Promise<void>
}

const isMessage = (changed: Conversation | ChannelMessage): changed is ChannelMessage => 'kind' in changed

const conversationRecord = ({ id }: Conversation) => recordId('conversation', id)
const messageRecord = ({ conversationId, id }: ChannelMessage) => recordId('message', conversationId, id)

/** A {@link ChannelJournal} in Ferry's own store. The channel alone writes these records, hence no expected versions. */
export const storeJournal = (store: Store): ChannelJournal => ({
  load: async () => ({
    conversations: (await store.all(PracticeConversationRecord)).map(({ value }) => value),
    messages: (await store.all(PracticeMessageRecord)).map(({ value }) => value).sort((a, b) => a.seq - b.seq),
  }),

  append: (changed) =>
    store.commit('practice chat', [
      isMessage(changed)
        ? put(PracticeMessageRecord, messageRecord(changed), 'any', changed)
        : put(PracticeConversationRecord, conversationRecord(changed), 'any', changed),
    ]),

  clear: async () => {
    const gone =
      <T>(kind: RecordKind<T>) =>
      async () =>
        (await store.all(kind)).map(({ id }): RecordWrite => remove(kind, id, 'any'))
    const writes = [...(await gone(PracticeMessageRecord)()), ...(await gone(PracticeConversationRecord)())]
    if (writes.length > 0) await store.commit('practice chat cleared', writes)
  },
})
