import { z } from 'zod'
import { DecimalText, UtcDay } from '../domain/ids.js'
import { type Io, WrongUseError } from './command.js'

/** Reading what people and scripts hand to a command. */

/**
 * Reads one JSON file, or standard input for `-`, in a known shape.
 *
 * @param words what the person typed after the command: one file
 * @throws {WrongUseError} naming the file, and each path in it that is wrong
 */
export async function readInput<T>(io: Io, words: readonly string[], schema: z.ZodType<T>): Promise<T> {
  const [path, ...more] = words
  if (path === undefined || more.length > 0)
    throw new WrongUseError('Give one file with the input, or - for standard input.')
  const shown = path === '-' ? 'standard input' : path
  const read = schema.safeParse(parsed(await textOf(io, path, shown), shown))
  if (read.success) return read.data
  throw new WrongUseError(`${shown} is not right:\n${problemsOf(read.error).join('\n')}`)
}

async function textOf(io: Io, path: string, shown: string): Promise<string> {
  try {
    return await io.read(path)
  } catch (cause) {
    throw new WrongUseError(`${shown} cannot be read.`, { cause })
  }
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new WrongUseError(`${shown} is not JSON.`, { cause })
  }
}

/** Each problem with the path it lies at, as `  holidays.2: …`. */
const problemsOf = (error: z.ZodError): string[] =>
  error.issues.map(({ path, message }) => `  ${path.length === 0 ? '(whole input)' : path.join('.')}: ${message}`)

/** A day that calendar arithmetic is sure to stay within its range with. */
export const Day = UtcDay.refine((day) => day >= '1990-01-01' && day <= '2199-12-31', 'must lie between 1990 and 2199')

/** A word in capitals, however it was written. */
export const word = <T extends z.ZodType<string>>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' ? value.trim().toUpperCase() : value), schema)

/** A non-negative amount, as text or as a JSON number. */
export const Amount = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), DecimalText)
