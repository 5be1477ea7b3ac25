import { AsyncLocalStorage } from 'node:async_hooks'
import type { Log } from './bot/log.js'

/** Calls `run` after so many milliseconds, unless the returned function is called before. */
export type After = (ms: number, run: () => void) => () => void

/** Does not keep a process alive that has nothing else to do. */
export const realAfter: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

/** What one turn has led to so far. */
interface Left {
  readonly waiting: (() => void)[]
  effects: number
}

/** Waits between the tries of a task that failed; after the last one it is left for the next start. */
const RETRY_MS = [1_000, 5_000, 30_000, 120_000, 600_000] as const

/** Work that goes on after an answer was given: orders under way, messages to others. Nothing here may be lost silently. */
export class Background {
  private readonly running = new Set<Promise<void>>()
  private readonly timers = new Set<() => void>()
  private readonly turn = new AsyncLocalStorage<Left>()
  private closed = false

  constructor(
    private readonly log: Log,
    private readonly after: After = realAfter,
  ) {}

  /**
   * Starts a task; within a turn, when that turn has answered. What it throws is logged, and it is tried again a few
   * times: what it was to do is still in the store, so a task must be one that may run any number of times.
   */
  run(what: string, task: () => Promise<void>): void {
    const start = () => this.start(what, task, 0)
    const left = this.turn.getStore()
    if (left === undefined) start()
    else left.waiting.push(start)
  }

  /** Starts a task after a while, unless everything has been closed by then. */
  later(what: string, ms: number, task: () => Promise<void>): void {
    this.wait(ms, () => this.start(what, task, 0))
  }

  /** Runs a turn and then starts what it left to be done: nobody is told of an effect before the one who caused it. */
  async inTurn<T>(turn: () => Promise<T>): Promise<T> {
    const left: Left = { waiting: [], effects: 0 }
    try {
      return await this.turn.run(left, turn)
    } finally {
      for (const start of left.waiting) start()
    }
  }

  /** Notes that the turn that runs just now has changed something that lasts. */
  noteEffect(): void {
    const left = this.turn.getStore()
    if (left !== undefined) left.effects += 1
  }

  /** Whether the turn that runs just now has changed something that lasts. */
  hadEffect(): boolean {
    return (this.turn.getStore()?.effects ?? 0) > 0
  }

  /** Resolves when nothing is under way any more; what waits for its time is not under way. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running)
  }

  /** Starts nothing that waits for its time any more, and resolves when what is under way is over. */
  async close(): Promise<void> {
    this.closed = true
    for (const cancel of this.timers) cancel()
    this.timers.clear()
    await this.settled()
  }

  private start(what: string, task: () => Promise<void>, failures: number): void {
    // outside of any turn: what the task leads to must not wait for one that is over
    const done = this.turn
      .exit(task)
      .catch((error: unknown) => {
        this.log.error(
          { event: 'backgroundFailed', what, failures: failures + 1, err: error },
          'background work failed',
        )
        const ms = RETRY_MS[failures]
        if (ms !== undefined) this.wait(ms, () => this.start(what, task, failures + 1))
      })
      .finally(() => this.running.delete(done))
    this.running.add(done)
  }

  private wait(ms: number, run: () => void): void {
    if (this.closed) return
    const cancel = this.after(ms, () => {
      this.timers.delete(cancel)
      run()
    })
    this.timers.add(cancel)
  }
}
