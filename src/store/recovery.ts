import type { RecordKind } from '../domain/ports.js'
import { readFile, UnreadableError, type Damage } from './damage.js'
import type { FileSystem } from './fileSystem.js'
import { readSegment, type DamagedPiece, type Segment } from './journalReader.js'
import type { Layout } from './layout.js'
import { readManifest, type Manifest } from './manifest.js'
import { Repairs } from './repairs.js'
import { Replay, type Position, type RawRecord } from './replay.js'
import { loadShards, parseRecords } from './shardLoading.js'
import { NEW_LINE } from './sealed.js'
import { survey, type Survey } from './survey.js'
import { shardsOf, Table, type Tables } from './table.js'

/** What a data folder holds. */
export interface Recovered {
  /** The folder held no store yet. */
  readonly fresh: boolean
  readonly hasManifest: boolean
  readonly tables: Tables
  readonly shardCount: number
  /** The last commit, lost ones included. */
  readonly position: Position
  /** The last commit of which it is known that all up to it are in the shards. */
  readonly checkpoint: Position
  /** Segments of the journal that can be read, ascending, with their lengths in bytes after repair. */
  readonly segments: readonly SegmentState[]
  /** Number of the first segment that is needed. */
  readonly from: number
  /** Above the number of every segment there is, or was. */
  readonly nextSegment: number
  /** Commits that were taken from the journal. */
  readonly replayed: number
  /** What the journal's end had too much: a commit cut short by a crash. */
  readonly torn: TornEnd | undefined
  /** Found by an earlier start and not accepted by then. */
  readonly earlierDamage: readonly Damage[]
  readonly repairs: Repairs
  /** Folders of the store that there are. */
  readonly folders: readonly string[]
}

export interface SegmentState {
  readonly number: number
  /** In bytes. */
  readonly length: number
  /** Nothing was committed to it. */
  readonly empty: boolean
}

export interface TornEnd {
  readonly place: string
  readonly bytes: number
}

const BEGINNING: Position = { seq: 0, sum: '' }

/**
 * Reads a data folder and works out what is in it, without changing anything: a store that is refused is refused
 * untouched. What has to be put right on disk comes back as {@link Recovered.repairs}.
 *
 * @param newShardCount for a folder that holds no store yet
 * @throws {StoreDamageError} something intact is of a newer version, of an unknown kind, or not of its kind's shape
 * @throws {StoreUnavailableError} the folder cannot be read now
 */
export async function recover(
  files: FileSystem,
  layout: Layout,
  kinds: ReadonlyMap<string, RecordKind<unknown>>,
  newShardCount: number,
): Promise<Recovered> {
  const repairs = new Repairs()
  const found = await survey(files, layout, new Set(kinds.keys()))
  const manifest = await manifestOf(files, layout, found, repairs)
  const known = manifest instanceof Object ? manifest : undefined
  const segments = await readSegments(files, layout, found, known, repairs)
  const start = known?.checkpoint ?? (manifest === 'none' ? BEGINNING : startOf(segments))
  const shardCount = known?.shardCount ?? found.shardCount ?? newShardCount

  const tables: Tables<RawRecord> = new Map(
    [...kinds].map(([name, kind]) => [name, new Table<RawRecord>(kind, shardCount)]),
  )
  await loadShards(files, layout, tables, { files: known?.files, journalHasAll: start?.seq === 0 }, repairs)
  const replay = new Replay(tables, start ?? BEGINNING)
  if (start === undefined) replay.miss()
  for (const segment of segments) {
    if (segment.pieces === undefined) replay.miss()
    else for (const piece of segment.pieces) replay.take(piece)
  }
  replay.end()
  replay.endedBefore(shardsOf(tables).reduce((most, { fileSeq }) => Math.max(most, fileSeq), 0))
  const readable = segments.filter((segment): segment is Segment => segment.pieces !== undefined)
  noteDamagedLines(replay, readable, layout, repairs)

  repairs.remove(found.leftovers)
  repairs.remove(
    found.segments.filter((number) => number < (known?.journal.from ?? 0)).map((number) => layout.segment(number)),
  )
  return {
    fresh: manifest === 'none' && segments.length === 0,
    hasManifest: known !== undefined,
    tables: parseRecords(tables),
    shardCount,
    position: replay.position,
    checkpoint: start ?? BEGINNING,
    ...putEndRight(replay, readable, repairs),
    from: known?.journal.from ?? found.segments[0] ?? 1,
    nextSegment: Math.max(known?.journal.to ?? 0, ...found.segments) + 1,
    replayed: replay.applied,
    earlierDamage: known?.damage ?? [],
    repairs,
    folders: found.folders,
  }
}

