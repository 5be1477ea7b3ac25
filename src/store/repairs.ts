import { StoreUnavailableError } from '../domain/errors.js'
import { setAside, type Damage } from './damage.js'
import { codeOf, replaceFile, type FileSystem } from './fileSystem.js'
import type { Segment } from './journalReader.js'
import type { Layout } from './layout.js'

interface Found {
  readonly damage: Damage
  /** What has to be kept before anything else may take its place. */
  readonly keep?: { readonly path: string; readonly bytes: Buffer | undefined }
}

export interface Repaired {
  /** All damage, with the places where the unreadable was put. */
  readonly damage: readonly Damage[]
  /** Superfluous files that are gone now. */
  readonly removed: readonly string[]
}

/** What opening a store has to put right on disk. Collected while reading, so that a refused store stays untouched. */
export class Repairs {
  private readonly found: Found[] = []
  private readonly rewritten = new Map<string, Buffer>()
  private readonly superfluous: string[] = []

  /** @param keep the file's path and content; content `undefined` when the disk does not give it */
  damaged(damage: Damage, keep?: Found['keep']): void {
    this.found.push(keep === undefined ? { damage } : { damage, keep })
  }

  remove(paths: readonly string[]): void {
    this.superfluous.push(...paths)
  }

  /**
   * Puts a segment with this content in the place of the one that was read. Even when nothing about it changes: after a
   * kill, or a flush that failed, what was read may be in the system's memory only, and flushing that again proves nothing.
   */
  rewrite({ path }: Segment, content: Buffer): void {
    this.rewritten.set(path, content)
  }

  /**
   * @param folders that hold files of the store: the names in them have to last before anybody relies on them
   * @throws {StoreUnavailableError} something could not be kept, or not be put right
   */
  async apply(files: FileSystem, layout: Layout, folders: readonly string[]): Promise<Repaired> {
    const damage: Damage[] = []
    for (const { damage: each, keep } of this.found) {
      damage.push(
        keep === undefined ? each : { ...each, setAside: await setAside(files, layout, keep.path, keep.bytes) },
      )
    }
    for (const [path, content] of this.rewritten) await rewriteFile(files, path, content)
    for (const folder of folders) await lastingNames(files, folder)
    const removed: string[] = []
    for (const path of this.superfluous) {
      // Nobody reads these files: if one cannot be removed now, the next start tries again.
      await files.remove(path).then(
        () => removed.push(layout.place(path)),
        () => undefined,
      )
    }
    return { damage, removed }
  }
}

async function rewriteFile(files: FileSystem, path: string, content: Buffer): Promise<void> {
  try {
    await replaceFile(files, path, [content])
  } catch (error) {
    throw new StoreUnavailableError(`${path} cannot be put right: ${codeOf(error) ?? String(error)}`, { cause: error })
  }
}

async function lastingNames(files: FileSystem, folder: string): Promise<void> {
  try {
    await files.syncFolder(folder)
  } catch (error) {
    throw new StoreUnavailableError(`${folder} cannot be flushed: ${codeOf(error) ?? String(error)}`, { cause: error })
  }
}
