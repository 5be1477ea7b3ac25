import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../../domain/ids.js'
import type { Conversation } from './messages.js'
import { teamsUserId, type BotAccount, type ChannelPerson } from './people.js'

/** An activity on its way to the bot: JSON, shaped as Teams shapes it. */
export type Activity = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string }

/** Whose activity it is. Those of this channel are all made here, and carry it here. */
export const personIdOf = (activity: Activity): string => (activity['from'] as { aadObjectId: string }).aadObjectId

/** What set an `adaptiveCard/action` off; `undefined` for any other activity. */
export const triggerOf = (activity: Activity): 'manual' | 'automatic' | undefined =>
  activity.type === 'invoke' ? (activity['value'] as { trigger: 'manual' | 'automatic' }).trigger : undefined

/** A file or card that a person attaches to what they write. */
export interface ChannelAttachment {
  readonly contentType: string
  readonly name?: string
  readonly contentUrl?: string
  readonly content?: unknown
}

export interface Envelope {
  readonly id: string
  readonly now: Instant
  readonly person: ChannelPerson
  readonly conversation: Pick<Conversation, 'id' | 'type'>
  readonly bot: BotAccount
  readonly tenantId: string
  readonly serviceUrl: string
}

/** What all activities of one person in one chat have in common. */
function common({ id, now, person, conversation, bot, tenantId, serviceUrl }: Envelope) {
  const local = Temporal.Instant.from(now).toZonedDateTimeISO(person.timeZone)
  return {
    id,
    timestamp: now,
    localTimestamp: local.toString({ timeZoneName: 'never', fractionalSecondDigits: 3 }),
    localTimezone: person.timeZone,
    serviceUrl,
    channelId: 'msteams',
    from: { id: teamsUserId(person.id), name: person.name, aadObjectId: person.id },
    conversation: { conversationType: conversation.type, tenantId, id: conversation.id, isGroup: false },
    recipient: { id: bot.id, name: bot.name },
    entities: [clientInfo(person)],
    channelData: { tenant: { id: tenantId } },
    locale: person.locale,
  }
}

const clientInfo = ({ locale, timeZone }: ChannelPerson) => ({
  locale,
  country: new Intl.Locale(locale).maximize().region ?? 'US',
  platform: 'Web',
  timezone: timeZone,
  type: 'clientInfo',
})

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * A typed message. Teams sends what was typed a second time as an attachment of type `text/html`, which bots must not
 * mistake for a file.
 *
 * @see github.com/MicrosoftDocs/msteams-docs, issues 3960 and 6040
 */
export const messageActivity = (
  envelope: Envelope,
  text: string,
  attachments: readonly ChannelAttachment[],
): Activity => ({
  type: 'message',
  ...common(envelope),
  textFormat: 'plain',
  text,
  attachments: [...attachments, { contentType: 'text/html', content: `<p>${escaped(text)}</p>` }],
})

/** What an `Action.Submit` sends: a message without a text, whose value is the button's data and the card's inputs. */
export const submitActivity = (envelope: Envelope, replyToId: string, value: object): Activity => {
  const { channelData, ...rest } = common(envelope)
  return { type: 'message', ...rest, replyToId, value, channelData: { ...channelData, source: { name: 'message' } } }
}

/** What an `Action.Execute` sends, pressed by a person (`manual`) or asked for by the client itself (`automatic`). */
export const executeActivity = (
  envelope: Envelope,
  replyToId: string,
  action: { readonly verb: string | undefined; readonly id: string | undefined; readonly data: unknown },
  trigger: 'manual' | 'automatic',
): Activity => {
  const { channelData, ...rest } = common(envelope)
  return {
    type: 'invoke',
    name: 'adaptiveCard/action',
    ...rest,
    replyToId,
    value: { action: { type: 'Action.Execute', ...action }, trigger },
    channelData: { ...channelData, source: { name: 'message' } },
  }
}

/** The app is added to, or taken from, a personal chat. */
export const installationActivity = (envelope: Envelope, action: 'add' | 'remove'): Activity => ({
  type: 'installationUpdate',
  action,
  ...common(envelope),
})

/** The members that came or went with the app. */
export const membershipActivity = (envelope: Envelope, change: 'membersAdded' | 'membersRemoved'): Activity => ({
  type: 'conversationUpdate',
  ...common(envelope),
  [change]: [{ id: teamsUserId(envelope.person.id), aadObjectId: envelope.person.id }, { id: envelope.bot.id }],
})
