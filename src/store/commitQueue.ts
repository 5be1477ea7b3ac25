import { StoreDamageError, StoreUnavailableError } from '../domain/errors.js'
import type { RecordKind, Stored } from '../domain/ports.js'
import { AppendError, type Journal, type JournalCommit } from './journal.js'
import type { Entry } from './journalLine.js'
import type { Table, Tables } from './table.js'
import { conflictOf, nextVersion, type ReadyWrite } from './writes.js'

/** A change of a whole kind: see `Entry` in journalLine.ts. */
export interface WholeKind {
  readonly kind: RecordKind<unknown>
  readonly all: 'removed' | 'accepted'
}

export interface QueueLimits {
  /** How many commits may wait for the disk before the next one is refused as one too many. */
  readonly queuedCommits: number
  /** How many bytes of values they may hold together. */
  readonly queuedBytes: number
}

interface Waiting extends JournalCommit {
  readonly bytes: number
  readonly apply: () => void
  readonly done: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: StoreUnavailableError) => void
}

/** What a record will be once the commits that wait are durable. */
interface Ahead {
  readonly version: number | undefined
  readonly commit: Waiting
}
