import type { RecordKind, Store, Stored } from '../../src/domain/ports.js'
import { conflictOf, nextVersion, readyWrites } from '../../src/store/writes.js'

/**
 * A {@link Store} without a disk, for tests of what stands above it. It checks, copies, counts and refuses exactly as
 * the stores of the product do, and it too hands out values that cannot be changed.
 */
export function memoryStore(): Store {
  const tables = new Map<string, Map<string, Stored<unknown>>>()
  const tableOf = (kind: Pick<RecordKind<unknown>, 'name'>): Map<string, Stored<unknown>> => {
    const table = tables.get(kind.name) ?? new Map<string, Stored<unknown>>()
    tables.set(kind.name, table)
    return table
  }
  return {
    get: async <T>(kind: RecordKind<T>, id: string) => tableOf(kind).get(id) as Stored<T> | undefined,
    // By id, so that no test comes to rely on the order of writing: a store on disk does not keep it.
    all: async <T>(kind: RecordKind<T>) =>
      [...tableOf(kind).values()].sort((a, b) => (a.id < b.id ? -1 : 1)) as Stored<T>[],
    commit: async (_what, writes) => {
      const ready = readyWrites(writes)
      for (const write of ready) {
        const conflict = conflictOf(write, tableOf(write.kind).get(write.id)?.version)
        if (conflict !== undefined) throw conflict
      }
      for (const write of ready) {
        const table = tableOf(write.kind)
        if ('text' in write)
          table.set(write.id, { id: write.id, version: nextVersion(table.get(write.id)?.version), value: write.value })
        else table.delete(write.id)
      }
    },
  }
}