/** `none`: there is no store here, or only one that was being made when a crash came. `lost`: there must have been one. */
async function manifestOf(
  files: FileSystem,
  layout: Layout,
  found: Survey,
  repairs: Repairs,
): Promise<Manifest | 'none' | 'lost'> {
  const place = layout.place(layout.manifest)
  try {
    const manifest = await readManifest(files, layout)
    if (manifest !== undefined) return manifest
    if (found.shardCount === undefined && (await isUnused(files, layout, found))) return 'none'
    repairs.damaged({ place, what: 'it is missing' })
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    repairs.damaged({ place, what: error.what }, { path: layout.manifest, bytes: error.bytes })
  }
  return 'lost'
}

/** Whether the journal is as making a store leaves it before there is a manifest: not there, or without any commit. */
async function isUnused(files: FileSystem, layout: Layout, { segments }: Survey): Promise<boolean> {
  if (segments.length === 0) return true
  if (segments.length > 1 || segments[0] !== 1) return false
  const bytes = await readFile(files, layout.segment(1))
  const pieces = bytes === undefined ? [] : readSegment(1, layout, bytes).pieces
  return pieces.length === 1 && pieces[0]?.type === 'header'
}

interface MissingSegment {
  readonly pieces: undefined
}

/** The segments that are needed, in their order. */
async function readSegments(
  files: FileSystem,
  layout: Layout,
  found: Survey,
  manifest: Manifest | undefined,
  repairs: Repairs,
): Promise<readonly (Segment | MissingSegment)[]> {
  const from = manifest?.journal.from ?? found.segments[0] ?? 1
  const to = Math.max(manifest?.journal.to ?? 0, ...found.segments)
  const segments: (Segment | MissingSegment)[] = []
  for (let number = from; number <= to; number++) {
    const path = layout.segment(number)
    const place = layout.place(path)
    try {
      const bytes = await readFile(files, path)
      if (bytes === undefined) repairs.damaged({ place, what: 'it is missing' })
      segments.push(bytes === undefined ? { pieces: undefined } : readSegment(number, layout, bytes))
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error
      repairs.damaged({ place, what: error.what }, { path, bytes: error.bytes })
      segments.push({ pieces: undefined })
    }
  }
  return segments
}

/** Where the journal begins, as its first segment says; `undefined` when that is not there or does not say. */
function startOf([first]: readonly (Segment | MissingSegment)[]): Position | undefined {
  const [header, line] = first?.pieces ?? []
  if (header?.type === 'header') return { seq: header.header.after, sum: header.header.prev }
  // Behind a damaged header the first line says it as well; behind a damaged line nothing does, for it may be a commit.
  return line?.type === 'line' ? { seq: line.line.seq - 1, sum: line.line.prev } : undefined
}

function noteDamagedLines({ damage }: Replay, segments: readonly Segment[], layout: Layout, repairs: Repairs): void {
  for (const each of damage)
    repairs.damaged(
      each,
      segments.find(({ path }) => each.place.startsWith(layout.place(path))),
    )
}

/** Takes away what a crash cut short, and makes sure that the rest of the journal's end lasts. */
function putEndRight(
  { torn }: Replay,
  segments: readonly Segment[],
  repairs: Repairs,
): { segments: readonly SegmentState[]; torn: TornEnd | undefined } {
  const last = segments.findLast(({ pieces }) => pieces.length > 1)
  const states = segments.map((segment): SegmentState => {
    const content = contentOf(segment, torn)
    const number = segment.pieces.length - (segment.pieces.at(-1) === torn ? 1 : 0)
    if (segment === last || content.length !== segment.bytes.length) repairs.rewrite(segment, content)
    return { number: segment.number, length: content.length, empty: number === 1 }
  })
  if (torn === undefined || last === undefined) return { segments: states, torn: undefined }
  return { segments: states, torn: { place: torn.place, bytes: last.bytes.length - torn.start } }
}

/** What a segment should hold: without a torn end, and with a line end at its end. */
function contentOf({ bytes, pieces, endsLine }: Segment, torn: DamagedPiece | undefined): Buffer {
  const last = pieces.at(-1)
  if (torn !== undefined && last === torn) return bytes.subarray(0, torn.start)
  return endsLine || last?.type === 'damaged' ? bytes : Buffer.concat([bytes, Buffer.of(NEW_LINE)])
}
