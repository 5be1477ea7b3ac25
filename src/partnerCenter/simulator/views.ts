import type { SourceStatus } from '../../domain/facts.js'
import type { SkuPartNumber } from '../../domain/ids.js'
import type { CustomerFound, SeatPool } from '../../domain/ports.js'
import type { CustomerState } from './state.js'

/** What a partner is shown of a customer. */

export const asFound = ({
  tenantId,
  name,
  domain,
  country,
  locale,
  segment,
  cloud,
  contact,
}: CustomerState): CustomerFound => ({
  tenantId,
  name,
  domain,
  country,
  ...(locale === undefined ? {} : { locale }),
  segment,
  cloud,
  contact,
})

/** Counted as enabled; what has expired into free grace still serves users, but as units on warning (API reference 12.1). */
const ENABLED: ReadonlySet<SourceStatus> = new Set(['ACTIVE', 'EST'])

/** Licences pool per product over all sellers; what is assigned stays so when a subscription ends (API reference 12.1). */
export function poolsOf({ subscriptions }: CustomerState): SeatPool[] {
  const pools = new Map<SkuPartNumber, SeatPool>()
  for (const { shown } of subscriptions) {
    const { sku, seats, assigned, status } = shown
    const before = pools.get(sku) ?? { sku, enabled: 0, assigned: 0 }
    const enabled = before.enabled + (ENABLED.has(status) ? seats : 0)
    pools.set(sku, { sku, enabled, assigned: before.assigned + assigned })
  }
  return [...pools.values()]
}
