import { StoreDamageError, StoreUnavailableError } from '../domain/errors.js'
import type { RecordKind } from '../domain/ports.js'
import { codeOf } from './fileSystem.js'
import { AppendError, type Journal, type JournalCommit } from './journal.js'
import type { Entry } from './journalLine.js'
import { Pending, type Ahead } from './pending.js'
import type { Table, Tables } from './table.js'
import { conflictOf, nextVersion, type ReadyWrite } from './writes.js'

/** A change of a whole kind: see `Entry` in journalLine.ts. */
export interface WholeKind {
  readonly kind: RecordKind<unknown>
  readonly all: 'removed' | 'accepted'
}

export interface QueueLimits {
  /** How many commits may wait for the disk; the next one is told that the store is busy. */
  readonly queuedCommits: number
  /** How many characters of values they may hold together. */
  readonly queuedLength: number
}

interface Waiting extends JournalCommit {
  readonly length: number
  readonly apply: () => void
  readonly done: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: StoreUnavailableError) => void
}

/** At most so many characters of values go into one flush, so that the first of them do not wait for long. */
const BATCH_LENGTH = 4_194_304

/**
 * Takes commits in, has the journal make them last, and only then changes the tables that readers see. While one flush
 * runs the others queue up, and the next flush carries them all.
 *
 * When a flush fails, everything that waits is refused with it: it was decided on a state that did not come to be.
 */
export class CommitQueue {
  private waiting: Waiting[] = []
  private readonly tasks: (() => Promise<void>)[] = []
  private readonly pending = new Pending<Waiting>()
  private queued = { commits: 0, length: 0 }
  private running: Promise<void> | undefined
  private closedBecause: string | undefined
  private trouble: string | undefined
  private diskFailed = false
  private appliedSeq: number

  constructor(
    private readonly tables: Tables,
    private readonly journal: Journal,
    private readonly limits: QueueLimits,
    private readonly after: { readonly appended: () => void; readonly failed: (why: string, forGood: boolean) => void },
  ) {
    this.appliedSeq = journal.position.seq
  }

  /** The last commit that the tables hold. */
  get seq(): number {
    return this.appliedSeq
  }

  /** Why no commit is taken, for good or until one succeeds again. */
  get refusing(): string | undefined {
    return this.closedBecause ?? this.trouble
  }

  /** Whether the disk failed for good: what is in the files now is for a restart to find out. */
  get failed(): boolean {
    return this.diskFailed
  }

  /**
   * Resolves when the commit lasts and readers see it. Changes of whole kinds come before the writes.
   *
   * @throws {StoreConflictError} once it is certain: whoever reads again then sees what came first
   * @throws {StoreDamageError} a record's last change may have been lost
   * @throws {StoreUnavailableError} nothing was written
   * @throws {RangeError} the commit is larger than the queue
   */
  async add(what: string, wholes: readonly WholeKind[], writes: readonly ReadyWrite[]): Promise<void> {
    const texts = writes.flatMap((write) => ('text' in write ? write.text : []))
    const length = texts.reduce((sum, text) => sum + text.length, 0)
    this.admit(length)
    const changes: Change[] = []
    for (const write of writes) {
      const whole = wholes.find(({ kind }) => kind.name === write.kind.name)
      const table = this.tableOf(write.kind)
      if (whole === undefined && !table.shardOf(write.id).knows(write.id)) throw damaged(write)
      const ahead: Partial<Ahead<Waiting>> | undefined =
        whole?.all === 'removed' ? {} : this.pending.find(write.kind.name, write.id)
      const current = ahead === undefined ? table.shardOf(write.id).records.get(write.id)?.version : ahead.version
      const conflict = conflictOf(write, current)
      if (conflict !== undefined) {
        await ahead?.commit?.done // a reader that looked before would find the old state and decide the same again
        throw conflict
      }
      changes.push({ write, table, version: 'text' in write ? nextVersion(current) : undefined })
    }
    const commit: Waiting = {
      what,
      entries: [...wholes.map(({ kind, all }) => ({ kind: kind.name, all })), ...changes.map(entryOf)],
      texts,
      length,
      apply: () => {
        for (const { kind, all } of wholes) applyWhole(this.tableOf(kind), all)
        for (const change of changes) applyChange(change)
      },
      ...deferred(),
    }
    this.enqueue(commit)
    return commit.done
  }

