import { FerryError } from '../domain/errors.js'

export type PracticeRefusal =
  /** The clock goes forward only. */
  | 'backwards'
  | 'unknownCustomer'
  /** Nothing the customer bought elsewhere runs any more, so it can neither end nor renew. */
  | 'noSource'
  /** A fault is switched on for 1 to 1,000 calls. */
  | 'times'

/** The practice world cannot do what was asked of it; nothing was changed. */
export class PracticeRefusedError extends FerryError {
  readonly code = 'practiceRefused'
  override readonly facts: Readonly<Record<string, string | number>>
  constructor(
    readonly refusal: PracticeRefusal,
    facts: Readonly<Record<string, string | number>> = {},
  ) {
    super(`practice: ${refusal} ${JSON.stringify(facts)}`)
    this.facts = { ...facts, refusal }
  }
}
