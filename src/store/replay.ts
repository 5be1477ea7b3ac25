import type { Stored } from '../domain/ports.js'
import { refuse, type Damage } from './damage.js'
import { isPut, type Entry, type Line, type LineHead } from './journalLine.js'
import type { DamagedPiece, Piece } from './journalReader.js'
import { shardsOf, type Shard, type Table, type Tables } from './table.js'

/** A record as it was found, before its kind has read it. */
export interface RawRecord extends Stored<unknown> {
  readonly schema: number
  readonly place: string
}

/** A commit, by its number and checksum. */
export interface Position {
  readonly seq: number
  readonly sum: string
}

/**
 * Brings the shards up to date from the journal. Every shard knows the last commit its file holds, and takes only later
 * ones: going through the same journal twice changes nothing.
 *
 * Each line names the line before it, so that a lost one is noticed however it was lost. What it may have changed:
 * - its head is intact, the usual case of a damaged line: exactly the records named there are marked as damaged. None of
 *   the commit is applied, for it is all or nothing;
 * - otherwise it may have changed anything: whatever no later commit writes is suspect, in every shard whose file is older.
 *
 * Only a line at the very end that does not end itself is dropped as never answered. That a flush which never came back
 * left whole lines behind a hole is not expected of a file system that makes a file longer only after its content, as
 * ext4, XFS, APFS and NTFS do; should it happen, it counts as damage.
 */
export class Replay {
  readonly damage: Damage[] = []
  /** The end of the journal that a crash cut short, if it did. */
  torn: DamagedPiece | undefined
  applied = 0
  private pending: DamagedPiece[] = []
  /** Commits were lost since the last known line, and nothing tells how many. */
  private uncounted = false

  constructor(
    private readonly tables: Tables<RawRecord>,
    private at: Position,
  ) {}

  get position(): Position {
    return this.at
  }

  take(piece: Piece): void {
    switch (piece.type) {
      case 'damaged':
        this.pending.push(piece)
        break
      case 'header':
        // A segment that was made and not used, because making it failed later on, says less than is known by now.
        if (piece.header.after >= this.at.seq)
          this.arrive({ seq: piece.header.after, sum: piece.header.prev }, piece.place)
        break
      case 'line':
        this.takeLine(piece.line, piece.place)
        break
    }
  }

  /** A segment is missing or could not be read. What was in it shows in what the next one says came before. */
  miss(): void {
    this.uncounted = true
  }

  /** The journal ends here. */
  end(): void {
    const last = this.pending.at(-1)
    if (last?.torn === true && last.mayBeCommit) this.torn = this.pending.pop()
    const commits = this.pending.filter(({ mayBeCommit }) => mayBeCommit)
    const heads = headsOf(commits)
    const next = this.at.seq + 1
    const counted =
      !this.uncounted &&
      commits.length === this.pending.length &&
      commits.every(({ head, alone }, n) => alone && head?.seq === next + n)
    if (this.pending.length === 0 && counted) return
    for (const piece of this.pending) this.noteDamage(piece)
    if (counted) for (const head of heads.values()) this.loseRecords(head)
    else this.suspectAll(Number.POSITIVE_INFINITY)
    // The next commit must not take the number of a lost one: the gap has to be found again if this start ends early.
    this.at = { seq: Math.max(next, ...heads.keys()), sum: this.at.sum }
    this.pending = []
  }

  /** A file was found to be ahead of the journal: the journal lost its end. */
  endedBefore(seq: number): void {
    if (seq <= this.at.seq) return
    this.damage.push({ place: 'journal', what: `ends with change ${this.at.seq}, while a shard holds change ${seq}` })
    this.suspectAll(Number.POSITIVE_INFINITY)
    this.at = { seq: seq + 1, sum: this.at.sum }
  }

  private takeLine(line: Line, place: string): void {
    if (line.seq <= this.at.seq) {
      this.damage.push({ place, what: `change ${line.seq} stands here once more` })
      if (line.sum !== this.at.sum) this.suspectAll(Number.POSITIVE_INFINITY)
      return
    }
    this.arrive({ seq: line.seq - 1, sum: line.prev }, place)
    this.apply(line, place)
    this.at = { seq: line.seq, sum: line.sum }
  }

