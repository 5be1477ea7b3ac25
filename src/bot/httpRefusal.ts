/**
 * A request that gets no turn. Whoever sent it reads `status` and `words` and nothing else; `reason` names the refusal in
 * the log and in the metrics, so it comes from a fixed set and never from the request.
 */
export class HttpRefusal extends Error {
  readonly statusCode: number

  constructor(
    status: number,
    readonly reason: string,
    readonly words: string,
    /** Seconds after which asking again makes sense. */
    readonly retryAfterSeconds?: number,
  ) {
    super(words)
    this.name = 'HttpRefusal'
    this.statusCode = status
  }
}
