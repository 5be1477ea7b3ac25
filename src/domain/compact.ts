/** A copy without the optional fields that are absent, so that what is kept equals what is read back from JSON. */
export const compact = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T
