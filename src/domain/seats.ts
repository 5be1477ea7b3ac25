import { oldSeatsOf, type MoveLine } from './moveLine.js'

/** Seats of one product, counted over all its subscriptions in the tenant together, whoever sold them (R17, domain 3.3). */

/** Seats gained, or lost when negative. */
export const seatDelta = (oldTotal: number, newTotal: number): number => newTotal - oldTotal

/** People who would be left without a licence. */
export const shortfall = (assigned: number, newTotal: number): number => Math.max(0, assigned - newTotal)

/**
 * Both counts of a line as planned.
 *
 * @param staying seats of the same product in the tenant that the move leaves where they are
 */
export const lineSeats = (
  line: MoveLine,
  staying = line.staying ?? 0,
): { readonly delta: number; readonly shortfall: number } => ({
  delta: seatDelta(oldSeatsOf(line), line.seats),
  shortfall: shortfall(line.assigned, line.seats + staying),
})
