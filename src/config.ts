import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { CountryCode, TenantId } from './domain/ids.js'
import { readRolesFile, RolesFileError, type RolesFile } from './rolesFile.js'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Settings {
  readonly mode: 'practice' | 'live'
  /** 0 takes any free port. */
  readonly port: number
  readonly host: string
  /** Absolute path of the folder of the embedded store. */
  readonly dataFolder: string
  readonly store: 'json'
  readonly worldFile: string | undefined
  readonly practiceRoom: boolean
  /** Tenants whose people may use the bot; `any` only while nobody is authenticated and only this machine is served. */
  readonly allowedTenants: ReadonlySet<TenantId> | 'any'
  /** Hosts beyond those of Teams that may be a service URL. */
  readonly serviceHosts: readonly string[]
  readonly roles: RolesFile | undefined
  readonly policyFile: string | undefined
  readonly pricesFile: string | undefined
  readonly partner: PartnerSettings
  /** 32 bytes; in practice, when not given, made and kept by the store. */
  readonly secret: Uint8Array | undefined
  /** The Bot Framework identity; without it nobody is authenticated. */
  readonly bot: BotIdentity | undefined
  readonly gateway: GatewaySettings
  readonly logLevel: LogLevel
  /** What was given and has no effect, one sentence each. */
  readonly warnings: readonly string[]
}

export interface PartnerSettings {
  readonly tenantId: TenantId | undefined
  readonly country: CountryCode | undefined
  readonly kind: (typeof PARTNER_KINDS)[number] | undefined
}

/** A single-tenant app with a password, or a managed identity without (reliability, chapter 8). */
export type BotIdentity =
  | { readonly type: 'SingleTenant'; readonly appId: string; readonly tenantId: TenantId; readonly password: string }
  | { readonly type: 'UserAssignedMSI'; readonly appId: string; readonly tenantId: TenantId }

export interface GatewaySettings {
  readonly partnerCenterUrl: string
  readonly graphUrl: string
  readonly loginUrl: string
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly refreshToken: string | undefined
}

const PARTNER_KINDS = ['DIRECT_BILL', 'INDIRECT_PROVIDER', 'INDIRECT_RESELLER'] as const
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

/** Of our own; names that others share with us are not looked after. */
const FERRY_NAMES =
  'MODE HOST DATA STORE WORLD PRACTICE_ROOM ALLOWED_TENANTS ALLOWED_SERVICE_HOSTS ROLES POLICY PRICES PARTNER_TENANT_ID PARTNER_COUNTRY PARTNER_KIND SECRET LOG'
    .split(' ')
    .map((name) => `FERRY_${name}`)

/** Checked for their form already, so that a file of settings can be written once; nothing reads them so far. */
const EARLY_NAMES = [
  'FERRY_POLICY',
  'FERRY_PRICES',
  'FERRY_SECRET',
  'PARTNER_CENTER_URL',
  'GRAPH_URL',
  'LOGIN_URL',
  'PARTNER_CENTER_CLIENT_ID',
  'PARTNER_CENTER_CLIENT_SECRET',
  'PARTNER_CENTER_REFRESH_TOKEN',
]

/** Settings with which Ferry does not start. Values are never repeated in it: one of them may be a secret. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(['Ferry cannot start with these settings:', ...problems.map((problem) => `- ${problem}`)].join('\n'))
    this.name = 'SettingsError'
  }
}

/**
 * The environment together with the `.env` file of a folder, if there is one. What the environment has wins.
 *
 * @throws {SettingsError} when the file is there and cannot be read
 */
export function readEnvironment(folder: string, environment: Environment): Environment {
  try {
    return { ...parseEnv(readFileSync(join(folder, '.env'), 'utf8')), ...environment }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return environment
    throw new SettingsError(['the file .env cannot be read'])
  }
}

/**
 * Reads all settings, once, at start (contracts, chapter 1).
 *
 * @param readText reads the file that a setting names
 * @throws {SettingsError} naming everything that is wrong or missing, all at once
 */
