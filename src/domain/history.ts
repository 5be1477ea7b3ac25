import { z } from 'zod'
import type { Change } from './changes.js'
import { Instant, PersonId } from './ids.js'
import { CASE_STATES, type CaseState, type MoveCase } from './moveCase.js'
import { unreachable } from './unreachable.js'

/** What happened to a case, entry by entry, for people who ask later who did what and when. */

/** Every kind of change, and the opening of the case itself. The compiler names the one that is missing. */
const ENTRIES = {
  open: true,
  save: true,
  recheckRegion: true,
  overrideRegion: true,
  setChannel: true,
  invite: true,
  relationshipFound: true,
  relationshipRemoved: true,
  recordAgreement: true,
  recordAdminAccess: true,
  invitationDeadlinePassed: true,
  decline: true,
  keepBoth: true,
  refreshLines: true,
  editPlan: true,
  completePlan: true,
  pricesRead: true,
  submit: true,
  withdrawSubmission: true,
  approve: true,
  reject: true,
  schedule: true,
  unschedule: true,
  start: true,
  orderSending: true,
  orderActive: true,
  orderFailed: true,
  orderUnknown: true,
  orderNeedsAttention: true,
  retry: true,
  dropLine: true,
  undo: true,
  lineCanceled: true,
  cancelFailed: true,
  sourceEnded: true,
  sourceRenewed: true,
  sourceEndPassed: true,
  sourcesLooked: true,
  recordEndAction: true,
  complete: true,
  sendTransfer: true,
  transferAccepted: true,
  transferClosed: true,
  transferFinished: true,
  transferStuck: true,
  transferFailed: true,
  stop: true,
  reopen: true,
  note: true,
  addEvidence: true,
  handOver: true,
} as const satisfies Record<Change['type'] | 'open', true>
export type EntryType = keyof typeof ENTRIES
export const ENTRY_TYPES = Object.keys(ENTRIES) as readonly EntryType[]

const State = z.enum(CASE_STATES as readonly [CaseState, ...CaseState[]])

/** Short values for the sentence about an entry: a reason, the product of a line, a day, the text of a note. */
export const EntryFacts = z.record(z.string(), z.union([z.string(), z.number()]))
export type EntryFacts = z.infer<typeof EntryFacts>

export const HistoryEntry = z.object({
  /** From 1 within its case, without gaps. */
  n: z.int().positive(),
  at: Instant,
  by: z.union([PersonId, z.literal('system')]),
  what: z.enum(ENTRY_TYPES as readonly [EntryType, ...EntryType[]]),
  from: State,
  to: State,
  facts: EntryFacts,
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** What a change itself says, for its entry. What came of it (a gap, a price) is added where it is decided. */
export function entryFacts(change: Change, move: MoveCase): EntryFacts {
  const product = (id: string): EntryFacts => {
    const line = id === 'all' ? undefined : move.lines.find((candidate) => candidate.id === id)
    return { line: id, ...(line === undefined ? {} : { product: line.title }) }
  }
  switch (change.type) {
    case 'save':
    case 'invite':
    case 'relationshipFound':
    case 'relationshipRemoved':
    case 'invitationDeadlinePassed':
    case 'keepBoth':
    case 'completePlan':
    case 'pricesRead':
    case 'submit':
    case 'withdrawSubmission':
    case 'approve':
    case 'unschedule':
    case 'start':
    case 'retry':
    case 'undo':
    case 'sourcesLooked':
    case 'complete':
    case 'transferAccepted':
    case 'transferStuck':
    case 'transferFailed':
    case 'reopen':
      return {}
    case 'recheckRegion':
      return change.country === undefined ? {} : { country: change.country }
    case 'overrideRegion':
    case 'reject':
      return { reason: change.reason.trim() }
    case 'decline':
    case 'stop':
      return given('reason', change.reason)
    case 'setChannel':
      return { channel: change.channel, ...given('soldBy', change.soldBy) }
    case 'recordAgreement':
      return { agreement: change.agreement }
    case 'recordAdminAccess':
      return { adminAccess: change.adminAccess }
    case 'refreshLines':
      return { evidence: change.evidence }
    case 'editPlan':
      return {
        edit: change.edit.what,
        ...('line' in change.edit ? product(change.edit.line) : { path: change.edit.path }),
      }
    case 'schedule':
      return { day: change.day }
    case 'orderSending':
    case 'orderNeedsAttention':
    case 'dropLine':
    case 'lineCanceled':
    case 'sourceRenewed':
    case 'sourceEndPassed':
      return product(change.line)
    case 'orderActive':
      return { ...product(change.line), order: change.orderId }
    case 'orderFailed':
    case 'cancelFailed':
      return { ...product(change.line), code: change.code }
    case 'orderUnknown':
      return { ...product(change.line), settleAt: change.settleAt }
    case 'sourceEnded':
      return { ...product(change.line), day: change.on, how: change.how }
    case 'recordEndAction':
      return { ...product(change.line), endAction: change.endAction }
    case 'sendTransfer':
      return change.byProvider === true ? { sentBy: 'provider' } : {}
    case 'transferClosed':
      return { how: change.how }
    case 'transferFinished':
      return { lines: change.moved.length }
    case 'note':
    case 'addEvidence':
      return { text: change.text.trim() }
    case 'handOver':
      return { to: change.to }
    default:
      return unreachable(change)
  }
}

const given = (name: string, text: string | undefined): EntryFacts => {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? {} : { [name]: trimmed }
}
