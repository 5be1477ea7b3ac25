import type { Actor, Change, PlanEdit } from '../../../src/domain/changes.js'
import { addDays, addHours, dayOf } from '../../../src/domain/days.js'
import type { SourceSubscription } from '../../../src/domain/facts.js'
import { CountryCode, LineId, RequestId, SubscriptionId, type Instant } from '../../../src/domain/ids.js'
import { sourceEventsOf } from '../../../src/domain/lines.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import { endDateOf } from '../../../src/domain/moveLine.js'
import {
  ada,
  ben,
  freshPrices,
  greenChecks,
  guid,
  hana,
  marta,
  offer,
  requestIds,
  sara,
  subscription,
  system,
  target,
  type Start,
} from '../../support/facts.js'
import { unreachable } from '../../../src/domain/unreachable.js'
import { price } from './transitionRows.js'

/** Everything that could be asked of a case at a moment: sensible, silly, and too late. Deterministic for its choices. */

export const actors: readonly [Actor, ...Actor[]] = [system, sara, ada, ben, marta, hana]

/** Numbers that stand for choices, from a generator. */
export type Choice = (below: number) => number
export const oneOf = <const T extends readonly [unknown, ...unknown[]]>(choose: Choice, list: T): T[number] =>
  list[choose(list.length)] ?? list[0]

type Kind = Omit<Partial<SourceSubscription>, 'id' | 'sku'>
const SOURCES: readonly [Kind, ...Kind[]] = [
  {},
  { channel: 'CSP_NCE', soldBy: 'Old Partner' },
  { channel: 'CSP_NCE' },
  { channel: 'CSP_NCE', autoRenew: 'ON', endAction: 'RENEW' },
  { channel: 'CSP_NCE', endAction: 'EST' },
  { channel: 'OPEN_VALUE' },
  { channel: 'EA' },
  { channel: 'UNKNOWN', autoRenew: 'UNKNOWN', endAction: 'UNKNOWN' },
  { isTrial: true },
  { status: 'SUSPENDED' },
]

/** A customer with up to three products, each bought in some way. */
export function anyStart(choose: Choice): Start {
  const own = oneOf(choose, SOURCES)
  const products = ['SPB', 'VISIO', 'PROJECT'].slice(0, 1 + choose(3))
  const subscriptions = products.map((sku, n) =>
    subscription({
      id: 100 + n,
      sku,
      ...(choose(3) === 0 ? oneOf(choose, SOURCES) : own),
      ...(choose(4) === 0 ? { assigned: 30 } : {}),
    }),
  )
  const country = CountryCode.parse(oneOf(choose, ['DE', 'DE', 'DE', 'PL', 'US', 'BY']))
  const kind = oneOf(choose, ['DIRECT_BILL', 'DIRECT_BILL', 'DIRECT_BILL', 'INDIRECT_RESELLER'] as const)
  const offers = choose(4) === 0 ? [] : products.map((sku) => offer(sku))
  return { subscriptions, offers, customer: { country }, partner: { kind } }
}

/** Anything at all: by whomever, whether it has a meaning now or not. */
export function anyChange(choose: Choice, move: MoveCase, now: Instant): readonly [Change, Actor] {
  const lists = [
    whatPeopleDo,
    whatPeopleDo,
    whatTheWorldDoes,
    whatOrdersDo,
    (...all: Parameters<typeof whatPeopleDo>) => [() => edits(...all)],
  ] as const
  const list = (lists[choose(lists.length)] ?? whatPeopleDo)(choose, move, now)
  return [list[choose(list.length)]?.() ?? { type: 'save' }, oneOf(choose, actors)]
}

const edits = (choose: Choice, move: MoveCase, now: Instant): Change => ({
  type: 'editPlan',
  edit: anyEdit(choose, move, anyLine(choose, move), now),
})
const anyLine = (choose: Choice, move: MoveCase): LineId =>
  move.lines[choose(move.lines.length)]?.id ?? LineId.parse('l1')

