import { unreachable } from '../../domain/unreachable.js'
import { inOneLine } from './cards.js'
import { cardFor, type ChannelEvent, type ChannelMessage, type Sender } from './messages.js'
import type { ChannelPerson } from './people.js'

/** A chat that runs for weeks keeps only its last lines. */
const LINES_KEPT = 5_000

/**
 * What happened in each chat, one line per event, for tests and people:
 *
 *     Sara: move Contoso
 *     Ferry: [Move Contoso | Next | Cancel]
 *     Sara: (presses Next)
 *     Ferry: (in place) [Which lines? | Next | Back]
 */
export class Transcript {
  private readonly lines = new Map<string, string[]>()

  constructor(
    private readonly people: () => readonly ChannelPerson[],
    private readonly botName: string,
  ) {}

  readonly hear = (event: ChannelEvent): void => {
    if (event.type === 'cleared') this.lines.clear()
    if (event.type === 'message') this.add(event.message.conversationId, this.line(event.message))
  }

  pressed(conversationId: string, person: ChannelPerson, title: string): void {
    this.add(conversationId, `${shortName(person)}: (presses ${title})`)
  }

  of(conversationId: string): string {
    return (this.lines.get(conversationId) ?? []).join('\n')
  }

  /** One message as it is now. */
  line(message: ChannelMessage): string {
    const change = message.revision > 0 && message.kind !== 'deleted' ? '(in place) ' : ''
    switch (message.kind) {
      case 'text': {
        const files = message.files.map((name) => `{${name}}`)
        return `${this.name(message.from)}: ${change}${[message.text, ...files].filter(Boolean).join(' ')}`
      }
      case 'card': {
        // a personal chat has one reader, so the view that differs is theirs
        const [reader] = Object.keys(message.views)
        const card = reader === undefined ? message.card : cardFor(message, reader)
        return `${this.name(message.from)}: ${change}${inOneLine(card)}`
      }
      case 'note':
        return `Teams: (${message.problem})`
      case 'deleted':
        return `${this.name(message.from)}: (deleted)`
      default:
        return unreachable(message)
    }
  }

  private name(sender: Sender): string {
    if (sender.who === 'bot') return this.botName
    const person = this.people().find(({ id }) => id === sender.id)
    return person === undefined ? sender.id : shortName(person)
  }

  private add(conversationId: string, line: string): void {
    const lines = this.lines.get(conversationId) ?? []
    lines.push(line)
    if (lines.length > LINES_KEPT) lines.shift()
    this.lines.set(conversationId, lines)
  }
}

const shortName = ({ name }: ChannelPerson) => name.split(' ')[0] ?? name