  /** Runs a task while no commit is under way: all that were answered are in the tables, and in the journal. */
  async between<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.tasks.push(() => task().then(resolve, reject))
      this.start()
    })
  }

  /** Takes no more commits, and resolves when all that wait are answered. */
  async close(): Promise<void> {
    this.closedBecause ??= 'the store is closed'
    await this.running
  }

  private admit(length: number): void {
    if (this.closedBecause !== undefined) throw new StoreUnavailableError(this.closedBecause)
    const { queuedCommits, queuedLength } = this.limits
    if (length > queuedLength)
      throw new RangeError(`a commit of ${length} characters, where ${queuedLength} are the most`)
    if (this.queued.commits >= queuedCommits || this.queued.length + length > queuedLength) {
      throw new StoreUnavailableError(`busy: ${this.queued.commits} commits wait for the disk`)
    }
  }

  private enqueue(commit: Waiting): void {
    this.waiting.push(commit)
    this.queued.commits += 1
    this.queued.length += commit.length
    this.pending.add(commit)
    this.start()
  }

  private start(): void {
    this.running ??= Promise.resolve().then(() => this.run())
  }

  /** Never rejects. */
  private async run(): Promise<void> {
    for (;;) {
      const task = this.tasks.shift()
      const batch = task === undefined ? this.takeBatch() : []
      if (task !== undefined) await task()
      else if (batch.length > 0) await this.write(batch)
      else break
    }
    this.running = undefined
  }

  private takeBatch(): readonly Waiting[] {
    let length = 0
    let count = 0
    for (const commit of this.waiting) {
      length += commit.length
      if (count > 0 && length > BATCH_LENGTH) break
      count += 1
    }
    return this.waiting.splice(0, count)
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.journal.append(batch)
    } catch (error) {
      this.fail(batch, error)
      return
    }
    this.trouble = undefined
    for (const commit of batch) {
      commit.apply()
      this.settle(commit)
    }
    this.appliedSeq = this.journal.position.seq
    for (const commit of batch) commit.resolve()
    this.after.appended()
  }

  private fail(batch: readonly Waiting[], error: unknown): void {
    const forGood = !(error instanceof AppendError && error.recoverable)
    const why = explain(error, forGood)
    this.diskFailed ||= forGood
    if (forGood) this.closedBecause ??= why
    else this.trouble = why
    const refused = [...batch, ...this.waiting]
    this.waiting = []
    for (const commit of refused) {
      this.settle(commit)
      commit.reject(new StoreUnavailableError(why, { cause: error }))
    }
    this.after.failed(why, forGood)
  }

  private settle(commit: Waiting): void {
    this.queued.commits -= 1
    this.queued.length -= commit.length
    this.pending.settle(commit)
  }

  private tableOf(kind: RecordKind<unknown>): Table {
    const table = this.tables.get(kind.name)
    if (table === undefined) throw new TypeError(`the store was opened without the kind ${kind.name}`)
    return table
  }
}

interface Change {
  readonly write: ReadyWrite
  readonly table: Table
  /** `undefined`: the record is removed. */
  readonly version: number | undefined
}

function entryOf({ write: { kind, id }, version }: Change): Entry {
  return version === undefined
    ? { kind: kind.name, id, removed: true }
    : { kind: kind.name, id, version, schema: kind.schemaVersion }
}

function applyChange({ write, table, version }: Change): void {
  const shard = table.shardOf(write.id)
  if ('text' in write && version !== undefined) shard.put({ id: write.id, version, value: write.value })
  else shard.remove(write.id)
}

function applyWhole({ shards }: Table, all: WholeKind['all']): void {
  for (const shard of shards) {
    if (all === 'removed') shard.clear()
    else shard.accept()
  }
}

const damaged = ({ kind, id }: ReadyWrite): StoreDamageError =>
  new StoreDamageError(
    `${kind.name} ${id} cannot be changed: a change of it may have been lost when the store was damaged`,
  )

function explain(error: unknown, forGood: boolean): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = codeOf(cause) ?? codeOf(error) ?? String(cause ?? error)
  if (!forGood) return `the disk is full (${code}); nothing was changed`
  return `the disk failed (${code}); what was answered before is safe, nothing is changed until a restart`
}

function deferred(): { done: Promise<void>; resolve: () => void; reject: (error: StoreUnavailableError) => void } {
  let resolve = (): void => undefined
  let reject = (_error: StoreUnavailableError): void => undefined
  const done = new Promise<void>((onDone, onError) => {
    resolve = onDone
    reject = onError
  })
  return { done, resolve, reject }
}
