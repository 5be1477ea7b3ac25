import type { Activity } from 'botbuilder'
import { randomUUID } from 'node:crypto'
import type { Reader } from '../cards/reader.js'
import { readerFor } from '../cards/reader.js'
import { PersonId } from '../domain/ids.js'
import type { Clock } from '../domain/ports.js'
import type { Staff } from './staff.js'

/**
 * Who acts, and how they read: from the activity that Teams authenticated, never from a card's data. The one place that
 * decides it, because the submitter and the approver of a plan are compared by this id.
 */
export class Identity {
  /**
   * @param where practice: whether this is the practice world, which every card says. authenticated: whether Teams vouches
   *   for the sender; only where nobody does may a stranger act as one of the world's people
   */
  constructor(
    private readonly staff: Staff,
    private readonly now: Clock,
    private readonly where: { readonly practice: boolean; readonly authenticated: boolean },
  ) {}

  /** Whose account sent it, by the id that Teams authenticated; outside of Teams the channel's own. */
  senderOf({ from }: Activity): PersonId {
    return PersonId.parse(from.aadObjectId ?? from.id)
  }

  /** The person who acts by it: the sender, or in practice whom the sender plays. */
  async personOf(activity: Activity): Promise<PersonId> {
    const id = this.senderOf(activity)
    const { name, locale, timeZone, actsAs } = this.staff.settingsOf(id)
    const seen = {
      name: cut(activity.from.name) ?? name,
      locale: cut(activity.locale) ?? locale,
      timeZone: cut(activity.localTimezone) ?? timeZone,
    }
    if (seen.name !== name || seen.locale !== locale || seen.timeZone !== timeZone) await this.staff.change(id, seen)
    return this.where.practice && !this.where.authenticated && !this.staff.isKnown(id) && actsAs !== undefined
      ? actsAs
      : id
  }

  /** How a person reads: their own choice, else what Teams says now, else what it said last. */
  readerOf(person: PersonId, activity?: Activity): Reader {
    const settings = this.staff.settingsOf(person)
    const locale = cut(activity?.locale) ?? settings.locale ?? 'en'
    const language =
      settings.language === 'auto' ? (locale.toLowerCase().startsWith('pl') ? 'pl' : 'en') : settings.language
    return readerFor({
      language,
      timeZone: cut(activity?.localTimezone) ?? settings.timeZone ?? 'UTC',
      person,
      roles: this.staff.rolesOf(person),
      now: this.now(),
      practice: this.where.practice,
      nameOf: (id) => this.staff.nameOf(id),
      newKey: randomUUID,
      ...(activity?.conversation.conversationType === 'personal' && { refreshFor: [activity.from.id] }),
    })
  }

  /** Names of those who can give somebody without a role one. */
  whoMayHelp(): readonly string[] {
    return this.staff
      .whoMay('overrideRegion')
      .slice(0, 3)
      .map((id) => this.staff.nameOf(id))
  }
}

/** What a client claims about itself is kept short. */
const cut = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : text.slice(0, 120)
