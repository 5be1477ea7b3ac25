import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { NewId } from '../../domain/ports.js'
import {
  executeActivity,
  installationActivity,
  membershipActivity,
  messageActivity,
  personIdOf,
  submitActivity,
  triggerOf,
  type Activity,
  type ChannelAttachment,
  type Envelope,
} from './activities.js'
import { Answers } from './answers.js'
import { pressOf, refreshOf } from './cards.js'
import type { ChannelOptions, PressResult } from './channelOptions.js'
import { Connector } from './connector.js'
import { Delivery, realAfter, type DeliveryAnswer } from './delivery.js'
import { Freshness } from './freshness.js'
import { ChatHistory } from './history.js'
import { readInvokeAnswer } from './invokeAnswer.js'
import {
  cardFor,
  type CardMessage,
  type ChannelEvent,
  type ChannelMessage,
  type Conversation,
  type Sent,
} from './messages.js'
import { ChannelUseError, teamsUserId, type BotAccount, type ChannelPerson } from './people.js'
import { Transcript } from './transcript.js'

/**
 * Teams, as far as a bot in personal chats can tell: delivers what people write and press to the bot's endpoint, plays
 * the connector for what the bot sends, and keeps for each person the chat they see. It has no page; the practice room
 * puts one on it.
 *
 * Methods that act for a person resolve when the bot has answered and the answer is in the chat. What the bot sends by
 * itself later is told to those who {@link PracticeChannel.subscribe}.
 */
export class PracticeChannel {
  readonly connector: Connector
  private readonly history: ChatHistory
  private readonly delivery: Delivery
  private readonly answers: Answers
  private readonly freshness: Freshness
  private readonly log: Transcript
  private readonly bot: BotAccount
  private readonly newId: NewId
  private readonly installing = new Map<string, Promise<void>>()
  private readonly lastActivities = new Map<string, Activity>()
  private readonly running = new Set<Promise<unknown>>()

  private constructor(private readonly options: ChannelOptions) {
    const { people, tenantId, botUrl, headers, clock, journal, report = () => undefined, after = realAfter } = options
    const elapsedMs = options.elapsedMs ?? (() => performance.now())
    this.newId = options.newId ?? randomUUID
    this.bot = options.bot ?? { id: '28:ferry', name: 'Ferry' }
    this.history = new ChatHistory({ clock, journal, report })
    this.connector = new Connector({ history: this.history, people, tenantId, elapsedMs })
    this.delivery = new Delivery({ botUrl, headers, after })
    this.answers = new Answers(this.history)
    this.freshness = new Freshness(clock, elapsedMs)
    this.log = new Transcript(people, this.bot.name)
    this.history.subscribe(this.log.hear)
    this.history.subscribe(this.freshness.hear)
  }

  /** Opens the channel with the chats that its journal kept. */
  static async load(options: ChannelOptions): Promise<PracticeChannel> {
    const channel = new PracticeChannel(options)
    await channel.history.load()
    return channel
  }

  // ------------------------------------------------------------------------------------------------ what people do

  /** The app comes into the person's Teams: the bot hears of it. Does nothing where it is installed already. */
  install(personId: string): Promise<void> {
    const person = this.person(personId)
    const under = this.installing.get(person.id)
    if (under !== undefined || this.history.personal(person.id).installed === 'installed')
      return under ?? Promise.resolve()
    const installing = this.track(this.tellInstalled(person)).finally(() => this.installing.delete(person.id))
    this.installing.set(person.id, installing)
    return installing
  }

  /** The person takes the app away. From then on the bot's sends are refused with 403, until {@link install}. */
  uninstall(personId: string): Promise<void> {
    return this.track(this.tellRemoved(this.person(personId)))
  }

  /** The person blocks the bot, or lets it write again. The bot is not told; it reads 403 at its next send. */
  async block(personId: string, blocked = true): Promise<void> {
    await this.history.change({ ...this.history.personal(this.person(personId).id), blocked })
  }

  /** The person opens the chat: all of it is read now. The first time, the app is installed by it. */
  async open(personId: string): Promise<void> {
    const person = this.person(personId)
    if (this.history.personal(person.id).installed === 'never') await this.install(person.id)
    await this.markRead(person.id)
  }

  async markRead(personId: string): Promise<void> {
    const conversation = this.conversation(personId)
    const last = this.history.all(conversation.id).at(-1)?.seq ?? 0
    if (last > conversation.readUpTo) await this.history.change({ ...conversation, readUpTo: last })
  }

  /**
   * The person writes a message.
   *
   * @returns the message's id
   * @throws {ChannelUseError} when the person has taken the app away or blocked it
   */
  say(
    personId: string,
    text: string,
    more: { readonly attachments?: readonly ChannelAttachment[] } = {},
  ): Promise<string> {
    return this.track(this.write(personId, text, more.attachments ?? []))
  }

