import { dirname, resolve } from 'node:path'
import { FerryError, StoreDamageError, StoreUnavailableError } from '../domain/errors.js'
import type { RecordKind, RecordWrite, Store, Stored } from '../domain/ports.js'
import { Checkpointer, type CheckpointParts, type Covered } from './checkpointer.js'
import { CommitQueue, type QueueLimits } from './commitQueue.js'
import type { Damage } from './damage.js'
import { codeOf, nodeFileSystem, type FileSystem } from './fileSystem.js'
import { Journal } from './journal.js'
import { Layout } from './layout.js'
import { lockFolder, type Lock } from './lock.js'
import { recover, type Recovered, type TornEnd } from './recovery.js'
import { shardsOf, type Table, type Tables } from './table.js'
import { kindsByName, readyWrites } from './writes.js'

/**
 * {@link Store} in one folder of JSON files, for one process: a journal that every commit is flushed to before it is
 * answered, and behind it lowdb documents that a checkpoint brings up to date. All records are in memory.
 *
 * Where it differs from the bare port: a value that its own schema would not read back, an id that is none and a record
 * named twice are a `TypeError`; a record that damage may have taken is a `StoreDamageError` when it is changed, and
 * when it is read while nothing is known of it. `all` gives what is known, in no particular order.
 */
export interface JsonStore extends Store {
  /** What opening found and did. */
  readonly opening: OpeningReport
  health(): StoreHealth
  /**
   * Removes all records of some kinds, and then writes others, all in one commit. Records lost to damage count as
   * removed as well.
   */
  clear(kinds: readonly RecordKind<unknown>[], writes?: readonly RecordWrite[]): Promise<void>
  /** Makes what damage left the whole truth: a person has decided that what is missing stays missing. */
  acceptLoss(): Promise<void>
  /**
   * Brings the files of the shards up to date and shortens the journal.
   *
   * @throws {StoreUnavailableError} it could not be done now; nothing is lost
   */
  checkpoint(): Promise<void>
  /** Takes no more commits, answers those that wait, makes a checkpoint and frees the folder. */
  close(): Promise<void>
}

export interface OpeningReport {
  /** There was no store in the folder. */
  readonly fresh: boolean
  readonly records: number
  /** Commits taken from the journal, that is, made since the last checkpoint. */
  readonly replayed: number
  /** A commit that a crash cut short, and that was therefore never answered; it was dropped. */
  readonly torn?: TornEnd
  /** Superfluous files that a crash had left and that are gone now. */
  readonly removed: readonly string[]
  /** What could not be read, found now, or earlier and not accepted since. A start that finds all made good has none. */
  readonly damage: readonly Damage[]
}

export interface StoreHealth {
  readonly ok: boolean
  readonly reason?: string
}

/** What happens in the store apart from commits, for the log. */
export type StoreEvent =
  | { readonly type: 'opened'; readonly report: OpeningReport }
  | { readonly type: 'commitsRefused'; readonly reason: string; readonly untilRestart: boolean }
  | { readonly type: 'checkpoint'; readonly shards: number }
  | { readonly type: 'checkpointFailed'; readonly error: unknown }

export interface StoreLimits extends QueueLimits {
  /** The journal's length in bytes from which a checkpoint is made in the background. */
  readonly checkpointBytes: number
  /** Into how many files the records of one kind are cut up; settled when the store is made. */
  readonly shards: number
}

const LIMITS: StoreLimits = { queuedCommits: 1000, queuedLength: 33_554_432, checkpointBytes: 4_194_304, shards: 16 }

export interface JsonStoreOptions {
  readonly folder: string
  /** All kinds that are, or may be, in the folder. */
  readonly kinds: readonly RecordKind<unknown>[]
  readonly files?: FileSystem
  readonly report?: (event: StoreEvent) => void
  readonly limits?: Partial<StoreLimits>
  /** When given, every line of the journal says when it was written. Nothing depends on it. */
  readonly clock?: () => string
}

