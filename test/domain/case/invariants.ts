import { expect } from 'chai'
import type { Change } from '../../../src/domain/changes.js'
import { dayOf } from '../../../src/domain/days.js'
import type { Context, Decision } from '../../../src/domain/decide.js'
import { planKey } from '../../../src/domain/fingerprint.js'
import {
  BEFORE_OVERLAP,
  BEFORE_PROVISIONING,
  CASE_STATES,
  isIn,
  MoveCase,
  TERMINAL,
  type CaseState,
} from '../../../src/domain/moveCase.js'
import { isMoving, type LineOrder, type MoveLine } from '../../../src/domain/moveLine.js'
import { nextSteps } from '../../../src/domain/nextSteps.js'
import { may } from '../../../src/domain/roles.js'
import { same } from '../../../src/domain/same.js'

/** One step of a case: what was asked, by whom, and what came of it. */
export interface Step {
  readonly before: MoveCase
  readonly change: Change
  readonly context: Context
  readonly decision: Decision
}

/** What must hold after any step at all, said without looking at how it is decided. */
export function checkInvariants({ before, change, context, decision }: Step): void {
  if (!decision.ok) return
  const { move, entry } = decision
  const { actor, now } = context
  counts(before, move, entry)
  edges(before, change, move)
  expect(same(MoveCase.parse(JSON.parse(JSON.stringify(move))), move), 'reads back as it was written').to.equal(true)

  const served = 'region' in move ? move.region : undefined
  if (!isIn(move, ['DRAFT', 'REGION_BLOCKED', 'CANCELLED'])) {
    expect(served?.result === 'OK' || served?.override !== undefined, 'I5: no region, no move').to.equal(true)
  }
  if (change.type === 'overrideRegion')
    expect(actor.kind === 'person' && may('overrideRegion', actor.roles), 'I5').to.equal('yes')

  for (const line of move.lines)
    lineHolds(
      before,
      before.lines.find(({ id }) => id === line.id),
      line,
      step(before, change, context, decision),
      now,
    )
  if (isIn(before, [...BEFORE_OVERLAP]) && before.lines.length > move.lines.length) expect.fail('lines are never lost')

  if (change.type === 'relationshipFound')
    expect(
      move.lines.map(({ order }) => order),
      'I12',
    ).to.deep.equal(before.lines.map(({ order }) => order))

  if (isIn(move, ['AWAITING_APPROVAL', 'APPROVED']))
    expect(planKey(move), 'I10: what is asked for or given is this plan').to.equal(move.submission.planKey)
  if ('approval' in move && move.approval !== undefined && move.submission !== undefined) {
    expect(move.approval.by, 'I10: nobody approves their own submission').to.not.equal(move.submission.by)
    expect(move.approval.planKey, 'I10').to.equal(move.submission.planKey)
  }
  if (isIn(move, ['TRANSFER_PENDING', 'TRANSFER_RUNNING']))
    expect(ordersOf(move), 'a transfer orders nothing').to.not.include.members(['intended', 'sending', 'active'])
  if (move.state === 'CANCELLED') {
    expect(isIn(before, ['TRANSFER_PENDING', 'TRANSFER_RUNNING']), 'X29').to.equal(false)
    for (const status of ['active', 'intended', 'sending', 'unknown', 'canceling'] as const)
      expect(ordersOf(move), 'X29').to.not.include(status)
  }
  if (move.state === 'ROLLED_BACK') expect(ordersOf(move), 'X20').to.include('canceled').and.not.include('active')

  // I2: whoever is asked to end the old subscription is asked only when everything new is active
  const bought = move.path !== 'TRANSFER' && isIn(move, ['OVERLAP', 'VERIFYING'])
  if (bought)
    for (const line of move.lines.filter(isMoving)) expect(line.order.status, 'I2').to.be.oneOf(['active', 'canceling'])
  const { awaited } = nextSteps(move, actor, now)
  if (awaited.who === 'SOURCE_PARTNER')
    expect(move.state, 'I2').to.be.oneOf(['TRANSFER_PENDING', 'OVERLAP', 'VERIFYING'])
}

