import type { Change } from './changes.js'
import { compact } from './compact.js'
import { dayOf, later } from './days.js'
import { lineDeadlines } from './deadlines.js'
import type { Segment, SourceStatus, SourceSubscription } from './facts.js'
import { LineId, type Instant, type SkuPartNumber, type UtcDay } from './ids.js'
import { BEFORE_OVERLAP, BEFORE_PROVISIONING, isIn, TERMINAL, type MoveCase } from './moveCase.js'
import {
  endDateOf,
  isMoving,
  oldSeatsOf,
  type EndEvidence,
  type LineMatch,
  type LineSourceEnd,
  type MoveLine,
} from './moveLine.js'
import { matchOffer, sourceOfferOf, type OfferMatcher } from './offerMatch.js'
import type { OfferFound } from './ports.js'
import { same } from './same.js'

/** The lines of a case from what the customer holds: one for each product that others sell, the total counts (R17). */

export interface LinesInput {
  /** Everything the customer holds, ours included. */
  readonly subscriptions: readonly SourceSubscription[]
  readonly segment: Segment
  /** The lines there are: they keep their ids, and everything that people decided on them. */
  readonly existing: readonly MoveLine[]
  readonly evidence: EndEvidence
  /** What is on sale. Without it, nothing is matched: new products wait for a person. */
  readonly offers?: readonly OfferFound[] | undefined
  readonly matcher?: OfferMatcher | undefined
}

/**
 * Lines made, and existing ones refreshed, from a reading. A product that a reading does not show keeps its line as it
 * is: a reading may be incomplete, and what ended is recorded as an end, not by forgetting it.
 */
export function linesFrom(input: LinesInput): MoveLine[] {
  const products = productsOf(input.subscriptions)
  const refreshed = input.existing.map((line) => {
    const product = products.get(line.sku)
    return product === undefined ? line : refreshedLine(line, product, input)
  })
  const known = new Set(input.existing.map((line) => line.sku))
  const last = Math.max(0, ...input.existing.map((line) => Number(line.id.slice(1))))
  const added = [...products.values()]
    .filter((product) => !known.has(product.sku))
    .map((product, index) => newLine(LineId.parse(`l${last + index + 1}`), product, input))
  return [...refreshed, ...added]
}

/** Subscriptions that take up room in the tenant (domain 4.6). */
export const heldCount = (subscriptions: readonly SourceSubscription[]): number =>
  subscriptions.filter(({ status }) => status !== 'CANCELED' && status !== 'DELETED').length

interface Product {
  readonly sku: SkuPartNumber
  /** All subscriptions of it that are not gone for good, ours included. */
  readonly all: readonly SourceSubscription[]
  /** Those a line is made of: not ours, and no trials where some are paid. */
  readonly sources: readonly SourceSubscription[]
}

function productsOf(subscriptions: readonly SourceSubscription[]): Map<SkuPartNumber, Product> {
  const products = new Map<SkuPartNumber, Product>()
  for (const { sku } of subscriptions.filter(({ ours, status }) => !ours && status !== 'DELETED')) {
    if (products.has(sku)) continue
    const all = subscriptions.filter((one) => one.sku === sku && one.status !== 'DELETED')
    const others = all.filter(({ ours }) => !ours)
    const paid = others.filter(({ isTrial }) => !isTrial)
    products.set(sku, { sku, all, sources: (paid.length > 0 ? paid : others).map(compact) })
  }
  return products
}

const seatsOf = (sources: readonly SourceSubscription[]): number => sources.reduce((sum, { seats }) => sum + seats, 0)

/**
 * One that was cancelled before anybody watched it, beside others of the same product, was given up on purpose: nothing
 * has to replace it, and its end says nothing about the others.
 */
function wantedOf(
  sources: readonly SourceSubscription[],
  watched: readonly SourceSubscription[],
): SourceSubscription[] {
  const wanted = sources.filter(({ id, status }) => status !== 'CANCELED' || watched.some((source) => source.id === id))
  return wanted.length > 0 ? wanted : [...sources]
}

/** Licences assigned in the tenant whoever sold them, and seats that we sell and that stay. Who was given up counts no more. */
function countsOf({ all }: Product, sources: readonly SourceSubscription[]): Pick<MoveLine, 'assigned' | 'staying'> {
  const counted = all.filter(({ id, status }) => status !== 'CANCELED' || sources.some((source) => source.id === id))
  const staying = seatsOf(all.filter(({ ours }) => ours))
  return {
    assigned: counted.reduce((sum, { assigned }) => sum + assigned, 0),
    staying: staying === 0 ? undefined : staying,
  }
}

/** A line is to have at least one seat, also where all of the old ones are gone. */
const wanted = (total: number): number => Math.max(1, total)

