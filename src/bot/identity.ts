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
   * @param practice whether this is the practice world: only there may a stranger act as one of the world's people
   */
  constructor(
    private readonly staff: Staff,
    private readonly now: Clock,
    private readonly practice: boolean,
  ) {}

  async personOf(activity: Activity): Promise<PersonId> {
    const id = PersonId.parse(activity.from.aadObjectId ?? activity.from.id)
    const { name, locale, timeZone, actsAs } = this.staff.settingsOf(id)
    const seen = {
      name: cut(activity.from.name) ?? name,
      locale: cut(activity.locale) ?? locale,
      timeZone: cut(activity.localTimezone) ?? timeZone,
    }
    if (seen.name !== name || seen.locale !== locale || seen.timeZone !== timeZone) await this.staff.change(id, seen)
    return this.practice && !this.staff.isKnown(id) && actsAs !== undefined ? actsAs : id
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
      practice: this.practice,
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