/** What usually leads on from where a case stands, by somebody who may: without it, hardly any would get far. */
export function likelyChange(choose: Choice, move: MoveCase, now: Instant): readonly [Change, Actor] {
  const line = anyLine(choose, move)
  const edit = (one: PlanEdit): Change => ({ type: 'editPlan', edit: one })
  const prices = freshPrices(move)
  const planning: readonly [Change, ...Change[]] = [
    { type: 'recordAgreement', agreement: 'ACCEPTED_DIRECT' },
    edit({ what: 'path', path: 'MANUAL' }),
    edit({ what: 'path', path: oneOf(choose, ['MANUAL', 'MANUAL', 'TRANSFER', 'TRANSFER', 'TRANSFER', 'COEXIST']) }),
    choose(8) === 0 ? { type: 'keepBoth' } : { type: 'completePlan', prices },
    edit({ what: 'offer', line, level: 'SAME', target: target(move.lines.find(({ id }) => id === line)?.sku) }),
    edit({ what: 'seats', line, seats: 30 }),
    edit({ what: 'start', line: 'all', day: dayOf(now) }),
    edit({ what: 'stopRenewal', line: 'all', who: 'CUSTOMER' }),
    { type: 'completePlan', prices },
    { type: 'completePlan', prices },
  ]
  switch (move.state) {
    case 'DRAFT':
      return [{ type: 'save' }, sara]
    case 'REGION_BLOCKED':
      return oneOf(choose, [
        [{ type: 'overrideRegion', reason: 'confirmed' }, ada],
        [{ type: 'recheckRegion', country: CountryCode.parse('DE') }, sara],
      ])
    case 'READY_TO_INVITE':
      return oneOf(choose, [
        [{ type: 'invite' }, sara],
        [{ type: 'relationshipFound' }, system],
      ])
    case 'INVITED':
      return [{ type: choose(4) === 0 ? 'relationshipFound' : 'invitationDeadlinePassed' }, system]
    case 'STALLED':
      return oneOf(choose, [
        [{ type: 'reopen' }, sara],
        [{ type: 'relationshipFound' }, sara],
      ])
    case 'RELATIONSHIP_ACTIVE':
      return [oneOf(choose, planning), sara]
    case 'PLANNED':
      return [oneOf(choose, [{ type: 'submit' }, { type: 'submit' }, ...planning]), oneOf(choose, [sara, ada])]
    case 'AWAITING_APPROVAL':
      return [{ type: 'approve' }, oneOf(choose, [ben, marta, ada])]
    case 'APPROVED':
      return oneOf(choose, [
        [{ type: 'start', requestIds: requestIds(move), prices }, oneOf(choose, [sara, system])],
        [{ type: 'sendTransfer', requestId: RequestId.parse(guid(choose(1e6))) }, ada],
        [{ type: 'schedule', day: dayOf(now) }, sara],
      ])
    case 'PROVISIONING':
    case 'PARTIALLY_PROVISIONED':
    case 'OVERLAP': {
      const [orders, world] = [whatOrdersDo(choose, move, now), whatTheWorldDoes(choose, move, now)]
      const told = choose(4) === 0 ? world[choose(world.length)] : orders[choose(orders.length)]
      if (choose(4) !== 0) return [told?.() ?? { type: 'sourcesLooked' }, system]
      return [
        oneOf(choose, [
          { type: 'retry', requestIds: requestIds(move), prices },
          { type: 'dropLine', line },
          { type: 'undo', requestIds: requestIds(move) },
        ]),
        sara,
      ]
    }
    case 'TRANSFER_PENDING':
      return oneOf(choose, [
        [{ type: 'transferAccepted' }, system],
        [{ type: 'transferClosed', how: 'REFUSED' }, system],
      ])
    case 'TRANSFER_RUNNING':
      return oneOf(choose, [
        [{ type: 'transferFinished', moved: [line] }, system],
        [{ type: 'transferFailed' }, ada],
      ])
    case 'VERIFYING':
      return [{ type: 'complete', checks: greenChecks(move) }, sara]
    case 'DECLINED':
      return [{ type: 'reopen' }, sara]
    case 'COMPLETED':
    case 'COEXISTING':
    case 'CANCELLED':
    case 'ROLLED_BACK':
      return [{ type: 'note', text: 'for later' }, sara]
    default:
      return unreachable(move)
  }
}

