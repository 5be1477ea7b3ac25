import type { Log } from './bot/log.js'

/** Work that goes on after an answer was given: orders under way, messages to others. Nothing here may be lost silently. */
export class Background {
  private readonly running = new Set<Promise<void>>()

  constructor(private readonly log: Log) {}

  /** Starts a task. What it throws is logged; what it was to do is still in the store and resumes with the next start. */
  run(what: string, task: () => Promise<void>): void {
    const done = task()
      .catch((error: unknown) => this.log.error({ event: 'backgroundFailed', what, err: error }, 'background work failed'))
      .finally(() => this.running.delete(done))
    this.running.add(done)
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running)
  }
}
