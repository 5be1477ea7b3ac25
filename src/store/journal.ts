import { codeOf, replaceFile, writeAll, type FileSystem, type OpenFile } from './fileSystem.js'
import { encodeHeader, encodeLine, type Entry } from './journalLine.js'
import type { Layout } from './layout.js'
import type { SegmentState } from './recovery.js'
import type { Position } from './replay.js'

/** One commit as the journal takes it. `texts` are the JSON texts of what the entries put. */
export interface JournalCommit {
  readonly what: string
  readonly entries: readonly Entry[]
  readonly texts: readonly string[]
}

/** Commits could not be made to last. None of them counts. */
export class AppendError extends Error {
  constructor(
    /** Whether the journal is in order again and a later append may succeed. */
    readonly recoverable: boolean,
    cause: unknown,
  ) {
    super(`the journal took nothing: ${codeOf(cause) ?? String(cause)}`, { cause })
    this.name = 'AppendError'
  }
}

/** Failures that pass when somebody frees space. Everything else may mean that the disk is failing. */
const PASSING = new Set(['ENOSPC', 'EDQUOT', 'ESHORT'])

/**
 * The writing end of the journal. Its methods must not overlap: {@link CommitQueue} calls them one after the other.
 */
export class Journal {
  private constructor(
    private readonly files: FileSystem,
    private readonly layout: Layout,
    private readonly clock: (() => string) | undefined,
    private file: OpenFile,
    private segments: SegmentState[],
    private at: Position,
  ) {}

  /**
   * Goes on at the end of the last segment, or in a new one when there is none or what is there should be left alone.
   *
   * @param clock adds the time to every line, for people who read them; nothing depends on it
   */
  static async open(
    files: FileSystem,
    layout: Layout,
    at: Position,
    segments: readonly SegmentState[],
    newSegment: number | undefined,
    clock?: () => string,
  ): Promise<Journal> {
    await files.makeFolder(layout.journal)
    const all = [...segments]
    if (newSegment !== undefined) all.push(await makeSegment(files, layout, newSegment, at))
    const number = all.at(-1)?.number ?? 0
    const file = await files.append(layout.segment(number))
    return new Journal(files, layout, clock, file, all, at)
  }

  /** The last commit in the journal. */
  get position(): Position {
    return this.at
  }

  /** The segment that is written to. */
  get segment(): number {
    return this.current.number
  }

  /** Bytes in all segments. */
  get length(): number {
    return this.segments.reduce((sum, { length }) => sum + length, 0)
  }

  /** Whether nothing was committed to the current segment. */
  get atSegmentStart(): boolean {
    return this.current.empty
  }

  /**
   * Makes commits last, all with one flush.
   *
   * @throws {AppendError} none of them lasts; what was written of them has been cut off again as far as possible
   */
  async append(commits: readonly JournalCommit[]): Promise<void> {
    const { bytes, last } = this.encode(commits)
    const { length } = this.current
    try {
      await writeAll(this.file, bytes)
    } catch (cause) {
      throw new AppendError((await this.cutBack(length)) && PASSING.has(codeOf(cause) ?? ''), cause)
    }
    try {
      await this.file.sync()
    } catch (cause) {
      // After a failed flush the system may have forgotten what it could not write, and call the next flush a success.
      await this.file.truncate(length).catch(() => undefined)
      throw new AppendError(false, cause)
    }
    this.at = last
    this.segments[this.segments.length - 1] = { number: this.segment, length: length + bytes.length, empty: false }
  }

  /**
   * Goes on in a new segment. On failure the old one stays in use, and a new file that is there already does no harm.
   *
   * @param beforeUse runs when the new segment lasts and nothing is in it yet
   */
  async rotate(beforeUse: (segment: number) => Promise<void>): Promise<void> {
    const next = await makeSegment(this.files, this.layout, this.segment + 1, this.at)
    await beforeUse(next.number)
    const file = await this.files.append(this.layout.segment(next.number))
    const old = this.file
    this.file = file
    this.segments.push(next)
    await old.close().catch(() => undefined) // everything in it was flushed commit by commit
  }

  /** Removes the segments before `number`. One that cannot be removed is superfluous from now on, and the next start tries again. */
  async dropBefore(number: number): Promise<void> {
    const dropped = this.segments.filter((segment) => segment.number < number)
    this.segments = this.segments.filter((segment) => segment.number >= number)
    for (const segment of dropped) await this.files.remove(this.layout.segment(segment.number)).catch(() => undefined)
  }

  async close(): Promise<void> {
    await this.file.close()
  }

  private get current(): SegmentState {
    const current = this.segments.at(-1)
    if (current === undefined) throw new RangeError('a journal without a segment')
    return current
  }

  private encode(commits: readonly JournalCommit[]): { readonly bytes: Buffer; readonly last: Position } {
    const lines: Buffer[] = []
    let last = this.at
    for (const { what, entries, texts } of commits) {
      const seq = last.seq + 1
      const { bytes, sum } = encodeLine({ seq, what, at: this.clock?.(), prev: last.sum, entries }, texts)
      lines.push(bytes)
      last = { seq, sum }
    }
    return { bytes: lines.length === 1 && lines[0] !== undefined ? lines[0] : Buffer.concat(lines), last }
  }

  /** @returns whether the file ends for certain where it ended before, so that nothing refused comes back after a crash */
  private async cutBack(length: number): Promise<boolean> {
    try {
      await this.file.truncate(length)
      await this.file.sync()
      return true
    } catch {
      return false
    }
  }
}

async function makeSegment(
  files: FileSystem,
  layout: Layout,
  number: number,
  { seq, sum }: Position,
): Promise<SegmentState> {
  const header = encodeHeader({ segment: number, after: seq, prev: sum })
  await replaceFile(files, layout.segment(number), [header])
  return { number, length: header.length, empty: true }
}
