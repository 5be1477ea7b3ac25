import type { Actor, Change } from './changes.js'
import { addDays, dayOf, earlier, later, startOf } from './days.js'
import { movingDeadlines } from './deadlines.js'
import { decide } from './decide.js'
import { agreementOk, movingLines, plannedDayOf, plannedSeats } from './guards.js'
import { RequestId, type Instant, type LineId, type UtcDay } from './ids.js'
import { isIn, type CaseState, type MoveCase } from './moveCase.js'
import { endDateOf, type MoveLine } from './moveLine.js'
import { may } from './roles.js'
import { hasOrder, isOpenFailure } from './settle.js'
import { unreachable } from './unreachable.js'
import { transferStuckFrom } from './windows.js'

export { dueAt } from './dueAt.js'

/** Who has to do something next, and what a person can do with the case now. */

export type AwaitedParty =
  'CUSTOMER' | 'APPROVER' | 'OWNER' | 'PARTNER_CENTER' | 'SOURCE_PARTNER' | 'CALENDAR' | 'NOBODY'

export interface Awaited {
  readonly who: AwaitedParty
  readonly since: Instant
  /** By when: never a deadline of others that lies after our last safe day (I11, V18). */
  readonly until?: Instant | UtcDay
}

/** What buttons of a case can do. `plan` and `invite` open a dialogue, the others are one change each. */
export const CASE_VERBS = [
  'invite',
  'plan',
  'submit',
  'approve',
  'reject',
  'schedule',
  'unschedule',
  'order',
  'retry',
  'dropLine',
  'undo',
  'complete',
  'keepBoth',
  'overrideRegion',
  'decline',
  'reopen',
  'stop',
] as const
export type CaseVerb = (typeof CASE_VERBS)[number]

export interface NextSteps {
  readonly awaited: Awaited
  /** The one step to offer first, of those in `verbs`. */
  readonly mainVerb?: CaseVerb
  /** Everything this actor could do now. What needs a reason, fresh prices or counts may still be refused for those. */
  readonly verbs: readonly CaseVerb[]
}

export function nextSteps(move: MoveCase, actor: Actor, now: Instant): NextSteps {
  const verbs = CASE_VERBS.filter((verb) => isOpen(move, verb, actor, now))
  const mainVerb = MAIN[move.state].find((verb) => verbs.includes(verb) && !(verb === 'schedule' && isScheduled(move)))
  return { awaited: awaited(move, dayOf(now)), ...(mainVerb === undefined ? {} : { mainVerb }), verbs }
}

/** What leads on from each state, best first. */
const MAIN = {
  DRAFT: ['invite'],
  REGION_BLOCKED: ['overrideRegion'],
  READY_TO_INVITE: ['invite'],
  INVITED: [],
  STALLED: ['reopen'],
  RELATIONSHIP_ACTIVE: ['keepBoth', 'plan'],
  PLANNED: ['keepBoth', 'submit', 'plan'],
  AWAITING_APPROVAL: ['approve'],
  APPROVED: ['order', 'schedule'],
  PROVISIONING: [],
  PARTIALLY_PROVISIONED: ['retry', 'dropLine', 'undo'],
  OVERLAP: [],
  TRANSFER_PENDING: [],
  TRANSFER_RUNNING: [],
  VERIFYING: ['complete'],
  COMPLETED: [],
  COEXISTING: [],
  DECLINED: ['reopen'],
  CANCELLED: [],
  ROLLED_BACK: [],
} as const satisfies Record<CaseState, readonly CaseVerb[]> as Record<CaseState, readonly CaseVerb[]>

const isScheduled = (move: MoveCase): boolean => move.state === 'APPROVED' && move.scheduled !== undefined

// ------------------------------------------------------------------------------------------------------- verbs

/** Whether the change a verb stands for would be accepted, given the best that a person or a reading could add. */
function isOpen(move: MoveCase, verb: CaseVerb, actor: Actor, now: Instant): boolean {
  if (verb === 'plan') {
    const planning = isIn(move, ['RELATIONSHIP_ACTIVE', 'PLANNED', 'AWAITING_APPROVAL', 'APPROVED'])
    return planning && actor.kind === 'person' && may('editCase', actor.roles) === 'yes'
  }
  const change = tried(move, verb, now)
  return change !== undefined && decide(move, change, { actor, now }).ok
}

function tried(move: MoveCase, verb: Exclude<CaseVerb, 'plan'>, now: Instant): Change | undefined {
  switch (verb) {
    case 'invite':
      return { type: move.state === 'DRAFT' ? 'save' : 'invite' }
    case 'submit':
    case 'approve':
    case 'unschedule':
    case 'keepBoth':
    case 'reopen':
    case 'stop':
      return { type: verb }
    case 'reject':
    case 'decline':
    case 'overrideRegion':
      return { type: verb, reason: '-' }
    case 'schedule': {
      const day = plannedDayOf(move)
      return day && { type: 'schedule', day: later(day, dayOf(now)) }
    }
    case 'order':
      return { type: 'start', requestIds: anyIds(move), prices: approvedPrices(move) }
    case 'retry':
      return { type: 'retry', requestIds: anyIds(move), prices: approvedPrices(move) }
    case 'dropLine': {
      const failed = movingLines(move).find(isOpenFailure)
      return failed && { type: 'dropLine', line: failed.id }
    }
    case 'undo':
      return { type: 'undo', requestIds: anyIds(move) }
    case 'complete':
      return { type: 'complete', checks: { pools: rightPools(move), leftOnOldSku: 0, stillBilling: [] } }
    default:
      return unreachable(verb)
  }
}