export function readSettings(
  environment: Environment,
  readText = (path: string) => readFileSync(path, 'utf8'),
): Settings {
  const reader = new Reader(environment)
  const mode = readMode(reader)
  const bot = readBot(reader, mode)
  const shared = {
    port: reader.read('PORT', wholeNumber(65_535), 'must be a whole number from 0 to 65535') ?? 3978,
    dataFolder: resolve(reader.text('FERRY_DATA') ?? './.ferry'),
    store: readStore(reader),
    worldFile: reader.text('FERRY_WORLD'),
    roles: readRoles(reader, readText),
    policyFile: reader.text('FERRY_POLICY'),
    pricesFile: reader.text('FERRY_PRICES'),
    partner: readPartner(reader),
    secret: reader.read('FERRY_SECRET', Secret, 'must be 32 bytes in base64'),
    gateway: readGateway(reader),
    logLevel: reader.read('FERRY_LOG', z.enum(LOG_LEVELS), `must be one of ${LOG_LEVELS.join(', ')}`) ?? 'info',
    serviceHosts:
      reader.read('FERRY_ALLOWED_SERVICE_HOSTS', listOf(Host), 'must be exact host names, separated by commas') ?? [],
  }
  const practiceRoom = readPracticeRoom(reader, mode)
  const allowedTenants = readTenants(reader, bot, mode)
  const host = readHost(reader, bot, mode)
  if (mode === 'live') requireForLive(reader)
  reader.warnAboutUnknown()
  if (mode === undefined || reader.problems.length > 0) throw new SettingsError(reader.problems)
  return { mode, bot, practiceRoom, allowedTenants, host, ...shared, warnings: reader.warnings }
}

type Mode = Settings['mode'] | undefined

function readMode(reader: Reader): Mode {
  const mode = reader.read('FERRY_MODE', z.enum(['practice', 'live']), 'must be practice or live')
  if (mode !== undefined || reader.text('FERRY_MODE') !== undefined) return mode
  // an identity that was meant for live use must not end up in practice, where nobody is authenticated
  if (!reader.hasAny(/^microsoftapp/i)) return 'practice'
  reader.problems.push('FERRY_MODE must be given, practice or live, because a MicrosoftApp… setting is present')
  return undefined
}

function readBot(reader: Reader, mode: Mode): BotIdentity | undefined {
  const appId = reader.read('MicrosoftAppId', Guid, 'must be a GUID')
  const password = reader.text('MicrosoftAppPassword')
  const tenantId = reader.read('MicrosoftAppTenantId', TenantId, 'must be a GUID')
  const type = reader.read('MicrosoftAppType', AppType, 'must be SingleTenant or UserAssignedMSI')
  const wanted =
    mode === 'live' ||
    ['MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId', 'MicrosoftAppType'].some((name) =>
      reader.text(name),
    )
  if (!wanted) return undefined
  reader.require('MicrosoftAppId', 'without it nobody would be authenticated')
  reader.require('MicrosoftAppTenantId', 'the tenant of the bot’s app')
  if (type === 'UserAssignedMSI') {
    if (password !== undefined) reader.problems.push('MicrosoftAppPassword must not be given for a managed identity')
    return appId && tenantId ? { type, appId, tenantId } : undefined
  }
  reader.require('MicrosoftAppPassword', 'the credential of a SingleTenant app')
  return appId && tenantId && password ? { type: 'SingleTenant', appId, tenantId, password } : undefined
}

function readStore(reader: Reader): 'json' {
  const store = reader.text('FERRY_STORE') ?? 'json'
  if (/^postgres(ql)?:\/\//.test(store))
    reader.problems.push('FERRY_STORE: the PostgreSQL store is not built in yet, use json')
  else if (store !== 'json') reader.problems.push('FERRY_STORE must be json')
  return 'json'
}

function readRoles(reader: Reader, readText: (path: string) => string): RolesFile | undefined {
  const path = reader.text('FERRY_ROLES')
  if (path === undefined) return undefined
  try {
    return readRolesFile(readText(path))
  } catch (error) {
    const why = error instanceof RolesFileError ? error.problems : ['the file cannot be read']
    reader.problems.push(...why.map((problem) => `FERRY_ROLES: ${problem}`))
    return undefined
  }
}

const readPartner = (reader: Reader): PartnerSettings => ({
  tenantId: reader.read('FERRY_PARTNER_TENANT_ID', TenantId, 'must be a GUID'),
  country: reader.read('FERRY_PARTNER_COUNTRY', CountryCode, 'must be a two-letter country code'),
  kind: reader.read('FERRY_PARTNER_KIND', z.enum(PARTNER_KINDS), `must be one of ${PARTNER_KINDS.join(', ')}`),
})

function readGateway(reader: Reader): GatewaySettings {
  const url = (name: string, publicCloud: string) => reader.read(name, Url, 'must be an https address') ?? publicCloud
  return {
    partnerCenterUrl: url('PARTNER_CENTER_URL', 'https://api.partnercenter.microsoft.com'),
    graphUrl: url('GRAPH_URL', 'https://graph.microsoft.com'),
    loginUrl: url('LOGIN_URL', 'https://login.microsoftonline.com'),
    clientId: reader.read('PARTNER_CENTER_CLIENT_ID', Guid, 'must be a GUID'),
    clientSecret: reader.text('PARTNER_CENTER_CLIENT_SECRET'),
    refreshToken: reader.text('PARTNER_CENTER_REFRESH_TOKEN'),
  }
}

function readPracticeRoom(reader: Reader, mode: Mode): boolean {
  const wanted = reader.read('FERRY_PRACTICE_ROOM', z.enum(['on', 'off']), 'must be on or off')
  if (mode === 'live' && wanted === 'on') reader.problems.push('FERRY_PRACTICE_ROOM cannot be on in live mode')
  return mode === 'practice' && wanted !== 'off'
}

function readTenants(reader: Reader, bot: BotIdentity | undefined, mode: Mode): Settings['allowedTenants'] {
  const tenants = reader.read('FERRY_ALLOWED_TENANTS', listOf(TenantId), 'must be tenant ids, separated by commas')
  if (bot !== undefined || mode === 'live')
    reader.require('FERRY_ALLOWED_TENANTS', 'the tenants whose people may use the bot')
  return tenants === undefined ? 'any' : new Set(tenants)
}

function readHost(reader: Reader, bot: BotIdentity | undefined, mode: Mode): string {
  const host = reader.text('FERRY_HOST')
  if (mode === 'live') return host ?? '0.0.0.0'
  if (host === undefined || bot !== undefined || /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host))
    return host ?? '127.0.0.1'
  reader.warnings.push(
    'FERRY_HOST has no effect: without an app id nobody is authenticated, so only this machine is served',
  )
  return '127.0.0.1'
}

