import type { Io } from '../../src/cli/command.js'

/** A terminal that keeps what a command says. */
export interface KeptTerminal extends Io {
  readonly said: string[]
  readonly complained: string[]
}

/** @param files what `read` finds, by path */
export function terminal(env: Io['env'] = {}, files: Readonly<Record<string, string>> = {}): KeptTerminal {
  const said: string[] = []
  const complained: string[] = []
  return {
    said,
    complained,
    env,
    out: (line) => void said.push(line),
    err: (line) => void complained.push(line),
    read: (path) => {
      const text = files[path]
      return text === undefined ? Promise.reject(new Error(`no file ${path}`)) : Promise.resolve(text)
    },
  }
}
