import { hash } from 'node:crypto'

/**
 * JSON objects that carry a checksum of themselves as their last member, `…,"sum":"<43 characters>"}`.
 *
 * The checksum is SHA-256, not a CRC: one digest serves both to find damage and as the link to the line before, where
 * two lines that happen to share a short checksum could be exchanged unnoticed. For lines of a few kilobytes it costs
 * microseconds, against the hundreds that flushing takes.
 */

const DIGEST_LENGTH = 43
const TAIL_START = ',"sum":"'
const TAIL_END = '"}'
/** Of the last member with the closing brace, without the line end. */
export const TAIL_LENGTH = TAIL_START.length + DIGEST_LENGTH + TAIL_END.length

export const digest = (bytes: string | Uint8Array): string => hash('sha256', bytes, 'base64url')

export interface Sealed {
  readonly bytes: Buffer
  readonly sum: string
}

/** What closes an object over whose other bytes `sum` was taken. */
export const tail = (sum: string): string => `${TAIL_START}${sum}${TAIL_END}\n`

/** @param open a JSON object without its closing brace */
export function seal(open: string): Sealed {
  const body = Buffer.from(open)
  const sum = digest(body)
  return { bytes: Buffer.concat([body, Buffer.from(tail(sum))]), sum }
}

/**
 * @param bytes a sealed object, with or without the line end
 * @returns what it holds and its checksum, or `undefined` when the bytes are not what was written
 */
export function unseal(bytes: Buffer): { readonly value: unknown; readonly sum: string } | undefined {
  const line = bytes.at(-1) === NEW_LINE ? bytes.subarray(0, -1) : bytes
  const end = line.length - TAIL_LENGTH
  if (end < 1) return undefined
  const sum = line.toString('latin1', end + TAIL_START.length, line.length - TAIL_END.length)
  if (line.toString('latin1', end) !== tail(sum).trimEnd() || digest(line.subarray(0, end)) !== sum) return undefined
  return { value: JSON.parse(line.toString('utf8')), sum }
}

export const NEW_LINE = 0x0a
