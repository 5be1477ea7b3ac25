import { POLICIES, type PolicyName, type PolicyRow } from './data/policy.js'
import type { UtcDay } from './ids.js'

export type { Grade, PolicyName, PolicyRow, TermEndRule } from './data/policy.js'

type ValueOf<N extends PolicyName> = (typeof POLICIES)[N][number]['value']

const covers = ({ from, to }: PolicyRow<unknown>, day: UtcDay): boolean =>
  (from === null || from <= day) && (to === null || day <= to)

/**
 * The row of a dated rule that holds on a day: its value with source and grade, for whoever asks why.
 *
 * @throws {RangeError} when no row covers the day, which the table's own test rules out
 */
export function policyRowOn<N extends PolicyName>(name: N, day: UtcDay): PolicyRow<ValueOf<N>> {
  const rows: readonly PolicyRow<ValueOf<N>>[] = POLICIES[name]
  const found = rows.find((row) => covers(row, day))
  if (found === undefined) throw new RangeError(`policy ${name} has no row for ${day}`)
  return found
}

/** The value of a dated rule on a day. Which day counts (end, purchase, today) is part of the rule: see the table. */
export const policyOn = <N extends PolicyName>(name: N, day: UtcDay): ValueOf<N> => policyRowOn(name, day).value
