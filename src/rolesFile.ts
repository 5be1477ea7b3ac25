import { z } from 'zod'
import { PersonId } from './domain/ids.js'
import { ROLES, type Role } from './domain/roles.js'

/** Who has which roles, as the partner's administrator wrote it down (contracts, chapter 1). Ids are Entra object ids. */
export interface RolesFile {
  readonly users: ReadonlyMap<PersonId, readonly Role[]>
  /** By group; they count once memberships can be read from the directory. */
  readonly groups: ReadonlyMap<string, readonly Role[]>
  /** What somebody has who is not named; nothing unless the file says so. */
  readonly default: readonly Role[]
  /** Who a person's requests go to when nobody else answers. */
  readonly managers: ReadonlyMap<PersonId, PersonId>
  /** Who stands in for a person. */
  readonly backups: ReadonlyMap<PersonId, PersonId>
}

const ObjectId = z.guid().toLowerCase()
const Person = ObjectId.pipe(PersonId)
const Roles = z.array(z.enum(ROLES)).transform((roles): readonly Role[] => [...new Set(roles)])

/** An object as a Map, so that no name in the file can be one of JavaScript's own. */
const mapOf = <K extends string, V>(key: z.ZodType<K>, value: z.ZodType<V>) =>
  z
    .custom<object>(
      (content) => typeof content === 'object' && content !== null && !Array.isArray(content),
      'must be an object',
    )
    .default({})
    .transform((entries, context): ReadonlyMap<K, V> => {
      const map = new Map<K, V>()
      for (const [name, content] of Object.entries(entries) as [string, unknown][]) {
        const id = key.safeParse(name)
        const read = value.safeParse(content)
        if (!id.success) context.addIssue({ code: 'custom', message: 'the name is not an object id', path: [name] })
        else if (map.has(id.data)) context.addIssue({ code: 'custom', message: 'named twice', path: [name] })
        else if (!read.success) context.addIssue({ code: 'custom', message: sentenceOf(read.error), path: [name] })
        else map.set(id.data, read.data)
      }
      return map
    })

const File = z.strictObject({
  users: mapOf(Person, Roles),
  groups: mapOf(ObjectId, Roles),
  default: Roles.default([]),
  managers: mapOf(Person, Person),
  backups: mapOf(Person, Person),
})

/**
 * Reads a roles file.
 *
 * @param text JSON, with or without a byte order mark
 * @throws {RolesFileError} naming every place that is wrong; unknown keys are wrong too, since a misspelt one would
 *   silently take rights away or leave them
 */
export function readRolesFile(text: string): RolesFile {
  const read = File.safeParse(parse(text))
  if (read.success) return read.data
  throw new RolesFileError(read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`))
}

export class RolesFileError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '))
    this.name = 'RolesFileError'
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw new RolesFileError(['not valid JSON'])
  }
}

const sentenceOf = (error: z.ZodError): string => error.issues.map(({ message }) => message).join(', ')
