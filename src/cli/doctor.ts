import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEnvironment, readSettings, SettingsError, type Settings } from '../config.js'
import { readWorld, WorldFileError } from '../practice/world.js'
import { MissingToolError } from './appPackage/tools.js'
import { findChromium } from './browser.js'
import { EXIT, readArgs, WrongUseError, type Command, type Io } from './command.js'
import { checkClock } from './doctor/clock.js'
import { checkDataFolder } from './doctor/dataFolder.js'
import { codeOf, fine, problem, warning, type Finding } from './doctor/finding.js'
import { lockHolderOf } from './doctor/lockHolder.js'
import { checkPort } from './doctor/port.js'
import { checkProjectPackage } from './package.js'

/** What the doctor looks at beside the settings. */
export interface Machine {
  /** Version of Node, `20.19.0`. */
  readonly node: string
  /** Where Ferry is started: `.env`, `package.json` and `appPackage` lie there. */
  readonly folder: string
  /** A file of this program, which cannot be newer than now. */
  readonly program: string
  readonly now: () => Date
  readonly lockHolder: typeof lockHolderOf
  readonly findBrowser: typeof findChromium
}

/** One line of the answer. `fix` says what to do; with `ok` it is advice. */
interface Line {
  readonly check: string
  readonly ok: boolean
  readonly detail: string
  readonly fix?: string
}

const OLDEST_NODE = '20.19.0'

const thisMachine = (): Machine => ({
  node: process.versions.node,
  folder: process.cwd(),
  program: fileURLToPath(import.meta.url),
  now: () => new Date(),
  lockHolder: lockHolderOf,
  findBrowser: findChromium,
})

/** Looks whether Ferry could start here, and says what to do where it could not. Changes nothing. */
export const doctorCommand: Command = doctorOn(thisMachine)

export function doctorOn(machine: () => Machine): Command {
  return {
    name: 'doctor',
    usage: '[--json]   looks whether Ferry can start here, and says what to do where it cannot. Changes nothing.',
    run: async (args, io) => {
      const { json, words } = readArgs(args)
      if (words.length > 0) throw new WrongUseError('doctor takes no words.')
      const findings = await examine(machine(), io.env)
      const ok = findings.every(([, { level }]) => level !== 'problem')
      if (json) io.out(JSON.stringify({ ok, checks: findings.map(asLine) }, undefined, 2))
      else for (const [check, finding] of findings) tell(io, check, finding)
      return ok ? EXIT.done : EXIT.refused
    },
  }
}

type Findings = (readonly [check: string, finding: Finding])[]

async function examine(machine: Machine, environment: Io['env']): Promise<Findings> {
  const findings: Findings = [['node', checkNode(machine.node)]]
  const [settings, settingsFinding] = readAll(machine.folder, environment)
  findings.push(['settings', settingsFinding])
  if (settings !== undefined) {
    const { finding, running } = await checkPort(settings.host, settings.port)
    findings.push(['port', finding])
    findings.push(['data folder', await checkDataFolder(settings.dataFolder, running, machine.lockHolder)])
    findings.push(['world', await checkWorld(settings)])
  }
  findings.push(['app package', await checkPackage(machine.folder, environment)])
  findings.push(['browser', checkBrowser(machine, environment)])
  findings.push([
    'clock',
    await checkClock(machine.now(), [machine.program, ...(settings ? [settings.dataFolder] : [])]),
  ])
  return findings
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number)
  const oldEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
  return oldEnough ? fine(version) : problem(`${version} is too old`, `Install Node ${OLDEST_NODE} or later.`)
}

function readAll(folder: string, environment: Io['env']): [Settings | undefined, Finding] {
  try {
    const settings = readSettings(readEnvironment(folder, environment))
    const told = `${settings.mode} mode`
    if (settings.warnings.length === 0) return [settings, fine(told)]
    return [settings, warning(`${told}; ${settings.warnings.join('; ')}`, 'Take away what has no effect.')]
  } catch (thrown) {
    if (!(thrown instanceof SettingsError)) throw thrown
    const fix =
      'Correct them in the environment or in .env, then run doctor again: the port, the data folder and the world come next.'
    return [undefined, problem(thrown.problems.join('; '), fix)]
  }
}

async function checkWorld({ mode, worldFile }: Settings): Promise<Finding> {
  if (mode === 'live') return fine('none, in live mode')
  if (worldFile === undefined) return fine('the built-in one')
  try {
    const { customers, people } = readWorld(await readFile(worldFile, 'utf8'))
    return fine(`${worldFile}: ${customers.length} customers, ${people.length} people`)
  } catch (thrown) {
    if (thrown instanceof WorldFileError)
      return problem(`${worldFile}: ${thrown.problems.join('; ')}`, 'Correct the file.')
    return problem(`${worldFile} cannot be read (${codeOf(thrown)})`, 'Name a file in FERRY_WORLD, or leave it away.')
  }
}

async function checkPackage(folder: string, environment: Io['env']): Promise<Finding> {
  try {
    const { problems, warnings, manifestVersion } = await checkProjectPackage(folder, environment)
    if (problems.length > 0) return problem(problems.join('; '), `Correct the files in ${join(folder, 'appPackage')}.`)
    const open = warnings.length === 0 ? '' : '; what to fill in before it is published: npm run package'
    return fine(`manifest ${manifestVersion}${open}`)
  } catch (thrown) {
    if (thrown instanceof MissingToolError) return warning('not looked at', thrown.message)
    if (thrown instanceof WrongUseError) return warning('not found', thrown.message)
    throw thrown
  }
}

function checkBrowser({ findBrowser }: Machine, environment: Io['env']): Finding {
  const found = findBrowser(environment)
  if (found !== undefined) return fine(found)
  return warning(
    'none for the tests',
    'Install Debian’s package chromium, or name a Chromium in CHROMIUM_PATH. Ferry itself needs none.',
  )
}

const asLine = ([check, finding]: Findings[number]): Line => ({
  check,
  ok: finding.level !== 'problem',
  detail: finding.detail,
  ...(finding.level === 'ok' ? {} : { fix: finding.fix }),
})

function tell(io: Io, check: string, finding: Finding): void {
  io.out(`${finding.level.padEnd(7)}  ${check}: ${finding.detail}`)
  if (finding.level !== 'ok') io.out(`         ${finding.fix}`)
}
