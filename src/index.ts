import { spawn } from 'node:child_process'
import { startFerry } from './app.js'
import { captureConsole, createLog } from './bot/log.js'
import { readEnvironment, readSettings, SettingsError } from './config.js'
import { FerryError } from './domain/errors.js'

/** Settings or data that a person has to mend before Ferry can start. */
const EXIT_CANNOT_START = 2

try {
  const settings = readSettings(readEnvironment(process.cwd(), process.env))
  const log = createLog(settings.logLevel)
  captureConsole(log)
  const ferry = await startFerry(settings, { log })
  for (const warning of settings.warnings) process.stdout.write(`Note: ${warning}\n`)
  process.stdout.write(`Ferry listens on ${ferry.url}\n`)
  if (ferry.practiceRoom !== undefined) {
    process.stdout.write(`Practice room: ${ferry.practiceRoom}\n`)
    showOnDesktop(ferry.practiceRoom)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      ferry.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n`)
  process.exit(EXIT_CANNOT_START)
}

/** One clear sentence for what people can mend; everything else is a fault of ours and keeps its stack. */
function reasonOf(error: unknown): string {
  if (error instanceof SettingsError || error instanceof FerryError) return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The port is in use by another program. Stop it, or start Ferry with another one: PORT=3979 npm start'
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Opens the practice room where somebody can see it: on a desktop, started by hand from a terminal. */
function showOnDesktop(url: string): void {
  if (!process.stdout.isTTY || process.env['CI'] !== undefined) return
  const desktop =
    process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined
  if (!desktop) return
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url]
  const child = spawn(command ?? 'xdg-open', args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined) // no browser could be opened: the address stands on the screen
  child.unref()
}