/** Ids that no request ever had: the change is only tried, never kept. */
const anyIds = (move: MoveCase): Record<LineId, RequestId> =>
  Object.fromEntries(
    move.lines.map(({ id }) => [id, RequestId.parse(`00000000-0000-0000-0000-${id.slice(1).padStart(12, '0')}`)]),
  )

const approvedPrices = (move: MoveCase) => ('plan' in move ? (move.plan?.prices.prices ?? []) : [])

const rightPools = (move: MoveCase) =>
  [...plannedSeats(move)].map(([sku, planned]) => ({ sku, planned, enabled: planned, assigned: 0 }))

// ------------------------------------------------------------------------------------------------ who is awaited

function awaited(move: MoveCase, today: UtcDay): Awaited {
  const { since } = move
  const lastSafe = lastSafeOf(move, today)
  const byLastSafe = (who: AwaitedParty): Awaited => ({
    who,
    since,
    ...(lastSafe === undefined ? {} : { until: lastSafe }),
  })
  switch (move.state) {
    case 'DRAFT':
    case 'REGION_BLOCKED':
    case 'STALLED':
    case 'PLANNED':
    case 'PARTIALLY_PROVISIONED':
      return move.lines.some((line) => hasOrder(line, 'canceling'))
        ? { who: 'PARTNER_CENTER', since }
        : byLastSafe('OWNER')
    case 'READY_TO_INVITE':
      return move.relationship === 'ACTIVE' ? { who: 'PARTNER_CENTER', since } : byLastSafe('OWNER')
    case 'INVITED':
      return { who: 'CUSTOMER', since: move.invitation.sentAt, until: capped(move.invitation.deadline, lastSafe) }
    case 'RELATIONSHIP_ACTIVE':
      return byLastSafe(agreementOk(move) === undefined ? 'OWNER' : 'CUSTOMER')
    case 'AWAITING_APPROVAL':
      return { ...byLastSafe('APPROVER'), since: move.submission.at }
    case 'APPROVED':
      return approvedAwaits(move, byLastSafe)
    case 'PROVISIONING':
      return { who: 'PARTNER_CENTER', since }
    case 'OVERLAP':
      return move.lines.some((line) => hasOrder(line, 'canceling'))
        ? { who: 'PARTNER_CENTER', since }
        : endAwaited(move, today)
    case 'TRANSFER_PENDING':
      return { who: 'SOURCE_PARTNER', since: move.transfer.sentAt, until: capped(move.transfer.lapsesAt, lastSafe) }
    case 'TRANSFER_RUNNING':
      return { who: 'PARTNER_CENTER', since: move.acceptedAt, until: transferStuckFrom(move.acceptedAt) }
    case 'VERIFYING':
      return stillRunning(move).length === 0 || move.path === 'TRANSFER'
        ? { who: 'OWNER', since }
        : endAwaited(move, today)
    case 'COMPLETED':
    case 'COEXISTING':
    case 'DECLINED':
    case 'CANCELLED':
    case 'ROLLED_BACK':
      return { who: 'NOBODY', since }
    default:
      return unreachable(move)
  }
}

function approvedAwaits(
  move: Extract<MoveCase, { state: 'APPROVED' }>,
  byLastSafe: (who: AwaitedParty) => Awaited,
): Awaited {
  if (move.relationship !== 'ACTIVE' || agreementOk(move) !== undefined) return byLastSafe('CUSTOMER')
  if (move.scheduled === undefined) return { ...byLastSafe('OWNER'), ...until(plannedDayOf(move)) }
  return move.scheduled.blocked === undefined
    ? { who: 'CALENDAR', since: move.scheduled.at, until: startOf(move.scheduled.day) }
    : { who: 'OWNER', since: move.scheduled.blocked.at, until: move.scheduled.day }
}

const until = (day: UtcDay | undefined): Pick<Awaited, 'until'> => (day === undefined ? {} : { until: day })

/** The calendar ends an old subscription, unless it should have been over by now: then somebody has to end it. */
function endAwaited(move: MoveCase, today: UtcDay): Awaited {
  const overdue = stillRunning(move).filter((line) => endDateOf(line) < today)
  const ends = stillRunning(move).map(endDateOf)
  if (overdue.length === 0)
    return { who: 'CALENDAR', since: move.since, ...until(ends.length === 0 ? undefined : ends.reduce(later)) }
  const direct = overdue.every(({ sources }) =>
    sources.every(({ channel }) => channel === 'WEB_DIRECT_MCA' || channel === 'WEB_DIRECT_MOSA'),
  )
  const over = startOf(addDays(overdue.map(endDateOf).reduce(earlier), 1))
  return { who: direct ? 'CUSTOMER' : 'SOURCE_PARTNER', since: later(over, move.since) }
}

const stillRunning = (move: MoveCase): MoveLine[] =>
  movingLines(move).filter(({ sourceEnd }) => sourceEnd.status === 'running')

/** The earliest last safe day of the lines that still need a new subscription. */
function lastSafeOf(move: MoveCase, today: UtcDay): UtcDay | undefined {
  const days = movingDeadlines(move, today).flatMap(({ line, deadlines }) =>
    hasOrder(line, 'active') ? [] : [deadlines.lastSafe],
  )
  return days.length === 0 ? undefined : days.reduce(earlier)
}

const capped = (moment: Instant, lastSafe: UtcDay | undefined): Instant | UtcDay =>
  lastSafe !== undefined && dayOf(moment) > lastSafe ? lastSafe : moment