/**
 * @throws {StoreLockedError} another process has the folder
 * @throws {StoreUnavailableError} the folder cannot be read or written
 * @throws {StoreDamageError} something in it is intact, but of a newer version or not of its kind's shape; all is left
 *   as it was. Files that are damaged do not keep the rest from opening: see {@link OpeningReport.damage}
 */
export async function openJsonStore(options: JsonStoreOptions): Promise<JsonStore> {
  const { files = nodeFileSystem } = options
  const kinds = kindsByName(options.kinds)
  const layout = new Layout(resolve(options.folder))
  const lock = await usable(layout, async () => {
    await files.makeFolder(layout.folder)
    return lockFolder(files, layout, await files.realPath(layout.folder))
  })
  try {
    return await usable(layout, () => open(files, layout, kinds, options, lock))
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function open(
  files: FileSystem,
  layout: Layout,
  kinds: ReadonlyMap<string, RecordKind<unknown>>,
  { limits, report, clock }: JsonStoreOptions,
  lock: Lock,
): Promise<OpenJsonStore> {
  const all = { ...LIMITS, ...limits }
  const recovered = await recover(files, layout, kinds, all.shards)
  const { damage, removed } = await recovered.repairs.apply(files, layout, recovered.folders)
  // That the folder is there at all has to last, too. Above it things may be forbidden to us, and then it is not ours to ensure.
  if (recovered.fresh) await files.syncFolder(dirname(layout.folder)).catch(() => undefined)
  const { position, segments, tables, shardCount, from, nextSegment, checkpoint } = recovered
  // Beside damage nothing new is written: the next commit goes into a segment of its own.
  const newSegment = damage.length > 0 || segments.length === 0 ? nextSegment : undefined
  const journal = await Journal.open(files, layout, position, segments, newSegment, clock)
  const flagged = shardsOf(tables).some((shard) => shard.flagged)
  const earlier = flagged
    ? recovered.earlierDamage.filter(
        ({ place, what }) => !damage.some((each) => each.place === place && each.what === what),
      )
    : []
  const allDamage = [...earlier, ...damage]
  const opening = reportOf(recovered, removed, allDamage)
  const store = new OpenJsonStore({ files, layout, tables, shardCount, journal }, { checkpoint, from }, opening, {
    lock,
    limits: all,
    report,
  })
  try {
    await store.begin(damage.length > 0 ? 'checkpoint' : recovered.hasManifest ? 'nothing' : 'manifest')
  } catch (error) {
    await journal.close()
    throw error
  }
  return store
}

function reportOf(
  { fresh, tables, replayed, torn }: Recovered,
  removed: readonly string[],
  damage: readonly Damage[],
): OpeningReport {
  const records = shardsOf(tables).reduce((sum, shard) => sum + shard.records.size, 0)
  return { fresh, records, replayed, ...(torn === undefined ? {} : { torn }), removed, damage }
}

/** Names the folder in whatever the system says about it. */
async function usable<T>({ folder }: Layout, task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    const code = codeOf(error)
    if (error instanceof FerryError || code === undefined) throw error
    throw new StoreUnavailableError(
      `the data folder ${folder} cannot be used (${code}): it has to be readable and writable`,
      { cause: error },
    )
  }
}

/** How many damaged places health names; all are in {@link OpeningReport.damage}. */
const SHOWN = 3

interface Rest {
  readonly lock: Lock
  readonly limits: StoreLimits
  readonly report: ((event: StoreEvent) => void) | undefined
}

class OpenJsonStore implements JsonStore {
  private readonly tables: Tables
  private readonly journal: Journal
  private readonly queue: CommitQueue
  private readonly checkpoints: Checkpointer
  /** Length of the journal from which the next checkpoint is due. */
  private checkpointAt: number
  private closing: Promise<void> | undefined

  constructor(
    parts: Omit<CheckpointParts, 'queue'>,
    covered: Covered,
    readonly opening: OpeningReport,
    private readonly rest: Rest,
  ) {
    this.tables = parts.tables
    this.journal = parts.journal
    this.checkpointAt = rest.limits.checkpointBytes
    this.queue = new CommitQueue(parts.tables, parts.journal, rest.limits, {
      appended: () => this.checkpointWhenDue(),
      failed: (reason, untilRestart) => this.tell({ type: 'commitsRefused', reason, untilRestart }),
    })
    this.checkpoints = new Checkpointer({ ...parts, queue: this.queue }, covered, opening.damage)
  }

  async begin(first: 'nothing' | 'manifest' | 'checkpoint'): Promise<void> {
    this.tell({ type: 'opened', report: this.opening })
    if (first === 'manifest') await this.checkpoints.saveManifest(this.journal.segment)
    // What damage left gets files of its own, so that the next start finds it settled. It can wait: the journal has it.
    if (first === 'checkpoint') await this.tryCheckpoint()
  }

  async get<T>(kind: RecordKind<T>, id: string): Promise<Stored<T> | undefined> {
    const shard = this.tableOf(kind).shardOf(id)
    const found = shard.records.get(id)
    const lost = found === undefined ? !shard.knows(id) : shard.damagedIds.has(id)
    if (lost)
      throw new StoreDamageError(`${kind.name} ${id} cannot be read: it may have been lost when the store was damaged`)
    return found as Stored<T> | undefined // every value was read by its kind's own schema
  }

  async all<T>(kind: RecordKind<T>): Promise<readonly Stored<T>[]> {
    return this.tableOf(kind).all() as readonly Stored<T>[]
  }

  async commit(what: string, writes: readonly RecordWrite[]): Promise<void> {
    if (writes.length > 0) await this.queue.add(what, [], readyWrites(writes))
  }

  async clear(kinds: readonly RecordKind<unknown>[], writes: readonly RecordWrite[] = []): Promise<void> {
    const wholes = kinds.map((kind) => ({ kind: this.tableOf(kind).kind, all: 'removed' as const }))
    await this.queue.add('clear', wholes, readyWrites(writes))
  }

  async acceptLoss(): Promise<void> {
    const wholes = [...this.tables.values()].map(({ kind }) => ({ kind, all: 'accepted' as const }))
    await this.queue.add('acceptLoss', wholes, [])
  }

  health(): StoreHealth {
    const { damage } = this.checkpoints
    const reasons = [
      this.queue.refusing,
      ...damage.slice(0, SHOWN).map(({ place, what }) => `${place}: ${what}`),
    ].filter((reason) => reason !== undefined)
    return reasons.length === 0 ? { ok: true } : { ok: false, reason: reasons.join('; ') }
  }

  async checkpoint(): Promise<void> {
    const shards = await this.checkpoints.run()
    this.checkpointAt = this.rest.limits.checkpointBytes
    this.tell({ type: 'checkpoint', shards })
  }

  async close(): Promise<void> {
    this.closing ??= this.finish()
    return this.closing
  }

  private async finish(): Promise<void> {
    await this.queue.close()
    if (!this.queue.failed) await this.tryCheckpoint()
    await this.journal.close().catch(() => undefined) // everything in it was flushed commit by commit
    await this.rest.lock.release()
  }

  private checkpointWhenDue(): void {
    if (this.journal.length >= this.checkpointAt && !this.checkpoints.running) void this.tryCheckpoint()
  }

  /** A checkpoint that fails costs time on the next start, nothing else. It is tried again when the journal has grown on. */
  private async tryCheckpoint(): Promise<void> {
    try {
      await this.checkpoint()
    } catch (error) {
      this.checkpointAt = this.journal.length + this.rest.limits.checkpointBytes / 4
      this.tell({ type: 'checkpointFailed', error })
    }
  }

  private tableOf(kind: Pick<RecordKind<unknown>, 'name'>): Table {
    const table = this.tables.get(kind.name)
    if (table === undefined) throw new TypeError(`the store was opened without the kind ${kind.name}`)
    return table
  }

  private tell(event: StoreEvent): void {
    try {
      this.rest.report?.(event)
    } catch {
      // whoever listens must not come between a commit and its answer
    }
  }
}
