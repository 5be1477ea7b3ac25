import type { Activity, TurnContext } from 'botbuilder'
import { AppCredentials, PasswordServiceClientCredentialFactory } from 'botframework-connector'
import type { Server } from 'restify'
import { createAdapter, type FerryAdapter } from '../../../src/bot/adapter.js'
import { StrictBotFrameworkAuthentication } from '../../../src/bot/authentication.js'
import { Counters } from '../../../src/bot/counters.js'
import type { Queues } from '../../../src/bot/inTurn.js'
import { createLog, type Log } from '../../../src/bot/log.js'
import { serveBot } from '../../../src/bot/serveBot.js'
import { close, createHttpServer, type Patience } from '../../../src/bot/server.js'
import { buildWall, type Wall } from '../../../src/bot/wall.js'
import { startChannelKeys, type ChannelKeys } from './channelKeys.js'
import { startFakeConnector, type FakeConnector } from './fakeConnector.js'

export const APP_ID = '11111111-1111-4111-8111-111111111111'
export const TENANT = '22222222-2222-4222-8222-222222222222'
export const OTHER_TENANT = '33333333-3333-4333-8333-333333333333'

export interface Reply {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

export interface OuterWall {
  readonly url: string
  readonly server: Server
  readonly adapter: FerryAdapter
  readonly connector: FakeConnector
  readonly keys: ChannelKeys
  readonly counters: Counters
  readonly log: Log
  /** Every line that was logged. */
  readonly lines: string[]
  /** Activities that reached the bot. */
  readonly turns: Activity[]
  /** What the bot does in a turn; replies "heard" unless changed. */
  handle: (context: TurnContext) => Promise<void>
  /** An activity as Teams sends it, to this bot, with changes. */
  activity(changes?: Record<string, unknown>): Record<string, unknown>
  /** A valid token for that activity, with changes to its claims. */
  token(claims?: Record<string, unknown>): Promise<string>
  /** Posts a body (text as it is, anything else as JSON) with a valid token unless other headers are given. */
  post(body: unknown, headers?: Record<string, string>): Promise<Reply>
  close(): Promise<void>
}

/** A credentials factory that fetches no token but is as strict about the app id as the real one. */
class FixedTokens extends PasswordServiceClientCredentialFactory {
  constructor() {
    super(APP_ID, 'password', TENANT)
  }

  override async createCredentials(appId: string): Promise<AppCredentials> {
    if (!(await this.isValidAppId(appId))) throw new Error('Invalid appId.')
    return new FixedToken(appId)
  }
}

class FixedToken extends AppCredentials {
  override async getToken(): Promise<string> {
    return 'the-token-of-the-bot'
  }

  protected async refreshToken(): Promise<never> {
    throw new Error('no token is fetched in tests')
  }
}

export interface OuterWallOptions {
  /** Without it the bot has no app id and authenticates nobody. */
  readonly authenticated?: boolean
  readonly patience?: Partial<Patience>
  readonly queues?: Queues
  /** Status that the server with the keys answers with. */
  readonly keyStatus?: number
  /** How long a send of the bot may take. */
  readonly patienceMs?: number
}

/** The real server, authentication and adapter over HTTP, between a fake connector and a fake issuer of tokens. */
export async function startOuterWall({
  authenticated = true,
  patience = {},
  queues,
  keyStatus = 200,
  patienceMs = 5_000,
}: OuterWallOptions = {}): Promise<OuterWall> {
  const [connector, keys] = await Promise.all([startFakeConnector(), startChannelKeys({ status: keyStatus })])
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => void lines.push(line) })
  const counters = new Counters()
  const adapter = createAdapter({
    authentication: authenticated ? teamsAuthentication(keys, connector, patienceMs) : practiceAuthentication(),
    log,
    counters,
    newId: () => 'reference-1',
    sayError: (_context, error, reference) => `${error?.code ?? 'sorry'} ${reference}`,
  })
  const server = createHttpServer({ log, counters, patience, ready: () => ({ ok: true }) })
  const turns: Activity[] = []
  const wall: OuterWall = {
    server,
    adapter,
    connector,
    keys,
    counters,
    log,
    lines,
    turns,
    url: '',
    handle: async (context) => void (await context.sendActivity('heard')),
    activity: (changes = {}) => ({ ...message(connector.url), ...changes }),
    token: (claims = {}) => keys.sign({ ...validClaims(keys, connector), ...claims }),
    post: async (body, headers) => {
      const standard: Record<string, string> = authenticated ? { authorization: `Bearer ${await wall.token()}` } : {}
      const response = await fetch(`${wall.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(headers ?? standard) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      return { status: response.status, text: await response.text(), headers: response.headers }
    },
    close: async () => {
      await close(server, 0)
      await Promise.all([connector.close(), keys.close()])
    },
  }
  serveBot({
    server,
    adapter,
    counters,
    log,
    handle: async (context) => {
      turns.push(context.activity)
      await wall.handle(context)
    },
    ...(queues === undefined ? {} : { queues }),
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return Object.assign(wall, { url: `http://127.0.0.1:${server.address().port}` })
}

/** As in Teams, except that the fake connector on this machine counts as one of Teams' own addresses. */
function teamsAuthentication(
  keys: ChannelKeys,
  connector: FakeConnector,
  patienceMs: number,
): StrictBotFrameworkAuthentication {
  const real = buildWall({ appId: APP_ID, tenants: new Set([TENANT]), serviceHosts: [] })
  const wall: Wall = { ...real, allowsService: (url) => url === connector.url || real.allowsService(url) }
  const config = {
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'password',
    MicrosoftAppTenantId: TENANT,
    MicrosoftAppType: 'SingleTenant',
    ToBotFromChannelOpenIdMetadataUrl: keys.metadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: keys.metadataUrl,
    ToBotFromChannelTokenIssuer: keys.issuer,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
  }
  return new StrictBotFrameworkAuthentication({ config, wall, credentials: new FixedTokens(), patienceMs })
}

const practiceAuthentication = () =>
  new StrictBotFrameworkAuthentication({
    config: {},
    wall: buildWall({ appId: undefined, tenants: 'any', serviceHosts: [] }),
  })

export const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds

const validClaims = (keys: ChannelKeys, connector: FakeConnector) => ({
  iss: keys.issuer,
  aud: APP_ID,
  serviceurl: connector.url,
  nbf: secondsFromNow(-60),
  exp: secondsFromNow(3_600),
})

let messages = 0

const message = (serviceUrl: string) => ({
  type: 'message',
  id: `message-${++messages}`,
  timestamp: '2026-11-22T09:30:00.000Z',
  channelId: 'msteams',
  serviceUrl,
  text: 'move Contoso',
  from: { id: '29:ada', name: 'Ada Nowak', aadObjectId: '44444444-4444-4444-8444-444444444444' },
  recipient: { id: `28:${APP_ID}`, name: 'Ferry' },
  conversation: { id: 'a:conversation', conversationType: 'personal', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
})
