import type { Actor } from './changes.js'
import { compact } from './compact.js'
import { dayOf } from './days.js'
import { personFor, type Decision } from './decision.js'
import type { Partner, SourceChannel, SourceSubscription } from './facts.js'
import { type CaseId, type Instant, TenantId, type UtcDay } from './ids.js'
import { heldCount } from './lines.js'
import type { MoveCase } from './moveCase.js'
import { isMoving, type MoveLine } from './moveLine.js'
import { pathFactsOf, proposePath } from './pathChoice.js'
import type { CustomerFound } from './ports.js'

export interface Opening {
  readonly id: CaseId
  /** What people will say: unique, from 1. */
  readonly number: number
  readonly customer: CustomerFound
  readonly partner: Partner
  /** Everything the customer holds, ours included. */
  readonly subscriptions: readonly SourceSubscription[]
  /** As `linesFrom` made them of the subscriptions. */
  readonly lines: readonly MoveLine[]
  readonly actor: Actor
  readonly now: Instant
  readonly holidays: readonly UtcDay[]
}

/**
 * A new case, in `DRAFT`, with its first history entry. How the customer buys, and from whom, is read from its
 * subscriptions, and the way to move proposed from that (2.2); people may correct both. Another cloud is refused: it has
 * its own portals and rules (F18).
 */
export function openCase(opening: Opening): Decision {
  const { id, number, customer, partner, subscriptions, lines, actor, now, holidays } = opening
  const who = personFor(actor, 'editCase')
  if (typeof who !== 'string') return { ok: false, refusal: who }
  if (customer.cloud !== 'public') return { ok: false, refusal: { code: 'otherCloud' } }

  const sources = lines.filter(isMoving).flatMap((line) => line.sources)
  const { channel, soldBy } = mainSeller(sources)
  const path = proposePath(pathFactsOf(channel, sources, dayOf(now)), dayOf(now)).path ?? 'MANUAL'
  const { tenantId, country, kind, currency } = partner
  const move: MoveCase = {
    id,
    number,
    revision: 0,
    customer: compact({ ...customer, contact: { ...customer.contact } }),
    partner: { tenantId: TenantId.parse(tenantId), country, kind, currency },
    channel,
    ...(soldBy === undefined ? {} : { soldBy }),
    path,
    relationship: 'NONE',
    agreement: 'UNKNOWN',
    adminAccess: 'NONE',
    lines: [...lines],
    createdBy: who,
    createdAt: now,
    owner: who,
    since: now,
    historyLength: 1,
    holidays: [...holidays],
    held: heldCount(subscriptions),
    state: 'DRAFT',
  }
  return {
    ok: true,
    move,
    entry: { n: 1, at: now, by: who, what: 'open', from: 'DRAFT', to: 'DRAFT', facts: { customer: customer.name } },
  }
}

/** Who bills most of the seats, and by which channel. With nothing to move, nobody knows. */
function mainSeller(sources: readonly SourceSubscription[]): {
  readonly channel: SourceChannel
  readonly soldBy?: string | undefined
} {
  const channel = mostSeats(sources, (source) => source.channel) ?? 'UNKNOWN'
  return {
    channel,
    soldBy: mostSeats(
      sources.filter((source) => source.channel === channel),
      (source) => source.soldBy,
    ),
  }
}

/** The value that most seats have; of equals the first. */
function mostSeats<T extends string>(
  sources: readonly SourceSubscription[],
  of: (source: SourceSubscription) => T | undefined,
): T | undefined {
  const seats = new Map<T, number>()
  for (const source of sources) {
    const value = of(source)
    if (value !== undefined) seats.set(value, (seats.get(value) ?? 0) + source.seats)
  }
  return [...seats].reduce<readonly [T | undefined, number]>(
    (best, one) => (one[1] > best[1] ? one : best),
    [undefined, -1],
  )[0]
}