const step = (before: MoveCase, change: Change, context: Context, decision: Decision): Step => ({
  before,
  change,
  context,
  decision,
})
const ordersOf = (move: MoveCase): LineOrder['status'][] => move.lines.map(({ order }) => order.status)

function counts(before: MoveCase, move: MoveCase, entry: Extract<Decision, { ok: true }>['entry']): void {
  expect([move.revision, move.historyLength, entry.n]).to.deep.equal([
    before.revision + 1,
    before.historyLength + 1,
    before.historyLength + 1,
  ])
  expect([entry.from, entry.to]).to.deep.equal([before.state, move.state])
  if (before.state === move.state) expect(move.since).to.equal(before.since)
}

function lineHolds(
  before: MoveCase,
  was: MoveLine | undefined,
  line: MoveLine,
  { change }: Step,
  now: Parameters<typeof dayOf>[0],
): void {
  if (line.match.level === 'SAME') expect(line.match.target.sku, 'I7').to.equal(line.sku)
  const begins = line.order.status === 'intended' || line.order.status === 'sending'
  if (begins && was?.order.status !== line.order.status) {
    expect(before.relationship, 'I1').to.equal('ACTIVE')
    expect(before.agreement, 'I1').to.be.oneOf(['ACCEPTED_DIRECT', 'ATTESTED'])
  }
  if (was === undefined) return expect(line.order.status, 'a new line has no order').to.equal('none') && undefined

  if (was.order.status === 'active') {
    expect(line.order.status, 'I9').to.be.oneOf(['active', 'canceling'])
    expect(same(pick(line.order), pick(was.order)), 'I9').to.equal(true)
  }
  if (was.order.status === 'canceled' || was.order.status === 'dropped')
    expect(same(line.order, was.order), 'I9').to.equal(true)
  if (was.order.status === 'canceling')
    expect(line.order.status, 'X20').to.be.oneOf(['canceling', 'canceled', 'active'])
  if (line.order.status === 'active' && was.order.status !== 'active') {
    expect(was.order.status, 'nothing is active that was not sent').to.be.oneOf([
      'sending',
      'unknown',
      'needsAttention',
      'canceling',
    ])
  }
  if (line.sourceEnd.status === 'ended') expect(line.sourceEnd.on < dayOf(now), 'I6').to.equal(true)
  if (line.sourceEnd.status === 'ended' && was.sourceEnd.status === 'running')
    expect(change.type, 'I2: an end is seen, never made').to.equal('sourceEnded')
  const suspended = (one: MoveLine) => one.sources.some(({ status }) => status === 'SUSPENDED')
  if (suspended(line) && !suspended(was))
    expect(change.type, 'I3: never our doing').to.be.oneOf(['refreshLines', 'sourceRenewed'])
}

const pick = (order: LineOrder) =>
  'orderId' in order ? [order.orderId, order.subscriptionId, order.activeSince, order.undoUntil] : []

/** The table of domain 3.6 once more, as which change may lead from where to where. Staying is always possible. */
const REVIEWED: readonly CaseState[] = ['PLANNED', 'AWAITING_APPROVAL', 'APPROVED']
const VOIDING: readonly Change['type'][] = [
  'editPlan',
  'withdrawSubmission',
  'refreshLines',
  'setChannel',
  'pricesRead',
  'recheckRegion',
  'recordEndAction',
  'sourceEnded',
  'sourceRenewed',
  'start',
  'reject',
]

