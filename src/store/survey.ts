import { join } from 'node:path'
import { StoreUnavailableError } from '../domain/errors.js'
import { refuse } from './damage.js'
import { codeOf, TEMPORARY, type FileSystem } from './fileSystem.js'
import { segmentNumber, shardCountIn, type Layout } from './layout.js'

/** Which files of the store a data folder holds. Others that lie there are left alone. */
export interface Survey {
  /** Numbers of the segments of the journal, ascending. */
  readonly segments: readonly number[]
  /** Into how many files the kinds are cut up, as the names of the files say; `undefined`: there are none. */
  readonly shardCount: number | undefined
  /** Paths of temporary files that a crash left behind. */
  readonly leftovers: readonly string[]
  /** Paths of the folders that hold anything. */
  readonly folders: readonly string[]
}

/**
 * @throws {StoreDamageError} there are records of a kind this version does not know
 * @throws {StoreUnavailableError} the folder cannot be read
 */
export async function survey(files: FileSystem, layout: Layout, kinds: ReadonlySet<string>): Promise<Survey> {
  const contents = new Map<string, readonly string[]>()
  for (const folder of [layout.folder, layout.journal, layout.records, layout.damaged])
    contents.set(folder, await list(files, folder))
  let shardCount: number | undefined
  for (const kind of contents.get(layout.records) ?? []) {
    const folder = layout.kind(kind)
    const names = await list(files, folder)
    const counts = names.flatMap((name) => shardCountIn(name) ?? [])
    if (counts.length > 0 && !kinds.has(kind))
      refuse(layout.place(folder), `this version knows no records of the kind ${kind}`)
    shardCount ??= counts[0]
    contents.set(folder, names)
  }
  return {
    segments: (contents.get(layout.journal) ?? []).flatMap((name) => segmentNumber(name) ?? []).sort((a, b) => a - b),
    shardCount,
    leftovers: [...contents].flatMap(([folder, names]) =>
      names.filter((name) => name.endsWith(TEMPORARY)).map((name) => join(folder, name)),
    ),
    folders: [...contents].flatMap(([folder, names]) => (names.length === 0 ? [] : [folder])),
  }
}

async function list(files: FileSystem, folder: string): Promise<readonly string[]> {
  try {
    return await files.list(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return [] // a stray file of somebody else's between our folders
    throw new StoreUnavailableError(`${folder} cannot be read: ${codeOf(error) ?? String(error)}`, { cause: error })
  }
}
