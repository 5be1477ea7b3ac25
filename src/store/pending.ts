import type { Entry } from './journalLine.js'

interface Pended {
  readonly entries: readonly Entry[]
}

/** What a record will be once a commit that waits is durable. */
export interface Ahead<C> {
  /** `undefined`: there will be no such record. */
  readonly version: number | undefined
  readonly commit: C
}

interface KindAhead<C> {
  /** The commit that removes all records, apart from those in `records`. */
  cleared: C | undefined
  readonly records: Map<string, Ahead<C>>
}

/**
 * The state that commits under way lead to, as far as it differs from what readers see. A commit is checked against it,
 * so that two that wait for the same flush cannot both win.
 */
export class Pending<C extends Pended> {
  private readonly kinds = new Map<string, KindAhead<C>>()

  find(kind: string, id: string): Ahead<C> | undefined {
    const ahead = this.kinds.get(kind)
    return (
      ahead?.records.get(id) ??
      (ahead?.cleared === undefined ? undefined : { version: undefined, commit: ahead.cleared })
    )
  }

  /** Commits are added in the order of the journal. */
  add(commit: C): void {
    for (const entry of commit.entries) {
      const ahead = this.kinds.get(entry.kind) ?? { cleared: undefined, records: new Map() }
      this.kinds.set(entry.kind, ahead)
      if ('id' in entry) {
        ahead.records.set(entry.id, { version: 'version' in entry ? entry.version : undefined, commit })
      } else if (entry.all === 'removed') {
        ahead.cleared = commit
        ahead.records.clear()
      }
    }
  }

  /** The commit has had its effect, or will have none. */
  settle(commit: C): void {
    for (const entry of commit.entries) {
      const ahead = this.kinds.get(entry.kind)
      if (ahead === undefined) continue
      if ('id' in entry && ahead.records.get(entry.id)?.commit === commit) ahead.records.delete(entry.id)
      if (ahead.cleared === commit) ahead.cleared = undefined
      if (ahead.records.size === 0 && ahead.cleared === undefined) this.kinds.delete(entry.kind)
    }
  }
}
