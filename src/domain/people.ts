import type { PersonId } from './ids.js'
import type { Action, Role } from './roles.js'

/** Who the staff are and what they may do. Rights are looked up at the moment of the act, never kept with a card (RP9). */
export interface People {
  rolesOf(id: PersonId): readonly Role[]
  /** The name to show; the id itself for somebody never seen. */
  nameOf(id: PersonId | 'system'): string
  /** Everybody known whose roles allow the action. */
  whoMay(action: Action): readonly PersonId[]
  /** Somebody by name or part of it, as typed. */
  find(typed: string): readonly PersonId[]
}
