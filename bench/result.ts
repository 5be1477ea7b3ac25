import { cpus } from 'node:os'

/** A value of one run. Where the product sets itself a limit, `ok` tells whether the value keeps it. */
export interface Measure {
  readonly metric: string
  readonly value: number
  readonly unit: string
  readonly limit?: number
  readonly ok?: boolean
}

export interface BenchResult {
  readonly bench: string
  readonly node: string
  readonly cpu: string
  readonly results: readonly Measure[]
}

export const result = (bench: string, results: readonly Measure[]): BenchResult => ({
  bench,
  node: process.version,
  cpu: `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}`,
  results,
})

/** A measure that must not exceed `limit`. */
export const atMost = (metric: string, value: number, unit: string, limit: number): Measure => ({
  metric,
  value: rounded(value),
  unit,
  limit,
  ok: value <= limit,
})
export const seen = (metric: string, value: number, unit: string): Measure => ({ metric, value: rounded(value), unit })

export const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** The value below which `share` of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
export const median = (values: readonly number[]): number => quantile(values, 0.5)
