import type { Context } from 'mocha'
import { findChromium } from '../../src/cli/browser.js'

const HOW_TO_GET_IT = 'install Debian’s package chromium, or name a browser in CHROMIUM_PATH'

/**
 * The browser for tests of the practice room; `undefined` when there is none on this machine.
 *
 * @throws {Error} when there is none and CI=true: there, nothing may be skipped
 */
export function chromiumPath(
  env: Readonly<Record<string, string | undefined>> = process.env,
  find: typeof findChromium = findChromium,
): string | undefined {
  const found = find(env)
  if (found === undefined && env.CI === 'true')
    throw new Error(`No Chromium here, and CI skips nothing: ${HOW_TO_GET_IT}.`)
  return found
}

/**
 * Skips the running test or suite, with a line that says how to get a browser, when there is none.
 * Call it in a `before` hook or a test: `before(function () { browser = skipWithoutChromium(this) })`.
 *
 * @returns the path of the browser
 */
export function skipWithoutChromium(context: Context): string {
  const found = chromiumPath()
  if (found !== undefined) return found
  process.stdout.write(`no Chromium: ${HOW_TO_GET_IT}\n`)
  return context.skip()
}
