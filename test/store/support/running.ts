import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const CHILD = fileURLToPath(new URL('child.js', import.meta.url))

/** A child process with a store: see child.ts. */
export class Running {
  private output = ''
  private errors = ''
  private readonly process: ChildProcess
  private readonly ended: Promise<unknown>

  constructor(folder: string, seed?: number) {
    const args = [CHILD, folder, ...(seed === undefined ? [] : [String(seed)])]
    this.process = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text))
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text))
    this.ended = once(this.process, 'close')
  }

  get pid(): number {
    return this.process.pid ?? 0
  }

  /** The last commit it said was answered. */
  get acknowledged(): number {
    return Number([...this.output.matchAll(/acknowledged (\d+)\n/g)].at(-1)?.[1] ?? 0)
  }

  /** What it complained of. */
  get complaints(): string {
    return this.errors
  }

  /** Resolves when it has said `line`, or is at its end. */
  async says(line: string): Promise<void> {
    while (!this.output.includes(line) && this.process.exitCode === null) {
      await Promise.race([this.process.stdout === null ? this.ended : once(this.process.stdout, 'data'), this.ended])
    }
  }

  /** `kill -9`, after which nothing of it runs any more. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL')
    await this.ended
  }
}
