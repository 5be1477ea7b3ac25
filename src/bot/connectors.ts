import { AuthenticationConstants, ConnectorFactory } from 'botframework-connector'
import type { ClaimsIdentity, ConnectorClient } from 'botframework-connector'

/** The bot was about to send to an address that is not on its list. Nothing was sent. */
export class ServiceNotAllowedError extends Error {
  constructor() {
    super('the service URL is not on the list of allowed hosts')
    this.name = 'ServiceNotAllowedError'
  }
}

/**
 * `reply`: sent within a turn; the SDK repeats it up to three times when it fails. `proactive`: sent once, because a
 * repeat below our code could post a message twice and the outbox repeats by itself (reliability, chapter 2).
 */
export type Purpose = 'reply' | 'proactive'

const PATIENCE_MS = 10_000
const MAX_CLIENTS = 64

/**
 * Keeps the clients of the connector service: the SDK makes a new one, with its own chain of HTTP policies, in each
 * turn. A client belongs to one app id, audience, address and purpose and has no other state, so it can be shared.
 */
export class Connectors {
  private readonly clients = new Map<string, ConnectorClient>()

  /**
   * @param allowsService asked before each use, also of an address that was stored long ago
   * @param patienceMs how long one send may take; the SDK would wait without end, and with it that conversation
   */
  constructor(
    private readonly allowsService: (url: string) => boolean,
    private readonly patienceMs: number = PATIENCE_MS,
  ) {}

  /** A factory that makes each client once, by means of the SDK's own. */
  factory(inner: ConnectorFactory, identity: ClaimsIdentity, purpose: Purpose): ConnectorFactory {
    return new SharedClients((serviceUrl, audience) => this.client(inner, identity, purpose, serviceUrl, audience))
  }

  private async client(
    inner: ConnectorFactory,
    identity: ClaimsIdentity,
    purpose: Purpose,
    serviceUrl: string,
    audience: string | undefined,
  ) {
    if (!this.allowsService(serviceUrl)) throw new ServiceNotAllowedError()
    const key = JSON.stringify([purpose, serviceUrl, audience, ...appIdsOf(identity)])
    const known = this.clients.get(key)
    if (known !== undefined) return known
    const made = await inner.create(serviceUrl, audience) // throws when the identity is not the bot's own
    adjust(made, purpose, this.patienceMs)
    const [oldest] = this.clients.keys()
    if (this.clients.size >= MAX_CLIENTS && oldest !== undefined) this.clients.delete(oldest)
    this.clients.set(key, made)
    return made
  }
}

class SharedClients extends ConnectorFactory {
  constructor(private readonly find: (serviceUrl: string, audience: string | undefined) => Promise<ConnectorClient>) {
    super()
  }

  create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    return this.find(serviceUrl, audience)
  }
}

/** Both claims in which the SDK looks for the bot's own id. */
export const appIdsOf = (identity: ClaimsIdentity): readonly (string | null)[] => [
  identity.getClaimValue(AuthenticationConstants.AudienceClaim),
  identity.getClaimValue(AuthenticationConstants.AppIdClaim),
]

interface Pipeline {
  removePolicy(options: { name: string }): readonly unknown[]
  addPolicy(policy: {
    name: string
    sendRequest(request: { timeout: number }, next: (request: unknown) => unknown): unknown
  }): void
}

/** Redirects are never followed: an address that is allowed must not lead to one that is not. */
function adjust(connector: ConnectorClient, purpose: Purpose, patienceMs: number): void {
  const pipeline = pipelineOf(connector)
  remove(pipeline, 'redirectPolicy')
  if (purpose === 'proactive') remove(pipeline, 'defaultRetryPolicy')
  pipeline.addPolicy({
    name: 'ferryPatience',
    sendRequest: (request, next) => {
      request.timeout = patienceMs
      return next(request)
    },
  })
}

function remove(pipeline: Pipeline, name: string): void {
  if (pipeline.removePolicy({ name }).length === 0) throw new Error(`the connector client has no ${name} to remove`)
}

/** The SDK takes options for these policies and passes none of them on; its pipeline is the only way to them. */
function pipelineOf(connector: ConnectorClient): Pipeline {
  const client: unknown = Reflect.get(connector, 'client')
  const pipeline: unknown = typeof client === 'object' && client !== null ? Reflect.get(client, 'pipeline') : undefined
  if (
    typeof pipeline !== 'object' ||
    pipeline === null ||
    !('removePolicy' in pipeline) ||
    !('addPolicy' in pipeline)
  ) {
    throw new Error('the connector client has no pipeline')
  }
  return pipeline as Pipeline
}