  /**
   * The person presses a button of a card as they see it.
   *
   * @param wanted the button by its title, or by its place on the card when titles repeat
   * @param typed what the person put into inputs, by id; the others have the values that the card came with
   * @throws {ChannelUseError} when there is no such card or button, or a client would not let the press through
   */
  press(
    personId: string,
    messageId: string,
    wanted: string | number,
    typed: Readonly<Record<string, string>> = {},
  ): Promise<PressResult> {
    return this.track(this.pressButton(personId, messageId, wanted, typed))
  }

  /**
   * Cards come into the person's view. Those that name the person in `refresh.userIds`, and that the person has had
   * for more than a minute, are asked for anew.
   *
   * @param messageIds all of the person's chat when left out
   * @returns how many were asked for
   */
  show(personId: string, messageIds?: readonly string[]): Promise<number> {
    return this.track(this.refreshOld(this.person(personId), messageIds))
  }

  /**
   * Delivers an activity that was delivered before, as Teams does when it is unsure. What the answer to a press says is
   * applied as it was the first time.
   *
   * @param newId as if the person's client had sent it anew: same content, another activity id
   */
  deliverAgain(activity: Activity, { newId = false }: { newId?: boolean } = {}): Promise<DeliveryAnswer> {
    return this.track(this.repeat(newId ? { ...activity, id: this.invokeId() } : activity))
  }

  // ------------------------------------------------------------------------------------------------- what is seen

  conversation(personId: string): Conversation {
    return this.history.personal(this.person(personId).id)
  }

  /** The chat of this person with the bot, oldest first. See {@link cardFor} for what the person sees of a card. */
  messages(personId: string): readonly ChannelMessage[] {
    return this.history.all(this.conversation(personId).id)
  }

  /** How many messages of the bot this person has not read. */
  unread(personId: string): number {
    const { readUpTo } = this.conversation(personId)
    const fromBot = (message: ChannelMessage) =>
      (message.kind === 'text' || message.kind === 'card') && message.from.who === 'bot'
    return this.messages(personId).filter((message) => message.seq > readUpTo && fromBot(message)).length
  }

  /** What the bot sent last, all conversations together. */
  sent(): readonly Sent[] {
    return this.history.sent()
  }

  /** The activity that was last delivered for this person. */
  lastActivity(personId: string): Activity | undefined {
    return this.lastActivities.get(personId)
  }

  /** Everything that happened in the person's chat, in its order; see {@link Transcript}. */
  transcript(personId: string): string {
    return this.log.of(this.conversation(personId).id)
  }

  /** The person's chat as it stands now, one line per message. */
  screen(personId: string): string {
    return this.messages(personId)
      .map((message) => this.log.line(message))
      .join('\n')
  }

  /** @returns a function that ends it */
  subscribe(listener: (event: ChannelEvent) => void): () => void {
    return this.history.subscribe(listener)
  }

  // ------------------------------------------------------------------------------------------------------ control

  /** Deliver a second time what the bot answered with a 5xx. */
  repeatFailed(on: boolean): void {
    this.delivery.repeatFailed = on
  }

  /** Resolves when nothing that this channel started is under way, and all chats are in the journal. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running)
    await this.delivery.settled()
    await this.history.settled()
  }

  /** Forgets all chats, for a practice that begins anew; then everybody's app is installed again at first sight. */
  async clear(): Promise<void> {
    this.lastActivities.clear()
    await this.history.clear()
  }

  // ----------------------------------------------------------------------------------------------------- privately

  private track<T>(running: Promise<T>): Promise<T> {
    // a failure belongs to the caller; here it only counts that it is over
    const over = running.then(() => undefined).catch(() => undefined)
    this.running.add(over)
    void over.finally(() => this.running.delete(over))
    return running
  }

  private invokeId(): string {
    return `f:${this.newId()}`
  }

  private person(personId: string): ChannelPerson {
    const person = this.options.people().find(({ id }) => id === personId)
    if (person === undefined) throw new ChannelUseError(`nobody here has the id ${personId}`)
    return person
  }

  /** The person, with an app that they can write to. */
  private async writer(personId: string): Promise<ChannelPerson> {
    const person = this.person(personId)
    await this.open(person.id)
    await this.installing.get(person.id)
    const { installed, blocked } = this.history.personal(person.id)
    if (installed === 'removed') throw new ChannelUseError(`${person.name} has taken the app away`)
    if (blocked) throw new ChannelUseError(`${person.name} has blocked the app`)
    return person
  }

