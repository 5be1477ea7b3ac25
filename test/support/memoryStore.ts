import { StoreConflictError, StoreUnavailableError } from '../../src/domain/errors.js'
import type { Expected, RecordKind, RecordWrite, Store, Stored } from '../../src/domain/ports.js'

/**
 * A {@link Store} for tests, in memory, with the same promises: all or nothing, versions, conflicts. Values go through JSON
 * and their schema on the way in, as they would through a file, so that a test cannot keep what a disk could not.
 */
export class MemoryStore implements Store {
  private readonly records = new Map<string, Map<string, Stored<unknown>>>()
  /** What was committed, in order, by the words of the journal. */
  readonly journal: string[] = []
  /** Commits after which the store takes no more: for a process that dies in the middle. */
  private left = Number.POSITIVE_INFINITY

  /** Lets so many more commits through and refuses the rest, until told otherwise. */
  failAfter(commits: number): void {
    this.left = commits
  }

  // async without awaiting: what a caller of the port sees must be a promise, also when it fails
  async get<T>(kind: RecordKind<T>, id: string): Promise<Stored<T> | undefined> {
    return this.of(kind.name).get(id) as Stored<T> | undefined
  }

  async all<T>(kind: RecordKind<T>): Promise<readonly Stored<T>[]> {
    return [...this.of(kind.name).values()] as Stored<T>[]
  }

  async commit(what: string, writes: readonly RecordWrite[]): Promise<void> {
    if (this.left <= 0) throw new StoreUnavailableError('no more commits in this test')
    const names = writes.map(({ kind, id }) => `${kind.name}/${id}`)
    if (new Set(names).size !== names.length) throw new Error(`${what} writes a record twice: ${names.join(', ')}`)
    for (const { kind, id, expected } of writes) this.check(kind.name, id, expected)
    const values = writes.map((write) => ('remove' in write ? undefined : kept(write.kind, write.value)))
    writes.forEach(({ kind, id, ...write }, index) => {
      const records = this.of(kind.name)
      const version = (records.get(id)?.version ?? 0) + 1
      if ('remove' in write) records.delete(id)
      else records.set(id, { id, version, value: values[index] })
    })
    this.left -= 1
    this.journal.push(what)
  }

  private check(kind: string, id: string, expected: Expected): void {
    const version = this.of(kind).get(id)?.version
    if (expected === 'any' || expected === (version ?? 'new')) return
    throw new StoreConflictError(`${kind} ${id} is at ${version ?? 'nothing'}, not ${expected}`)
  }

  private of(kind: string): Map<string, Stored<unknown>> {
    const found = this.records.get(kind) ?? new Map<string, Stored<unknown>>()
    this.records.set(kind, found)
    return found
  }
}

function kept(kind: RecordKind<unknown>, value: unknown): unknown {
  return frozen(kind.schema.parse(JSON.parse(JSON.stringify(value))))
}

/** Values are shared with every reader: one that changes them has to notice in a test. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}
