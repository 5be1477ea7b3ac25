import { AsyncLocalStorage } from 'node:async_hooks'
import type { Log } from './bot/log.js'

/** Work that goes on after an answer was given: orders under way, messages to others. Nothing here may be lost silently. */
export class Background {
  private readonly running = new Set<Promise<void>>()
  private readonly turn = new AsyncLocalStorage<(() => void)[]>()

  constructor(private readonly log: Log) {}

  /**
   * Starts a task; within a turn, when that turn has answered. What it throws is logged; what it was to do is still in
   * the store and resumes with the next start.
   */
  run(what: string, task: () => Promise<void>): void {
    const start = () => this.start(what, task)
    const waiting = this.turn.getStore()
    if (waiting === undefined) start()
    else waiting.push(start)
  }

  /** Runs a turn and then starts what it left to be done: nobody is told of an effect before the one who caused it. */
  async after<T>(turn: () => Promise<T>): Promise<T> {
    const waiting: (() => void)[] = []
    try {
      return await this.turn.run(waiting, turn)
    } finally {
      for (const start of waiting) start()
    }
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running)
  }

  private start(what: string, task: () => Promise<void>): void {
    // outside of any turn: what the task leads to must not wait for one that is over
    const done = this.turn
      .exit(task)
      .catch((error: unknown) =>
        this.log.error({ event: 'backgroundFailed', what, err: error }, 'background work failed'),
      )
      .finally(() => this.running.delete(done))
    this.running.add(done)
  }
}
