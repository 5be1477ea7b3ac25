import { stat } from 'node:fs/promises'
import { fine, problem, type Finding } from './finding.js'

/** What the tokens of Teams allow the clock to be off (reliability reference, chapter 3). */
const TOLERATED_MS = 5 * 60_000
/** No clock of a machine that Ferry runs on shows this; one that does was set to nonsense. */
const LATEST = Date.UTC(2100, 0, 1)

/**
 * Looks whether the clock can be right, without asking anybody: it does not lie before a moment that has certainly been,
 * that is, when one of these files was last written.
 */
export async function checkClock(now: Date, witnesses: readonly string[]): Promise<Finding> {
  const fix = 'Set the clock, or let the system keep it by NTP: Teams is refused when it is five minutes off.'
  if (now.getTime() >= LATEST) return problem(`it shows ${now.toISOString()}`, fix)
  for (const file of witnesses) {
    const written = await lastWritten(file)
    if (written !== undefined && written.getTime() > now.getTime() + TOLERATED_MS) {
      return problem(`it shows ${now.toISOString()}, but ${file} was written at ${written.toISOString()}`, fix)
    }
  }
  return fine(`${now.toISOString().slice(0, 16)}Z`)
}

/** `undefined` when the file cannot be looked at: then it tells nothing about the clock. */
async function lastWritten(file: string): Promise<Date | undefined> {
  try {
    return (await stat(file)).mtime
  } catch {
    return undefined
  }
}
