/** What Ferry counts, with the words Prometheus shows beside it. All of them only grow. */
const COUNTERS = {
  ferry_requests_rejected_total: 'HTTP requests that got no turn, by reason.',
  ferry_turns_total: 'Turns that were run, by type of activity.',
  ferry_turns_repeated_total: 'Deliveries of an activity that was already answered.',
  ferry_turn_errors_total: 'Turns that failed, by code of the error.',
} as const
export type CounterName = keyof typeof COUNTERS

/** Beyond so many label values per counter the rest is counted together: a sender must not be able to grow this table. */
const MAX_SERIES = 100

/** Counters of this process, kept in memory and read as Prometheus text. */
export class Counters {
  private readonly series = new Map<CounterName, Map<string, number>>()

  /** @param label for example `['reason', 'tooLarge']`; its value should come from a fixed set */
  add(name: CounterName, label?: readonly [name: string, value: string]): void {
    const counted = this.series.get(name) ?? new Map<string, number>()
    this.series.set(name, counted)
    const wanted = labelText(label)
    const key = counted.has(wanted) || counted.size < MAX_SERIES ? wanted : labelText(label && [label[0], 'other'])
    counted.set(key, (counted.get(key) ?? 0) + 1)
  }

  /** How often this was counted; for tests and `doctor`. */
  count(name: CounterName, label?: readonly [name: string, value: string]): number {
    return this.series.get(name)?.get(labelText(label)) ?? 0
  }

  /** Everything in Prometheus' text format 0.0.4, one line per series. */
  text(): string {
    return (Object.keys(COUNTERS) as CounterName[])
      .flatMap((name) => [
        `# HELP ${name} ${COUNTERS[name]}`,
        `# TYPE ${name} counter`,
        ...[...(this.series.get(name) ?? [])].map(([label, value]) => `${name}${label} ${value}`),
      ])
      .map((line) => `${line}\n`)
      .join('')
  }
}

function labelText(label: readonly [name: string, value: string] | undefined): string {
  if (label === undefined) return ''
  const value = label[1].slice(0, 60).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return `{${label[0]}="${value}"}`
}
