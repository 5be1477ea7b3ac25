import type { Counters } from './counters.js'
import type { Log } from './log.js'

const QUIET_MS = 10_000

/**
 * Counts every refused request and logs at most one line per reason in ten seconds, so that somebody who knocks
 * without end fills no disk. Nothing of the request is in the line.
 */
export class Rejections {
  private readonly lastLine = new Map<string, { at: number; since: number }>()

  constructor(
    private readonly counters: Counters,
    private readonly log: Log,
    /** A monotonic clock in milliseconds. */
    private readonly elapsedMs: () => number = () => performance.now(),
  ) {}

  /** @param reason from a fixed set, see {@link HttpRefusal} */
  record(reason: string, status: number): void {
    this.counters.add('ferry_requests_rejected_total', ['reason', reason])
    const now = this.elapsedMs()
    const last = this.lastLine.get(reason)
    if (last !== undefined && now - last.at < QUIET_MS) {
      last.since += 1
      return
    }
    this.lastLine.set(reason, { at: now, since: 0 })
    this.log.warn({ event: 'requestRejected', reason, status, unlogged: last?.since ?? 0 }, 'request rejected')
  }
}