  private envelope(person: ChannelPerson, id = this.history.nextId()): Envelope {
    const { clock, tenantId, serviceUrl } = this.options
    const conversation = this.history.personal(person.id)
    return { id, now: clock(), person, conversation, bot: this.bot, tenantId, serviceUrl: serviceUrl() }
  }

  private async tellInstalled(person: ChannelPerson): Promise<void> {
    await this.history.change({ ...this.history.personal(person.id), installed: 'installed', blocked: false })
    await this.deliver(installationActivity(this.envelope(person), 'add'))
    await this.deliver(membershipActivity(this.envelope(person), 'membersAdded'))
  }

  private async tellRemoved(person: ChannelPerson): Promise<void> {
    await this.history.change({ ...this.history.personal(person.id), installed: 'removed' })
    await this.deliver(membershipActivity(this.envelope(person), 'membersRemoved'))
    await this.deliver(installationActivity(this.envelope(person), 'remove'))
  }

  private async write(personId: string, text: string, attachments: readonly ChannelAttachment[]): Promise<string> {
    const person = await this.writer(personId)
    const files = attachments.map(({ name, contentType }) => name ?? contentType)
    const from = { who: 'person', id: person.id } as const
    const content = { kind: 'text', from, text, format: 'plain', files } as const
    const { id } = await this.history.add(this.history.personal(person.id).id, { ...content, files })
    await this.markRead(person.id)
    await this.deliverMessage(person, messageActivity(this.envelope(person, id), text, attachments))
    return id
  }

  private async pressButton(
    personId: string,
    messageId: string,
    wanted: string | number,
    typed: Readonly<Record<string, string>>,
  ): Promise<PressResult> {
    const person = await this.writer(personId)
    const message = this.history.find(this.history.personal(person.id).id, messageId)
    if (message?.kind !== 'card') throw new ChannelUseError(`${person.name} sees no card ${messageId}`)
    const { type, title, verb, id, data } = pressOf(cardFor(message, person.id), wanted, typed)
    this.log.pressed(message.conversationId, person, title)
    if (type === 'Action.Submit') {
      const taken = await this.deliverMessage(person, submitActivity(this.envelope(person), message.id, data))
      return { kind: taken ? 'sent' : 'undelivered' }
    }
    const envelope = this.envelope(person, this.invokeId())
    return this.invoke(person, message.id, executeActivity(envelope, message.id, { verb, id, data }, 'manual'))
  }

  private async refreshOld(person: ChannelPerson, messageIds: readonly string[] | undefined): Promise<number> {
    const due = this.messages(person.id).filter(
      (message): message is CardMessage =>
        message.kind === 'card' &&
        (messageIds?.includes(message.id) ?? true) &&
        this.freshness.isOld(message, person.id),
    )
    let asked = 0
    for (const message of due) {
      const refresh = refreshOf(cardFor(message, person.id))
      if (refresh === undefined || !refresh.userIds.includes(teamsUserId(person.id))) continue
      const { verb, id, data } = refresh
      const envelope = this.envelope(person, this.invokeId())
      this.freshness.note(message.id, person.id)
      await this.invoke(person, message.id, executeActivity(envelope, message.id, { verb, id, data }, 'automatic'))
      asked++
    }
    return asked
  }

  private async repeat(activity: Activity): Promise<DeliveryAnswer> {
    const answer = await this.delivery.deliver(activity)
    const trigger = triggerOf(activity)
    if (trigger !== undefined && answer.outcome === 'answered') {
      const read = readInvokeAnswer(answer.status, answer.body)
      await this.answers.show(this.person(personIdOf(activity)), String(activity['replyToId']), read, trigger)
    }
    return answer
  }

  private async deliver(activity: Activity): Promise<DeliveryAnswer> {
    this.lastActivities.set(personIdOf(activity), activity)
    return this.delivery.deliver(activity)
  }

  /** @returns whether the bot took it; if not, the person is told */
  private async deliverMessage(person: ChannelPerson, activity: Activity): Promise<boolean> {
    const answer = await this.deliver(activity)
    if (answer.outcome === 'answered' && answer.status < 300) return true
    await this.answers.undelivered(person, answer)
    return false
  }

  private async invoke(person: ChannelPerson, messageId: string, activity: Activity): Promise<PressResult> {
    const trigger = triggerOf(activity) ?? 'manual'
    const answer = await this.deliver(activity)
    if (answer.outcome !== 'answered') {
      if (trigger === 'manual') await this.answers.undelivered(person, answer)
      return { kind: 'undelivered' }
    }
    const { status, body } = answer
    this.history.noteSent({ how: 'answer', conversationId: this.history.personal(person.id).id, status, body })
    const read = readInvokeAnswer(status, body)
    await this.answers.show(person, messageId, read, trigger)
    this.freshness.note(messageId, person.id)
    return read
  }
}
