import type { Response } from 'restify'
import type { ChannelEvent } from '../channel/messages.js'
import { personalConversationId } from '../channel/people.js'
import type { PracticeChannel } from '../channel/practiceChannel.js'
import type { PracticeControl } from '../control.js'
import type { RoomEvents } from '../page/wire.js'
import { messageFor, sentFor } from './views.js'

/** Pages that are open at the same time; more are refused. */
const MOST_STREAMS = 32

/** The open pages, each told at once what happens in the chat it shows and that something changed elsewhere. */
export class EventStreams {
  private readonly open = new Set<{ readonly personId: string; readonly response: Response }>()

  constructor(
    channel: PracticeChannel,
    private readonly control: PracticeControl,
  ) {
    channel.subscribe((event) => this.pass(event))
  }

  /**
   * Answers with a stream of server-sent events that ends when the page goes or the room closes.
   *
   * @returns false when too many are open; nothing was answered then
   */
  add(personId: string, response: Response): boolean {
    if (this.open.size >= MOST_STREAMS) return false
    const stream = { personId, response }
    this.open.add(stream)
    response.on('close', () => this.open.delete(stream))
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' })
    response.write(': welcome\n\n')
    return true
  }

  /** Tells all pages that the world has changed: its clock, customers, faults. */
  worldChanged(): void {
    for (const { response } of this.open) write(response, 'world', {})
  }

  close(): void {
    for (const { response } of this.open) response.end()
    this.open.clear()
  }

  private pass(event: ChannelEvent): void {
    for (const { personId, response } of this.open) {
      const shown = personalConversationId(personId)
      switch (event.type) {
        case 'message':
          if (event.message.conversationId === shown) write(response, 'message', messageFor(event.message, personId))
          write(response, 'world', {})
          break
        case 'typing':
          if (event.conversationId === shown) write(response, 'typing', {})
          break
        case 'sent':
          write(response, 'sent', sentFor(event.sent, this.control))
          break
        case 'conversation':
          write(response, 'world', {})
          break
        case 'cleared':
          write(response, 'cleared', {})
      }
    }
  }
}

const write = <Name extends keyof RoomEvents>(response: Response, name: Name, data: RoomEvents[Name]) =>
  response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
