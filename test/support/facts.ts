import type { Actor, Change, Checks } from '../../src/domain/changes.js'
import { decide, type Decision } from '../../src/domain/decide.js'
import type { Partner, SourceSubscription } from '../../src/domain/facts.js'
import { plannedSeats } from '../../src/domain/guards.js'
import {
  CaseId,
  CountryCode,
  CurrencyCode,
  DecimalText,
  Instant,
  LineId,
  PersonId,
  RequestId,
  SkuPartNumber,
  SubscriptionId,
  TenantId,
  UtcDay,
} from '../../src/domain/ids.js'
import { linesFrom } from '../../src/domain/lines.js'
import type { CaseState, InState, MoveCase } from '../../src/domain/moveCase.js'
import type { MoveLine } from '../../src/domain/moveLine.js'
import type { OfferMatcher } from '../../src/domain/offerMatch.js'
import { openCase, type Opening } from '../../src/domain/openCase.js'
import type { CustomerFound, OfferFound } from '../../src/domain/ports.js'
import type { Role } from '../../src/domain/roles.js'
import { unreachable } from '../../src/domain/unreachable.js'

/**
 * Facts to test with: one customer, its subscriptions, the people of the partner, and its case in any state. A case is
 * never written down by hand: `caseIn` leads one there by changes that were accepted, so that no test rests on a case
 * that cannot exist.
 */

export const at = (text: string): Instant => Instant.parse(text)
export const day = (text: string): UtcDay => UtcDay.parse(text)
export const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const lineId = (n: number): LineId => LineId.parse(`l${n}`)

// -------------------------------------------------------------------------------------------------------- people

export type PersonActor = Extract<Actor, { kind: 'person' }>
export const person = (name: string, ...roles: Role[]): PersonActor => ({
  kind: 'person',
  id: PersonId.parse(name),
  roles,
})

export const ada = person('ada', 'adminAgent')
export const ben = person('ben', 'adminAgent', 'billingAdmin')
export const sara = person('sara', 'salesAgent')
export const piotr = person('piotr', 'salesAgent')
export const hana = person('hana', 'helpdeskAgent')
export const marta = person('marta', 'billingAdmin')
export const nobody = person('nobody')
export const system: Actor = { kind: 'system' }

// ---------------------------------------------------------------------------------------------------- days of a move

/** When a case of {@link caseIn} is opened: 23 days before the old subscription ends. */
export const opened = at('2026-11-22T09:00:00Z')
/** `E` of {@link subscription}, a Tuesday. */
export const lastPaidDay = day('2026-12-15')
/** `P` of the plans made here: two business days before the end, the last safe day. */
export const plannedDay = day('2026-12-11')
/** When its orders are placed. */
export const ordered = at('2026-12-11T08:00:00Z')
/** A moment at which the old subscription is over. */
export const afterEnd = at('2026-12-16T08:00:00Z')

// ------------------------------------------------------------------------------------------------------ customers

export const balticCloud: Partner = {
  tenantId: guid(900),
  name: 'Baltic Cloud',
  country: CountryCode.parse('PL'),
  kind: 'DIRECT_BILL',
  currency: CurrencyCode.parse('EUR'),
}

export const contosoFound: CustomerFound = {
  tenantId: TenantId.parse(guid(1)),
  name: 'Contoso',
  domain: 'contoso.com',
  country: CountryCode.parse('DE'),
  locale: 'de-DE',
  segment: 'commercial',
  cloud: 'public',
  contact: { name: 'Erika Muster', email: 'erika@contoso.com' },
}

/** 25 seats bought from Microsoft directly that end for certain on {@link lastPaidDay}. */
export const subscription = (
  facts: Partial<Omit<SourceSubscription, 'id' | 'sku'>> & { id?: number; sku?: string } = {},
): SourceSubscription => {
  const { id = 100, sku = 'SPB', ...rest } = facts
  return {
    id: SubscriptionId.parse(guid(id)),
    sku: SkuPartNumber.parse(sku),
    title: sku === 'SPB' ? 'Microsoft 365 Business Premium' : `Product ${sku}`,
    seats: 25,
    assigned: 25,
    channel: 'WEB_DIRECT_MCA',
    ours: false,
    startedOn: day('2025-12-16'),
    endDate: lastPaidDay,
    term: 'P1Y',
    billing: 'annual',
    autoRenew: 'OFF',
    endAction: 'CANCEL',
    status: 'ACTIVE',
    isTrial: false,
    ...rest,
  }
}

export const offer = (sku = 'SPB', facts: Partial<Omit<OfferFound, 'sku'>> = {}): OfferFound => ({
  sku: SkuPartNumber.parse(sku),
  title: `New ${sku}`,
  productId: `CFQ7TTC0${sku}`,
  skuId: '0002',
  terms: ['P1M', 'P1Y'],
  billing: ['monthly', 'annual'],
  unitPrice: DecimalText.parse('20.60'),
  currency: CurrencyCode.parse('EUR'),
  maxSeats: 300,
  onSale: true,
  segment: 'commercial',
  ...facts,
})

