import { join, relative, sep } from 'node:path'

const SEGMENT = /^(\d{8})\.ndjson$/
const SHARD = /^\d{4}-of-(\d{4})\.json$/

/**
 * Where things lie in the data folder:
 *
 *     manifest.json              what has to be there
 *     lock.json                  who has the folder open, for people to read
 *     journal/00000003.ndjson    commits since the last checkpoint, one a line
 *     records/<kind>/0005-of-0016.json   records as of a checkpoint, cut up by a hash of their ids
 *     damaged/                   copies of what could not be read
 *
 * Names are made of the names of kinds and of numbers only, never of anything that came from outside.
 */
export class Layout {
  readonly manifest: string
  readonly lock: string
  readonly journal: string
  readonly records: string
  readonly damaged: string

  constructor(readonly folder: string) {
    this.manifest = join(folder, 'manifest.json')
    this.lock = join(folder, 'lock.json')
    this.journal = join(folder, 'journal')
    this.records = join(folder, 'records')
    this.damaged = join(folder, 'damaged')
  }

  segment(number: number): string {
    return join(this.journal, `${String(number).padStart(8, '0')}.ndjson`)
  }

  kind(name: string): string {
    return join(this.records, name)
  }

  shard(kind: string, number: number, count: number): string {
    return join(this.kind(kind), `${String(number).padStart(4, '0')}-of-${String(count).padStart(4, '0')}.json`)
  }

  /** How people are told about a file: `records/case/0005-of-0016.json`. */
  place(path: string): string {
    return relative(this.folder, path).split(sep).join('/')
  }
}

/** @returns the segment's number, or `undefined` when the file is none of ours */
export const segmentNumber = (name: string): number | undefined => numberIn(SEGMENT, name)
/** @returns into how many files the kind was cut up, or `undefined` when the file is none of ours */
export const shardCountIn = (name: string): number | undefined => numberIn(SHARD, name)

function numberIn(pattern: RegExp, name: string): number | undefined {
  const digits = pattern.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
