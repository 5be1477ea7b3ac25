import type { Change } from './changes.js'
import { approve, reject, schedule, submit, unschedule, withdrawSubmission } from './decideApproval.js'
import { complete, handOver, note, stop } from './decideEnd.js'
import {
  decline,
  invitationDeadlinePassed,
  invite,
  keepBoth,
  recordAdminAccess,
  recordAgreement,
  relationshipFound,
  relationshipRemoved,
} from './decideInvitation.js'
import { dropLine, orderStep, retry, start } from './decideOrder.js'
import { completePlan, editPlan, pricesRead, refreshLines, setChannel } from './decidePlan.js'
import { overrideRegion, recheckRegion, reopen, save } from './decideRegion.js'
import { recordEndAction, sourceEnded, sourceEndPassed, sourceRenewed, sourcesLooked } from './decideSource.js'
import {
  sendTransfer,
  transferAccepted,
  transferClosed,
  transferFailed,
  transferFinished,
  transferStuck,
} from './decideTransfer.js'
import { cancelFailed, lineCanceled, undo } from './decideUndo.js'
import { by, type Context, type Decision, type Verdict } from './decision.js'
import { entryFacts, type HistoryEntry } from './history.js'
import type { MoveCase } from './moveCase.js'
import { unreachable } from './unreachable.js'

export type { Context, Decision } from './decision.js'

/**
 * What a change makes of a case: all transitions of domain 3.6. It reads nothing but its arguments, so each of them can
 * be tried with a before and an after.
 *
 * An accepted change raises `revision` and `historyLength` by one and gives the entry to write; `since` is the moment
 * the case came into its state. A refused one leaves no trace. Refusals come in this order: wrong state, wrong person,
 * stale card, then the guards.
 */
export function decide(move: MoveCase, change: Change, context: Context): Decision {
  const verdict = verdictOn(move, change, context)
  if (verdict.refusal !== undefined) return { ok: false, refusal: verdict.refusal }

  const n = move.historyLength + 1
  const since = verdict.next.state === move.state ? move.since : context.now
  const next: MoveCase = { ...verdict.next, revision: move.revision + 1, historyLength: n, since }
  const entry: HistoryEntry = {
    n,
    at: context.now,
    by: by(context.actor),
    what: change.type,
    from: move.state,
    to: next.state,
    facts: { ...entryFacts(change, move), ...verdict.facts },
  }
  return { ok: true, move: next, entry }
}

function verdictOn(move: MoveCase, change: Change, context: Context): Verdict {
  switch (change.type) {
    case 'save':
      return save(move, change, context)
    case 'recheckRegion':
      return recheckRegion(move, change, context)
    case 'overrideRegion':
      return overrideRegion(move, change, context)
    case 'setChannel':
      return setChannel(move, change, context)
    case 'invite':
      return invite(move, change, context)
    case 'relationshipFound':
      return relationshipFound(move, change, context)
    case 'relationshipRemoved':
      return relationshipRemoved(move, change, context)
    case 'recordAgreement':
      return recordAgreement(move, change, context)
    case 'recordAdminAccess':
      return recordAdminAccess(move, change, context)
    case 'invitationDeadlinePassed':
      return invitationDeadlinePassed(move, change, context)
    case 'decline':
      return decline(move, change, context)
    case 'keepBoth':
      return keepBoth(move, change, context)
    case 'refreshLines':
      return refreshLines(move, change, context)
    case 'editPlan':
      return editPlan(move, change, context)
    case 'completePlan':
      return completePlan(move, change, context)
    case 'pricesRead':
      return pricesRead(move, change, context)
    case 'submit':
      return submit(move, change, context)
    case 'withdrawSubmission':
      return withdrawSubmission(move, change, context)
    case 'approve':
      return approve(move, change, context)
    case 'reject':
      return reject(move, change, context)
    case 'schedule':
      return schedule(move, change, context)
    case 'unschedule':
      return unschedule(move, change, context)
    case 'start':
      return start(move, change, context)
    case 'orderSending':
    case 'orderActive':
    case 'orderFailed':
    case 'orderUnknown':
    case 'orderNeedsAttention':
      return orderStep(move, change, context)
    case 'retry':
      return retry(move, change, context)
    case 'dropLine':
      return dropLine(move, change, context)
    case 'undo':
      return undo(move, change, context)
    case 'lineCanceled':
      return lineCanceled(move, change, context)
    case 'cancelFailed':
      return cancelFailed(move, change, context)
    case 'sourceEnded':
      return sourceEnded(move, change, context)
    case 'sourceRenewed':
      return sourceRenewed(move, change, context)
    case 'sourceEndPassed':
      return sourceEndPassed(move, change, context)
    case 'sourcesLooked':
      return sourcesLooked(move, change, context)
    case 'recordEndAction':
      return recordEndAction(move, change, context)
    case 'complete':
      return complete(move, change, context)
    case 'sendTransfer':
      return sendTransfer(move, change, context)
    case 'transferAccepted':
      return transferAccepted(move, change, context)
    case 'transferClosed':
      return transferClosed(move, change, context)
    case 'transferFinished':
      return transferFinished(move, change, context)
    case 'transferStuck':
      return transferStuck(move, change, context)
    case 'transferFailed':
      return transferFailed(move, change, context)
    case 'stop':
      return stop(move, change, context)
    case 'reopen':
      return reopen(move, change, context)
    case 'note':
    case 'addEvidence':
      return note(move, change, context)
    case 'handOver':
      return handOver(move, change, context)
    default:
      return unreachable(change)
  }
}
