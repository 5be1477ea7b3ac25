import { existsSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { FerryError } from '../domain/errors.js'
import { type Command, EXIT, type Io, WrongUseError } from './command.js'
import { deadlines } from './deadlines.js'
import { doctorCommand } from './doctor.js'
import { money } from './money.js'
import { packageCommand } from './package.js'
import { regions } from './regions.js'

export type { Command, Io } from './command.js'

/** Every command of the terminal, in the order `help` shows them. A new one is a module of its own and one entry here. */
export const COMMANDS: readonly Command[] = [regions, deadlines, money, doctorCommand, packageCommand]

/** Names that later parts of Ferry will bring. */
const LATER = ['offers', 'plan', 'catalogue', 'watch', 'customers', 'gateway', 'simulator', 'audit', 'store']

const usage = (commands: readonly Command[]): string =>
  ['Usage: ferry <command> [--json]', '', ...commands.map((command) => `  ${command.name} ${command.usage}`)].join('\n')

/**
 * Runs one command.
 *
 * @param args what follows the program's name
 * @returns the exit code: 0 done, 1 refused or not found, 2 wrong use, 3 not applicable
 */
export async function runFerry(
  args: readonly string[],
  io: Io,
  commands: readonly Command[] = COMMANDS,
): Promise<number> {
  const name = args.find((arg) => arg !== '--json')
  if (name === undefined) {
    io.err(usage(commands))
    return EXIT.wrongUse
  }
  if (['help', '--help', '-h'].includes(name)) {
    io.out(usage(commands))
    return EXIT.done
  }
  const command = commands.find((one) => one.name === name)
  if (command === undefined && LATER.includes(name)) {
    io.err(`“${name}” is not built in yet. There are: ${commands.map((one) => one.name).join(', ')}.`)
    return EXIT.notApplicable
  }
  if (command === undefined) {
    io.err(`There is no command “${name}”. There are: ${commands.map((one) => one.name).join(', ')}.`)
    return EXIT.wrongUse
  }
  const rest = args.toSpliced(args.indexOf(name), 1)
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(`Usage: ferry ${command.name} ${command.usage}`)
    return EXIT.done
  }
  return runCommand(command, rest, io)
}

async function runCommand(command: Command, args: readonly string[], io: Io): Promise<number> {
  try {
    return await command.run(args, io)
  } catch (error) {
    if (!(error instanceof WrongUseError || error instanceof FerryError)) throw error
    io.err(`ferry ${command.name}: ${error.message}`)
    return error instanceof WrongUseError ? EXIT.wrongUse : EXIT.refused
  }
}

const terminal: Io = {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
  read: (path) => (path === '-' ? text(process.stdin) : readFile(path, 'utf8')),
  env: process.env,
}

const startedAs = process.argv[1]
if (startedAs !== undefined && existsSync(startedAs) && realpathSync(startedAs) === fileURLToPath(import.meta.url))
  process.exitCode = await runFerry(process.argv.slice(2), terminal)
