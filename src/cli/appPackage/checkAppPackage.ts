import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { colorIconProblems, outlineIconProblems } from './icons.js'
import { localisationProblems } from './localisation.js'
import { ManifestParts } from './manifestParts.js'
import { ruleProblems } from './manifestRules.js'
import { loadManifestSchemas, type Document, type ManifestSchemas } from './manifestSchemas.js'
import { fill, PRACTICE_APP_ID } from './template.js'

export interface AppPackageSource {
  /** Folder with `manifest.json`, its language files and icons. */
  readonly folder: string
  /** The Entra application id of the bot, the setting `MicrosoftAppId`; `undefined` while there is none. */
  readonly appId: string | undefined
  /** Ferry's own version, `1.2.3`. */
  readonly version: string
}

export interface CheckedAppPackage {
  /** What the archive holds, by name, placeholders filled in. Incomplete when there are problems. */
  readonly files: ReadonlyMap<string, Buffer>
  readonly manifestVersion: string | undefined
  /** Why Teams would refuse the package; each names its file and, in a JSON file, the path. */
  readonly problems: readonly string[]
  /** What works, but wants a look before it is given to others. */
  readonly warnings: readonly string[]
}

const MANIFEST = 'manifest.json'
const EXAMPLE_HOST = '.example'

/**
 * Fills in the manifest and checks the whole app package: Microsoft's schema, what Teams asks beyond it, both languages
 * and the icons. Reads only.
 *
 * @throws {MissingToolError} when the development dependencies are not installed
 */
export async function checkAppPackage(source: AppPackageSource): Promise<CheckedAppPackage> {
  const schemas = await loadManifestSchemas()
  const check = new Check(schemas, source.folder)
  await check.manifest({ MicrosoftAppId: source.appId ?? PRACTICE_APP_ID, version: source.version })
  if (source.appId === undefined) {
    check.warnings.push(`MicrosoftAppId is not set: the package carries ${PRACTICE_APP_ID}, which Teams does not take`)
  }
  return check
}

class Check implements CheckedAppPackage {
  readonly files = new Map<string, Buffer>()
  readonly problems: string[] = []
  readonly warnings: string[] = []
  manifestVersion: string | undefined

  constructor(
    private readonly schemas: ManifestSchemas,
    private readonly folder: string,
  ) {}

  async manifest(values: Readonly<Record<string, string>>): Promise<void> {
    const template = await this.read(MANIFEST)
    if (template === undefined) return
    const { text, unknown } = fill(template.toString('utf8'), values)
    this.add(
      MANIFEST,
      unknown.map((name) => `nothing fills the placeholder ${name}`),
    )
    this.files.set(MANIFEST, Buffer.from(text))

    const content = this.parse(MANIFEST, text)
    if (content === undefined) return
    const version = z.looseObject({ manifestVersion: z.string() }).safeParse(content).data?.manifestVersion
    this.manifestVersion = version
    this.bySchema('manifest', MANIFEST, version, content)

    const parts = ManifestParts.safeParse(content)
    if (parts.success) await this.together(parts.data)
    else if (this.problems.length === 0) this.add(MANIFEST, parts.error.issues.map(issueSentence))
  }

  /** What only shows when the files of the package are looked at together. */
  private async together(manifest: ManifestParts): Promise<void> {
    this.add(MANIFEST, ruleProblems(manifest))
    for (const { file } of manifest.localizationInfo?.additionalLanguages ?? []) await this.language(manifest, file)
    await this.icon(manifest.icons.color, colorIconProblems)
    await this.icon(manifest.icons.outline, outlineIconProblems)

    const [newest] = this.schemas.versions
    if (newest !== manifest.manifestVersion) this.warnings.push(`${MANIFEST}: manifest version ${newest} is out`)
    const examples = Object.entries(manifest.developer).filter(([, url]) => hostOf(url).endsWith(EXAMPLE_HOST))
    if (examples.length > 0) {
      const names = examples.map(([name]) => `developer.${name}`).join(', ')
      this.warnings.push(`${MANIFEST} ${names}: still an example address, put your own there before you publish`)
    }
  }

  private async language(manifest: ManifestParts, file: string): Promise<void> {
    const text = await this.read(file)
    if (text === undefined) return
    this.files.set(file, text)
    const content = this.parse(file, text.toString('utf8'))
    if (content === undefined) return
    this.bySchema('localisation', file, manifest.manifestVersion, content)
    const texts = z.record(z.string(), z.unknown()).safeParse(content)
    if (texts.success) this.add(file, localisationProblems(manifest, texts.data))
  }

  private async icon(file: string, problemsIn: (png: Uint8Array) => readonly string[]): Promise<void> {
    const png = await this.read(file)
    if (png === undefined) return
    this.files.set(file, png)
    this.add(file, problemsIn(png))
  }

  private bySchema(document: Document, file: string, version: string | undefined, content: unknown): void {
    if (version !== undefined && this.schemas.versions.includes(version)) {
      this.add(file, this.schemas.problemsIn(document, version, content))
    } else if (document === 'manifest') {
      const [newest] = this.schemas.versions
      this.add(file, [
        `manifestVersion: ${JSON.stringify(version)} is no version with a schema; the newest is ${newest}`,
      ])
    }
  }

  private async read(file: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.folder, file))
    } catch (thrown) {
      this.add(file, [
        `cannot be read (${thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'})`,
      ])
      return undefined
    }
  }

  private parse(file: string, text: string): unknown {
    try {
      return JSON.parse(text)
    } catch (thrown) {
      this.add(file, [`is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`])
      return undefined
    }
  }

  private add(file: string, problems: readonly string[]): void {
    this.problems.push(...problems.map((problem) => `${file} ${problem}`))
  }
}

const issueSentence = ({ path, message }: z.core.$ZodIssue): string => `${path.map(String).join('.')}: ${message}`

const hostOf = (url: unknown): string => (typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : '')
