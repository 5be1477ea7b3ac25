import type { Clock } from '../../domain/ports.js'
import type { ChannelEvent, ChannelMessage, Conversation, MessageContent, Sent } from './messages.js'
import { personalConversationId } from './people.js'
import type { ChannelJournal } from './records.js'

/** How many calls of the bot are kept for people to look at. */
const SENT_KEPT = 60

export interface HistoryOptions {
  readonly clock: Clock
  readonly journal: ChannelJournal | undefined
  /** Told when a chat could not be kept. The chat goes on: what Teams keeps is no promise of the bot's. */
  readonly report: (problem: string, error: unknown) => void
}

/** The chats as they stand, in memory, each change told to those who listen and handed to the journal in its order. */
export class ChatHistory {
  private readonly conversations = new Map<string, Conversation>()
  /** By conversation, then by message id, in the order they came. */
  private readonly messages = new Map<string, Map<string, ChannelMessage>>()
  private readonly listeners = new Set<(event: ChannelEvent) => void>()
  private readonly recent: Sent[] = []
  private sentCount = 0
  private lastSeq = 0
  private lastId = 0
  private written: Promise<void> = Promise.resolve()

  constructor(private readonly options: HistoryOptions) {}

  /** Takes over what the journal kept. */
  async load(): Promise<void> {
    const kept = await this.options.journal?.load()
    for (const conversation of kept?.conversations ?? []) this.conversations.set(conversation.id, conversation)
    for (const message of kept?.messages ?? []) {
      this.of(message.conversationId).set(message.id, message)
      this.lastSeq = Math.max(this.lastSeq, message.seq)
      this.lastId = Math.max(this.lastId, Number(message.id))
    }
  }

  subscribe(listener: (event: ChannelEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  tell(event: ChannelEvent): void {
    for (const listener of this.listeners) listener(event)
  }

  /** The personal chat of this person, as it is or as it will begin. */
  personal(personId: string): Conversation {
    const id = personalConversationId(personId)
    return (
      this.conversations.get(id) ?? {
        id,
        type: 'personal',
        members: [personId],
        installed: 'never',
        blocked: false,
        readUpTo: 0,
      }
    )
  }

  async change(conversation: Conversation): Promise<void> {
    this.conversations.set(conversation.id, conversation)
    this.tell({ type: 'conversation', conversation })
    await this.keep(conversation)
  }

  all(conversationId: string): readonly ChannelMessage[] {
    return [...this.of(conversationId).values()]
  }

  find(conversationId: string, messageId: string): ChannelMessage | undefined {
    return this.of(conversationId).get(messageId)
  }

  /** Appends a message. Ids count milliseconds, as Teams' do, and never come twice, even when the clock stands or is reset. */
  async add(conversationId: string, content: MessageContent): Promise<ChannelMessage> {
    const at = this.options.clock()
    const message: ChannelMessage = {
      ...content,
      id: this.nextId(),
      conversationId,
      seq: ++this.lastSeq,
      revision: 0,
      at,
    }
    await this.put(message)
    return message
  }

  /** Puts `message`, a changed copy of a stored one, in the place of that one. */
  async replace(message: ChannelMessage): Promise<ChannelMessage> {
    const changed = { ...message, revision: message.revision + 1 }
    await this.put(changed)
    return changed
  }

  now() {
    return this.options.clock()
  }

  nextId(): string {
    this.lastId = Math.max(this.lastId + 1, Date.parse(this.options.clock()))
    return String(this.lastId)
  }

  noteSent(sent: Omit<Sent, 'seq' | 'at'>): void {
    const noted = { ...sent, seq: ++this.sentCount, at: this.options.clock() }
    this.recent.push(noted)
    if (this.recent.length > SENT_KEPT) this.recent.shift()
    this.tell({ type: 'sent', sent: noted })
  }

  sent(): readonly Sent[] {
    return [...this.recent]
  }

  /** Forgets all chats. Ids and the order go on, so that nothing old is taken for new. */
  async clear(): Promise<void> {
    this.conversations.clear()
    this.messages.clear()
    this.recent.length = 0
    this.tell({ type: 'cleared' })
    await this.inOrder(async () => this.options.journal?.clear())
  }

  /** Resolves when everything so far is in the journal. */
  settled(): Promise<void> {
    return this.written
  }

  private of(conversationId: string): Map<string, ChannelMessage> {
    const found = this.messages.get(conversationId) ?? new Map<string, ChannelMessage>()
    this.messages.set(conversationId, found)
    return found
  }

  private async put(message: ChannelMessage): Promise<void> {
    this.of(message.conversationId).set(message.id, message)
    this.tell({ type: 'message', message })
    await this.keep(message)
  }

  private keep(changed: Conversation | ChannelMessage): Promise<void> {
    return this.inOrder(async () => this.options.journal?.append(changed))
  }

  private inOrder(write: () => Promise<void>): Promise<void> {
    this.written = this.written.then(write).catch((error: unknown) => {
      this.options.report('a practice chat could not be kept', error)
    })
    return this.written
  }
}