function whatOrdersDo(choose: Choice, move: MoveCase, now: Instant): (() => Change)[] {
  const line = anyLine(choose, move)
  return [
    () => ({ type: 'orderSending', line }),
    () => ({ type: 'orderSending', line }),
    () => ({
      type: 'orderActive',
      line,
      orderId: `o${choose(1e6)}`,
      subscriptionId: SubscriptionId.parse(guid(choose(1e6))),
      activeSince: now,
    }),
    () => ({
      type: 'orderActive',
      line,
      orderId: `o${choose(1e6)}`,
      subscriptionId: SubscriptionId.parse(guid(choose(1e6))),
      activeSince: now,
    }),
    () => ({ type: 'orderFailed', line, code: '900275' }),
    () => ({ type: 'orderUnknown', line, settleAt: addHours(now, choose(3)) }),
    () => ({ type: 'orderNeedsAttention', line }),
    () => ({ type: 'lineCanceled', line }),
    () => ({ type: 'cancelFailed', line, code: '800042' }),
  ]
}

function whatPeopleDo(choose: Choice, move: MoveCase, now: Instant): (() => Change)[] {
  const seen = choose(5) === 0 ? { seen: move.revision - choose(2) } : {}
  const prices =
    choose(6) === 0
      ? []
      : freshPrices(move).map((one) => (choose(12) === 0 ? { ...one, unitPrice: price('99.00') } : one))
  const reason = choose(5) === 0 ? '' : 'because'
  return [
    () => ({ type: 'save' }),
    () => ({
      type: 'recheckRegion',
      ...(choose(2) === 0 ? {} : { country: CountryCode.parse(oneOf(choose, ['DE', 'PL', 'US', 'RU'])) }),
    }),
    () => ({ type: 'overrideRegion', reason }),
    () => ({ type: 'setChannel', channel: oneOf(choose, ['CSP_NCE', 'EA', 'WEB_DIRECT_MCA'] as const) }),
    () => ({ type: 'invite' }),
    () => ({
      type: 'recordAgreement',
      agreement: oneOf(choose, ['ACCEPTED_DIRECT', 'ATTESTED', 'ATTESTED', 'REFUSED'] as const),
    }),
    () => ({ type: 'recordAdminAccess', adminAccess: oneOf(choose, ['REQUESTED', 'ACTIVE', 'EXPIRED'] as const) }),
    () => (choose(6) === 0 ? { type: 'decline', reason } : { type: 'note', text: 'thought about it' }),
    () => ({ type: 'keepBoth' }),
    () => ({ type: 'completePlan', prices }),
    () => ({ type: 'submit', ...seen }),
    () => ({ type: 'withdrawSubmission' }),
    () => ({ type: 'approve', ...seen }),
    () => ({ type: 'reject', reason, ...seen }),
    () => ({ type: 'schedule', day: addDays(dayOf(now), choose(4)) }),
    () => ({ type: 'unschedule' }),
    () => ({ type: 'start', requestIds: requestIds(move), prices }),
    () => ({ type: 'retry', requestIds: requestIds(move), prices }),
    () => ({ type: 'undo', requestIds: requestIds(move) }),
    () => ({ type: 'complete', checks: { ...greenChecks(move), leftOnOldSku: choose(3) === 0 ? 1 : 0 } }),
    () => ({
      type: 'sendTransfer',
      requestId: RequestId.parse(guid(choose(1e6))),
      ...(choose(3) === 0 ? { byProvider: true as const } : {}),
    }),
    () => ({ type: 'transferFailed' }),
    () => (choose(6) === 0 ? { type: 'stop' } : { type: 'note', text: 'thought about it' }),
    () => ({ type: 'dropLine', line: anyLine(choose, move) }),
    () => ({ type: 'reopen' }),
    () => ({ type: 'note', text: reason }),
    () => ({ type: 'addEvidence', text: reason }),
    () => ({ type: 'handOver', to: ben.id }),
    () => ({ type: 'recordEndAction', line: 'all', endAction: oneOf(choose, ['CANCEL', 'EST', 'NONE'] as const) }),
  ]
}

