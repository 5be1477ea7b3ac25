import { format } from 'node:util'
import { pino, type DestinationStream, type Logger } from 'pino'

export type Log = Logger

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const MAX_DEPTH = 5
const MAX_ITEMS = 30
const MAX_TEXT = 2_000
const REDACTED = '[redacted]'

/** Fields whose content is a secret, what a person wrote, or what a card carried: never logged, at any depth. */
const PRIVATE = new Set(
  'authorization cookie set-cookie text value data body card attachments channeldata email mail upn displayname'.split(
    ' ',
  ),
)
const isPrivate = (key: string): boolean => PRIVATE.has(key.toLowerCase()) || /token|secret|password/i.test(key)

/** Tokens that got into a sentence: a bearer header, or the three parts of a JWT. */
const TOKENS = /\bBearer\s+[\w.~+/=-]+|\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*/gi

/** Characters that JSON leaves alone and a terminal does not: DEL, C1 controls, line separators, direction marks. */
const TERMINAL = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/**
 * The log of the process: one JSON line per event (reliability RF69). Whatever is handed in is cut down first: private
 * fields and tokens are blanked, texts and lists shortened, and an error gives its name, message, stack and causes but
 * none of the properties that libraries hang on it (the connector's errors carry the request with its token).
 *
 * @param destination where finished lines go; the standard output unless given
 */
export function createLog(level: LogLevel, destination: DestinationStream = process.stdout): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (facts) => tidyFields(facts, 0) },
      // an error was already tidied by then
      serializers: { err: (error: unknown) => error },
    },
    { write: (line) => destination.write(safeLine(line)) },
  )
}

/**
 * Leads what libraries print on the console into the log: the SDK prints several lines for each bad token, which would
 * stand between our lines and can be provoked by anybody. At level `debug`, because what matters is logged by us too.
 *
 * @returns undoes it
 */
export function captureConsole(log: Log): () => void {
  const { error, warn } = console
  const capture = (...printed: unknown[]) =>
    log.debug({ event: 'console', printed: format(...printed) }, 'printed by a library')
  Object.assign(console, { error: capture, warn: capture })
  return () => void Object.assign(console, { error, warn })
}

/** Makes one finished JSON line safe to look at: such characters only occur inside its strings, where `\u` is allowed. */
const safeLine = (line: string): string =>
  line
    .replace(TOKENS, REDACTED)
    .replace(TERMINAL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

function tidy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function')
    return String(value).slice(0, 80)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '[deeper]'
  if (value instanceof Error) return tidyError(value, depth)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString()
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => tidy(item, depth + 1))
  return tidyFields(value, depth)
}

function tidyFields(fields: object, depth: number): Record<string, unknown> {
  const tidied = Object.entries(fields)
    .slice(0, MAX_ITEMS)
    .map(([key, value]): [string, unknown] => [key, isPrivate(key) ? REDACTED : tidy(value, depth + 1)])
  return Object.fromEntries(tidied)
}

function tidyError(error: Error, depth: number): Record<string, unknown> {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  return {
    name: error.name,
    message: tidy(error.message, depth),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof statusCode === 'number' ? { statusCode } : {}),
    stack: tidy(error.stack ?? '', depth),
    ...(error.cause === undefined ? {} : { cause: tidy(error.cause, depth + 1) }),
  }
}
