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
}

/**
 * @throws {StoreDamageError} there are records of a kind this version does not know
 * @throws {StoreUnavailableError} the folder cannot be read
 */
export async function survey(files: FileSystem, layout: Layout, kinds: ReadonlySet<string>): Promise<Survey> {
  const journal = await list(files, layout.journal)
  const leftovers = [
    ...(await leftoversIn(files, layout.folder)),
    ...(await leftoversIn(files, layout.journal)),
    ...(await leftoversIn(files, layout.damaged)),
  ]
  let shardCount: number | undefined
  for (const kind of await list(files, layout.records)) {
    const folder = layout.kind(kind)
    const counts = (await list(files, folder)).flatMap((name) => shardCountIn(name) ?? [])
    if (counts.length > 0 && !kinds.has(kind))
      refuse(layout.place(folder), `this version knows no records of the kind ${kind}`)
    shardCount ??= counts[0]
    leftovers.push(...(await leftoversIn(files, folder)))
  }
  const segments = journal.flatMap((name) => segmentNumber(name) ?? []).sort((a, b) => a - b)
  return { segments, shardCount, leftovers }
}

async function list(files: FileSystem, folder: string): Promise<readonly string[]> {
  try {
    return await files.list(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return [] // a stray file of somebody else's between our folders
    throw new StoreUnavailableError(`${folder} cannot be read: ${codeOf(error) ?? String(error)}`, { cause: error })
  }
}

const leftoversIn = async (files: FileSystem, folder: string): Promise<readonly string[]> =>
  (await list(files, folder)).filter((name) => name.endsWith(TEMPORARY)).map((name) => join(folder, name))
