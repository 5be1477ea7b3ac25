import { StoreUnavailableError } from '../domain/errors.js'
import { setAside, type Damage } from './damage.js'
import { codeOf, writeAll, type FileSystem } from './fileSystem.js'
import type { Segment } from './journalReader.js'
import type { Layout } from './layout.js'

interface Found {
  readonly damage: Damage
  /** What has to be kept before anything else may take its place. */
  readonly keep?: { readonly path: string; readonly bytes: Buffer | undefined }
}

interface Ending {
  readonly path: string
  readonly length: number
  readonly append: string
}

/** What opening a store has to put right on disk. Collected while reading, so that a refused store stays untouched. */
export class Repairs {
  private readonly found: Found[] = []
  private readonly endings: Ending[] = []
  private readonly superfluous: string[] = []

  get anyDamage(): boolean {
    return this.found.length > 0
  }

  /** @param keep the file's path and content; content `undefined` when the disk does not give it */
  damaged(damage: Damage, keep?: Found['keep']): void {
    this.found.push(keep === undefined ? { damage } : { damage, keep })
  }

  remove(paths: readonly string[]): void {
    this.superfluous.push(...paths)
  }

  /** Cuts a segment back to the end of its last whole line. */
  cut({ path }: Segment, length: number): void {
    this.endings.push({ path, length, append: '' })
  }

  /** The last line is whole but for its line end. */
  endLine({ path, bytes }: Segment): void {
    this.endings.push({ path, length: bytes.length, append: '\n' })
  }

  /**
   * @returns all damage, with the places where the unreadable was put, and the temporary files that were removed
   * @throws {StoreUnavailableError} something could not be kept, or the journal's end not be put right
   */
  async apply(
    files: FileSystem,
    layout: Layout,
  ): Promise<{ readonly damage: readonly Damage[]; readonly removed: readonly string[] }> {
    const damage: Damage[] = []
    for (const { damage: each, keep } of this.found) {
      damage.push(
        keep === undefined ? each : { ...each, setAside: await setAside(files, layout, keep.path, keep.bytes) },
      )
    }
    for (const ending of this.endings) await putRight(files, ending)
    const removed: string[] = []
    for (const path of this.superfluous) {
      // Nobody reads these files: if one cannot be removed now, the next start tries again.
      if (
        await files.remove(path).then(
          () => true,
          () => false,
        )
      )
        removed.push(layout.place(path))
    }
    return { damage, removed }
  }
}

async function putRight(files: FileSystem, { path, length, append }: Ending): Promise<void> {
  try {
    const file = await files.append(path)
    try {
      await file.truncate(length)
      if (append !== '') await writeAll(file, Buffer.from(append))
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new StoreUnavailableError(`the end of ${path} cannot be put right: ${codeOf(error) ?? String(error)}`, {
      cause: error,
    })
  }
}
