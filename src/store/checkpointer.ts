import { StoreUnavailableError } from '../domain/errors.js'
import type { CommitQueue } from './commitQueue.js'
import type { Damage } from './damage.js'
import { codeOf, type FileSystem } from './fileSystem.js'
import type { Journal } from './journal.js'
import type { Layout } from './layout.js'
import { writeManifest } from './manifest.js'
import type { Position } from './replay.js'
import { shardFile } from './shardFile.js'
import { shardsOf, type Shard, type Tables } from './table.js'

export interface CheckpointParts {
  readonly files: FileSystem
  readonly layout: Layout
  readonly tables: Tables
  readonly shardCount: number
  readonly journal: Journal
  readonly queue: CommitQueue
}

/** What the manifest says apart from the files of the shards. */
export interface Covered {
  readonly checkpoint: Position
  /** The first segment of the journal that is still needed. */
  readonly from: number
}

/**
 * Brings the files of the shards up to date and shortens the journal by what is in them. The order keeps every change in
 * at least one place that lasts: a new segment for what is committed meanwhile, then the shards, then the manifest, and
 * only then the old segments go. A crash in between leaves files that the next start knows to be superfluous.
 */
export class Checkpointer {
  private last: Promise<void> = Promise.resolve()
  private waiting = 0

  constructor(
    private readonly parts: CheckpointParts,
    private covered: Covered,
    /** Damage that is still of consequence. */
    private outstanding: readonly Damage[],
  ) {}

  get running(): boolean {
    return this.waiting > 0
  }

  /** Found on opening, now or earlier, and neither accepted nor made good. */
  get damage(): readonly Damage[] {
    return shardsOf(this.parts.tables).some(({ flagged }) => flagged) ? this.outstanding : []
  }

  /**
   * One checkpoint after the other; resolves when everything committed before the call is in the shards.
   *
   * @throws {StoreUnavailableError} the journal stays as long as it was, nothing is lost
   */
  async run(): Promise<number> {
    this.waiting += 1
    const run = this.last.then(() => this.checkpoint())
    this.last = run.then(
      () => undefined,
      () => undefined,
    )
    try {
      return await run
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error
      throw new StoreUnavailableError(`no checkpoint: ${codeOf(error) ?? String(error)}`, { cause: error })
    } finally {
      this.waiting -= 1
    }
  }

  /** Says on disk what has to be there. */
  async saveManifest(to: number, covered: Covered = this.covered): Promise<void> {
    const { files, layout, tables, shardCount } = this.parts
    await writeManifest(files, layout, {
      shardCount,
      checkpoint: covered.checkpoint,
      journal: { from: covered.from, to },
      files: shardsOf(tables).flatMap(({ kind, number, wantedSeq }) =>
        wantedSeq === undefined ? [] : [{ kind: kind.name, shard: number, seq: wantedSeq }],
      ),
      damage: [...this.damage],
    })
    this.covered = covered
  }

  /** @returns how many shards were written */
  private async checkpoint(): Promise<number> {
    const { journal, queue, tables } = this.parts
    const sealed = await queue.between(() => this.seal())
    const dirty = shardsOf(tables).filter((shard) => shard.dirty)
    for (const shard of dirty) await this.write(shard)
    if (dirty.length === 0 && sealed.from === this.covered.from) return 0
    await this.saveManifest(sealed.from, sealed)
    await journal.dropBefore(sealed.from)
    return dirty.length
  }

  /** Ends the segment in use, if anything is in it. */
  private async seal(): Promise<Covered> {
    const { journal, queue } = this.parts
    if (queue.failed)
      throw new StoreUnavailableError('no checkpoint after the disk failed: a restart finds out what is there')
    if (!journal.atSegmentStart) await journal.rotate((segment) => this.saveManifest(segment))
    return { checkpoint: journal.position, from: journal.segment }
  }

  private async write(shard: Shard): Promise<void> {
    const { files, layout, queue } = this.parts
    const { kind, number, of, damagedIds, knownIds, records } = shard
    const low = shardFile(files, layout, { kind: kind.name, number, of })
    const { seq } = queue
    // Records are replaced, never changed, so the list is the state as of `seq` however long writing takes.
    low.data = {
      kind: kind.name,
      shard: number,
      of,
      schema: kind.schemaVersion,
      seq,
      damagedIds: [...damagedIds],
      knownIds: knownIds === undefined ? undefined : [...knownIds],
      records: [...records.values()],
    }
    shard.dirty = false
    try {
      await low.write()
      shard.hasFile(seq)
    } catch (error) {
      shard.dirty = true
      throw error
    }
  }
}
