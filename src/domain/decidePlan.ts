import type { LinePrice } from './changes.js'
import { compact } from './compact.js'
import { dayOf } from './days.js'
import { by, denied, lead, notNow, nothingNew, refuse, type ChangeOf, type Context, type Verdict } from './decision.js'
import type { SourceChannel } from './facts.js'
import { agreementOk, datesOk, linesOk, movingLines, samePrice } from './guards.js'
import type { EntryFacts } from './history.js'
import type { Instant } from './ids.js'
import { heldCount, linesFrom } from './lines.js'
import { BEFORE_PROVISIONING, isIn, type MoveCase, type PriceSnapshot } from './moveCase.js'
import type { MoveLine } from './moveLine.js'
import { pathFactsOf, proposePath } from './pathChoice.js'
import { decidedOf, type Planned } from './caseParts.js'
import { actionOf, edited } from './planEdits.js'
import { replanned } from './replan.js'
import { same } from './same.js'

/** What is planned, and what it rests on: X10, X15, and the facts that lines are made of. */

/** How the customer buys today decides which way is proposed (2.2). Subscriptions of an unknown channel are of this one. */
export function setChannel(move: MoveCase, change: ChangeOf<'setChannel'>, { actor, now }: Context): Verdict {
  if (!isIn(move, BEFORE_PROVISIONING)) return notNow(move, change)
  const no = denied(actor, 'editCase')
  if (no !== undefined) return refuse(no)
  const { channel } = change
  const soldBy = change.soldBy?.trim() || (channel === move.channel ? move.soldBy : undefined)
  if (channel === move.channel && soldBy === move.soldBy) return nothingNew
  const lines = channel === move.channel ? move.lines : move.lines.map((line) => withChannel(line, channel))
  const proposed =
    proposePath(
      pathFactsOf(
        channel,
        lines.flatMap(({ sources }) => sources),
        dayOf(now),
      ),
      dayOf(now),
    ).path ?? 'MANUAL'
  const path = channel === move.channel ? move.path : proposed
  const { soldBy: _before, ...rest } = move
  return lead(replanned(move, { ...rest, channel, path, lines, ...(soldBy === undefined ? {} : { soldBy }) }))
}

const withChannel = (line: MoveLine, channel: SourceChannel): MoveLine => ({
  ...line,
  sources: line.sources.map((source) => (source.channel === 'UNKNOWN' ? { ...source, channel } : source)),
})

/** A new reading, or a new list from the customer (F17). */
export function refreshLines(
  move: MoveCase,
  change: ChangeOf<'refreshLines'>,
  { actor, now, matcher }: Context,
): Verdict {
  if (!isIn(move, BEFORE_PROVISIONING)) return notNow(move, change)
  const no = denied(actor, 'recordFacts', 'system')
  if (no !== undefined) return refuse(no)
  const { subscriptions, offers } = change
  const evidence = { by: by(actor), at: now, source: change.evidence }
  const lines = linesFrom({
    subscriptions,
    segment: move.customer.segment,
    existing: move.lines,
    evidence,
    offers,
    matcher,
  })
  const held = heldCount(subscriptions)
  return same(lines, move.lines) && held === (move.held ?? 0)
    ? nothingNew
    : lead(replanned(move, { ...move, lines, held }))
}

/** X15 where it changes what was submitted or approved; before that, the plan is simply edited. */
export function editPlan(move: MoveCase, change: ChangeOf<'editPlan'>, context: Context): Verdict {
  if (!isIn(move, BEFORE_PROVISIONING)) return notNow(move, change)
  const no = denied(context.actor, actionOf(change.edit))
  if (no !== undefined) return refuse(no)
  const { move: after, refusal } = edited(move, change.edit, context)
  if (refusal !== undefined) return refuse(refusal)
  return same(after, move) ? nothingNew : lead(replanned(move, after))
}

