import { decidedOf, factsOf } from './caseParts.js'
import {
  denied,
  lead,
  notNow,
  nothingNew,
  refuse,
  said,
  type ChangeOf,
  type Context,
  type Verdict,
} from './decision.js'
import { regionOf, regionOk } from './guards.js'
import { isIn, type MoveCase } from './moveCase.js'
import { replanned } from './replan.js'
import { same } from './same.js'

/** Whether the partner may serve the customer at all (R20, F1): X1 to X3, X31. */

/** X1, X2. */
export function save(move: MoveCase, change: ChangeOf<'save'>, { actor }: Context): Verdict {
  if (!isIn(move, ['DRAFT'])) return notNow(move, change)
  const no = denied(actor, 'editCase')
  if (no !== undefined) return refuse(no)
  const state = regionOk(move) === undefined ? 'READY_TO_INVITE' : 'REGION_BLOCKED'
  return lead({ ...factsOf(move), region: regionOf(move), state })
}

/**
 * X2b, X3: decides again by the current list, with the tenant's country as corrected if it was. A correction that does
 * not help is kept all the same.
 */
export function recheckRegion(move: MoveCase, change: ChangeOf<'recheckRegion'>, { actor }: Context): Verdict {
  if (isIn(move, ['REGION_BLOCKED'])) return recheckBlocked(move, change, actor)
  if (
    !isIn(move, [
      'READY_TO_INVITE',
      'INVITED',
      'STALLED',
      'RELATIONSHIP_ACTIVE',
      'PLANNED',
      'AWAITING_APPROVAL',
      'APPROVED',
    ])
  ) {
    return notNow(move, change)
  }
  const no = denied(actor, 'editCase', 'system')
  if (no !== undefined) return refuse(no)
  const corrected = { ...move, customer: withCountry(move, change), region: regionOf(move, change.country) }
  if (regionOk(move, change.country) !== undefined) return lead({ ...decidedOf(corrected), state: 'REGION_BLOCKED' })
  return same(corrected, move) ? nothingNew : lead(replanned(move, corrected))
}

function recheckBlocked(
  move: Extract<MoveCase, { state: 'REGION_BLOCKED' }>,
  change: ChangeOf<'recheckRegion'>,
  actor: Context['actor'],
): Verdict {
  const no = denied(actor, 'editCase')
  if (no !== undefined) return refuse(no)
  const corrected = { ...move, customer: withCountry(move, change), region: regionOf(move, change.country) }
  const still = regionOk(move, change.country)
  if (still === undefined) return lead({ ...decidedOf(corrected), state: 'READY_TO_INVITE' })
  return same(corrected, move) ? refuse(still) : lead(corrected)
}

const withCountry = ({ customer }: MoveCase, { country }: ChangeOf<'recheckRegion'>): MoveCase['customer'] =>
  country === undefined ? customer : { ...customer, country }

/** X3, by override: rare, audited, an Admin agent's alone. */
export function overrideRegion(move: MoveCase, change: ChangeOf<'overrideRegion'>, context: Context): Verdict {
  if (!isIn(move, ['REGION_BLOCKED'])) return notNow(move, change)
  const no = denied(context.actor, 'overrideRegion')
  if (no !== undefined) return refuse(no)
  const reason = change.reason.trim()
  if (reason === '') return refuse({ code: 'emptyReason' })
  const region = { ...regionOf(move), override: { ...said(context), reason } }
  return lead({ ...decidedOf(move), region, state: 'READY_TO_INVITE' })
}

/** X31. What had been planned before is decided anew; what the customer holds and what was mapped stays. */
export function reopen(move: MoveCase, change: ChangeOf<'reopen'>, { actor }: Context): Verdict {
  if (!isIn(move, ['DECLINED', 'STALLED'])) return notNow(move, change)
  const no = denied(actor, 'editCase') ?? regionOk(move)
  if (no !== undefined) return refuse(no)
  return lead({ ...factsOf(move), region: regionOf(move), state: 'READY_TO_INVITE' })
}