function whatTheWorldDoes(choose: Choice, move: MoveCase, now: Instant): (() => Change)[] {
  const today = dayOf(now)
  const line = move.lines[choose(move.lines.length)]
  const id = line?.id ?? LineId.parse('l1')
  const reading = move.lines.flatMap(({ sources }) => sources).map((source) => lived(choose, source, today))
  return [
    () => {
      const told = sourceEventsOf(move, reading, now, oneOf(choose, ['DIRECTORY', 'CUSTOMER_STATED'] as const))
      return told[choose(told.length)] ?? { type: 'sourcesLooked' }
    },
    () => ({ type: 'relationshipFound' }),
    () => ({ type: 'relationshipRemoved' }),
    () => ({ type: 'invitationDeadlinePassed' }),
    () => ({
      type: 'refreshLines',
      subscriptions: reading,
      evidence: 'DIRECTORY',
      ...(choose(2) === 0 ? {} : { offers: [offer('SPB'), offer('VISIO')] }),
    }),
    () => ({
      type: 'pricesRead',
      prices: freshPrices(move).map((one) => (choose(3) === 0 ? { ...one, unitPrice: price('77.00') } : one)),
    }),
    () => ({
      type: 'sourceEnded',
      line: id,
      on: addDays(line ? endDateOf(line) : today, -choose(3)),
      how: oneOf(choose, ['EXPIRED', 'DISABLED', 'CANCELED'] as const),
    }),
    () => ({
      type: 'sourceRenewed',
      line: id,
      sources: reading.map((source) => ({ ...source, endDate: addDays(source.endDate, choose(2) * 365) })),
    }),
    () => ({ type: 'sourceEndPassed', line: id }),
    () => ({ type: 'sourcesLooked' }),
    () => ({ type: 'transferAccepted' }),
    () => ({ type: 'transferClosed', how: oneOf(choose, ['REFUSED', 'LAPSED', 'WITHDRAWN'] as const) }),
    () => ({ type: 'transferFinished', moved: move.lines.filter(() => choose(2) === 0).map((one) => one.id) }),
    () => ({ type: 'transferStuck' }),
  ]
}

/** What may have become of a subscription by a day. */
function lived(choose: Choice, source: SourceSubscription, today: SourceSubscription['endDate']): SourceSubscription {
  if (choose(12) === 0) return { ...source, seats: source.seats + 1 }
  if (choose(20) === 0) return { ...source, status: 'SUSPENDED' }
  if (source.endDate >= today) return source
  return oneOf(choose, [
    { ...source, status: 'DISABLED' as const },
    { ...source, status: 'DISABLED' as const },
    { ...source, status: 'EST' as const },
    { ...source, endDate: addDays(source.endDate, 365) },
    source,
  ])
}

function anyEdit(choose: Choice, move: MoveCase, line: LineId, now: Instant): PlanEdit {
  const one = move.lines.find(({ id }) => id === line)
  const end = one === undefined ? dayOf(now) : endDateOf(one)
  const starts = [dayOf(now), addDays(end, -2), addDays(end, 1), addDays(end, 40)] as const
  const edits: readonly [PlanEdit, ...PlanEdit[]] = [
    { what: 'start', line: 'all', day: oneOf(choose, starts) },
    { what: 'start', line: 'all', day: dayOf(now) },
    { what: 'start', line, day: oneOf(choose, starts) },
    { what: 'stopRenewal', line: 'all', who: 'CUSTOMER' },
    { what: 'stopRenewal', line: 'all', who: 'SOURCE_PARTNER' },
    { what: 'path', path: oneOf(choose, ['MANUAL', 'TRANSFER', 'CHANNEL_TRANSFER', 'COEXIST'] as const) },
    { what: 'path', path: 'MANUAL' },
    {
      what: 'offer',
      line,
      level: oneOf(choose, ['SAME', 'EQUIVALENT', 'DIFFERENT'] as const),
      target: target(oneOf(choose, ['SPE_E3', one?.sku ?? 'SPB'])),
    },
    { what: 'offer', line, level: 'SAME', target: target(one?.sku ?? 'SPB') },
    { what: 'noEquivalent', line },
    { what: 'confirmEquivalent', line },
    { what: 'confirmDifferent', line, reason: 'cheaper', customerConsent: 'by mail' },
    { what: 'exclude', line, why: 'KEPT_AT_SOURCE' },
    { what: 'include', line },
    { what: 'seats', line, seats: oneOf(choose, [0, 20, 25, 30, 30, 30, 400]) },
    { what: 'overrideSeats', line, reason: 'they leave' },
    { what: 'term', line, term: oneOf(choose, ['P1M', 'P1Y', 'P3Y'] as const), billing: 'annual' },
    { what: 'endDate', line, day: addDays(end, choose(5) - 2), evidence: 'CUSTOMER_STATED' },
  ]
  return oneOf(choose, edits)
}
