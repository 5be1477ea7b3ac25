import { addDays, dayOf } from '../domain/days.js'
import type { InState } from '../domain/moveCase.js'
import type { NextSteps } from '../domain/nextSteps.js'
import { onCase } from './buttons.js'
import { caseButtons } from './caseButtons.js'
import { customerOf, subtitleOf } from './caseText.js'
import { customerLanguage, invitationText } from './customerText.js'
import { cleaned } from './plainText.js'
import type { Reader } from './reader.js'
import { cardFrom, type CardMessage } from './render.js'
import { awaitedText, stateName } from './sentences.js'
import template from './templates/invitation.json' with { type: 'json' }

interface InvitationData {
  readonly facts: readonly { readonly title: string; readonly value: string }[]
  readonly forward: string
  readonly subject: string
  readonly paragraphs: readonly { readonly text: string }[]
}

const render = cardFrom<InvitationData>(template)

/** Days after the invitation on which asking again has proved useful. Our choice. */
const ASK_AGAIN = [3, 7] as const

/**
 * While the customer is awaited: the text to forward, in the customer's language, who has to act, and our own deadline.
 * The link itself never lapses (M5), so nothing here says that it does. The text is
 * made of runs, which no client reads as Markdown: it can be copied exactly, the link above all.
 */
export function invitationCard(
  move: InState<'INVITED' | 'STALLED'>,
  link: string,
  next: NextSteps,
  reader: Reader,
  headline?: string,
): CardMessage {
  const { words } = reader
  const { contact, domain, locale } = move.customer
  const { sentAt, deadline } = move.invitation
  const silent = move.state === 'STALLED'
  const text = invitationText(customerLanguage(locale), {
    contact: contact.name,
    domain,
    link,
    deadline: silent ? undefined : dayOf(deadline),
    sender: reader.nameOf(reader.person),
  })
  const again = ASK_AGAIN.map((days) => words.date(addDays(dayOf(sentAt), days)))
  return render(
    reader,
    {
      title: words.say('status.title', { customer: customerOf(move), state: stateName(words, move.state) }),
      subtitle: subtitleOf(reader, move),
      headline,
      refresh: onCase(move),
      buttons: caseButtons(move, next, reader),
    },
    {
      facts: [
        {
          title: words.say('label.to'),
          value: words.say('invitation.contact', { name: cleaned(contact.name), email: cleaned(contact.email) }),
        },
        {
          title: words.say('label.awaited'),
          value: awaitedText(words, next.awaited, cleaned(reader.nameOf(move.owner)), reader.now),
        },
        { title: words.say('label.byItself'), value: words.say(`byItself.${move.state}`) },
        ...(silent ? [] : [{ title: words.say('label.askAgain'), value: words.list(again) }]),
        {
          title: words.say('label.ourDeadline'),
          value: words.say(silent ? 'invitation.deadlinePassed' : 'invitation.deadline', {
            moment: words.moment(deadline),
          }),
        },
      ],
      forward: words.say('invitation.forward'),
      subject: words.say('invitation.subject', { subject: text.subject }),
      paragraphs: text.paragraphs.map((paragraph) => ({ text: paragraph })),
    },
  )
}
