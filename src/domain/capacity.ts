import type { UtcDay } from './ids.js'
import { policyOn } from './policy.js'

export interface Capacity {
  readonly ok: boolean
  readonly total: number
  readonly limit: number
}

/**
 * Whether a tenant can hold the new subscriptions beside those it has (domain 4.6). When it cannot, the move goes in
 * waves by end date, or as a transfer, which creates none.
 */
export function capacityCheck(activeNow: number, toCreate: number, today: UtcDay): Capacity {
  const limit = policyOn('subscriptionsPerTenant', today)
  const total = activeNow + toCreate
  return { ok: total <= limit, total, limit }
}
