import { join } from 'node:path'
import { z } from 'zod'
import { StoreDamageError, StoreUnavailableError } from '../domain/errors.js'
import { codeOf, replaceFile, type FileSystem } from './fileSystem.js'
import type { Layout } from './layout.js'
import { digest, unseal } from './sealed.js'

/** Layout of everything the store writes. Raised when an older version could no longer read it. */
export const FORMAT = 1

/** Something on disk that is not as it was written. */
export const Damage = z.strictObject({
  /** Path within the data folder; with line and byte when only a part of a journal segment is concerned. */
  place: z.string(),
  what: z.string(),
  /** Where the unreadable content is kept; absent when there was nothing left to keep. */
  setAside: z.string().optional(),
})
export type Damage = z.infer<typeof Damage>

/** The content of a file is not what was written. `bytes` is `undefined` when the disk would not even give it. */
export class UnreadableError extends Error {
  constructor(
    readonly what: string,
    readonly bytes: Buffer | undefined,
    options?: ErrorOptions,
  ) {
    super(what, options)
    this.name = 'UnreadableError'
  }
}

/**
 * Ends the opening of a store over something that is intact but not ours to read: it was written by a newer version, or
 * does not have the shape its kind asks for. Nothing is touched.
 */
export function refuse(place: string, why: string): never {
  throw new StoreDamageError(`${place}: ${why}. Nothing was changed.`)
}

/**
 * Reads a file of which damage is to be told apart from absence.
 *
 * @throws {UnreadableError} the disk fails on this file
 * @throws {StoreUnavailableError} it may not be read, or not now
 */
export async function readFile(files: FileSystem, path: string): Promise<Buffer | undefined> {
  try {
    return await files.read(path)
  } catch (error) {
    if (codeOf(error) === 'EIO')
      throw new UnreadableError('the disk does not give it back (EIO)', undefined, { cause: error })
    throw new StoreUnavailableError(`${path} cannot be read: ${codeOf(error) ?? String(error)}`, { cause: error })
  }
}

const Versioned = z.looseObject({ format: z.int() })

/**
 * Opens a sealed file and checks that its format is known.
 *
 * @throws {UnreadableError} its checksum does not fit
 * @throws {StoreDamageError} it was written by a newer version, or is intact and yet of another shape
 */
export function unsealAs<T>(schema: z.ZodType<T>, place: string, bytes: Buffer): T {
  if (bytes.length === 0) throw new UnreadableError('it is empty', bytes)
  const sealed = unseal(bytes)
  if (sealed === undefined) throw new UnreadableError('its checksum does not fit', bytes)
  const format = Versioned.safeParse(sealed.value).data?.format
  if (format !== FORMAT) refuse(place, `format ${format ?? 'unknown'}, while this version reads format ${FORMAT}`)
  const read = schema.safeParse(sealed.value)
  return read.success ? read.data : refuse(place, z.prettifyError(read.error).replaceAll(/\s*\n\s*/g, ' '))
}

/**
 * Keeps what could not be read, before anything may take its place. The name of a copy holds a checksum of the content:
 * the same damage found again leaves no second copy, and no copy is ever replaced by another.
 *
 * @returns the copy's place
 * @throws {StoreUnavailableError} there is no room, or no right, to keep it
 */
export async function setAside(
  files: FileSystem,
  layout: Layout,
  path: string,
  bytes: Buffer | undefined,
): Promise<string> {
  const name = layout.place(path).replaceAll('/', '-')
  try {
    await files.makeFolder(layout.damaged)
    const kept = new Set(await files.list(layout.damaged))
    const copy = bytes === undefined ? freeName(name, kept) : `${name}.${digest(bytes).slice(0, 12)}`
    const target = join(layout.damaged, copy)
    if (bytes === undefined) {
      await files.rename(path, target)
      await files.syncFolder(layout.damaged)
    } else if (!kept.has(copy)) {
      await replaceFile(files, target, [bytes])
    }
    return layout.place(target)
  } catch (error) {
    throw new StoreUnavailableError(
      `${layout.place(path)} is damaged and cannot be set aside: ${codeOf(error) ?? String(error)}`,
      { cause: error },
    )
  }
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) if (!taken.has(`${name}.unreadable${n}`)) return `${name}.unreadable${n}`
}
