/**
 * Whether two values would be kept alike: plain data, equal field by field as it is in JSON, where an absent field is one
 * that is `undefined`, whatever the order of the fields.
 */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, index) => same(one, b[index]))
  }
  const [fieldsOfA, fieldsOfB] = [fieldsOf(a), fieldsOf(b)]
  return fieldsOfA.size === fieldsOfB.size && [...fieldsOfA].every(([name, field]) => same(field, fieldsOfB.get(name)))
}

const fieldsOf = (value: object): Map<string, unknown> =>
  new Map(Object.entries(value).filter(([, field]) => field !== undefined))
