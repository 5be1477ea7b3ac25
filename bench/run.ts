import type { BenchResult } from './result.js'
import { benchTurn } from './turn.js'

/** `npm run -s bench -- <name> [--json]`: measures one thing and says whether the design's limit was met. */
const BENCHES = new Map<string, (options: { quick: boolean }) => Promise<BenchResult>>([['turn', benchTurn]])

const [name = '', ...flags] = process.argv.slice(2)
const bench = BENCHES.get(name)
if (bench === undefined) {
  console.error(
    `Which measure? One of: ${[...BENCHES.keys()].join(', ')}. Add --json for the plain result, --quick for a short look.`,
  )
  process.exit(2)
}
const measured = await bench({ quick: flags.includes('--quick') })
if (flags.includes('--json')) console.log(JSON.stringify(measured))
else {
  console.log(`${measured.bench} on ${measured.cpu}, Node ${measured.node}`)
  for (const { metric, value, unit, limit, ok } of measured.results) {
    const verdict = limit === undefined ? '' : `  limit ${limit}: ${ok === true ? 'met' : 'not met'}`
    console.log(`${metric.padEnd(44)} ${String(value).padStart(10)} ${unit}${verdict}`)
  }
}
process.exit(0)
