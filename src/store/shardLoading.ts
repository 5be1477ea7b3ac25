import type { RecordKind } from '../domain/ports.js'
import { readFile, refuse, UnreadableError } from './damage.js'
import type { FileSystem } from './fileSystem.js'
import type { Layout } from './layout.js'
import type { Manifest } from './manifest.js'
import type { Repairs } from './repairs.js'
import type { RawRecord } from './replay.js'
import { NO_FILE, shardFile, type ShardDocument } from './shardFile.js'
import { shardsOf, Table, type Shard, type Tables } from './table.js'
import { readValue } from './writes.js'

/** What may be expected of the files of the shards. */
export interface Expectation {
  /** Shards that have a file, as the manifest says; `undefined` when the manifest is lost. */
  readonly files: Manifest['files'] | undefined
  /** The journal reaches back to the very first commit, so that nothing depends on any shard. */
  readonly journalHasAll: boolean
}

/**
 * Reads the files of all shards. One that is damaged, missing or older than it must be is noted; what it held is
 * suspect, unless the journal makes it anew.
 *
 * @throws {StoreDamageError} a file was written by a newer version, or the manifest names kinds unknown here
 */
export async function loadShards(
  files: FileSystem,
  layout: Layout,
  tables: Tables<RawRecord>,
  { files: expected, journalHasAll }: Expectation,
  repairs: Repairs,
): Promise<void> {
  const wanted = new Map<Shard<RawRecord>, number>()
  for (const { kind, shard, seq } of expected ?? []) {
    const found =
      tables.get(kind)?.shards[shard] ??
      refuse(layout.place(layout.manifest), `this version knows no records of the kind ${kind}`)
    wanted.set(found, seq)
  }
  for (const shard of shardsOf(tables)) {
    const path = layout.shard(shard.kind.name, shard.number, shard.of)
    const place = layout.place(path)
    const lose = (what: string | undefined, keep?: { path: string; bytes: Buffer | undefined }): void => {
      if (what !== undefined) repairs.damaged({ place, what }, keep)
      if (!journalHasAll) shard.suspect()
      shard.dirty = true
      shard.wantedSeq = wanted.get(shard) ?? 0
    }
    try {
      const document = await documentOf(files, layout, shard)
      if (document !== undefined) load(shard, document, place)
      if (document === undefined && wanted.has(shard)) lose('it is missing')
      else if (document === undefined && expected === undefined && !journalHasAll) lose(undefined)
      else if (document !== undefined && document.seq < (wanted.get(shard) ?? 0))
        lose('it is older than the manifest says', { path, bytes: await readFile(files, path) })
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error
      lose(error.what, { path, bytes: error.bytes })
    }
  }
}

async function documentOf(
  files: FileSystem,
  layout: Layout,
  { kind, number, of }: Shard<RawRecord>,
): Promise<ShardDocument | undefined> {
  const low = shardFile(files, layout, { kind: kind.name, number, of })
  await low.read()
  return low.data.seq === NO_FILE ? undefined : low.data
}

function load(
  shard: Shard<RawRecord>,
  { schema, seq, damagedIds, knownIds, records }: ShardDocument,
  place: string,
): void {
  for (const record of records) shard.put({ ...record, schema, place })
  for (const id of damagedIds) shard.damaged(id)
  shard.knownIds = knownIds === undefined ? undefined : new Set(knownIds)
  shard.hasFile(seq)
  shard.dirty = false
}

const SHOWN = 5

/**
 * Reads every record as what its kind says it is.
 *
 * @throws {StoreDamageError} naming the records that are not, with their place and the field
 */
export function parseRecords(tables: Tables<RawRecord>): Tables {
  const wrong: string[] = []
  const parsed = new Map([...tables].map(([name, table]) => [name, parseTable(table, wrong)]))
  const rest = wrong.length > SHOWN ? `; and ${wrong.length - SHOWN} more` : ''
  if (wrong.length > 0) refuse('records of another shape', wrong.slice(0, SHOWN).join('; ') + rest)
  return parsed
}

function parseTable({ kind, shardCount, shards }: Table<RawRecord>, wrong: string[]): Table {
  const table = new Table(kind, shardCount)
  for (const [number, raw] of shards.entries()) {
    const shard = table.shards[number]
    if (shard === undefined) throw new RangeError(`no shard ${number}`)
    for (const { id, version, value, schema, place } of raw.records.values()) {
      const read =
        schema > kind.schemaVersion ? { ok: false as const, why: newer(schema, kind) } : readValue(kind, value)
      if (read.ok) shard.records.set(id, { id, version, value: read.value })
      else wrong.push(`${kind.name} ${id} in ${place}: ${read.why}`)
    }
    for (const id of raw.damagedIds) shard.damagedIds.add(id)
    shard.knownIds = raw.knownIds
    shard.fileSeq = raw.fileSeq
    shard.wantedSeq = raw.wantedSeq
    shard.dirty = raw.dirty || [...raw.records.values()].some(({ schema }) => schema < kind.schemaVersion)
  }
  return table
}

const newer = (schema: number, { schemaVersion }: RecordKind<unknown>): string =>
  `its shape is of version ${schema}, this version reads up to ${schemaVersion}`
