import { z } from 'zod'
import { StoreConflictError } from '../domain/errors.js'
import type { Expected, RecordKind, RecordWrite } from '../domain/ports.js'

/** What every store does with the writes of a commit before it keeps them, so that all stores answer alike. */

interface Meant {
  readonly kind: RecordKind<unknown>
  readonly id: string
  readonly expected: Expected
}
/** A put, with the JSON text to keep and the value as readers will get it after any restart. */
export interface ReadyPut extends Meant {
  readonly text: string
  readonly value: unknown
}
export interface ReadyRemoval extends Meant {
  readonly removed: true
}
export type ReadyWrite = ReadyPut | ReadyRemoval

const KIND_NAME = /^[a-z][a-zA-Z]{0,40}$/
const RESERVED_NAME = /^(?:con|prn|aux|nul)$/ // names of devices, not of folders, on Windows
const RECORD_ID = /^\P{Cc}{1,512}$/u

/**
 * Checks and copies what is to be written. A value is read back through its own schema at once: one that its schema
 * refuses would be found on the next start, when it is too late. Readers share the copy, so it is frozen.
 *
 * @throws {TypeError} a value is not plain JSON of its kind's shape, an id is no id, or a record is named twice
 */
export function readyWrites(writes: readonly RecordWrite[]): readonly ReadyWrite[] {
  const named = new Map<string, Set<string>>()
  return writes.map((write) => {
    const { kind, id, expected } = write
    const ids = named.get(kind.name) ?? new Set()
    if (!isRecordId(id)) throw new TypeError(`${kind.name}: ${JSON.stringify(id)} is no record id`)
    if (ids.has(id)) throw new TypeError(`${kind.name} ${id} is named twice in one commit`)
    named.set(kind.name, ids.add(id))
    return 'remove' in write
      ? { kind, id, expected, removed: true }
      : { kind, id, expected, ...copied(kind, id, write.value) }
  })
}

/** Up to 512 characters, none of them a control character. */
const isRecordId = (id: string): boolean => RECORD_ID.test(id) && id.length <= 512

/** @throws {TypeError} when two kinds could not be told apart on disk, or one cannot name a folder */
export function kindsByName(kinds: readonly RecordKind<unknown>[]): ReadonlyMap<string, RecordKind<unknown>> {
  const folders = new Set<string>()
  for (const { name } of kinds) {
    const folder = name.toLowerCase() // some file systems do not tell cases apart
    if (!KIND_NAME.test(name) || RESERVED_NAME.test(folder))
      throw new TypeError(`${JSON.stringify(name)} cannot be the name of a kind`)
    if (folders.has(folder)) throw new TypeError(`two kinds are called ${name}`)
    folders.add(folder)
  }
  return new Map(kinds.map((kind) => [kind.name, kind]))
}

function copied(kind: RecordKind<unknown>, id: string, value: unknown): { text: string; value: unknown } {
  const text: unknown = JSON.stringify(value)
  if (typeof text !== 'string') throw new TypeError(`${kind.name} ${id}: not a JSON value`)
  const read = readValue(kind, JSON.parse(text))
  if (!read.ok) throw new TypeError(`${kind.name} ${id}: ${read.why}`)
  return { text, value: read.value }
}

export type ValueRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string }

/** Reads a stored value as what its kind says it is. `why` names the field. */
export function readValue({ schema }: RecordKind<unknown>, stored: unknown): ValueRead {
  const read = schema.safeParse(stored)
  return read.success
    ? { ok: true, value: frozen(read.data) }
    : { ok: false, why: z.prettifyError(read.error).replaceAll(/\s*\n\s*/g, ' ') }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

/** @param current the record's version now, `undefined` when there is no such record */
export function conflictOf({ kind, id, expected }: Meant, current: number | undefined): StoreConflictError | undefined {
  if (expected === 'any' || expected === (current ?? 'new')) return undefined
  return new StoreConflictError(
    `${kind.name} ${id} is ${current === undefined ? 'not there' : `at version ${current}`}, expected: ${expected}`,
  )
}

/** The version a put leads to. A record that was removed and comes back starts at 1 again. */
export const nextVersion = (current: number | undefined): number => (current ?? 0) + 1
