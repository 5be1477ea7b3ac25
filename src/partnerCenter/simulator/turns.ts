/**
 * A queue of one: what is handed in runs one after the other, in the order it came. Between reading a record and writing it
 * nobody else of the same queue writes.
 */
export function turns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async (task) => {
    const run = last.then(task)
    last = run.catch(() => undefined) // what failed for one must not fail the next
    return run
  }
}
