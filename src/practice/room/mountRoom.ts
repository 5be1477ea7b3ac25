import { plugins, type Request, type RequestHandler, type Response, type Server } from 'restify'
import { loopbackOnly } from '../../bot/loopbackOnly.js'
import { ChannelUseError } from '../channel/people.js'
import type { PracticeChannel } from '../channel/practiceChannel.js'
import type { PracticeControl } from '../control.js'
import type { RoomAnswer } from '../page/wire.js'
import { PracticeRefusedError } from '../practiceRefused.js'
import { roomAssets } from './assets.js'
import { EventStreams } from './eventStream.js'
import { RoomRequestError, roomRequests } from './requests.js'
import { roomState } from './views.js'

export interface RoomOptions {
  readonly channel: PracticeChannel
  readonly control: PracticeControl
  readonly log: { error(facts: object, what: string): void }
}

export interface Room {
  /** Ends the streams of all open pages, which would otherwise keep the server from closing. */
  close(): void
}

const PREFIX = '/practice'
const LARGEST_BODY_BYTES = 256 * 1024

/**
 * The page runs its own scripts only, talks to this server only and cannot be framed. Styles that scripts set on
 * elements, as the card renderer does, are not touched by such a policy; pictures may come with the card.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

const withHeaders: RequestHandler = (_request, response, next) => {
  for (const [name, value] of Object.entries(HEADERS)) response.header(name, value)
  return next()
}

/**
 * Puts the practice room on a server: the page at `/practice`, its files, and what it asks for under `/practice/api`.
 * For this machine only. The connector is mounted apart from it (`mountConnector`).
 */
export function mountRoom(server: Server, { channel, control, log }: RoomOptions): Room {
  const streams = new EventStreams(channel, control)
  const own = [loopbackOnly, withHeaders]

  for (const { path, type, content } of roomAssets(PREFIX)) {
    server.get(path, ...own, async (_request: Request, response: Response) => {
      try {
        response.sendRaw(200, content() as unknown as string, { 'Content-Type': type }) // typed for text, takes both
      } catch (error) {
        log.error({ event: 'practicePageMissing', path, err: error }, 'a file of the practice room is missing')
        response.send(500, refused('this file of the practice room was not built: npm run build'))
      }
    })
  }

  server.get(`${PREFIX}/api/state`, ...own, async (request: Request, response: Response) => {
    await answer(response, log, () => roomState(channel, control, personIn(request)))
  })

  server.get(`${PREFIX}/api/events`, ...own, async (request: Request, response: Response) => {
    const person = control.people().find(({ id }) => id === personIn(request))
    if (person === undefined) response.send(400, refused('which person?'))
    else if (!streams.add(person.id, response)) response.send(503, refused('too many pages are open'))
  })

  const limits = { maxBodySize: LARGEST_BODY_BYTES, mapParams: false } // the first is missing in restify's typings
  const body = plugins.jsonBodyParser(limits)
  for (const [name, run] of Object.entries(roomRequests(channel, control))) {
    server.post(`${PREFIX}/api/${name}`, ...own, body, async (request: Request, response: Response) => {
      await answer(response, log, () => run(request.body))
      streams.worldChanged()
    })
  }
  return { close: () => streams.close() }
}

const refused = (error: string): RoomAnswer => ({ ok: false, error })

const personIn = (request: Request): string | undefined =>
  new URL(request.url ?? '/', 'http://room').searchParams.get('person') ?? undefined

async function answer(response: Response, log: RoomOptions['log'], run: () => Promise<object>): Promise<void> {
  try {
    response.send(200, await run())
  } catch (error) {
    if (error instanceof RoomRequestError || error instanceof ChannelUseError)
      response.send(400, refused(error.message))
    else if (error instanceof PracticeRefusedError) response.send(409, refused(error.message))
    else {
      log.error({ event: 'practiceRoomFailed', err: error }, 'the practice room failed')
      response.send(500, refused('the practice room failed; the log says why'))
    }
  }
}
