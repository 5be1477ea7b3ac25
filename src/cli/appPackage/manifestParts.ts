import { z } from 'zod'

const Command = z.looseObject({ title: z.string(), description: z.string().optional() })
const CommandList = z.looseObject({ scopes: z.array(z.string()), commands: z.array(Command) })
const Bot = z.looseObject({
  botId: z.string(),
  scopes: z.array(z.string()),
  commandLists: z.array(CommandList).default([]),
})

/** A file of the package is named without a folder: everything lies side by side at the top of the archive. */
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a plain file name without folders')

/** The parts of a manifest that are looked at beyond Microsoft's schema, which knows no rule between two of them. */
export const ManifestParts = z.looseObject({
  $schema: z.string().optional(),
  manifestVersion: z.string(),
  id: z.string(),
  developer: z.looseObject({ websiteUrl: z.string(), privacyUrl: z.string(), termsOfUseUrl: z.string() }),
  name: z.looseObject({ short: z.string(), full: z.string().optional() }),
  description: z.looseObject({ short: z.string(), full: z.string() }),
  icons: z.looseObject({ color: FileName, outline: FileName }),
  localizationInfo: z
    .looseObject({
      defaultLanguageTag: z.string(),
      additionalLanguages: z.array(z.looseObject({ languageTag: z.string(), file: FileName })).default([]),
    })
    .optional(),
  bots: z.array(Bot).default([]),
  supportsChannelFeatures: z.string().nullish(),
})
export type ManifestParts = z.infer<typeof ManifestParts>

/** Every text of a manifest that a reader sees, by the key a localisation file gives it. */
export function readerTexts({ name, description, bots }: ManifestParts): ReadonlyMap<string, string> {
  const commands = bots.flatMap(({ commandLists }, bot) =>
    commandLists.flatMap((list, at) =>
      list.commands.flatMap(({ title, description }, command): [string, string | undefined][] => {
        const path = `bots[${bot}].commandLists[${at}].commands[${command}]`
        return [
          [`${path}.title`, title],
          [`${path}.description`, description],
        ]
      }),
    ),
  )
  const texts: [string, string | undefined][] = [
    ['name.short', name.short],
    ['name.full', name.full],
    ['description.short', description.short],
    ['description.full', description.full],
    ...commands,
  ]
  return new Map(texts.filter((text): text is [string, string] => text[1] !== undefined))
}
