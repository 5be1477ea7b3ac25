import type { Instant } from '../../domain/ids.js'
import type { ChannelEvent, CardMessage } from './messages.js'

/** A client asks for a newer card by itself only when it has had its own for longer than this. */
const REFRESH_AFTER_MS = 60_000

interface Moment {
  readonly world: number
  readonly real: number
}

/**
 * Since when people have had the cards they see. A minute may pass on the practice clock, which people move, or on the
 * wall. After a restart nothing is known, and every card counts as old.
 */
export class Freshness {
  /** By message and person; `all` for what everybody sees. */
  private readonly drawn = new Map<string, Moment>()

  constructor(
    private readonly clock: () => Instant,
    private readonly elapsedMs: () => number,
  ) {}

  readonly hear = (event: ChannelEvent): void => {
    if (event.type === 'cleared') this.drawn.clear()
    if (event.type !== 'message' || event.message.kind !== 'card') return
    const { id, views } = event.message
    if (Object.keys(views).length === 0) this.note(id, 'all')
  }

  /** The person has just got this card, or has just asked for it. */
  note(messageId: string, personId: string): void {
    this.drawn.set(`${messageId} ${personId}`, this.now())
  }

  isOld(message: CardMessage, personId: string): boolean {
    const moments = [personId, 'all'].flatMap((whose) => this.drawn.get(`${message.id} ${whose}`) ?? [])
    const now = this.now()
    const young = (moment: Moment) =>
      now.world - moment.world <= REFRESH_AFTER_MS && now.real - moment.real <= REFRESH_AFTER_MS
    return !moments.some(young)
  }

  private now(): Moment {
    return { world: Date.parse(this.clock()), real: this.elapsedMs() }
  }
}