/** What an offer becomes in a line. */
export const target = (sku = 'SPB', facts: Partial<OfferFound> = {}) => {
  const { title, productId, skuId, currency, unitPrice, maxSeats } = offer(sku, facts)
  return {
    sku: SkuPartNumber.parse(sku),
    title,
    productId,
    skuId,
    term: 'P1Y' as const,
    billing: 'annual' as const,
    currency,
    ...(unitPrice === undefined ? {} : { unitPrice }),
    ...(maxSeats === undefined ? {} : { maxSeats }),
  }
}

export interface Start {
  readonly subscriptions?: readonly SourceSubscription[]
  readonly offers?: readonly OfferFound[]
  readonly customer?: Partial<CustomerFound>
  readonly partner?: Partial<Partner>
  readonly actor?: Actor
  readonly now?: Instant
}

export function opening(start: Start = {}): Opening {
  const { subscriptions = [subscription()], now = opened, actor = sara } = start
  const skus = [...new Set(subscriptions.map(({ sku }) => sku))]
  const { offers = skus.map((sku) => offer(sku)) } = start
  const customer = { ...contosoFound, ...start.customer }
  return {
    id: CaseId.parse(guid(700)),
    number: 12,
    customer,
    partner: { ...balticCloud, ...start.partner },
    subscriptions,
    lines: linesFrom({
      subscriptions,
      offers,
      segment: customer.segment,
      existing: [],
      evidence: { by: 'system', at: now, source: 'CUSTOMER_STATED' },
    }),
    actor,
    now,
    holidays: [],
  }
}

/** A case just opened. */
export const contoso = (start: Start = {}): InState<'DRAFT'> => inState(accepted(openCase(opening(start))), 'DRAFT')

// ------------------------------------------------------------------------------------------------- leading a case on

