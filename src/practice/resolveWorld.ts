import { addDays, addHours, startOf } from '../domain/days.js'
import type { SourceStatus, SourceSubscription } from '../domain/facts.js'
import { UtcDay, type Instant } from '../domain/ids.js'
import { undoUntil } from '../domain/windows.js'
import { FAULT_NAMES } from '../partnerCenter/simulator/faults.js'
import type {
  CustomerState,
  FaultState,
  HeldSubscription,
  OfferState,
  WorldState,
} from '../partnerCenter/simulator/state.js'
import { phasesAfter } from '../partnerCenter/simulator/termEnd.js'
import { BUILT_IN_OFFERS } from './builtIn/offers.js'
import {
  pathText,
  WorldFileError,
  type Customer,
  type Day,
  type Offer,
  type Subscription,
  type World,
} from './world.js'

/** A world with every day settled: what the simulator starts from. */
export interface ResolvedWorld {
  readonly clock: Instant
  readonly world: WorldState
  readonly customers: readonly CustomerState[]
  readonly faults: FaultState
}

/** The practice clock begins in the morning of a working day in Poland, whatever the hour of the first start. */
const FIRST_HOUR = 8

/** Days after which an answer comes where the file names none. */
const ANSWER_AFTER_DAYS = 1

/**
 * Settles a world's days once, at first start. A file without offers gets the built-in price list.
 *
 * @param today the real day, UTC
 * @throws {WorldFileError} when a subscription ends before it starts
 */
export function resolveWorld(world: World, today: UtcDay): ResolvedWorld {
  const now = world.now === 'today' ? today : settled(world.now, today)
  const clock = addHours(startOf(now), FIRST_HOUR)
  const { partner, people } = world
  const offers = (world.offers ?? BUILT_IN_OFFERS).map(offerOf)
  const faults = (world.faults ?? []).flatMap(({ name, times = 1, customer }) => {
    const known = FAULT_NAMES.find((fault) => fault === name)
    return known === undefined ? [] : [{ name: known, times, ...(customer === undefined ? {} : { customer }) }]
  })
  return {
    clock,
    world: { partner, people, offers, startedAt: clock },
    customers: world.customers.map((customer, index) => {
      const subscriptions = customer.subscriptions.map((subscription, s) =>
        held(subscription, now, partner.name, ['customers', index, 'subscriptions', s]),
      )
      return customerOf(customer, subscriptions, clock)
    }),
    faults: { active: faults },
  }
}

const settled = (day: Day, now: UtcDay): UtcDay =>
  /^[+-]/.test(day) ? addDays(now, Number.parseInt(day, 10)) : UtcDay.parse(day)

const offerOf = ({ skuPartNumber: sku, ...offer }: Offer): OfferState => ({ sku, ...offer })

function customerOf(customer: Customer, subscriptions: HeldSubscription[], clock: Instant): CustomerState {
  const { invitation, transfer, cloud = 'public', subscriptions: _, ...facts } = customer
  return {
    ...facts,
    cloud,
    declined: false,
    invitation: {
      answer: invitation?.answer ?? 'silent',
      afterHours: (invitation?.afterDays ?? ANSWER_AFTER_DAYS) * 24,
      // an invitation that is out already went out when the world began
      ...(customer.relationship === 'INVITED' ? { sentAt: clock } : {}),
    },
    transfer: { answer: transfer?.answer ?? 'silent', afterHours: (transfer?.afterDays ?? ANSWER_AFTER_DAYS) * 24 },
    subscriptions,
  }
}

const STATUS = {
  active: 'ACTIVE',
  suspended: 'SUSPENDED',
  expired: 'EXPIRED',
  deleted: 'DELETED',
} as const satisfies Record<NonNullable<Subscription['status']>, SourceStatus>

const AUTO_RENEW = { true: 'ON', false: 'OFF', unknown: 'UNKNOWN' } as const

function held(
  written: Subscription,
  now: UtcDay,
  partner: string,
  path: readonly (string | number)[],
): HeldSubscription {
  const startedOn = settled(written.startedOn, now)
  const endDate = settled(written.endDate, now)
  if (endDate < startedOn) {
    throw new WorldFileError([`${pathText([...path, 'endDate'])}: ${endDate} lies before startedOn, ${startedOn}`])
  }
  const {
    skuPartNumber: sku,
    autoRenew,
    endAction = 'UNKNOWN',
    status = 'active',
    isTrial = false,
    soldBy,
    ...facts
  } = written
  const ours = soldBy?.toLowerCase() === partner.toLowerCase()
  const shown: SourceSubscription = {
    ...facts,
    sku,
    ours,
    ...(soldBy === undefined ? {} : { soldBy }),
    startedOn,
    endDate,
    autoRenew: AUTO_RENEW[`${autoRenew}`],
    endAction,
    status: STATUS[status],
    isTrial,
  }
  return {
    shown,
    ...(ours ? { undoUntil: undoUntil(startOf(startedOn)) } : {}),
    ahead: shown.status === 'EXPIRED' ? phasesAfter('FREE_GRACE_30', endDate).slice(1) : [],
  }
}