function newLine(id: LineId, product: Product, input: LinesInput): MoveLine {
  const { sku } = product
  const sources = wantedOf(product.sources, [])
  return compact<MoveLine>({
    id,
    sku,
    title: sources[0]?.title ?? sku,
    sources: [...sources],
    ...countsOf(product, sources),
    match: matchOf(sources, input),
    seats: wanted(seatsOf(sources)),
    endEvidence: compact(input.evidence),
    order: { status: 'none' },
    sourceEnd: endOf(sources, dayOf(input.evidence.at)),
  })
}

function refreshedLine(line: MoveLine, product: Product, input: LinesInput): MoveLine {
  const sources = wantedOf(product.sources, line.sources).map((fresh) => mergedSource(line, fresh, input.evidence))
  const followed = line.seats === wanted(oldSeatsOf(line)) ? wanted(seatsOf(sources)) : line.seats
  const { seatOverride, ...rest } = line
  return compact<MoveLine>({
    ...rest,
    sources,
    ...countsOf(product, sources),
    match: isOpen(line.match, sources) ? matchOf(sources, input) : line.match,
    seats: followed,
    // the override was given for another number of seats
    seatOverride: followed === line.seats ? seatOverride : undefined,
    endEvidence: evidenceFor(line, sources, input.evidence),
  })
}

/** Nobody has decided on it yet, or it was a trial and is one no more. */
const isOpen = (match: LineMatch, sources: readonly SourceSubscription[]): boolean =>
  match.level === 'UNDECIDED' ||
  (match.level === 'EXCLUDED' && match.why === 'TRIAL' && sources.some(({ isTrial }) => !isTrial))

function matchOf(sources: readonly SourceSubscription[], { segment, offers, matcher }: LinesInput): LineMatch {
  const match = matchOffer(sourceOfferOf(sources, segment), offers ?? [], matcher)
  return 'target' in match ? { ...match, target: compact(match.target) } : match
}

/**
 * What is known of one subscription after a reading. A reading that does not know the channel, the renewal or the end
 * action (the directory never does, F17) leaves what people found out; a date that a person recorded gives way only to
 * Microsoft's own.
 */
export function mergedSource(
  line: MoveLine,
  fresh: SourceSubscription,
  evidence: Pick<EndEvidence, 'source' | 'by'>,
): SourceSubscription {
  const stored = line.sources.find(({ id }) => id === fresh.id)
  if (stored === undefined) return fresh
  return compact<SourceSubscription>({
    ...stored,
    ...compact(fresh),
    channel: fresh.channel === 'UNKNOWN' ? stored.channel : fresh.channel,
    autoRenew: fresh.autoRenew === 'UNKNOWN' ? stored.autoRenew : fresh.autoRenew,
    endAction: fresh.endAction === 'UNKNOWN' ? stored.endAction : fresh.endAction,
    endDate: isDateKept(line, evidence) ? stored.endDate : fresh.endDate,
  })
}

/** Whether the end date that a person recorded stands against a reading. */
export const isDateKept = ({ endEvidence }: MoveLine, { source, by }: Pick<EndEvidence, 'source' | 'by'>): boolean =>
  endEvidence !== undefined && endEvidence.by !== 'system' && by === 'system' && RANK[source] < RANK.DIRECTORY

const RANK = { CUSTOMER_STATED: 0, SOURCE_PARTNER: 1, PARTNER_CENTER: 2, DIRECTORY: 2 } as const satisfies Record<
  EndEvidence['source'],
  number
>

function evidenceFor(line: MoveLine, sources: readonly SourceSubscription[], evidence: EndEvidence): EndEvidence {
  const { endEvidence } = line
  if (endEvidence === undefined) return compact(evidence)
  if (isDateKept(line, evidence)) return endEvidence
  const moved = sources.some((source) => line.sources.find(({ id }) => id === source.id)?.endDate !== source.endDate)
  return moved || RANK[evidence.source] > RANK[endEvidence.source] ? compact(evidence) : endEvidence
}

type EndedHow = Extract<LineSourceEnd, { status: 'ended' }>['how']
const isEndedStatus = (status: SourceStatus): status is EndedHow =>
  status === 'EXPIRED' || status === 'DISABLED' || status === 'CANCELED' || status === 'DELETED'

/**
 * Whether the old subscriptions of one product have all ended by a day. The last paid day itself still counts as running
 * (I6); one in a paid extension, or suspended, has not ended.
 */
export function endOf(sources: readonly SourceSubscription[], today: UtcDay): LineSourceEnd {
  const last = sources.reduce((a, b) => (b.endDate > a.endDate ? b : a), sources[0] as SourceSubscription)
  const ended = sources.every(({ status, endDate }) => isEndedStatus(status) && endDate < today)
  return ended && isEndedStatus(last.status)
    ? { status: 'ended', on: last.endDate, how: last.status }
    : { status: 'running' }
}

// -------------------------------------------------------------------------------------------------- what a reading says has happened

