import type { ManifestParts } from './manifestParts.js'

/** What Teams refuses, or shows wrongly, although its schema allows it. Each problem names its path. */
export function ruleProblems(manifest: ManifestParts): readonly string[] {
  return [
    ...schemaAddress(manifest),
    ...channelFeatures(manifest),
    ...manifest.bots.flatMap((bot, index) => commandLists(bot, `bots[${index}].commandLists`)),
  ]
}

const schemaAddress = ({ $schema, manifestVersion }: ManifestParts): string[] =>
  $schema === undefined || $schema.includes(`/v${manifestVersion}/`)
    ? []
    : [`$schema: names another version than manifestVersion, which is ${manifestVersion}`]

/** From 1.25 on, an app for teams is refused at upload without this; the schema calls it optional. `tier1` is its one value. */
function channelFeatures({ manifestVersion, bots, supportsChannelFeatures }: ManifestParts): string[] {
  const [major = 0, minor = 0] = manifestVersion.split('.').map(Number)
  const asked = (major > 1 || minor >= 25) && bots.some(({ scopes }) => scopes.includes('team'))
  return asked && supportsChannelFeatures !== 'tier1'
    ? ['supportsChannelFeatures: must be "tier1" for a bot with the scope team from manifest version 1.25 on']
    : []
}

function commandLists({ scopes, commandLists }: ManifestParts['bots'][number], path: string): string[] {
  const seen = new Set<string>()
  return commandLists.flatMap((list, index) => [
    ...list.scopes.flatMap((scope) => {
      const twice = seen.has(scope)
      seen.add(scope)
      if (twice) return [`${path}[${index}].scopes: ${scope} has a command list already`]
      return scopes.includes(scope) ? [] : [`${path}[${index}].scopes: ${scope} is no scope of the bot`]
    }),
    ...repeated(list.commands.map(({ title }) => title)).map(
      (title) => `${path}[${index}].commands: ${JSON.stringify(title)} is listed twice`,
    ),
  ])
}

/** Values that occur more than once whatever their case, each once. */
export const repeated = (values: readonly string[]): readonly string[] => {
  const folded = values.map((value) => value.toLowerCase())
  return values.filter((_, index) => {
    const value = folded[index] ?? ''
    return folded.indexOf(value) < index && folded.indexOf(value, index + 1) < 0
  })
}
