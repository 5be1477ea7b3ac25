import type { RecordKind, Stored } from '../domain/ports.js'

/** The records of one store in memory, cut up into shards: one shard is one file of a checkpoint. */

/**
 * Some of the records of one kind, and what is not known about them. Damage may have taken single records, whose ids
 * are known, or an unknown part; either way nothing is guessed: what may have been lost can be read as it last was, if
 * at all, but not changed, until somebody accepts the loss.
 */
export class Shard<R extends Stored<unknown> = Stored<unknown>> {
  readonly records = new Map<string, R>()
  /** A change of these was lost. */
  readonly damagedIds = new Set<string>()
  /** When anything may have been lost: the ids of which the last change is known all the same. */
  knownIds: Set<string> | undefined
  /** Differs from its file. */
  dirty = false
  /** Sequence of the last commit that the file holds; 0 when there is no file. */
  fileSeq = 0
  /** The commit that its file has to hold at least, so that a lost or older file is found lost again; `undefined`: needs no file. */
  wantedSeq: number | undefined

  constructor(
    readonly kind: RecordKind<unknown>,
    readonly number: number,
    readonly of: number,
  ) {}

  get flagged(): boolean {
    return this.damagedIds.size > 0 || this.knownIds !== undefined
  }

  /** Whether the record's last change is known, be it that there is no such record. */
  knows(id: string): boolean {
    return !this.damagedIds.has(id) && (this.knownIds === undefined || this.knownIds.has(id))
  }

  /** A file that holds everything up to `seq` is in its place. */
  hasFile(seq: number): void {
    this.fileSeq = seq
    this.wantedSeq = seq
  }

  put(record: R): void {
    this.records.set(record.id, record)
    this.changed(record.id)
  }

  remove(id: string): void {
    this.records.delete(id)
    this.changed(id)
  }

  clear(): void {
    const wasEmpty = this.records.size === 0
    this.records.clear()
    if (!wasEmpty) this.dirty = true
    this.accept()
  }

  /** From now on what is here counts as all there ever was. */
  accept(): void {
    if (!this.flagged) return
    this.damagedIds.clear()
    this.knownIds = undefined
    this.dirty = true
  }

  /** Anything of it may have been lost. */
  suspect(): void {
    this.knownIds = new Set()
    this.dirty = true
  }

  damaged(id: string): void {
    this.damagedIds.add(id)
    this.knownIds?.delete(id)
    this.dirty = true
  }

  private changed(id: string): void {
    this.damagedIds.delete(id)
    this.knownIds?.add(id)
    this.dirty = true
  }
}

/** All records of one kind. */
export class Table<R extends Stored<unknown> = Stored<unknown>> {
  readonly shards: readonly Shard<R>[]

  constructor(
    readonly kind: RecordKind<unknown>,
    readonly shardCount: number,
  ) {
    this.shards = Array.from({ length: shardCount }, (_, number) => new Shard<R>(kind, number, shardCount))
  }

  shardOf(id: string): Shard<R> {
    const shard = this.shards[shardNumber(id, this.shardCount)]
    if (shard === undefined) throw new RangeError(`no shard for ${id}`)
    return shard
  }

  all(): readonly R[] {
    return this.shards.flatMap(({ records }) => [...records.values()])
  }
}

/** All tables of a store, by the name of their kind. */
export type Tables<R extends Stored<unknown> = Stored<unknown>> = ReadonlyMap<string, Table<R>>

export const shardsOf = <R extends Stored<unknown>>(tables: Tables<R>): readonly Shard<R>[] =>
  [...tables.values()].flatMap(({ shards }) => shards)

/** FNV-1a over the id's code units. It decides in which file a record is looked for: it must never change. */
function shardNumber(id: string, count: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0
  return hash % count
}
