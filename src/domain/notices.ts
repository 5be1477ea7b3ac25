import { z } from 'zod'
import type { Actor, Change } from './changes.js'
import type { PersonId } from './ids.js'
import { isIn, type MoveCase } from './moveCase.js'
import type { People } from './people.js'
import { leftWithoutReplacement } from './takeBack.js'
import { unreachable } from './unreachable.js'

/** What people are told without having asked, and who is told. */
export const NoticeType = z.enum([
  'customerAccepted',
  'customerDeclined',
  'invitationStalled',
  'relationshipRemoved',
  'approvalRequested',
  'approved',
  'rejected',
  'approvalVoid',
  'orderDone',
  'orderPartlyFailed',
  'sourceEnded',
  'sourceRenewed',
  'completed',
  'rolledBack',
  'handedOver',
  'startBlocked',
  'lastDayPassed',
  'takeBackCancel',
])
export type NoticeType = z.infer<typeof NoticeType>

export interface Notice {
  readonly type: NoticeType
  readonly to: PersonId
}

/**
 * Who has to hear of a change. The person who made it is never told: they see its answer.
 */
export function noticesFor(before: MoveCase, change: Change, after: MoveCase, actor: Actor, people: People): Notice[] {
  const type = noticeType(before, change, after)
  const told = new Set(type === undefined ? [] : recipients(type, after, people))
  if (actor.kind === 'person') told.delete(actor.id)
  const notices = [...told].flatMap((to) => (type === undefined ? [] : [{ type, to }]))
  if (leftWithoutReplacement(before, after).length === 0) return notices
  // this is work for whoever made the change, too: the customer loses service on the last paid day otherwise
  const busy = new Set([after.owner, ...(actor.kind === 'person' ? [actor.id] : [])])
  return [...notices, ...[...busy].map((to): Notice => ({ type: 'takeBackCancel', to }))]
}

function noticeType(before: MoveCase, change: Change, after: MoveCase): NoticeType | undefined {
  if (change.type === 'relationshipRemoved') return 'relationshipRemoved'
  if (change.type === 'handOver') return 'handedOver'
  if (change.type === 'sourceRenewed') return 'sourceRenewed'
  if (change.type === 'sourceEndPassed') return 'lastDayPassed'
  if (isBlocked(after) && !isBlocked(before)) return 'startBlocked'
  if (before.state === after.state) return undefined
  switch (after.state) {
    case 'RELATIONSHIP_ACTIVE':
      return 'customerAccepted'
    case 'DECLINED':
      return 'customerDeclined'
    case 'STALLED':
      return 'invitationStalled'
    case 'AWAITING_APPROVAL':
      return 'approvalRequested'
    case 'APPROVED':
      return 'approved'
    case 'PLANNED':
      return plannedAgain(before, after)
    case 'OVERLAP':
      return 'orderDone'
    case 'PARTIALLY_PROVISIONED':
      return 'orderPartlyFailed'
    case 'VERIFYING':
      return isIn(before, ['OVERLAP']) ? 'sourceEnded' : 'orderDone'
    case 'COMPLETED':
      return 'completed'
    case 'ROLLED_BACK':
      return 'rolledBack'
    case 'DRAFT':
    case 'REGION_BLOCKED':
    case 'READY_TO_INVITE':
    case 'INVITED':
    case 'PROVISIONING':
    case 'TRANSFER_PENDING':
    case 'TRANSFER_RUNNING':
    case 'COEXISTING':
    case 'CANCELLED':
      return undefined
    default:
      return unreachable(after)
  }
}

/** Whether the planned start could not begin on its day because a gate was closed. */
const isBlocked = (move: MoveCase): boolean => move.state === 'APPROVED' && move.scheduled?.blocked !== undefined

function plannedAgain(before: MoveCase, after: MoveCase): NoticeType | undefined {
  if (after.state === 'PLANNED' && after.rejected !== undefined) return 'rejected'
  return isIn(before, ['AWAITING_APPROVAL', 'APPROVED']) ? 'approvalVoid' : undefined
}

function recipients(type: NoticeType, after: MoveCase, people: People): PersonId[] {
  const submitter = 'submission' in after && after.submission !== undefined ? [after.submission.by] : []
  if (type !== 'approvalRequested') return [after.owner, ...submitter]
  return people.whoMay('approve').filter((id) => !submitter.includes(id))
}
