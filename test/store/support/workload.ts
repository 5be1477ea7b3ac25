import { expect } from 'chai'
import { put, remove, type RecordWrite, type Store } from '../../../src/domain/ports.js'
import { note, NOTES, TALLIES } from './kinds.js'

const IDS = 7

/**
 * Commits of which each one changes a note and, with it, a tally that counts them. The state after n of them depends on
 * n alone, so that after a crash it can be told which commits are there, and whether any is there in part.
 */
export class Workload {
  attempted = 0
  acknowledged = 0

  /** Makes the next commit. Several may be under way at a time. */
  async next(store: Store): Promise<void> {
    const n = ++this.attempted
    await store.commit(`commit ${n}`, writesOf(n))
    this.acknowledged = Math.max(this.acknowledged, n)
  }

  /** Goes on with what a store holds, be it the work of others. */
  async continueFrom(store: Store): Promise<void> {
    this.attempted = Number.MAX_SAFE_INTEGER
    this.restart(await this.check(store))
  }

  /** Goes on with what was found after a restart: people have seen it, so it counts as acknowledged. */
  restart(count: number): void {
    this.attempted = count
    this.acknowledged = count
  }

  /**
   * Every acknowledged commit is there, and every one that is there is there as a whole.
   *
   * @returns how many are there
   */
  async check(store: Store): Promise<number> {
    const count = (await store.get(TALLIES, 'commits'))?.value.count ?? 0
    expect(count, 'commits that are there').to.be.within(this.acknowledged, this.attempted)
    const notes = (await store.all(NOTES)).map(({ id, value }) => [id, value.text] as const)
    expect(new Map(notes)).to.deep.equal(notesAfter(count))
    return count
  }
}

const removes = (n: number): boolean => n % 5 === 4

const idOf = (n: number): string => `note-${n % IDS}`

function writesOf(n: number): readonly RecordWrite[] {
  const change = removes(n) ? remove(NOTES, idOf(n), 'any') : put(NOTES, idOf(n), 'any', note(textOf(n)))
  return [change, put(TALLIES, 'commits', 'any', { count: n })]
}

/** Of different lengths, so that flushes end anywhere in a page of the disk. */
const textOf = (n: number): string => `${n} ${'.'.repeat((n * 37) % 400)}`

export function notesAfter(count: number): ReadonlyMap<string, string> {
  const notes = new Map<string, string>()
  for (let n = 1; n <= count; n++) {
    if (removes(n)) notes.delete(idOf(n))
    else notes.set(idOf(n), textOf(n))
  }
  return notes
}
