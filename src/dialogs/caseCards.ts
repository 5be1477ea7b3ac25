import type { TurnContext } from 'botbuilder'
import { approvalCard } from '../cards/approvalCard.js'
import { checksCard } from '../cards/checksCard.js'
import { datesCard } from '../cards/datesCard.js'
import { factsCard } from '../cards/factsCard.js'
import { invitationCard } from '../cards/invitationCard.js'
import { linesCard } from '../cards/linesCard.js'
import type { Reader } from '../cards/reader.js'
import type { CardMessage } from '../cards/render.js'
import { reviewCard } from '../cards/reviewCard.js'
import { statusCard } from '../cards/statusCard.js'
import type { Actor } from '../domain/changes.js'
import { isIn, type MoveCase } from '../domain/moveCase.js'
import type { MoveService } from '../domain/moveService.js'
import { nextSteps } from '../domain/nextSteps.js'
import type { PartnerCenter } from '../domain/ports.js'
import { may } from '../domain/roles.js'
import type { StepOptions } from './stepPrompt.js'
import { show, tell, turnOf } from './turn.js'

/** How much of the past a status card tells. */
const HISTORY_LINES = 5

export interface CaseCards {
  readonly moves: MoveService
  readonly partnerCenter: PartnerCenter
}

/**
 * The one card that is right for this person at this case as it stands now: the decision for somebody who may decide,
 * the closing checks for somebody who may complete, else where it stands.
 *
 * @param headline one sentence above it: what was just done, or why something was not
 */
export async function currentCard(
  parts: CaseCards,
  move: MoveCase,
  reader: Reader,
  headline?: string,
): Promise<CardMessage> {
  const actor: Actor = { kind: 'person', id: reader.person, roles: reader.roles }
  if (
    move.state === 'AWAITING_APPROVAL' &&
    may('approve', reader.roles) === 'yes' &&
    move.submission.by !== reader.person
  ) {
    return approvalCard(move, reader, headline)
  }
  if (move.state === 'VERIFYING' && may('recordFacts', reader.roles) === 'yes') {
    return checksCard(move, await parts.moves.checks(move), reader, headline)
  }
  if (isIn(move, ['INVITED', 'STALLED'])) {
    return invitationCard(
      move,
      await parts.partnerCenter.invitationLink(),
      nextSteps(move, actor, reader.now),
      reader,
      headline,
    )
  }
  return statusCard(
    move,
    await parts.moves.history(move, HISTORY_LINES),
    nextSteps(move, actor, reader.now),
    reader,
    headline,
  )
}

export async function showCase(
  context: TurnContext,
  parts: CaseCards,
  move: MoveCase,
  headline?: string,
): Promise<void> {
  await show(context, await currentCard(parts, move, turnOf(context).reader, headline))
}

/** Shows one step of the guided dialogues, drawn from the case as it is now. */
export async function showStep(
  context: TurnContext,
  parts: CaseCards,
  { caseId, step, values, errors }: StepOptions,
): Promise<void> {
  const { reader } = turnOf(context)
  const move = await parts.moves.get(caseId)
  if (move === undefined) return tell(context, reader.words.say('dialog.caseGone'))
  switch (step) {
    case 'facts':
      return show(context, factsCard(move, reader))
    case 'lines':
      return show(context, linesCard(move, reader, values, errors))
    case 'dates':
      return show(context, datesCard(move, reader, values, errors))
    case 'review':
      return show(context, reviewCard(move, reader))
  }
}