/** @throws {Error} with the refusal, when there is one */
export function accepted(decision: Decision): MoveCase {
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`)
  return decision.move
}

export function inState<S extends CaseState>(move: MoveCase, state: S): InState<S> {
  if (move.state !== state) throw new Error(`the case is ${move.state}, not ${state}`)
  return move as InState<S>
}

export const after = (move: MoveCase, change: Change, actor: Actor, now: Instant, matcher?: OfferMatcher): MoveCase =>
  accepted(decide(move, change, { actor, now, ...(matcher === undefined ? {} : { matcher }) }))

type Step = readonly [change: Change, actor: Actor, now: Instant]
const led = (move: MoveCase, ...steps: Step[]): MoveCase =>
  steps.reduce((so, [change, actor, now]) => after(so, change, actor, now), move)

let lastRequest = 0
/** New request ids for all lines of a case, none of them ever used before. */
export const requestIds = (move: MoveCase): Record<LineId, RequestId> =>
  Object.fromEntries(move.lines.map(({ id }) => [id, RequestId.parse(guid(1_000_000 + (lastRequest += 1)))]))

/** What Partner Center answers for a line's order. */
export const orderedLine = (line: LineId, now = ordered): Change => ({
  type: 'orderActive',
  line,
  orderId: `order-${line}`,
  subscriptionId: SubscriptionId.parse(guid(500 + Number(line.slice(1)))),
  activeSince: now,
})

/** Closing checks that find everything as planned. */
export const greenChecks = (move: MoveCase): Checks => ({
  pools: [...plannedSeats(move)].map(([sku, planned]) => ({ sku, planned, enabled: planned, assigned: planned })),
  leftOnOldSku: 0,
  stillBilling: [],
})

const save: Step = [{ type: 'save' }, sara, opened]
const invite: Step = [{ type: 'invite' }, sara, opened]
const accept: Step = [{ type: 'relationshipFound' }, system, at('2026-11-23T10:00:00Z')]
const agree: Step = [{ type: 'recordAgreement', agreement: 'ACCEPTED_DIRECT' }, system, at('2026-11-23T10:00:00Z')]
const setStart: Step = [
  { type: 'editPlan', edit: { what: 'start', line: 'all', day: plannedDay } },
  sara,
  at('2026-11-24T09:00:00Z'),
]
const plan: Step = [{ type: 'completePlan', prices: [] }, sara, at('2026-11-24T09:00:00Z')]
const submit: Step = [{ type: 'submit' }, sara, at('2026-11-24T09:05:00Z')]
const approve: Step = [{ type: 'approve' }, ben, at('2026-11-24T11:00:00Z')]
/** The prices a plan was made with, as if read again unchanged. */
export const freshPrices = (move: MoveCase) => ('plan' in move ? (move.plan?.prices.prices ?? []) : [])

/** Sends the order of a line, so that its outcome can be told. */
export const sent = (move: MoveCase, ...lines: MoveLine[]): MoveCase =>
  led(move, ...lines.map(({ id }): Step => [{ type: 'orderSending', line: id }, system, ordered]))

/** Every line sent, then active. */
export const allActive = (move: MoveCase): MoveCase =>
  led(sent(move, ...move.lines), ...move.lines.map(({ id }): Step => [orderedLine(id), system, ordered]))

/** Two products, so that one order can succeed and the other fail. */
export const twoProducts = [subscription(), subscription({ id: 101, sku: 'VISIO', seats: 5, assigned: 5 })]

const transferable = [subscription({ channel: 'CSP_NCE', soldBy: 'Old Partner' })]

/**
 * The case in a state, reached by the changes that lead there. `PARTIALLY_PROVISIONED` has two lines, the first active and
 * the second refused by Partner Center; the states of a transfer have a source that another partner sells.
 */
export function caseIn<S extends CaseState>(state: S, start: Start = {}): InState<S> {
  return inState(leadTo(state, start), state)
}

function leadTo(state: CaseState, start: Start): MoveCase {
  const from = (earlier: CaseState, ...steps: Step[]): MoveCase => led(leadTo(earlier, start), ...steps)
  const transfer: Start = { subscriptions: transferable, ...start }
  switch (state) {
    case 'DRAFT':
      return contoso(start)
    case 'REGION_BLOCKED':
      return led(contoso({ ...start, customer: { country: CountryCode.parse('US'), ...start.customer } }), save)
    case 'READY_TO_INVITE':
      return from('DRAFT', save)
    case 'INVITED':
      return from('READY_TO_INVITE', invite)
    case 'STALLED':
      return from('INVITED', [{ type: 'invitationDeadlinePassed' }, system, at('2026-12-06T09:00:00Z')])
    case 'RELATIONSHIP_ACTIVE':
      return from('INVITED', accept)
    case 'PLANNED':
      return from('RELATIONSHIP_ACTIVE', agree, setStart, plan)
    case 'AWAITING_APPROVAL':
      return from('PLANNED', submit)
    case 'APPROVED':
      return from('AWAITING_APPROVAL', approve)
    case 'PROVISIONING': {
      const move = leadTo('APPROVED', start)
      return led(move, [{ type: 'start', requestIds: requestIds(move), prices: freshPrices(move) }, sara, ordered])
    }
    case 'PARTIALLY_PROVISIONED': {
      const move = leadTo('PROVISIONING', { subscriptions: twoProducts, ...start })
      const fail: Step = [{ type: 'orderFailed', line: lineId(2), code: '900275' }, system, ordered]
      return led(sent(move, ...move.lines), [orderedLine(lineId(1)), system, ordered], fail)
    }
    case 'OVERLAP':
      return allActive(leadTo('PROVISIONING', start))
    case 'TRANSFER_PENDING':
      return led(leadTo('APPROVED', transfer), [
        { type: 'sendTransfer', requestId: RequestId.parse(guid(950)) },
        ada,
        at('2026-11-24T12:00:00Z'),
      ])
    case 'TRANSFER_RUNNING':
      return led(leadTo('TRANSFER_PENDING', start), [{ type: 'transferAccepted' }, system, at('2026-11-28T12:00:00Z')])
    case 'VERIFYING': {
      const move = leadTo('OVERLAP', start)
      const end = (line: LineId): Step => [
        { type: 'sourceEnded', line, on: lastPaidDay, how: 'DISABLED' },
        system,
        afterEnd,
      ]
      return led(move, ...move.lines.map(({ id }) => end(id)))
    }
    case 'COMPLETED': {
      const move = leadTo('VERIFYING', start)
      return led(move, [{ type: 'complete', checks: greenChecks(move) }, sara, afterEnd])
    }
    case 'COEXISTING':
      return from(
        'RELATIONSHIP_ACTIVE',
        [{ type: 'editPlan', edit: { what: 'path', path: 'COEXIST' } }, sara, opened],
        [{ type: 'keepBoth' }, sara, opened],
      )
    case 'DECLINED':
      return from('INVITED', [{ type: 'decline', reason: 'stays where it is' }, sara, at('2026-11-25T09:00:00Z')])
    case 'CANCELLED':
      return from('RELATIONSHIP_ACTIVE', [
        { type: 'stop', reason: 'no longer needed' },
        sara,
        at('2026-11-25T09:00:00Z'),
      ])
    case 'ROLLED_BACK': {
      const move = leadTo('OVERLAP', start)
      const undo: Step = [{ type: 'undo', requestIds: requestIds(move) }, sara, at('2026-12-12T09:00:00Z')]
      return led(
        move,
        undo,
        ...move.lines.map(({ id }): Step => [{ type: 'lineCanceled', line: id }, system, at('2026-12-12T09:01:00Z')]),
      )
    }
    default:
      return unreachable(state)
  }
}
