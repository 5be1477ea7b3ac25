import { plannedOf, type Planned } from './caseParts.js'
import { planKey } from './fingerprint.js'
import { isIn, type MoveCase, type PriceSnapshot } from './moveCase.js'
import type { MoveLine } from './moveLine.js'
import { same } from './same.js'

/**
 * What becomes of a case whose facts have changed while it was planned: when an approval was asked for or given and no
 * longer covers the plan, it is void and the case is `PLANNED` again (X15, I10); else it stays where it is.
 *
 * @param after the same case in the same state, with other facts
 */
export function replanned<M extends MoveCase>(before: MoveCase, after: M): MoveCase {
  if (!isIn(after, ['PLANNED', 'AWAITING_APPROVAL', 'APPROVED'])) return after
  const synced: Planned = { ...after, plan: { path: after.path, prices: stillPriced(before, after) } }
  return isIn(synced, ['AWAITING_APPROVAL', 'APPROVED']) && planKey(synced) !== planKey(before)
    ? voided(synced)
    : synced
}

/** X15: back to `PLANNED`; with the submission goes the approval and the schedule. */
export const voided = (move: Planned): MoveCase => ({ ...plannedOf(move), state: 'PLANNED' })

/** A price stays known for as long as the line has the offer it was read for; another offer has to be priced anew. */
function stillPriced(before: MoveCase, { plan, lines }: Planned): PriceSnapshot {
  const unchanged = (line: MoveLine) => same(pricedBy(line), pricedBy(before.lines.find(({ id }) => id === line.id)))
  return {
    ...plan.prices,
    prices: plan.prices.prices.filter(({ line }) => lines.some((one) => one.id === line && unchanged(one))),
  }
}

function pricedBy(line: MoveLine | undefined): unknown {
  if (line === undefined || !('target' in line.match)) return null
  const { productId, skuId, term, billing } = line.match.target
  return [productId, skuId, term, billing]
}