const EDGES: Partial<Record<Change['type'], readonly (readonly [from: readonly CaseState[], to: CaseState])[]>> = {
  save: [
    [['DRAFT'], 'READY_TO_INVITE'],
    [['DRAFT'], 'REGION_BLOCKED'],
  ],
  recheckRegion: [
    [['READY_TO_INVITE', 'INVITED', 'STALLED', 'RELATIONSHIP_ACTIVE', ...REVIEWED], 'REGION_BLOCKED'],
    [['REGION_BLOCKED'], 'READY_TO_INVITE'],
  ],
  overrideRegion: [[['REGION_BLOCKED'], 'READY_TO_INVITE']],
  invite: [[['READY_TO_INVITE'], 'INVITED']],
  relationshipFound: [[['READY_TO_INVITE', 'INVITED', 'STALLED'], 'RELATIONSHIP_ACTIVE']],
  invitationDeadlinePassed: [[['INVITED'], 'STALLED']],
  decline: [[['READY_TO_INVITE', 'INVITED', 'STALLED', 'RELATIONSHIP_ACTIVE', ...REVIEWED], 'DECLINED']],
  keepBoth: [[['RELATIONSHIP_ACTIVE', 'PLANNED'], 'COEXISTING']],
  completePlan: [[['RELATIONSHIP_ACTIVE'], 'PLANNED']],
  submit: [[['PLANNED'], 'AWAITING_APPROVAL']],
  sendTransfer: [[['APPROVED'], 'TRANSFER_PENDING']],
  approve: [[['AWAITING_APPROVAL'], 'APPROVED']],
  start: [[['APPROVED'], 'PROVISIONING']],
  orderActive: [
    [['PROVISIONING', 'PARTIALLY_PROVISIONED'], 'OVERLAP'],
    [['PROVISIONING', 'PARTIALLY_PROVISIONED'], 'VERIFYING'],
    [['PROVISIONING'], 'PARTIALLY_PROVISIONED'],
  ],
  orderFailed: [[['PROVISIONING'], 'PARTIALLY_PROVISIONED']],
  orderNeedsAttention: [[['PROVISIONING'], 'PARTIALLY_PROVISIONED']],
  retry: [[['PARTIALLY_PROVISIONED'], 'PROVISIONING']],
  dropLine: [
    [['PARTIALLY_PROVISIONED'], 'OVERLAP'],
    [['PARTIALLY_PROVISIONED'], 'VERIFYING'],
  ],
  lineCanceled: [
    [['OVERLAP', 'PARTIALLY_PROVISIONED'], 'ROLLED_BACK'],
    [['OVERLAP'], 'VERIFYING'],
    [['PARTIALLY_PROVISIONED'], 'OVERLAP'],
    [['PARTIALLY_PROVISIONED'], 'VERIFYING'],
  ],
  cancelFailed: [
    [['OVERLAP'], 'VERIFYING'],
    [['PARTIALLY_PROVISIONED'], 'OVERLAP'],
    [['PARTIALLY_PROVISIONED'], 'VERIFYING'],
  ],
  sourceEnded: [[['OVERLAP'], 'VERIFYING']],
  complete: [[['VERIFYING'], 'COMPLETED']],
  transferAccepted: [[['TRANSFER_PENDING'], 'TRANSFER_RUNNING']],
  transferClosed: [[['TRANSFER_PENDING'], 'PLANNED']],
  transferFinished: [[['TRANSFER_RUNNING'], 'VERIFYING']],
  transferFailed: [[['TRANSFER_RUNNING'], 'PLANNED']],
  stop: [[CASE_STATES.filter((state) => !(TERMINAL as readonly CaseState[]).includes(state)), 'CANCELLED']],
  reopen: [[['DECLINED', 'STALLED'], 'READY_TO_INVITE']],
}

function edges(before: MoveCase, { type }: Change, move: MoveCase): void {
  if (before.state === move.state) return
  const voided = VOIDING.includes(type) && isIn(before, ['AWAITING_APPROVAL', 'APPROVED']) && move.state === 'PLANNED'
  const known = EDGES[type]?.some(([from, to]) => from.includes(before.state) && to === move.state) ?? false
  expect(voided || known, `${type} leads from ${before.state} to ${move.state}`).to.equal(true)
  expect(isIn(before, TERMINAL), 'nothing follows the end').to.equal(false)
  if (isIn(move, BEFORE_PROVISIONING))
    expect(ordersOf(move), 'before any order').to.satisfy((all: string[]) => all.every((one) => one === 'none'))
}
