import type { Activity } from 'botbuilder'

/** Why a sender is not let in; also the label in the metrics. */
export type WallRefusal = 'channel' | 'serviceUrlMissing' | 'serviceUrl' | 'tenantMismatch' | 'tenant'

export interface Wall {
  readonly channels: ReadonlySet<string>
  /** Entra tenant ids in lower case whose people may use the bot. */
  readonly tenants: ReadonlySet<string> | 'any'
  /** Whether the bot may send to this address. To be asked for a stored address as well, whenever it is used. */
  allowsService(url: string): boolean
}

export interface WallOptions {
  /** Without one nobody is authenticated: then only this machine is talked to. */
  readonly appId: string | undefined
  readonly tenants: ReadonlySet<string> | 'any'
  /** Further exact hosts, `host` or `host:port`, reached over https. */
  readonly serviceHosts: readonly string[]
}

/** The connector of Teams. Only this name under its domain: others there can be registered by anybody. */
const TEAMS_HOST = 'smba.trafficmanager.net'
const BOT_FRAMEWORK_DOMAIN = '.botframework.com'

/**
 * Which senders the bot listens to and which addresses it may talk to (reliability, chapter 8). Hosts of the
 * government clouds are not built in, since their names could not be verified: they are given as settings.
 */
export function buildWall({ appId, tenants, serviceHosts }: WallOptions): Wall {
  if (appId === undefined)
    return { channels: new Set(['msteams', 'emulator', 'test']), tenants, allowsService: isLoopback }
  const extra = new Set(serviceHosts.map((host) => host.toLowerCase()))
  return { channels: new Set(['msteams']), tenants, allowsService: (url) => isTeams(url, extra) }
}

function isTeams(text: string, extra: ReadonlySet<string>): boolean {
  const url = readAddress(text)
  if (url === undefined || url.protocol !== 'https:') return false
  if (extra.has(url.host)) return true
  return url.port === '' && (url.hostname === TEAMS_HOST || url.hostname.endsWith(BOT_FRAMEWORK_DOMAIN))
}

function isLoopback(text: string): boolean {
  const url = readAddress(text)
  return url?.protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)
}

/** Paths are appended to the address as text, so one that a second reader could take apart differently is no address. */
function readAddress(text: string): URL | undefined {
  if (text.length > 512 || !/^https?:\/\/[\w.:[\]-]+(\/[\w.~%/-]*)?$/.test(text)) return undefined
  return URL.canParse(text) ? new URL(text) : undefined
}

/** What can be told from an activity before it is known who sent it. */
export function refusalOfSender(activity: Activity, wall: Wall): WallRefusal | undefined {
  if (!wall.channels.has(activity.channelId)) return 'channel'
  if (!activity.serviceUrl) return 'serviceUrlMissing'
  return wall.allowsService(activity.serviceUrl) ? undefined : 'serviceUrl'
}

/** Teams names the tenant in two places; the SDK compares neither with anything. */
export function refusalOfTenant(activity: Activity, wall: Wall): WallRefusal | undefined {
  const named = [activity.conversation.tenantId, tenantOf(activity.channelData)]
    .filter((tenant) => typeof tenant === 'string' && tenant !== '')
    .map((tenant) => String(tenant).toLowerCase())
  if (new Set(named).size > 1) return 'tenantMismatch'
  if (wall.tenants === 'any') return undefined
  const [tenant] = named
  return tenant !== undefined && wall.tenants.has(tenant) ? undefined : 'tenant'
}

function tenantOf(channelData: unknown): unknown {
  return (channelData as { tenant?: { id?: unknown } | null } | null | undefined)?.tenant?.id
}
