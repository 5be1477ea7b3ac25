import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server as HttpServer,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import restify from 'restify'
import { Instant } from '../../../src/domain/ids.js'
import type { Activity } from '../../../src/practice/channel/activities.js'
import type { After } from '../../../src/practice/channel/delivery.js'
import type { ChannelOptions } from '../../../src/practice/channel/channelOptions.js'
import { PracticeChannel } from '../../../src/practice/channel/practiceChannel.js'
import { mountConnector } from '../../../src/practice/channel/routes.js'

export const sara = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Sara Lind',
  locale: 'en-US',
  timeZone: 'Europe/Berlin',
}
export const piotr = {
  id: '22222222-2222-4222-8222-222222222222',
  name: 'Piotr Wrona',
  locale: 'pl-PL',
  timeZone: 'Europe/Warsaw',
}
export const tenantId = '99999999-9999-4999-8999-999999999999'
const noon = Instant.parse('2026-03-24T12:00:00.000Z')

/** What the fake bot answers to one activity. `undefined`: 200 with an empty body, as for messages. */
export interface BotAnswer {
  readonly status: number
  readonly body: unknown
}
export type BotTurn = (activity: Activity) => Promise<BotAnswer | undefined> | BotAnswer | undefined

/** A bot of a few lines on a port of its own: keeps what it was delivered and does what the test says. */
export interface FakeBot {
  readonly delivered: Activity[]
  readonly headers: IncomingHttpHeaders[]
  turn: BotTurn
  /** Calls the connector as a bot does; answers the status, the body and one header. */
  connector(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown; retryAfter: string | null }>
  /** Posts an activity into a person's chat. */
  posts(conversationId: string, activity: object): Promise<string>
}

/** Timers that only the test lets run out. */
export class HandTimers {
  private readonly waiting: { ms: number; run: () => void }[] = []
  readonly after: After = (ms, run) => {
    const timer = { ms, run }
    this.waiting.push(timer)
    return () => {
      const place = this.waiting.indexOf(timer)
      if (place >= 0) this.waiting.splice(place, 1)
    }
  }

  /** Lets the oldest timer run out and tells for how long it was set. */
  runOut(): number {
    const timer = this.waiting.shift()
    if (timer === undefined) throw new Error('no timer is set')
    timer.run()
    return timer.ms
  }
}

export interface Teams {
  readonly channel: PracticeChannel
  readonly bot: FakeBot
  readonly timers: HandTimers
  /** Moves the practice clock. */
  forward(seconds: number): void
  /** Moves the clock that never stands. */
  elapse(seconds: number): void
  readonly serviceUrl: string
  readonly server: restify.Server
  close(): Promise<void>
}

/** A channel with its connector on a real port, and a fake bot on another. */
export async function teamsWith(options: Partial<ChannelOptions> = {}): Promise<Teams> {
  let [world, elapsed] = [Date.parse(noon), 1_000_000]
  const timers = new HandTimers()
  const server = restify.createServer({ name: 'practice' })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const serviceUrl = `http://127.0.0.1:${server.address().port}/practice/connector`

  const bot: FakeBot = {
    delivered: [],
    headers: [],
    turn: () => undefined,
    connector: async (method, path, body) => {
      const response = await fetch(serviceUrl + path, {
        method,
        headers: { 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      })
      const text = await response.text()
      const retryAfter = response.headers.get('retry-after')
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text), retryAfter }
    },
    posts: async (conversationId, activity) => {
      const path = `/v3/conversations/${encodeURIComponent(conversationId)}/activities`
      const { body } = await bot.connector('POST', path, { type: 'message', ...activity })
      return (body as { id: string }).id
    },
  }
  const botServer = await listening(bot)
  const channel = await PracticeChannel.load({
    people: () => [sara, piotr],
    tenantId,
    botUrl: () => `http://127.0.0.1:${(botServer.address() as AddressInfo).port}/api/messages`,
    serviceUrl: () => serviceUrl,
    clock: () => Instant.parse(new Date(world).toISOString()),
    elapsedMs: () => elapsed,
    after: timers.after,
    ...options,
  })
  mountConnector(server, '/practice/connector', channel.connector)
  return {
    channel,
    bot,
    timers,
    serviceUrl,
    server,
    forward: (seconds) => void (world += seconds * 1000),
    elapse: (seconds) => void (elapsed += seconds * 1000),
    close: async () => {
      for (const one of [server.server, botServer]) one.closeAllConnections()
      await Promise.all([new Promise<void>((done) => server.close(done)), new Promise((done) => botServer.close(done))])
    },
  }
}

async function listening(bot: FakeBot): Promise<HttpServer> {
  const server = createHttpServer((request, response) => {
    void read(request)
      .then(async (activity) => {
        bot.delivered.push(activity)
        bot.headers.push(request.headers)
        const answer = await bot.turn(activity)
        response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' })
        return response.end(answer === undefined ? '' : JSON.stringify(answer.body))
      })
      .catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return server
}

async function read(request: IncomingMessage): Promise<Activity> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Activity
}

/** An attachment that holds an Adaptive Card. */
export const attached = (card: object) => ({ contentType: 'application/vnd.microsoft.card.adaptive', content: card })

/** A card with a text, buttons and whatever else the test is about. */
export const cardOf = (text: string, actions: readonly object[] = [], more: object = {}) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text }],
  actions,
  ...more,
})

export const execute = (title: string, more: object = {}) => ({
  type: 'Action.Execute',
  title,
  verb: title.toLowerCase(),
  data: { caseId: 'c1', revision: 3 },
  ...more,
})

export const cardAnswer = (card: object): BotAnswer => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
})
export const messageAnswer = (text: string): BotAnswer => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text },
})
