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
import { explainError } from '../cards/sentences.js'
import { statusCard } from '../cards/statusCard.js'
import type { Actor } from '../domain/changes.js'
import { PartnerCenterUnavailableError } from '../domain/errors.js'
import type { CaseId } from '../domain/ids.js'
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
 * the closing checks for somebody who may complete, else where it stands. Where the card needs what Partner Center does
 * not tell now, it is where the case stands, as last known.
 *
 * @param headline one sentence above it: what was just done, or why something was not
 */
export async function currentCard(
  parts: CaseCards,
  move: MoveCase,
  reader: Reader,
  headline?: string,
): Promise<CardMessage> {
  try {
    return await fullCard(parts, move, reader, headline)
  } catch (error) {
    if (!(error instanceof PartnerCenterUnavailableError)) throw error
    return lastKnownCard(parts, move, reader, headline ?? explainError(reader.words, error, ''))
  }
}

async function fullCard(parts: CaseCards, move: MoveCase, reader: Reader, headline?: string): Promise<CardMessage> {
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
  return lastKnownCard(parts, move, reader, headline)
}

async function lastKnownCard(
  { moves }: CaseCards,
  move: MoveCase,
  reader: Reader,
  headline?: string,
): Promise<CardMessage> {
  const actor: Actor = { kind: 'person', id: reader.person, roles: reader.roles }
  const history = await moves.history(move, HISTORY_LINES)
  return statusCard(move, history, nextSteps(move, actor, reader.now), reader, headline)
}

/** A case with what is so at Microsoft now; where nothing is told, as last known, with the sentence that says so. */
export interface Looked {
  readonly move: MoveCase | undefined
  readonly unknown?: string
}

export async function lookAt(context: TurnContext, { moves }: CaseCards, id: CaseId): Promise<Looked> {
  try {
    return { move: await moves.sync(id) }
  } catch (error) {
    if (!(error instanceof PartnerCenterUnavailableError)) throw error
    return { move: await moves.get(id), unknown: explainError(turnOf(context).reader.words, error, '') }
  }
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