/**
 * What a reading of the customer's subscriptions says has happened since the case was last written: renewed or in a
 * paid extension (X28, X28c), ended (X21), end passed without a new one (X27), anything else that lines are made of
 * (`refreshLines`), or nothing although something should have (`sourcesLooked`). Applying them in this order and reading
 * again gives nothing more for the same day.
 *
 * @param evidence what the reading's dates rest on
 */
export function sourceEventsOf(
  move: MoveCase,
  subscriptions: readonly SourceSubscription[],
  now: Instant,
  evidence: EndEvidence['source'] = 'DIRECTORY',
): Change[] {
  if (isIn(move, TERMINAL) || move.state === 'DECLINED' || isTransferred(move)) return []
  const today = dayOf(now)
  const said: EndEvidence = { by: 'system', at: now, source: evidence }
  const watched = move.lines.filter(isMoving).map((line) => ({ line, sources: readAgain(line, subscriptions, said) }))
  const happened = watched.flatMap(({ line, sources }) => lineEvents(move, line, sources, today))
  return [...happened, ...looked(move, happened, today), ...refresh(move, subscriptions, said)]
}

/** After a transfer the old subscriptions run on as ours (M7): nothing ends, and nothing is watched for it. */
export const isTransferred = (move: MoveCase): boolean => move.path === 'TRANSFER' && move.state === 'VERIFYING'

/** The old subscriptions of a line as read now; one the reading does not show stays as it was. */
const readAgain = (
  line: MoveLine,
  subscriptions: readonly SourceSubscription[],
  said: EndEvidence,
): SourceSubscription[] =>
  line.sources.map((stored) => {
    const fresh = subscriptions.find(({ id, ours }) => id === stored.id && !ours)
    return fresh === undefined ? stored : mergedSource(line, fresh, said)
  })

function lineEvents(move: MoveCase, line: MoveLine, sources: SourceSubscription[], today: UtcDay): Change[] {
  const renewed = hasNewTerm(line, sources) || wentIntoExtension(line, sources)
  const end = endOf(sources, today)
  const first: Change[] = renewed
    ? [{ type: 'sourceRenewed', line: line.id, sources }]
    : end.status === 'ended' && line.sourceEnd.status === 'running'
      ? [{ type: 'sourceEnded', line: line.id, on: end.on, how: end.how }]
      : []
  const passed: Change[] =
    isIn(move, BEFORE_OVERLAP) && endPassedNow({ ...line, sources }, today, move)
      ? [{ type: 'sourceEndPassed', line: line.id }]
      : []
  return [...first, ...passed]
}

/** A later end than before means that a new term has begun. One that is over already is not renewed. */
export const hasNewTerm = (line: MoveLine, sources: readonly SourceSubscription[]): boolean => {
  const lastKnown = line.sources.map(({ endDate }) => endDate).reduce(later)
  return sources.some(({ id, endDate, status }) => {
    const before = line.sources.find((source) => source.id === id)?.endDate ?? lastKnown
    return endDate > before && (status === 'ACTIVE' || status === 'SUSPENDED' || status === 'EST')
  })
}

export const wentIntoExtension = (line: MoveLine, sources: readonly SourceSubscription[]): boolean =>
  sources.some(
    ({ id, status }) => status === 'EST' && line.sources.find((source) => source.id === id)?.status !== 'EST',
  )

/** X27: the end has passed, nothing renewed it by the way it was set, no new subscription is there, and it was not told yet. */
export function endPassedNow(line: MoveLine, today: UtcDay, { holidays }: Pick<MoveCase, 'holidays'>): boolean {
  const end = endDateOf(line)
  if (end >= today || line.order.status === 'active' || line.endPassed === end) return false
  return lineDeadlines(line, today, new Set(holidays)).regime !== 'AUTO_RENEW'
}

/** Whether an old subscription of the line should be over by now, but is not known to be. */
export const isOverdue = (line: MoveLine, today: UtcDay): boolean =>
  isMoving(line) && line.sourceEnd.status === 'running' && endDateOf(line) < today

/** A look that found nothing is an event too, or nobody could tell that it was made. */
function looked(move: MoveCase, happened: readonly Change[], today: UtcDay): Change[] {
  const told = new Set(happened.map((change) => ('line' in change ? change.line : undefined)))
  const silent = move.lines.some((line) => isOverdue(line, today) && !told.has(line.id))
  return silent && move.lookedOn !== today ? [{ type: 'sourcesLooked' }] : []
}

function refresh(move: MoveCase, subscriptions: readonly SourceSubscription[], evidence: EndEvidence): Change[] {
  if (!isIn(move, BEFORE_PROVISIONING)) return []
  const lines = linesFrom({ subscriptions, segment: move.customer.segment, existing: move.lines, evidence })
  const unchanged = same(lines, move.lines) && (move.held ?? 0) === heldCount(subscriptions)
  return unchanged ? [] : [{ type: 'refreshLines', subscriptions, evidence: evidence.source }]
}
