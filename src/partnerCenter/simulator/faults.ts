import { PartnerCenterRejectedError, PartnerCenterUnavailableError } from '../../domain/errors.js'
import type { TenantId } from '../../domain/ids.js'
import type { OrderRequest } from '../../domain/ports.js'
import type { Instant } from '../../domain/ids.js'
import type { ActiveFault, FaultState } from './state.js'

/**
 * Failures by name, as somebody switches them on in practice. Behind a port there is no wire: a fault shows by the error it
 * leads to and by whether the work was done before it. Pure: the simulator keeps the state.
 */

export const FAULT_NAMES = [
  'throttle',
  'error-before',
  'error-after',
  'timeout-before',
  'timeout-after',
  'lost-answer',
  'half-checkout',
  'slow',
  'token-refused',
  'agreement-missing',
  'stale-etag',
  'not-json',
  'late-landing',
] as const
export type FaultName = (typeof FAULT_NAMES)[number]

/** What is asked of Partner Center, as far as faults tell it apart. */
export interface Call {
  readonly kind: 'read' | 'placeOrder' | 'cancel'
  /** Whom it is about; a search is about nobody. */
  readonly customer?: TenantId | undefined
}

/** How a fault shows itself; `slow` is answered in the end, `own` is played where orders are placed. */
type Effect =
  | { readonly effect: 'unavailableBefore' | 'unavailableAfter'; readonly retrySeconds: number }
  | { readonly effect: 'rejectedBefore'; readonly code: string }
  | { readonly effect: 'slow' | 'own' }

const EVERY_CALL: readonly Call['kind'][] = ['read', 'placeOrder', 'cancel']
/** Only where there is work to be done can it matter that the failure came after it. */
const WRITES: readonly Call['kind'][] = ['placeOrder', 'cancel']
const ORDERS: readonly Call['kind'][] = ['placeOrder']

/** Which calls a fault fits and what it does there. The seconds are ours; Microsoft's vary (reference 16.4, 17). */
export const FAULT_TABLE = {
  throttle: { fits: EVERY_CALL, effect: 'unavailableBefore', retrySeconds: 30 },
  'error-before': { fits: EVERY_CALL, effect: 'unavailableBefore', retrySeconds: 5 },
  'timeout-before': { fits: EVERY_CALL, effect: 'unavailableBefore', retrySeconds: 60 },
  'token-refused': { fits: EVERY_CALL, effect: 'unavailableBefore', retrySeconds: 60 },
  'not-json': { fits: EVERY_CALL, effect: 'unavailableBefore', retrySeconds: 5 },
  'error-after': { fits: WRITES, effect: 'unavailableAfter', retrySeconds: 5 },
  'timeout-after': { fits: WRITES, effect: 'unavailableAfter', retrySeconds: 60 },
  'lost-answer': { fits: WRITES, effect: 'unavailableAfter', retrySeconds: 5 },
  'stale-etag': { fits: WRITES, effect: 'rejectedBefore', code: '2055' },
  slow: { fits: EVERY_CALL, effect: 'slow' },
  'late-landing': { fits: ORDERS, effect: 'own' },
  'agreement-missing': { fits: ORDERS, effect: 'own' },
  'half-checkout': { fits: ORDERS, effect: 'own' },
} as const satisfies Record<FaultName, Effect & { readonly fits: readonly Call['kind'][] }>

/** The error a fault leads to before anything was done; `undefined` when it lets the call through. */
export function errorBefore(fault: FaultName | undefined): Error | undefined {
  if (fault === undefined) return undefined
  const found = FAULT_TABLE[fault]
  if (found.effect === 'unavailableBefore') return unavailable(fault, found.retrySeconds)
  if (found.effect === 'rejectedBefore') return new PartnerCenterRejectedError(found.code, `practice fault ${fault}`)
  return undefined
}

/** The error a fault leads to although the work was done. */
export function errorAfter(fault: FaultName | undefined): Error | undefined {
  if (fault === undefined) return undefined
  const found = FAULT_TABLE[fault]
  return found.effect === 'unavailableAfter' ? unavailable(fault, found.retrySeconds) : undefined
}

const unavailable = (fault: FaultName, retrySeconds: number) =>
  new PartnerCenterUnavailableError(retrySeconds, { cause: new Error(`practice fault ${fault}`) })

const fits = (fault: ActiveFault, call: Call): boolean => {
  const kinds: readonly Call['kind'][] = FAULT_TABLE[fault.name].fits
  return kinds.includes(call.kind) && (fault.customer === undefined || fault.customer === call.customer)
}

/** One hit less of one fault; gone when there is none left. */
const spend = (active: readonly ActiveFault[], hit: ActiveFault): ActiveFault[] =>
  active.flatMap((fault) => {
    if (fault !== hit) return [fault]
    return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
  })

/** The first fault that hits a call, and the state after it. `half-checkout` is not among them: it counts lines, not calls. */
export function faultFor(
  state: FaultState,
  call: Call,
): { readonly fault: FaultName; readonly state: FaultState } | undefined {
  const hit = state.active.find((fault) => fault.name !== 'half-checkout' && fits(fault, call))
  return hit && { fault: hit.name, state: { ...state, active: spend(state.active, hit) } }
}

/** A line as a person would call it the same: what is ordered, whatever the request is called. */
const lineOf = ({ productId, skuId, seats, term, billing }: OrderRequest): string =>
  [productId, skuId, seats, term, billing].join(':')

/**
 * Counts one more line of a checkout under `half-checkout`, of which every second line fails. Orders of one customer at one
 * moment of the practice clock are one checkout; a line that failed in it and comes again starts the next. The fault is
 * spent by the first line it fails, so a checkout of a single line leaves it on.
 */
export function checkoutLine(
  state: FaultState,
  order: OrderRequest,
  now: Instant,
): { readonly fails: boolean; readonly state: FaultState } {
  const { checkout, ...rest } = state
  const line = lineOf(order)
  const running =
    checkout?.customer === order.customer && checkout.at === now && !checkout.rejected.includes(line)
      ? checkout
      : undefined
  const hit = state.active.find(
    (fault) => fault.name === 'half-checkout' && fits(fault, { kind: 'placeOrder', customer: order.customer }),
  )
  if (hit === undefined && (running === undefined || running.rejected.length === 0))
    return { fails: false, state: rest }

  const { lines, rejected } = running ?? { lines: 0, rejected: [] }
  const fails = lines % 2 === 1
  const active = fails && rejected.length === 0 && hit !== undefined ? spend(state.active, hit) : state.active
  const seen = { customer: order.customer, at: now, lines: lines + 1, rejected: fails ? [...rejected, line] : rejected }
  return { fails, state: { active, checkout: seen } }
}
