import type { Server as NodeServer } from 'node:http'
import { pino } from 'pino'
import restify from 'restify'
import type { Request, Response, Server } from 'restify'
import { Counters } from './counters.js'
import { HttpRefusal } from './httpRefusal.js'
import { refuseAnnouncedLength } from './jsonBody.js'
import type { Log } from './log.js'
import { Rejections } from './rejections.js'

export interface Readiness {
  readonly ok: boolean
  /** Shown to whoever asks: what is missing, without paths or addresses. */
  readonly reason?: string | undefined
}

/** How long a sender may take, in milliseconds (reliability RF62). */
export interface Patience {
  readonly headersMs: number
  /** For the whole request, its body included. */
  readonly requestMs: number
  /** How often late connections are looked for. */
  readonly checkMs: number
}

const PATIENCE: Patience = { headersMs: 5_000, requestMs: 10_000, checkMs: 1_000 }
const REQUESTS_PER_SOCKET = 1_000

export interface HttpServerOptions {
  readonly log: Log
  /** Whether work can be taken on: the store and the gateway are usable. */
  readonly ready: () => Readiness | Promise<Readiness>
  readonly counters?: Counters
  /** Further lines for `/metrics`, in Prometheus' text format. */
  readonly metrics?: () => string
  readonly patience?: Partial<Patience>
}

/**
 * The HTTP server with everything that stands before a route: what may not come in, how long a sender may take, and
 * answers that never show a message or stack from inside. Serves `GET /health` (the process is up), `GET /ready` and
 * `GET /metrics`; further routes are added by their owners.
 */
export function createHttpServer({
  log,
  ready,
  counters = new Counters(),
  metrics,
  patience,
}: HttpServerOptions): Server {
  const rejections = new Rejections(counters, log)
  const formatters = Object.fromEntries(
    // all of restify's own are replaced: they print an error's message, and one of them lets the caller name a script
    ['application/json', 'text/plain', 'application/octet-stream', 'application/javascript'].map((type) => [
      type,
      format,
    ]),
  )
  // restify's logger is silent because it would write whole requests; what matters is logged here
  const server = restify.createServer({ name: '', formatters, log: pino({ level: 'silent' }) as never })
  limitSenders(nodeServer(server), { ...PATIENCE, ...patience })

  server.pre(refuseStrangeTargets, refuseEncodedBodies, refuseLongBodies)
  server.on('restifyError', (_request: Request, response: Response, error: unknown, done: () => void) => {
    note(error, response)
    done()
  })

  server.get('/health', async (_request: Request, response: Response) => {
    response.send(200, { status: 'ok' })
  })
  server.get('/ready', async (_request: Request, response: Response) => {
    const { ok, reason } = await readiness(ready, log)
    response.send(ok ? 200 : 503, ok ? { status: 'ready' } : { status: 'not ready', reason })
  })
  server.get('/metrics', async (_request: Request, response: Response) => {
    const text = `${counters.text()}${metrics?.() ?? ''}`
    response.sendRaw(200, text, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
  })
  return server

  /** Counts and logs what ends without a turn, and makes sure that an unread body is not read on. */
  function note(error: unknown, response: Response): void {
    const status = statusOf(error)
    if (status >= 500 && !(error instanceof HttpRefusal)) {
      counters.add('ferry_turn_errors_total', ['code', 'unexpected'])
      log.error({ event: 'requestFailed', err: error }, 'request failed')
      return
    }
    rejections.record(error instanceof HttpRefusal ? error.reason : `status${status}`, status)
    if (response.headersSent) return
    if (status === 413 || status === 415 || status === 400) response.setHeader('Connection', 'close')
    const seconds = error instanceof HttpRefusal ? error.retryAfterSeconds : undefined
    if (seconds !== undefined) response.setHeader('Retry-After', String(seconds))
  }
}

/**
 * Stops listening, lets requests that are being answered finish, and then closes what is left.
 *
 * @param graceMs how long unfinished requests may take
 */
export async function close(server: Server, graceMs: number): Promise<void> {
  const node = nodeServer(server)
  const closed = new Promise<void>((resolve) => {
    node.close(() => resolve()) // also called, with an error, when it never listened
  })
  // a connection becomes idle when its answer is out; nobody else would close it before its keep-alive time is over
  server.on('after', () => setImmediate(() => node.closeIdleConnections()))
  node.closeIdleConnections()
  const timer = setTimeout(() => node.closeAllConnections(), graceMs)
  await closed
  clearTimeout(timer)
}

const nodeServer = (server: Server): NodeServer => server.server

function limitSenders(node: NodeServer, { headersMs, requestMs, checkMs }: Patience): void {
  node.headersTimeout = headersMs
  node.requestTimeout = requestMs
  node.maxRequestsPerSocket = REQUESTS_PER_SOCKET
  // read when the server begins to listen; only the constructor of Node's server has an option for it
  Object.assign(node, { connectionsCheckingInterval: checkMs })
  // with a listener for it Node hands the bare socket over and forgets its time limits; without, the header is ignored
  node.removeAllListeners('upgrade')
}

/** A target like `http://[` makes restify's router throw outside of any handler, which ends the process. */
async function refuseStrangeTargets(request: Request, _response: Response): Promise<void> {
  if (!/^\/[!-~]*$/.test(request.url ?? '')) throw new HttpRefusal(400, 'target', 'bad request')
}

/** Unpacking is refused in any form: a few bytes of gzip can stand for gigabytes (reliability RF61). */
async function refuseEncodedBodies(request: Request, _response: Response): Promise<void> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    throw new HttpRefusal(415, 'contentEncoding', 'content encoding not supported')
  }
}

async function refuseLongBodies(request: Request, _response: Response): Promise<void> {
  refuseAnnouncedLength(request)
}

async function readiness(ready: HttpServerOptions['ready'], log: Log): Promise<Readiness> {
  try {
    return await ready()
  } catch (error) {
    log.error({ event: 'readinessFailed', err: error }, 'readiness could not be found out')
    return { ok: false }
  }
}

/** restify's formatter: JSON for everything, and of an error only the words that were meant for the caller. */
function format(_request: Request, response: Response, body: unknown): string {
  const text = JSON.stringify(body instanceof Error ? { error: wordsOf(body) } : body) ?? ''
  response.setHeader('Content-Type', 'application/json')
  response.setHeader('Content-Length', Buffer.byteLength(text))
  return text
}

const WORDS = new Map([
  [400, 'bad request'],
  [404, 'not found'],
  [405, 'method not allowed'],
])

const wordsOf = (error: Error): string =>
  error instanceof HttpRefusal
    ? error.words
    : (WORDS.get(statusOf(error)) ?? (statusOf(error) >= 500 ? 'internal error' : 'refused'))

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' ? status : 500
}