  /** Something intact says which commit comes before it. Whatever lies between that and the last known one is lost. */
  private arrive(before: Position, place: string): void {
    const lost = before.seq - this.at.seq
    const heads = headsOf(this.pending)
    for (const piece of this.pending) this.noteDamage(piece)
    if (lost > 0 && allBetween(this.at.seq, before.seq, heads)) {
      for (const head of heads.values()) this.loseRecords(head)
    } else if (lost > 0 || before.sum !== this.at.sum) {
      const what =
        lost > 0
          ? `changes ${this.at.seq + 1} to ${before.seq} are missing before this`
          : `does not follow change ${before.seq}`
      this.damage.push({ place, what })
      this.suspectAll(before.seq)
    }
    this.pending = []
    this.uncounted = false
    this.at = before
  }

  private apply(line: Line, place: string): void {
    this.applied += 1
    let puts = 0
    for (const entry of line.entries) {
      const value = isPut(entry) ? line.values[puts++] : undefined
      const table = this.tableOf(entry, place)
      if ('all' in entry) {
        for (const shard of table.shards) if (shard.fileSeq < line.seq) changeAll(shard, entry.all)
        continue
      }
      const shard = table.shardOf(entry.id)
      if (line.seq <= shard.fileSeq) continue
      if (!isPut(entry)) {
        shard.remove(entry.id)
        continue
      }
      this.checkVersion(shard, entry, place)
      shard.put({ id: entry.id, version: entry.version, value, schema: entry.schema, place })
    }
  }

  /** Never differs unless a file was exchanged for an older one with all its checksums in order. */
  private checkVersion(shard: Shard<RawRecord>, { id, version }: { id: string; version: number }, place: string): void {
    const expected = (shard.records.get(id)?.version ?? 0) + 1
    if (version === expected || !shard.knows(id)) return
    this.damage.push({ place, what: `${shard.kind.name} ${id} comes as version ${version} where ${expected} was due` })
  }

  private loseRecords({ seq, entries }: LineHead): void {
    for (const entry of entries) {
      const table = this.tableOf(entry, `journal change ${seq}`)
      if (!('all' in entry)) {
        const shard = table.shardOf(entry.id)
        if (shard.fileSeq < seq) shard.damaged(entry.id)
      } else if (entry.all === 'removed') {
        for (const shard of table.shards) if (shard.fileSeq < seq) shard.suspect()
      }
    }
  }

  private suspectAll(upTo: number): void {
    for (const shard of shardsOf(this.tables)) if (shard.fileSeq < upTo) shard.suspect()
  }

  private noteDamage({ head, place }: DamagedPiece): void {
    const named = head?.entries
      .map((entry) => ('id' in entry ? `${entry.kind} ${entry.id}` : `all of ${entry.kind}`))
      .join(', ')
    this.damage.push({
      place,
      what:
        head === undefined ? 'the line is damaged' : `the line of change ${head.seq} is damaged; it concerns ${named}`,
    })
  }

  private tableOf({ kind }: Entry, place: string): Table<RawRecord> {
    return this.tables.get(kind) ?? refuse(place, `this version knows no records of the kind ${kind}`)
  }
}

function changeAll(shard: Shard<RawRecord>, all: 'removed' | 'accepted'): void {
  if (all === 'removed') shard.clear()
  else shard.accept()
}

/** The intact heads of damaged lines, by sequence. */
const headsOf = (pieces: readonly DamagedPiece[]): ReadonlyMap<number, LineHead> =>
  new Map(pieces.flatMap(({ head }) => (head === undefined ? [] : [[head.seq, head] as const])))

function allBetween(after: number, last: number, heads: ReadonlyMap<number, LineHead>): boolean {
  for (let seq = after + 1; seq <= last; seq++) if (!heads.has(seq)) return false
  return true
}
