import { UnreadableError } from './damage.js'
import { decodeHeader, decodeLine, type DamagedLine, type Line, type SegmentHeader } from './journalLine.js'
import type { Layout } from './layout.js'
import { NEW_LINE } from './sealed.js'

/** What stands in a journal segment, piece by piece. `place` is for people: `journal/00000003.ndjson line 4, byte 812`. */
export type Piece =
  | { readonly type: 'header'; readonly header: SegmentHeader; readonly place: string }
  | { readonly type: 'line'; readonly line: Line; readonly place: string }
  | DamagedPiece

export interface DamagedPiece extends DamagedLine {
  readonly type: 'damaged'
  /** Whether a commit may have stood here; not so in the first line, which is the header. */
  readonly mayBeCommit: boolean
  /** Does not end: an append that a crash cut short, unless the disk lost the rest. It stands at the end of its segment. */
  readonly torn: boolean
  readonly start: number
  readonly place: string
}

export interface Segment {
  readonly number: number
  readonly path: string
  readonly bytes: Buffer
  readonly pieces: readonly Piece[]
  /** Whether the last line has its line end. */
  readonly endsLine: boolean
}

/** @throws {StoreDamageError} something intact was written by a newer version */
export function readSegment(number: number, layout: Layout, bytes: Buffer): Segment {
  const path = layout.segment(number)
  const place = layout.place(path)
  const pieces: Piece[] = []
  let line = 1
  for (let start = 0; start < bytes.length || line === 1; line++) {
    const found = bytes.indexOf(NEW_LINE, start)
    const end = found === -1 ? bytes.length : found
    pieces.push(
      ...piecesOf(bytes.subarray(start, end), found === -1, {
        line,
        start,
        place: `${place} line ${line}, byte ${start}`,
      }),
    )
    start = end + 1
  }
  return { number, path, bytes, pieces, endsLine: bytes.at(-1) === NEW_LINE }
}

interface At {
  readonly line: number
  readonly start: number
  readonly place: string
}

function piecesOf(bytes: Buffer, unterminated: boolean, { line, start, place }: At): readonly Piece[] {
  const damaged = {
    type: 'damaged',
    head: undefined,
    alone: false,
    mayBeCommit: line > 1,
    torn: unterminated,
    start,
    place,
  } as const
  if (line > 1) return [commitOf(bytes, damaged)]
  try {
    return [{ type: 'header', header: decodeHeader(bytes, place), place }]
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    const commit = commitOf(bytes, damaged) // a header that was cut out leaves a commit in its place
    return commit.type === 'line' ? [damaged, commit] : [commit]
  }
}

function commitOf(bytes: Buffer, damaged: DamagedPiece): Piece {
  const read = decodeLine(bytes, damaged.place)
  return 'line' in read ? { type: 'line', line: read.line, place: damaged.place } : { ...damaged, ...read.damaged }
}
