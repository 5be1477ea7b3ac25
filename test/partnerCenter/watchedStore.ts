import { StoreUnavailableError } from '../../src/domain/errors.js'
import type { RecordKind, RecordWrite, Store, Stored } from '../../src/domain/ports.js'
import { memoryStore } from '../support/memoryStore.js'

/** A store in memory that remembers what was committed, and can stop taking commits as when its process dies. */
export class WatchedStore implements Store {
  private readonly inner = memoryStore()
  /** Commits still to be taken. */
  private left = Number.POSITIVE_INFINITY
  /** What was committed, in order, by the words of the journal. */
  readonly journal: string[] = []

  /** Takes so many more commits and refuses the rest, until told otherwise. */
  failAfter(commits: number): void {
    this.left = commits
  }

  async get<T>(kind: RecordKind<T>, id: string): Promise<Stored<T> | undefined> {
    return this.inner.get(kind, id)
  }

  async all<T>(kind: RecordKind<T>): Promise<readonly Stored<T>[]> {
    return this.inner.all(kind)
  }

  async commit(what: string, writes: readonly RecordWrite[]): Promise<void> {
    if (this.left <= 0) throw new StoreUnavailableError('no more commits in this test')
    await this.inner.commit(what, writes)
    this.left -= 1
    this.journal.push(what)
  }
}
