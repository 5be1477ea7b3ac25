import { z } from 'zod'
import { Card } from './cards.js'
import type { ChatHistory } from './history.js'
import type { Conversation, MessageContent } from './messages.js'
import { personalConversationId, teamsUserId, type ChannelPerson } from './people.js'
import { RateWindows } from './rateWindows.js'

/** What the bot reads back from a call of the connector. */
export interface ConnectorAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** How the next sends fail. `after`: the message has arrived all the same, as when only the answer was lost. */
export interface SendFault {
  readonly status: number
  readonly when: 'before' | 'after'
  readonly retryAfterSeconds?: number
}

export interface ConnectorOptions {
  readonly history: ChatHistory
  readonly people: () => readonly ChannelPerson[]
  readonly tenantId: string
  /** Milliseconds of a clock that never goes back. */
  readonly elapsedMs: () => number
}

/** @see Microsoft Learn, "Format your bot messages": about 100 KB, counted as UTF-16 */
export const LARGEST_ACTIVITY_BYTES = 100 * 1024
const ADAPTIVE = 'application/vnd.microsoft.card.adaptive'

const Activity = z.looseObject({
  type: z.string().default('message'),
  text: z.string().nullish(),
  textFormat: z.string().nullish(),
  attachments: z
    .array(z.looseObject({ contentType: z.string(), name: z.string().nullish(), content: z.unknown().optional() }))
    .nullish(),
})
type Activity = z.infer<typeof Activity>

const NewConversation = z.looseObject({
  members: z.array(z.looseObject({ id: z.string() })).length(1),
  isGroup: z.literal(false).nullish(),
  activity: Activity.nullish(),
})

const error = (status: number, code: string, message: string): ConnectorAnswer => ({
  status,
  body: { error: { code, message } },
})
const badSyntax = (message: string) => error(400, 'BadSyntax', message)
const notFound = () => error(404, 'ConversationNotFound', 'Conversation not found.')
const noMessage = () => error(404, 'ActivityNotFoundInConversation', 'Activity not found in conversation.')

/** The Bot Framework connector as far as a bot in personal chats calls it, with Teams' refusals. */
export class Connector {
  private readonly windows = new RateWindows()
  private readonly faults: SendFault[] = []
  /** Refuse with 429 what goes beyond Teams' limits per conversation. */
  limitRates = false

  constructor(private readonly options: ConnectorOptions) {}

  /** Lets the next `times` sends, edits and deletions fail. */
  failNext(fault: SendFault, times: number): void {
    for (let n = 0; n < times; n++) this.faults.push(fault)
  }

  /** `POST /v3/conversations`: the chat with one person, which is always the same. */
  async create(body: unknown): Promise<ConnectorAnswer> {
    const read = NewConversation.safeParse(body)
    if (!read.success) return this.noted('POST', '', body, badSyntax(z.prettifyError(read.error)))
    const [member] = read.data.members
    const person = this.person(member?.id ?? '')
    if (person === undefined)
      return this.noted('POST', '', body, error(403, 'BotNotInConversationRoster', 'No such user.'))
    const { id } = this.options.history.personal(person.id)
    const refusal = this.refusal(this.options.history.personal(person.id), body, 'counted')
    if (refusal !== undefined) return this.noted('POST', id, body, refusal)
    if (!read.data.activity) return this.noted('POST', id, body, { status: 201, body: { id } })
    const sent = await this.send(id, read.data.activity)
    const activityId = z.object({ id: z.string() }).safeParse(sent.body).data?.id
    return sent.status >= 400 ? sent : { status: 201, body: { id, activityId } }
  }

  /** `POST …/activities` and `POST …/activities/{replyTo}`, which in a personal chat are the same. */
  async send(conversationId: string, body: unknown): Promise<ConnectorAnswer> {
    const post = (activity: Activity) => this.post(conversationId, activity)
    const answer = await this.failing(() => this.checked(conversationId, body, post, 'counted'))
    return this.noted('POST', conversationId, body, answer)
  }

  /** `PUT …/activities/{id}`: the message changes for everybody; what one person alone saw in it is gone. */
  async edit(conversationId: string, messageId: string, body: unknown): Promise<ConnectorAnswer> {
    const { history } = this.options
    const answer = await this.failing(() =>
      this.checked(conversationId, body, async (activity) => {
        const found = this.ownMessage(conversationId, messageId)
        const content = this.contents(activity).at(-1)
        if (found === undefined) return noMessage()
        if (content === undefined) return badSyntax('An activity without text and attachments.')
        const { id, seq, revision, at } = found
        await history.replace({ id, conversationId, seq, revision, at, ...content, edited: history.now() })
        return { status: 200, body: { id } }
      }),
    )
    return this.noted('PUT', conversationId, body, answer)
  }

  /** `DELETE …/activities/{id}`. */
  async remove(conversationId: string, messageId: string): Promise<ConnectorAnswer> {
    const { history } = this.options
    const answer = await this.failing(() =>
      this.checked(conversationId, {}, async () => {
        const found = this.ownMessage(conversationId, messageId)
        if (found === undefined) return noMessage()
        const { id, seq, revision, at, from } = found
        await history.replace({ id, conversationId, seq, revision, at, kind: 'deleted', from })
        return { status: 200 }
      }),
    )
    return this.noted('DELETE', conversationId, { id: messageId }, answer)
  }

