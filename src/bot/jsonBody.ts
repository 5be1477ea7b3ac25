import type { Request, RequestHandler } from 'restify'
import { HttpRefusal } from './httpRefusal.js'

/** The most a request may carry, in bytes (reliability RF60). Activities of Teams stay far below. */
export const MAX_BODY_BYTES = 256 * 1024
/** How deep objects and lists may lie in one another; the JSON of a card on its way back reaches about twenty. */
export const MAX_DEPTH = 32

/**
 * Handler that leaves the parsed object in `request.body`, or refuses the request. It reads the body itself instead of
 * through restify's parser: that one unpacks gzip without an error handler, which ends the process, and goes on
 * reading what is already too long.
 *
 * @throws {HttpRefusal} 400 no JSON object, nested too deeply, or a key that would reach an object's prototype;
 *   413 too long; 415 not declared as JSON
 */
export function jsonBody(): RequestHandler {
  return async (request: Request) => {
    requireJsonType(request)
    request.body = parseObject(await bodyText(request))
  }
}

function requireJsonType(request: Request): void {
  const type = request.headers['content-type']
  if (type === undefined) throw new HttpRefusal(400, 'notJson', 'content type missing')
  const [essence = ''] = type.split(';')
  if (essence.trim().toLowerCase() !== 'application/json')
    throw new HttpRefusal(415, 'notJson', 'only application/json is read')
}

/** Reads to the end, or until it is too long; the rest is then left unread and the connection closed by the answer. */
function bodyText(request: Request): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const onData = (chunk: Buffer) => {
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes <= MAX_BODY_BYTES) return
      request.off('data', onData)
      request.pause()
      reject(tooLong())
    }
    request.on('data', onData)
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.once('error', () => reject(cutOff()))
    request.once('close', () => reject(cutOff())) // nothing happens if it has ended before
  })
}

const tooLong = () => new HttpRefusal(413, 'tooLarge', 'body too large')
const cutOff = () => new HttpRefusal(400, 'cutOff', 'body incomplete')

/** @throws {HttpRefusal} 413 when the length is announced and too much; for a guard in front of everything else */
export function refuseAnnouncedLength(request: Request): void {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (!(announced <= MAX_BODY_BYTES)) throw tooLong()
}

function parseObject(text: string): object {
  const parsed = parse(text)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new HttpRefusal(400, 'notAnObject', 'a JSON object is expected')
  refuseStrangeShapes(parsed)
  return parsed
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpRefusal(400, 'badJson', 'not valid JSON')
  }
}

/**
 * Refuses what later code could stumble over: nesting that overflows a recursive walk, and the one key that reaches a
 * prototype when an object is copied key by key. Walks with a list of its own, since the nesting is what it doubts.
 */
function refuseStrangeShapes(root: object): void {
  const waiting: { node: object; depth: number }[] = [{ node: root, depth: 1 }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next
    if (depth > MAX_DEPTH) throw new HttpRefusal(400, 'tooDeep', 'nested too deeply')
    if (Object.hasOwn(node, '__proto__')) throw new HttpRefusal(400, 'reservedKey', 'a reserved key is used')
    for (const child of Object.values(node) as unknown[]) {
      if (typeof child === 'object' && child !== null) waiting.push({ node: child, depth: depth + 1 })
    }
  }
}
