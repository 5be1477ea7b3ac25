/**
 * Remembers the answers of the last activities, so that one delivered twice, at the same time or later, is worked on
 * once and answered alike (reliability RF26). It lives in memory and saves work only: what must not happen twice is
 * kept apart by keys of the business, because Teams also repeats a click under a new activity id.
 */
export class RecentActivities<Answer> {
  private readonly answers = new Map<string, Promise<Answer>>()

  /**
   * @param keep whether an answer stands for good; where it does not, the next delivery is worked on anew
   * @param limit how many answers are remembered, the latest asked for
   */
  constructor(
    private readonly keep: (answer: Answer) => boolean,
    private readonly limit = 500,
  ) {}

  /**
   * @param key names the activity; without one nothing is remembered
   * @param work does it; a failure reaches everybody who waits for it now and is then forgotten
   */
  async once(key: string | undefined, work: () => Promise<Answer>): Promise<{ answer: Answer; repeated: boolean }> {
    if (key === undefined) return { answer: await work(), repeated: false }
    const earlier = this.answers.get(key)
    if (earlier !== undefined) {
      this.remember(key, earlier)
      return { answer: await earlier, repeated: true }
    }
    const first = work()
    this.remember(key, first)
    try {
      const answer = await first
      if (!this.keep(answer)) this.forget(key, first)
      return { answer, repeated: false }
    } catch (error) {
      this.forget(key, first)
      throw error
    }
  }

  get size(): number {
    return this.answers.size
  }

  private remember(key: string, answer: Promise<Answer>): void {
    this.answers.delete(key) // to the end: a Map keeps the order of insertion
    this.answers.set(key, answer)
    const [oldest] = this.answers.keys()
    if (this.answers.size > this.limit && oldest !== undefined) this.answers.delete(oldest)
  }

  private forget(key: string, answer: Promise<Answer>): void {
    if (this.answers.get(key) === answer) this.answers.delete(key)
  }
}
