/** So many tasks of one key wait already that another would only pile up: it was refused and has not run. */
export class TooManyWaitingError extends Error {
  constructor(readonly limit: number) {
    super(`${limit} tasks of this key wait already`)
    this.name = 'TooManyWaitingError'
  }
}

interface Queue {
  /** Settles when everything queued so far is done; never rejects. */
  last: Promise<unknown>
  /** Running and waiting. */
  length: number
}

/**
 * Runs the tasks of one key one after another, in the order they came, and different keys side by side. Turns of one
 * conversation go through it, because what they save would otherwise overwrite each other. A task must not queue
 * another one under its own key and wait for it.
 */
export class Queues {
  private readonly queues = new Map<string, Queue>()

  /** @param limit how many tasks of one key may wait behind the one that runs */
  constructor(private readonly limit = 200) {}

  /**
   * @returns what the task returns, or throws; a failed task does not hold up the next
   * @throws {TooManyWaitingError} at once, without running the task
   */
  async inTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(key) ?? { last: Promise.resolve(), length: 0 }
    if (queue.length > this.limit) throw new TooManyWaitingError(this.limit)
    this.queues.set(key, queue)
    queue.length += 1
    const run = queue.last.then(task)
    queue.last = run.then(
      () => this.left(key, queue),
      () => this.left(key, queue),
    )
    return run
  }

  /** How many keys have tasks at this moment. */
  get size(): number {
    return this.queues.size
  }

  private left(key: string, queue: Queue): void {
    queue.length -= 1
    if (queue.length === 0) this.queues.delete(key)
  }
}
