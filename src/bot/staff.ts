import { PersonId } from '../domain/ids.js'
import type { People } from '../domain/people.js'
import { put, type Store } from '../domain/ports.js'
import { PEOPLE, type PersonSettings } from '../domain/records.js'
import { may, type Action, type Role } from '../domain/roles.js'

/** Somebody whose roles are known beforehand: from the roles file, or from the practice world. */
export interface StaffMember {
  readonly id: PersonId
  readonly name?: string
  readonly roles: readonly Role[]
  readonly locale?: string
  readonly timeZone?: string
}

/** Names are matched as typed, whatever the case and the diacritics. */
const folded = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/ł/gi, 'l')
    .toLowerCase()

/**
 * {@link People} of this partner: fixed roles by Entra object id, and what Teams tells of each person as they appear.
 * Settings are kept in the store; this keeps a copy in memory so that rights can be looked up at once.
 */
export class Staff implements People {
  private readonly known: ReadonlyMap<PersonId, StaffMember>
  private readonly seen = new Map<PersonId, PersonSettings>()

  /** @param rolesOfStrangers roles of an id that is not on the list */
  constructor(
    private readonly store: Store,
    members: readonly StaffMember[],
    private readonly rolesOfStrangers: readonly Role[],
  ) {
    this.known = new Map(members.map((member) => [member.id, member]))
  }

  /** Reads what was kept of each person. Call once, before the first turn. */
  async load(): Promise<void> {
    for (const { id, value } of await this.store.all(PEOPLE)) this.seen.set(PersonId.parse(id), value)
  }

  rolesOf(id: PersonId): readonly Role[] {
    return this.known.get(id)?.roles ?? this.rolesOfStrangers
  }

  nameOf(id: PersonId | 'system'): string {
    if (id === 'system') return 'Ferry'
    return this.known.get(id)?.name ?? this.seen.get(id)?.name ?? id
  }

  whoMay(action: Action): readonly PersonId[] {
    const ids = new Set([...this.known.keys(), ...this.seen.keys()])
    return [...ids].filter((id) => may(action, this.rolesOf(id)) === 'yes')
  }

  find(typed: string): readonly PersonId[] {
    const wanted = folded(typed.trim())
    if (wanted === '') return []
    const ids = [...new Set([...this.known.keys(), ...this.seen.keys()])]
    const exact = ids.filter((id) => id === wanted || folded(this.nameOf(id)) === wanted)
    return exact.length > 0
      ? exact
      : ids.filter((id) =>
          folded(this.nameOf(id))
            .split(' ')
            .some((word) => word.startsWith(wanted)),
        )
  }

  /** Whether the id is on the list, as against a stranger. */
  isKnown(id: PersonId): boolean {
    return this.known.has(id)
  }

  /** What the person chose, filled up with what is known of them. */
  settingsOf(id: PersonId): PersonSettings {
    const member = this.known.get(id)
    return (
      this.seen.get(id) ?? {
        name: member?.name ?? id,
        language: 'auto',
        locale: member?.locale,
        timeZone: member?.timeZone,
      }
    )
  }

  async change(id: PersonId, change: Partial<PersonSettings>): Promise<void> {
    const next = { ...this.settingsOf(id), ...change }
    await this.store.commit('person', [put(PEOPLE, id, 'any', next)])
    this.seen.set(id, next)
  }

  /** Forgets everybody who is not on the list, and all settings (practice reset). */
  forget(): void {
    this.seen.clear()
  }
}
