import type { Activity, TurnContext } from 'botbuilder'
import type { AuthenticateRequestResult } from 'botframework-connector'
import type { Request, RequestHandler, Response, Server } from 'restify'
import { answerToMalformedPress, readActivity } from './activitySchema.js'
import type { FerryAdapter, TurnAnswer } from './adapter.js'
import { SenderRefusedError } from './authentication.js'
import type { Counters } from './counters.js'
import { HttpRefusal } from './httpRefusal.js'
import { Queues, TooManyWaitingError } from './inTurn.js'
import { jsonBody } from './jsonBody.js'
import type { Log } from './log.js'
import { RecentActivities } from './recentActivities.js'

export interface ServeBotOptions {
  readonly server: Server
  readonly adapter: FerryAdapter
  /** One turn of the bot. */
  readonly handle: (context: TurnContext) => Promise<void>
  readonly counters: Counters
  readonly log: Log
  readonly queues?: Queues
}

const KNOWN_TYPES = new Set(
  'message messageUpdate messageDelete messageReaction conversationUpdate installationUpdate invoke event typing'.split(
    ' ',
  ),
)

/** Registers `POST /api/messages`. */
export function serveBot({ server, ...parts }: ServeBotOptions): void {
  server.post('/api/messages', jsonBody(), receiver(parts))
}

/**
 * Body, then shape, then sender, then one turn after another per conversation. An activity that comes again gets the
 * answer of the first, unless that one failed.
 */
function receiver({
  adapter,
  handle,
  counters,
  log,
  queues = new Queues(),
}: Omit<ServeBotOptions, 'server'>): RequestHandler {
  const recent = new RecentActivities<TurnAnswer>((answer) => answer.status < 500)

  return async (request: Request, response: Response): Promise<void> => {
    const activity = readActivity(request.body)
    const caller = await adapter.authenticate(activity, request.headers.authorization ?? '').catch(refuseSender)
    const { answer, repeated } = await recent.once(nameOf(activity), () => turn(caller, activity)).catch(refuseBusy)
    if (repeated) counters.add('ferry_turns_repeated_total')
    send(response, answer)
  }

  async function turn(caller: AuthenticateRequestResult, activity: Activity): Promise<TurnAnswer> {
    const malformed = answerToMalformedPress(activity)
    if (malformed !== undefined) {
      counters.add('ferry_requests_rejected_total', ['reason', 'malformedPress'])
      return { status: malformed.statusCode, body: malformed }
    }
    return queues.inTurn(activity.conversation.id, () => {
      counters.add('ferry_turns_total', ['type', KNOWN_TYPES.has(activity.type) ? activity.type : 'other'])
      log.debug({ event: 'turn', activity: activity.type }, 'turn')
      return adapter.answer(caller, activity, handle)
    })
  }
}

/**
 * Names an activity by its id in its conversation. An edit carries the id of the message it changes, so there the
 * moment is part of the name; a repeated delivery has the same one.
 */
function nameOf({ type, id, channelId, conversation, timestamp }: Activity): string | undefined {
  if (id === undefined) return undefined
  const moment = type === 'messageUpdate' || type === 'messageDelete' ? timestamp?.toISOString() : undefined
  return JSON.stringify([channelId, conversation.id, type, id, moment])
}

function send(response: Response, { status, body }: TurnAnswer): void {
  if (response.headersSent || response.destroyed) return
  if (body === undefined || body === null) return void response.send(status)
  // whatever kind of value it is, it goes out as JSON and not by what the caller says it accepts
  response.setHeader('Content-Type', 'application/json')
  response.send(status, body)
}

function refuseSender(error: unknown): never {
  if (!(error instanceof SenderRefusedError)) throw error
  const words =
    { 401: 'unauthorized', 403: 'forbidden', 503: 'cannot check the sender now' }[error.statusCode] ?? 'refused'
  throw new HttpRefusal(error.statusCode, error.reason, words)
}

function refuseBusy(error: unknown): never {
  if (!(error instanceof TooManyWaitingError)) throw error
  throw new HttpRefusal(503, 'busy', 'busy', 1)
}
