/** What a command may use of the outside. Handed in, so that a command runs as a function in a test. */
export interface Io {
  /** Writes a line to standard output: the answer. */
  out(line: string): void
  /** Writes a line to standard error: what went wrong, in a sentence. */
  err(line: string): void
  /** The text of a file, or of standard input for `-`. Rejects when it cannot be read. */
  read(path: string): Promise<string>
  readonly env: Readonly<Record<string, string | undefined>>
}

export const EXIT = {
  done: 0,
  /** A rule said no, or what was asked for does not exist. */
  refused: 1,
  /** The command, its input or the settings are not right. */
  wrongUse: 2,
  /** The question does not apply here. */
  notApplicable: 3,
} as const

export interface Command {
  readonly name: string
  /** What follows the name, then what it does: shown by `help`. The first line is the synopsis. */
  readonly usage: string
  /** @param args what follows the name, `--json` included when it was given */
  run(args: readonly string[], io: Io): Promise<number>
}

/** The person used a command wrongly or gave it wrong input. `message` is for them: it says what is wrong and where. */
export class WrongUseError extends Error {}

/** Splits `--json` off. Any other option is refused, because a mistyped one must not be taken for a file. */
export function readArgs(args: readonly string[]): { readonly json: boolean; readonly words: readonly string[] } {
  const options = args.filter((arg) => arg.startsWith('-') && arg !== '-')
  const stranger = options.find((option) => option !== '--json')
  if (stranger !== undefined) throw new WrongUseError(`There is no option ${stranger}.`)
  return { json: options.length > 0, words: args.filter((arg) => !options.includes(arg)) }
}

/** Prints an answer: as JSON, or as lines of `name: value` for a person. */
export function answer(
  io: Io,
  json: boolean,
  value: Readonly<Record<string, string | number | null | undefined>>,
): void {
  if (json) return io.out(JSON.stringify(value, undefined, 2))
  for (const [name, one] of Object.entries(value)) if (one !== undefined) io.out(`${name}: ${one ?? 'none'}`)
}
