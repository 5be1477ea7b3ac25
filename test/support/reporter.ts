import mocha from 'mocha'

/** Mocha's own specification reporter, closed by one plain line that people and scripts can read. */
export default class PlainTotals extends mocha.reporters.Spec {
  constructor(runner: mocha.Runner, options: mocha.MochaOptions) {
    super(runner, options)
    const skipped: string[] = []
    runner.on('pending', (test) => skipped.push(test.fullTitle()))
    runner.on('end', () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {}
      for (const title of skipped) process.stdout.write(`skipped: ${title}\n`)
      process.stdout.write(`${passes} passed, ${failures} failed, ${pending} skipped\n`)
    })
  }
}
