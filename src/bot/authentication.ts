import { ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import type { Activity, ConfigurationBotFrameworkAuthenticationOptions } from 'botbuilder'
import { AuthenticationConstants, AuthenticationError } from 'botframework-connector'
import type {
  AuthenticateRequestResult,
  ClaimsIdentity,
  ConnectorFactory,
  ServiceClientCredentialsFactory,
  UserTokenClient,
} from 'botframework-connector'
import { appIdsOf, Connectors } from './connectors.js'
import { refusalOfSender, refusalOfTenant, type Wall, type WallRefusal } from './wall.js'

/** The sender is not let in. The SDK's adapter answers any such error with 401; {@link statusCode} is finer. */
export class SenderRefusedError extends AuthenticationError {
  constructor(
    readonly reason: WallRefusal | 'token' | 'keysUnavailable',
    status: 401 | 403 | 503,
  ) {
    super('Unauthorized', status)
    this.name = 'SenderRefusedError'
  }
}

export interface StrictAuthenticationOptions {
  /** Names and values as the SDK reads them: `MicrosoftAppId`, … and, for other clouds, addresses and issuers. */
  readonly config: ConfigurationBotFrameworkAuthenticationOptions
  readonly wall: Wall
  /** Instead of the one that follows from `config`. Its `createCredentials` must refuse any app id but the bot's. */
  readonly credentials?: ServiceClientCredentialsFactory
  /** How long one send to the channel may take, in milliseconds; ten seconds unless given. */
  readonly patienceMs?: number
}

/** The bot's identity in the names under which the SDK reads it; without one it authenticates nobody. */
export const sdkConfig = (
  bot:
    | { readonly appId: string; readonly tenantId: string; readonly type: string; readonly password?: string }
    | undefined,
): ConfigurationBotFrameworkAuthenticationOptions =>
  bot === undefined
    ? {}
    : {
        MicrosoftAppId: bot.appId,
        MicrosoftAppTenantId: bot.tenantId,
        MicrosoftAppType: bot.type,
        ...(bot.password === undefined ? {} : { MicrosoftAppPassword: bot.password }),
      }

/** What the SDK throws for a token that is none; it lets these through as if they were our own failures. */
const TOKEN_ERRORS = new Set(['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError', 'SyntaxError'])
const MAX_HEADER = 8_192

/**
 * The SDK's authentication without its gaps: every bad token is a 401, each must expire, an activity must name a
 * service URL, and channel, address and tenant must be on the lists. Tokens of skills and of the emulator are no
 * way in: both are accepted without a look at the service URL. Nothing is sent anywhere before all of that holds.
 *
 * It also hands out shared connector clients; see {@link Connectors}.
 */
export class StrictBotFrameworkAuthentication extends ConfigurationBotFrameworkAuthentication {
  private readonly appId: string | undefined
  private readonly issuer: string
  private readonly wall: Wall
  private readonly connectors: Connectors
  private readonly userTokenClients = new Map<string, Promise<UserTokenClient>>()

  constructor({ config, wall, credentials, patienceMs }: StrictAuthenticationOptions) {
    super(config, credentials)
    this.appId = config.MicrosoftAppId || undefined
    this.issuer = config.ToBotFromChannelTokenIssuer ?? AuthenticationConstants.ToBotFromChannelTokenIssuer
    this.wall = wall
    this.connectors = new Connectors((url) => wall.allowsService(url), patienceMs)
  }

  /** @throws {SenderRefusedError} 401 the token or the service URL, 403 not on our lists, 503 keys out of reach */
  override async authenticateRequest(activity: Activity, authHeader: string): Promise<AuthenticateRequestResult> {
    const stranger = refusalOfSender(activity, this.wall)
    if (stranger !== undefined) throw new SenderRefusedError(stranger, stranger === 'serviceUrlMissing' ? 401 : 403)
    const caller =
      this.appId === undefined
        ? await super.authenticateRequest(activity, authHeader)
        : await this.verify(activity, authHeader)
    const foreign = refusalOfTenant(activity, this.wall)
    if (foreign !== undefined) throw new SenderRefusedError(foreign, 403)
    const { claimsIdentity, connectorFactory } = caller
    const inner = connectorFactory ?? super.createConnectorFactory(claimsIdentity)
    return { ...caller, connectorFactory: this.connectors.factory(inner, claimsIdentity, 'reply') }
  }

  /** The SDK calls this for proactive messages only; within a turn the factory of the request is used. */
  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return this.connectors.factory(super.createConnectorFactory(identity), identity, 'proactive')
  }

  /** Also made anew in each turn by the SDK; like the connector's clients it has no state but the identity. */
  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    const key = JSON.stringify(appIdsOf(identity))
    const known = this.userTokenClients.get(key)
    if (known !== undefined) return known
    const made = super.createUserTokenClient(identity)
    // an identity that is not the bot's own is refused, so that only the bot's own stays here
    made.then(
      () => this.userTokenClients.set(key, made),
      () => undefined,
    )
    return made
  }

  private async verify(activity: Activity, authHeader: string): Promise<AuthenticateRequestResult> {
    this.refuseOtherIssuers(authHeader)
    const caller = await super.authenticateRequest(activity, authHeader).catch((error: unknown) => {
      throw asRefusal(error)
    })
    const { claimsIdentity } = caller
    const expires: unknown = claimsIdentity.getClaimValue('exp')
    const service: unknown = claimsIdentity.getClaimValue(AuthenticationConstants.ServiceUrlClaim)
    if (typeof expires !== 'number' || service !== activity.serviceUrl) throw new SenderRefusedError('token', 401)
    return caller
  }

  /**
   * Looks at what a token claims before the SDK does. The SDK adds the tenant of any token it is shown to a global list
   * of trusted issuers, unverified and for good: so only the channel's own issuer and tenants on our list get there.
   */
  private refuseOtherIssuers(authHeader: string): void {
    const claims = authHeader.length > MAX_HEADER ? undefined : claimed(authHeader)
    if (claims === undefined || claims.iss !== this.issuer) throw new SenderRefusedError('token', 401)
    const { tid } = claims
    if (tid === undefined || tid === null) return
    const listed = this.wall.tenants !== 'any' && typeof tid === 'string' && this.wall.tenants.has(tid)
    if (!listed) throw new SenderRefusedError('token', 401)
  }
}

/** The claims of a bearer token as they stand there, verified by nobody. */
function claimed(authHeader: string): Record<string, unknown> | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/.exec(authHeader) ?? []
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function asRefusal(error: unknown): unknown {
  if (error instanceof AuthenticationError) {
    // the SDK also says with this error that it could not fetch the keys
    return error.statusCode >= 500
      ? new SenderRefusedError('keysUnavailable', 503)
      : new SenderRefusedError('token', 401)
  }
  if (!(error instanceof Error)) return error
  if (TOKEN_ERRORS.has(error.name)) return new SenderRefusedError('token', 401)
  return error.name === 'FetchError' ? new SenderRefusedError('keysUnavailable', 503) : error
}
