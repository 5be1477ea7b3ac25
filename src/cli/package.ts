import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { readEnvironment, SettingsError } from '../config.js'
import { checkAppPackage, type CheckedAppPackage } from './appPackage/checkAppPackage.js'
import { MissingToolError } from './appPackage/tools.js'
import { zipOf } from './appPackage/zip.js'
import { EXIT, readArgs, WrongUseError, type Command, type Io } from './command.js'

/** Where the archive goes, below the project's folder. */
const ARCHIVE = join('build', 'ferry-app.zip')

/** Checks the Teams app package and writes it as an archive, ready to be uploaded to Teams. */
export const packageCommand: Command = packageIn(() => process.cwd())

/** @param projectFolder where `package.json` and `appPackage` lie, asked for when the command runs */
export function packageIn(projectFolder: () => string): Command {
  return {
    name: 'package',
    usage: `[--json]   checks the Teams app package and writes ${ARCHIVE}. Put the bot’s app id into MicrosoftAppId first.`,
    run: async (args, io) => {
      const { json, words } = readArgs(args)
      if (words.length > 0) throw new WrongUseError('package takes no words; it reads the folder appPackage.')
      try {
        return await pack(projectFolder(), json, io)
      } catch (thrown) {
        if (!(thrown instanceof MissingToolError)) throw thrown
        io.err(thrown.message)
        return EXIT.notApplicable
      }
    },
  }
}

async function pack(folder: string, json: boolean, io: Io): Promise<number> {
  const checked = await checkProjectPackage(folder, io.env)
  const ok = checked.problems.length === 0
  const file = ok ? join(folder, ARCHIVE) : undefined
  if (file !== undefined) {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, await zipOf(checked.files))
  }
  tell(io, json, checked, file)
  return ok ? EXIT.done : EXIT.refused
}

/**
 * Checks the app package of the project in `folder`, for the app id that its `.env` or `env` names.
 *
 * @throws {MissingToolError} when the development dependencies are not installed
 * @throws {WrongUseError} when the folder is not that of a project
 */
export async function checkProjectPackage(folder: string, env: Io['env']): Promise<CheckedAppPackage> {
  const appId = environmentOf(folder, env).MicrosoftAppId?.trim()
  return checkAppPackage({
    folder: join(folder, 'appPackage'),
    appId: appId === '' ? undefined : appId,
    version: await versionOf(folder),
  })
}

function environmentOf(folder: string, env: Io['env']): Io['env'] {
  try {
    return readEnvironment(folder, env)
  } catch (thrown) {
    if (thrown instanceof SettingsError) throw new WrongUseError(thrown.message, { cause: thrown })
    throw thrown
  }
}

const PackageJson = z.object({ version: z.string() })

/** @throws {WrongUseError} when the folder is not that of a project */
async function versionOf(folder: string): Promise<string> {
  try {
    return PackageJson.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).version
  } catch (cause) {
    throw new WrongUseError(`${folder} has no package.json with a version: run this in Ferry’s own folder.`, { cause })
  }
}

function tell(
  io: Io,
  json: boolean,
  { manifestVersion, problems, warnings }: CheckedAppPackage,
  file: string | undefined,
): void {
  if (json) {
    const ok = file !== undefined
    io.out(
      JSON.stringify(
        { ok, file: file ?? null, manifestVersion: manifestVersion ?? null, problems, warnings },
        undefined,
        2,
      ),
    )
    return
  }
  for (const problem of problems) io.err(`problem: ${problem}`)
  for (const warning of warnings) io.err(`warning: ${warning}`)
  if (file === undefined) io.err('Nothing was written.')
  else io.out(`${file}: Teams app package, manifest ${manifestVersion}`)
}
