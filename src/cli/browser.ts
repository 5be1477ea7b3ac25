import { accessSync, constants } from 'node:fs'

/** Where Debian, Ubuntu, Google and macOS put the browser that the tests of the practice room need. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * The Chromium to use: the one `CHROMIUM_PATH` names, or else the first of the usual places that holds one.
 *
 * @returns `undefined` when there is none, also when `CHROMIUM_PATH` names nothing that can be run
 */
export function findChromium(
  env: Readonly<Record<string, string | undefined>>,
  canRun: (path: string) => boolean = isExecutable,
): string | undefined {
  const named = env.CHROMIUM_PATH
  return (named === undefined || named === '' ? USUAL_PLACES : [named]).find(canRun)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