  /** `GET …/members`: the person; a personal chat does not list the bot. */
  members(conversationId: string): ConnectorAnswer {
    const person = this.personOf(conversationId)
    return person === undefined ? notFound() : { status: 200, body: [this.member(person)] }
  }

  /** `GET …/members/{id}`, by Teams' id or the Entra object id. */
  memberById(conversationId: string, memberId: string): ConnectorAnswer {
    const person = this.personOf(conversationId)
    if (person === undefined) return notFound()
    return this.person(memberId)?.id === person.id
      ? { status: 200, body: this.member(person) }
      : error(404, 'MemberNotFoundInConversation', 'Member not found in conversation.')
  }

  /** `GET …/pagedmembers`: always one page. */
  pagedMembers(conversationId: string): ConnectorAnswer {
    const { status, body } = this.members(conversationId)
    return { status, body: status === 200 ? { members: body } : body }
  }

  private member({ id, name }: ChannelPerson) {
    const [givenName, ...rest] = name.split(' ')
    const account = { id: teamsUserId(id), name, aadObjectId: id, objectId: id, givenName, surname: rest.join(' ') }
    return { ...account, tenantId: this.options.tenantId, userRole: 'user' }
  }

  private person(memberId: string): ChannelPerson | undefined {
    return this.options.people().find(({ id }) => id === memberId.toLowerCase() || teamsUserId(id) === memberId)
  }

  private personOf(conversationId: string): ChannelPerson | undefined {
    return this.options.people().find(({ id }) => personalConversationId(id) === conversationId)
  }

  /** A message that the bot may change: its own, and still there. */
  private ownMessage(conversationId: string, messageId: string) {
    const found = this.options.history.find(conversationId, messageId)
    const own = found !== undefined && (found.kind === 'text' || found.kind === 'card') && found.from.who === 'bot'
    return own ? found : undefined
  }

  private async checked(
    conversationId: string,
    body: unknown,
    act: (activity: Activity) => Promise<ConnectorAnswer>,
    rate?: 'counted',
  ): Promise<ConnectorAnswer> {
    const person = this.personOf(conversationId)
    if (person === undefined) return notFound()
    const read = Activity.safeParse(body)
    if (!read.success) return badSyntax(z.prettifyError(read.error))
    return this.refusal(this.options.history.personal(person.id), body, rate) ?? act(read.data)
  }

  /** What Teams refuses whatever the activity says. */
  private refusal(
    { id, installed, blocked }: Conversation,
    body: unknown,
    rate: 'counted' | undefined,
  ): ConnectorAnswer | undefined {
    if (installed === 'removed') {
      return error(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.')
    }
    if (blocked) return error(403, 'MessageWritesBlocked', 'Bot is blocked by user.')
    if (JSON.stringify(body).length * 2 > LARGEST_ACTIVITY_BYTES) {
      return error(413, 'MessageSizeTooBig', 'Message size too large.')
    }
    const waitMs = this.limitRates && rate === 'counted' ? this.windows.take(id, this.options.elapsedMs()) : 0
    if (waitMs === 0) return undefined
    const headers = { 'Retry-After': String(Math.ceil(waitMs / 1000)) }
    return { ...error(429, 'TooManyRequests', 'API calls quota exceeded.'), headers }
  }

  private async post(conversationId: string, activity: Activity): Promise<ConnectorAnswer> {
    const { history } = this.options
    if (activity.type === 'typing') history.tell({ type: 'typing', conversationId })
    // Teams swallows what is not meant for people (traces, events), and answers it like the rest
    if (activity.type !== 'message') return { status: 201, body: { id: history.nextId() } }
    const contents = this.contents(activity)
    const ids: string[] = []
    for (const content of contents) ids.push((await history.add(conversationId, content)).id)
    if (ids.length === 0) return badSyntax('An activity without text and attachments.')
    // a text with cards becomes two messages, and Teams then tells the id of neither
    return { status: 201, body: ids.length === 1 ? { id: ids[0] } : {} }
  }

  /**
   * The messages that one activity becomes. Several cards, which Teams draws as one message, become one each.
   * @see Microsoft Learn, "Messages in bot conversations", message splitting
   */
  private contents({ text, textFormat, attachments }: Activity): MessageContent[] {
    const from = { who: 'bot' } as const
    const [cards, files]: [Card[], string[]] = [[], []]
    for (const { contentType, name, content } of attachments ?? []) {
      const card = contentType === ADAPTIVE ? Card.safeParse(content) : undefined
      if (card?.success === true) cards.push(card.data)
      else files.push(name ?? contentType)
    }
    const contents: MessageContent[] = []
    if (Boolean(text) || files.length > 0) {
      const format = textFormat === 'plain' ? 'plain' : 'markdown'
      contents.push({ kind: 'text', from, text: text ?? '', format, files })
    }
    return [...contents, ...cards.map((card): MessageContent => ({ kind: 'card', from, card, views: {} }))]
  }

  private async failing(act: () => Promise<ConnectorAnswer>): Promise<ConnectorAnswer> {
    const fault = this.faults.shift()
    if (fault === undefined) return act()
    if (fault.when === 'after') await act()
    const headers: Record<string, string> =
      fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) }
    return { ...error(fault.status, 'ServiceError', 'The practice room was told to fail.'), headers }
  }

  private noted(how: 'POST' | 'PUT' | 'DELETE', conversationId: string, body: unknown, answer: ConnectorAnswer) {
    this.options.history.noteSent({ how, conversationId, status: answer.status, body })
    return answer
  }
}