function requireForLive(reader: Reader): void {
  reader.require('FERRY_ROLES', 'who may do what')
  reader.require('FERRY_SECRET', 'the key for what is encrypted at rest')
  for (const name of ['FERRY_PARTNER_TENANT_ID', 'FERRY_PARTNER_COUNTRY', 'FERRY_PARTNER_KIND'])
    reader.require(name, 'the partner')
  for (const name of ['PARTNER_CENTER_CLIENT_ID', 'PARTNER_CENTER_CLIENT_SECRET', 'PARTNER_CENTER_REFRESH_TOKEN']) {
    reader.require(name, 'access to Partner Center')
  }
  reader.problems.push(
    'FERRY_MODE=live cannot start yet: the gateway to Partner Center is not built in. Use FERRY_MODE=practice',
  )
}

const Guid = z.guid().toLowerCase()
const AppType = z
  .string()
  .toLowerCase()
  .transform((type) => ({ singletenant: 'SingleTenant' as const, userassignedmsi: 'UserAssignedMSI' as const })[type])
  .pipe(z.enum(['SingleTenant', 'UserAssignedMSI']))
const Host = z
  .string()
  .toLowerCase()
  .regex(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/)
/** https, or http to this machine, where the simulator may stand in. */
const Url = z.url().regex(/^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$))/)
const Secret = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/)
  .transform((text): Uint8Array => Buffer.from(text, 'base64'))
const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.number().max(max))
const listOf = <S extends z.ZodType<unknown, string>>(item: S) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item).min(1))

/** Reads single settings and gathers what is wrong with them. An empty setting counts as not given. */
class Reader {
  readonly problems: string[] = []
  readonly warnings: string[] = []

  constructor(private readonly environment: Environment) {}

  text(name: string): string | undefined {
    return this.environment[name]?.trim() || undefined
  }

  read<S extends z.ZodType>(name: string, schema: S, must: string): z.infer<S> | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const read = schema.safeParse(text)
    if (read.success) return read.data
    this.problems.push(`${name} ${must}`)
    return undefined
  }

  require(name: string, what: string): void {
    if (this.text(name) === undefined) this.problems.push(`${name} is missing: ${what}`)
  }

  /** Whether a name like this is in the environment, be it empty. */
  hasAny(pattern: RegExp): boolean {
    return Object.entries(this.environment).some(([name, value]) => value !== undefined && pattern.test(name))
  }

  warnAboutUnknown(): void {
    const unknown = Object.keys(this.environment).filter(
      (name) => name.startsWith('FERRY_') && !FERRY_NAMES.includes(name),
    )
    this.warnings.push(...unknown.map((name) => `${name} has no effect: there is no such setting`))
    const early = EARLY_NAMES.filter((name) => this.text(name) !== undefined)
    this.warnings.push(...early.map((name) => `${name} has no effect yet: what it is for is not built in`))
  }
}
