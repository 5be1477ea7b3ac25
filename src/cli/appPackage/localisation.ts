import { readerTexts, type ManifestParts } from './manifestParts.js'
import { repeated } from './manifestRules.js'

/**
 * Compares one language file with the manifest it translates: every text a reader sees is there, nothing else is, and no
 * two commands of a list share a title.
 *
 * @param file content of the language file, already checked against Microsoft's schema
 */
export function localisationProblems(
  manifest: ManifestParts,
  file: Readonly<Record<string, unknown>>,
): readonly string[] {
  const asked = readerTexts(manifest)
  const { $schema, ...given } = file
  const missing = [...asked.keys()].filter((key) => text(given[key]) === '')
  const spare = Object.keys(given).filter((key) => !asked.has(key))
  return [
    ...(typeof $schema !== 'string' || $schema.includes(`/v${manifest.manifestVersion}/`)
      ? []
      : [`$schema: names another version than the manifest, which is ${manifest.manifestVersion}`]),
    ...missing.map((key) => `${key}: is missing or empty`),
    ...spare.map((key) => `${key}: the manifest has no such text`),
    ...commandListPaths(manifest).flatMap(([path, count]) => {
      const titles = Array.from({ length: count }, (_, command) => text(given[`${path}[${command}].title`]))
      return repeated(titles.filter((title) => title !== '')).map(
        (title) => `${path}: ${JSON.stringify(title)} is listed twice`,
      )
    }),
  ]
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

const commandListPaths = ({ bots }: ManifestParts): [path: string, commands: number][] =>
  bots.flatMap(({ commandLists }, bot) =>
    commandLists.map(({ commands }, list): [string, number] => [
      `bots[${bot}].commandLists[${list}].commands`,
      commands.length,
    ]),
  )
