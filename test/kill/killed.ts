import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MOVER = fileURLToPath(new URL('moverProcess.js', import.meta.url))

export interface Arrived {
  /** Lines of the journal that this process wrote. */
  readonly lines: number
  readonly end: unknown
}

/** Runs the mover until it arrives or is killed; `undefined` when it was killed. */
export function move(folder: string, ...kill: readonly string[]): Promise<Arrived | undefined> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', MOVER, folder, ...kill],
      { timeout: 60_000 },
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout) as Arrived)
        else if (error.signal === 'SIGKILL' && kill.length > 0) resolve(undefined)
        else reject(new Error(`the mover failed: ${error.message}\n${stderr}`))
      },
    )
  })
}

/** The end that a move arrives at whose process is killed at one line of the journal and then started again. */
export async function endAfterKill(line: number, moment: 'before' | 'after'): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-kill-'))
  try {
    const first = await move(folder, String(line), moment)
    const arrived = first ?? (await move(folder))
    return arrived?.end
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An undisturbed move, to compare with. */
export async function undisturbed(): Promise<Arrived> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-kill-'))
  try {
    const arrived = await move(folder)
    if (arrived === undefined) throw new Error('nobody killed this one')
    return arrived
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
