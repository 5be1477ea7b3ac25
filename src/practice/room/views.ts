import { refreshOf, withNumberedButtons } from '../channel/cards.js'
import { cardFor, type ChannelMessage, type Sender, type Sent } from '../channel/messages.js'
import { personalConversationId, teamsUserId } from '../channel/people.js'
import type { PracticeChannel } from '../channel/practiceChannel.js'
import { FAULTS, type PracticeControl } from '../control.js'
import type { ButtonId, RoomMessage, RoomSent, RoomState } from '../page/wire.js'

/** What the page is told, made from the channel and the practice world. */

export const buttonId = (index: number): ButtonId => `ferry-button-${index}`

/** A message as this person sees it. */
export function messageFor(message: ChannelMessage, personId: string): RoomMessage {
  const { id, seq, revision, at, edited } = message
  const common = { id, seq, revision, at, edited: edited !== undefined }
  const mine = (from: Sender) => from.who === 'person' && from.id === personId
  switch (message.kind) {
    case 'card': {
      const card = cardFor(message, personId)
      const refreshes = refreshOf(card)?.userIds.includes(teamsUserId(personId)) ?? false
      return { ...common, kind: 'card', card: withNumberedButtons(card, buttonId), refreshes }
    }
    case 'text': {
      const { text, format, files } = message
      return { ...common, kind: 'text', mine: mine(message.from), text, format, files }
    }
    case 'deleted':
      return { ...common, kind: 'deleted', mine: mine(message.from) }
    case 'note':
    default:
      return { ...common, kind: 'note', problem: message.problem, detail: message.detail }
  }
}

export function sentFor({ seq, at, how, status, conversationId, body }: Sent, control: PracticeControl): RoomSent {
  const person = control.people().find(({ id }) => personalConversationId(id) === conversationId)
  return { seq, at, how, status, person: person?.name ?? '', body }
}

/** @param personId whose chat to add */
export async function roomState(
  channel: PracticeChannel,
  control: PracticeControl,
  personId?: string,
): Promise<RoomState> {
  const people = control.people().map(({ id, name, roles, locale, timeZone }) => ({
    id,
    name,
    roles,
    locale,
    timeZone,
    unread: channel.unread(id),
  }))
  const customers = await control.customers()
  const [now, faults] = [control.now(), control.faults()]
  const world = { partnerName: control.partnerName, now, people, customers, faults, faultNames: FAULTS }
  if (personId === undefined) return world
  return {
    ...world,
    messages: channel.messages(personId).map((message) => messageFor(message, personId)),
    sent: channel.sent().map((sent) => sentFor(sent, control)),
  }
}