/** X10: the plan is complete, and its prices are frozen. In `PLANNED` it freezes them anew, after edits. */
export function completePlan(move: MoveCase, change: ChangeOf<'completePlan'>, { actor, now }: Context): Verdict {
  if (!isIn(move, ['RELATIONSHIP_ACTIVE', 'PLANNED'])) return notNow(move, change)
  const today = dayOf(now)
  const no = denied(actor, 'editCase') ?? agreementOk(move) ?? linesOk(move, today) ?? datesOk(move, today)
  if (no !== undefined) return refuse(no)
  const rejected = isIn(move, ['PLANNED']) && move.rejected !== undefined ? { rejected: move.rejected } : {}
  const prices = frozen(move, change.prices, now)
  return lead({
    ...decidedOf(withPrices(move, prices)),
    plan: { path: move.path, prices },
    ...rejected,
    state: 'PLANNED',
  })
}

/** A transfer orders nothing, so it has no price of ours. */
function frozen(move: MoveCase, read: readonly LinePrice[], now: Instant): PriceSnapshot {
  const lines = move.path === 'TRANSFER' ? [] : movingLines(move)
  const prices = lines.map((line) => {
    const found = read.find((price) => price.line === line.id)
    return { line: line.id, unitPrice: found === undefined ? targetPrice(line) : found.unitPrice }
  })
  return { takenAt: now, currency: move.partner.currency, prices }
}

const targetPrice = ({ match }: MoveLine) => ('target' in match ? (match.target.unitPrice ?? null) : null)

/** The offers of the lines say the same as the snapshot, so that nobody sees two prices for one thing. */
function withPrices<M extends MoveCase>(move: M, { prices }: PriceSnapshot): M {
  const lines = move.lines.map((line) => {
    const price = prices.find((candidate) => candidate.line === line.id)
    if (price === undefined || !('target' in line.match)) return line
    return {
      ...line,
      match: { ...line.match, target: compact({ ...line.match.target, unitPrice: price.unitPrice ?? undefined }) },
    }
  })
  return { ...move, lines }
}

/** X15 when a price of the plan is another now; the same prices make the snapshot fresh (GATES_STILL_OK). */
export function pricesRead(move: MoveCase, change: ChangeOf<'pricesRead'>, { actor, now }: Context): Verdict {
  if (!isIn(move, ['PLANNED', 'AWAITING_APPROVAL', 'APPROVED'])) return notNow(move, change)
  const no = denied(actor, 'editCase', 'system')
  if (no !== undefined) return refuse(no)
  const { move: after, facts } = repriced(move, change.prices, now)
  return lead(after, facts)
}

/** A planned case with prices as read now, and which of them changed. Lines that were not read keep what is known. */
export function repriced(
  move: Planned,
  read: readonly LinePrice[],
  now: Instant,
): { readonly move: MoveCase; readonly facts: EntryFacts } {
  const lines = move.path === 'TRANSFER' ? [] : movingLines(move)
  const complete = lines.every((line) => read.some((price) => price.line === line.id))
  const before = move.plan.prices
  const prices = complete ? frozen(move, read, now) : { ...before, prices: merged(before.prices, read) }
  const changed = lines.flatMap((line) => {
    const was = before.prices.find((price) => price.line === line.id)?.unitPrice ?? null
    const is = prices.prices.find((price) => price.line === line.id)?.unitPrice ?? null
    return samePrice(was, is) ? [] : [{ line: line.id, product: line.title, was: was ?? '?', now: is ?? '?' }]
  })
  const after = withPrices({ ...move, plan: { ...move.plan, prices } }, prices)
  return { move: replanned(move, after), facts: changed[0] ?? {} }
}

const merged = (before: PriceSnapshot['prices'], read: readonly LinePrice[]): PriceSnapshot['prices'] =>
  before.map((price) => ({ ...price, unitPrice: (read.find(({ line }) => line === price.line) ?? price).unitPrice }))
