import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { needed } from './tools.js'

export type Document = 'manifest' | 'localisation'

const FILES: Record<Document, string> = {
  manifest: 'MicrosoftTeams.schema.json',
  localisation: 'MicrosoftTeams.Localization.schema.json',
}

/** Microsoft's JSON schemas of the Teams manifest (draft-04), as the package `@microsoft/app-manifest` carries them. */
export interface ManifestSchemas {
  /** Versions that have a schema, the newest first: `1.30`, `1.29`, … */
  readonly versions: readonly string[]
  /**
   * Everything in `content` that the schema does not allow, each with its path.
   * @throws {Error} when `version` is none of {@link versions}
   */
  problemsIn(document: Document, version: string, content: unknown): readonly string[]
}

let loaded: Promise<ManifestSchemas> | undefined

/**
 * Loads the schemas once: compiling one takes a tenth of a second.
 *
 * @throws {MissingToolError} when the development dependencies are not installed
 */
export const loadManifestSchemas = (): Promise<ManifestSchemas> => (loaded ??= load())

async function load(): Promise<ManifestSchemas> {
  const packageFile = await needed('@microsoft/app-manifest', () =>
    createRequire(import.meta.url).resolve('@microsoft/app-manifest/package.json'),
  )
  const { default: ajv } = await needed('ajv-draft-04', () => import('ajv-draft-04'))
  const { default: formats } = await needed('ajv-formats', () => import('ajv-formats'))

  const folder = join(dirname(packageFile), 'build', 'json-schemas', 'teams')
  const versions = readdirSync(folder)
    .flatMap((name) => /^v(\d+\.\d+)$/.exec(name)?.slice(1) ?? [])
    .filter((version) => existsSync(join(folder, `v${version}`, FILES.localisation)))
    .sort(newestFirst)

  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (document: Document, version: string) => {
    if (!versions.includes(version)) throw new Error(`no schema for manifest version ${version}`)
    const file = join(folder, `v${version}`, FILES[document])
    const known = compiled.get(file)
    if (known !== undefined) return known
    // Some of Microsoft's patterns are no regular expressions under the u flag.
    const checker = new ajv.default({ allErrors: true, strict: false, unicodeRegExp: false })
    formats.default(checker)
    const made = checker.compile(JSON.parse(readFileSync(file, 'utf8')))
    compiled.set(file, made)
    return made
  }

  return {
    versions,
    problemsIn: (document, version, content) => {
      const validate = validatorOf(document, version)
      return validate(content) ? [] : (validate.errors ?? []).map(sentence)
    },
  }
}

function newestFirst(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number)
  const [majorB = 0, minorB = 0] = b.split('.').map(Number)
  return majorB - majorA || minorB - minorA
}

function sentence({ instancePath, message = 'is not allowed', params }: ErrorObject): string {
  const detail: unknown = params.allowedValues ?? params.additionalProperty ?? params.allowedValue
  const told = detail === undefined ? message : `${message}: ${JSON.stringify(detail)}`
  return `${pathOf(instancePath)}: ${told}`
}

/** `/bots/0/scopes` as `bots[0].scopes`, which is also how localisation files name a text. */
function pathOf(pointer: string): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const path = steps.reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : `${path}.${step}`), '')
  return path === '' ? 'the whole file' : path.replace(/^\./, '')
}
