/**
 * A failure outside of the rules: a disk, a service, another process. It is thrown; what a rule answers is a value, see
 * `Refusal`. People read the sentence that the language files have under `error.<code>`, the log gets `message`.
 */
export abstract class FerryError extends Error {
  abstract readonly code: string
  /** Values for the placeholders of the sentence under `error.<code>`. */
  readonly facts: Readonly<Record<string, string | number>> = {}
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** Another change reached the record first. Read it again and decide anew. */
export class StoreConflictError extends FerryError {
  readonly code = 'storeConflict'
}

/** The store takes no changes now: the disk failed or is full, or too many writes wait. What was answered before is safe. */
export class StoreUnavailableError extends FerryError {
  readonly code = 'storeUnavailable'
}

/** A record or file could not be read as what it claims to be; it was set aside, never overwritten. */
export class StoreDamageError extends FerryError {
  readonly code = 'storeDamage'
}

/** Another process holds the data folder. */
export class StoreLockedError extends FerryError {
  readonly code = 'storeLocked'
}

/** Partner Center is throttled, down or silent. Nothing is known about the request: read back before asking again. */
export class PartnerCenterUnavailableError extends FerryError {
  readonly code = 'partnerCenterUnavailable'
  override readonly facts: { readonly minutes: number }
  constructor(retryAfterSeconds: number, options?: ErrorOptions) {
    super(`no useful answer, ask again after ${retryAfterSeconds} s`, options)
    this.facts = { minutes: Math.max(1, Math.ceil(retryAfterSeconds / 60)) }
  }
}

/** Partner Center understood and refused. `partnerCenterCode` is its own number (domain F12, API reference 16.3). */
export class PartnerCenterRejectedError extends FerryError {
  readonly code = 'partnerCenterRejected'
  override readonly facts: { readonly code: string }
  constructor(
    readonly partnerCenterCode: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.facts = { code: partnerCenterCode }
  }
}
