import { z } from 'zod'
import { FORMAT, refuse, unsealAs } from './damage.js'
import { digest, seal, TAIL_LENGTH, unseal, type Sealed } from './sealed.js'

/**
 * One line of the journal is one commit:
 *
 *     {"seq":7,"what":"approve","prev":"<sum of line 6>","entries":[…],"size":98,"head":"<checksum>","values":[…],"sum":"<checksum>"}
 *
 * `entries` name every record the commit touches, `values` hold what is put, in the order of the entries that put
 * something, in `size` bytes. `head` covers all that stands before it: when a value is damaged, it is still known for
 * certain which records are concerned.
 */

const Entry = z.union([
  z.strictObject({ kind: z.string(), id: z.string(), version: z.int().positive(), schema: z.int() }),
  z.strictObject({ kind: z.string(), id: z.string(), removed: z.literal(true) }),
  /** Of a whole kind: every record was removed, or what had been lost of it was accepted as lost. */
  z.strictObject({ kind: z.string(), all: z.enum(['removed', 'accepted']) }),
])
export type Entry = z.infer<typeof Entry>
export type PutEntry = Extract<Entry, { version: number }>
export const isPut = (entry: Entry): entry is PutEntry => 'version' in entry

const head = {
  seq: z.int().positive(),
  what: z.string(),
  at: z.string().optional(),
  prev: z.string(),
  entries: z.array(Entry),
  size: z.int().nonnegative(),
}
const Head = z.strictObject(head)
const Line = z.strictObject({ ...head, head: z.string(), values: z.array(z.unknown()), sum: z.string() })

export interface LineHead {
  /** Counts commits from 1, without gaps. Order is this, never time. */
  readonly seq: number
  readonly what: string
  readonly at?: string | undefined
  /** Checksum of the line before; empty in the first. */
  readonly prev: string
  readonly entries: readonly Entry[]
}
export interface Line extends LineHead {
  readonly values: readonly unknown[]
  readonly sum: string
}

const HEAD = ',"head":"' // cannot occur in the names before it: inside a JSON text a quote is always escaped
const VALUES = '","values":['

/** @param values the JSON texts of what the entries put, so that no record is made into text twice */
export function encodeLine({ seq, what, at, prev, entries }: LineHead, values: readonly string[]): Sealed {
  const list = values.join(',')
  const open = JSON.stringify({ seq, what, at, prev, entries, size: Buffer.byteLength(list) }).slice(0, -1)
  return seal(`${open}${HEAD}${digest(open)}${VALUES}${list}]`)
}

/** What can be told of a damaged line all the same. */
export interface DamagedLine {
  readonly head: LineHead | undefined
  /** It is as long as its head says: no other line has run into it. */
  readonly alone: boolean
}

/**
 * @param bytes without the line end
 * @param place to be named when the line is refused
 * @throws {StoreDamageError} the line is intact, but no line of this format
 */
export function decodeLine(bytes: Buffer, place: string): { readonly line: Line } | { readonly damaged: DamagedLine } {
  const sealed = unseal(bytes)
  if (sealed === undefined) return { damaged: damagedLine(bytes) }
  const read = Line.safeParse(sealed.value)
  return { line: read.success ? read.data : refuse(place, z.prettifyError(read.error).replaceAll(/\s*\n\s*/g, ' ')) }
}

function damagedLine(bytes: Buffer): DamagedLine {
  const end = bytes.indexOf(HEAD)
  const open = bytes.subarray(0, Math.max(0, end))
  const sum = digest(open)
  const found = bytes.toString('latin1', end + HEAD.length, end + HEAD.length + sum.length)
  if (end === -1 || found !== sum) return { head: undefined, alone: false }
  const head = Head.parse(JSON.parse(`${open.toString('utf8')}}`))
  const length = end + HEAD.length + sum.length + VALUES.length + head.size + ']'.length + TAIL_LENGTH
  return { head, alone: bytes.length === length }
}

/** The first line of a segment: what stood before it, so that a missing segment or an emptied one is noticed. */
const Header = z.strictObject({
  format: z.literal(FORMAT),
  segment: z.int().positive(),
  /** Sequence of the last commit before this segment, 0 for none, and its checksum. */
  after: z.int().nonnegative(),
  prev: z.string(),
  sum: z.string(),
})
export type SegmentHeader = Omit<z.infer<typeof Header>, 'format' | 'sum'>

export const encodeHeader = ({ segment, after, prev }: SegmentHeader): Buffer =>
  seal(JSON.stringify({ format: FORMAT, segment, after, prev }).slice(0, -1)).bytes

/**
 * @throws {UnreadableError} it is damaged
 * @throws {StoreDamageError} it was written by a newer version
 */
export const decodeHeader = (bytes: Buffer, place: string): SegmentHeader => unsealAs(Header, place, bytes)
