import { constants } from 'node:fs'
import * as fs from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * The few things the store asks of a file system, so that tests can have them fail or lose power. Errors are those of
 * Node: an `Error` with a `code` such as `ENOSPC`.
 */
export interface FileSystem {
  /** The same folder always by the same path, whatever links lead to it. */
  realPath(folder: string): Promise<string>
  /** Makes the folder and those above it that are missing, readable by the owner only, and lasting before it resolves. */
  makeFolder(folder: string): Promise<void>
  /** Names in a folder; none when it does not exist. */
  list(folder: string): Promise<readonly string[]>
  /** The whole file; `undefined` when it does not exist. */
  read(path: string): Promise<Buffer | undefined>
  /** A new file, readable and writable by the owner only; fails with `EEXIST` when there is one. */
  create(path: string): Promise<OpenFile>
  /** An existing file; what is written goes to its end. */
  append(path: string): Promise<OpenFile>
  /** Replaces `to` at once. */
  rename(from: string, to: string): Promise<void>
  /** Succeeds when there is no such file. */
  remove(path: string): Promise<void>
  /** Resolves when names made, changed and removed in the folder are on stable storage. */
  syncFolder(folder: string): Promise<void>
}

export interface OpenFile {
  /** @returns how many bytes were written; fewer than asked for when the disk fills up */
  write(bytes: Uint8Array): Promise<number>
  /** Resolves when all that was written is on stable storage. After a failure nothing is known, and asking again proves nothing. */
  sync(): Promise<void>
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

/** The machine's own file system. */
export const nodeFileSystem: FileSystem = {
  realPath: async (folder) => fs.realpath(folder),
  makeFolder: async (folder) => {
    const first = await fs.mkdir(folder, { recursive: true, mode: FOLDER_MODE })
    if (first === undefined) return
    for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
  },
  list: async (folder) => (await orUndefined('ENOENT', fs.readdir(folder))) ?? [],
  read: async (path) => orUndefined('ENOENT', fs.readFile(path)),
  create: async (path) => opened(await fs.open(path, 'wx', FILE_MODE)),
  append: async (path) => opened(await fs.open(path, constants.O_WRONLY | constants.O_APPEND)),
  rename: async (from, to) => fs.rename(from, to),
  remove: async (path) => orUndefined('ENOENT', fs.unlink(path)),
  syncFolder: async (folder) => syncFolder(folder),
}

const opened = (handle: fs.FileHandle): OpenFile => ({
  write: async (bytes) => (await handle.write(bytes)).bytesWritten,
  sync: async () => handle.datasync(),
  truncate: async (length) => handle.truncate(length),
  close: async () => handle.close(),
})

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return // a folder cannot be flushed there; NTFS keeps its own journal of names
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function orUndefined<T>(code: string, result: Promise<T>): Promise<T | undefined> {
  try {
    return await result
  } catch (error) {
    if (codeOf(error) === code) return undefined
    throw error
  }
}

/** The system's name of a failure, `ENOSPC`; `undefined` for anything that is no failure of the system. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** A write that ended early without saying why. */
export class ShortWriteError extends Error {
  readonly code = 'ESHORT'
  constructor(written: number, wanted: number) {
    super(`only ${written} of ${wanted} bytes were written`)
    this.name = 'ShortWriteError'
  }
}

/** Writes all the bytes, or fails: a rest that was not written is never appended later. */
export async function writeAll(file: OpenFile, bytes: Uint8Array): Promise<void> {
  const written = await file.write(bytes)
  if (written !== bytes.length) throw new ShortWriteError(written, bytes.length)
}

export const TEMPORARY = '.tmp'
let temporaries = 0

/**
 * Replaces a file in one step: readers and restarts see the old content or the new one. A temporary name of its own in
 * the same folder, flush, rename, flush of the folder. On failure the old file is as it was.
 *
 * @param content the pieces in their order; other work may run between two of them
 */
export async function replaceFile(files: FileSystem, path: string, content: Iterable<Uint8Array>): Promise<void> {
  temporaries += 1
  const temporary = `${path}.${process.pid}-${temporaries}${TEMPORARY}`
  const file = await files.create(temporary)
  try {
    try {
      for (const piece of content) await writeAll(file, piece)
      await file.sync()
    } finally {
      await file.close()
    }
    await files.rename(temporary, path)
  } catch (error) {
    await files.remove(temporary).catch(() => undefined) // opening removes what stays behind
    throw error
  }
  await files.syncFolder(dirname(path))
}
