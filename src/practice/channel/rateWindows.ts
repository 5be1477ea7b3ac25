/**
 * How many sends Teams accepts for one conversation, per bot.
 * @see Microsoft Learn, "Optimize your bot with rate limiting in Teams": send to conversation, per bot per thread
 */
const WINDOWS = [
  { sends: 7, ms: 1_000 },
  { sends: 8, ms: 2_000 },
  { sends: 60, ms: 30_000 },
  { sends: 1_800, ms: 3_600_000 },
] as const
const LONGEST_MS = 3_600_000

/** Counts sends per conversation against all of Teams' windows at once. */
export class RateWindows {
  private readonly accepted = new Map<string, number[]>()

  /**
   * @param nowMs of a clock that never goes back
   * @returns 0 when the send is accepted, and counted; else the milliseconds to wait. What is refused does not count
   */
  take(conversationId: string, nowMs: number): number {
    const times = (this.accepted.get(conversationId) ?? []).filter((at) => at > nowMs - LONGEST_MS)
    const waits = WINDOWS.map(({ sends, ms }) => {
      const oldestInFull = times.at(-sends)
      return oldestInFull === undefined ? 0 : Math.max(0, oldestInFull + ms - nowMs)
    })
    const waitMs = Math.max(...waits)
    this.accepted.set(conversationId, waitMs === 0 ? [...times, nowMs] : times)
    return waitMs
  }
}
