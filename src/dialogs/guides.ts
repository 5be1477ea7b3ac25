import { Dialog, DialogTurnStatus, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import type { CardAction, StepName } from '../cards/actions.js'
import type { PlanEdit } from '../domain/changes.js'
import { CaseId } from '../domain/ids.js'
import { IN_PLANNING, isIn, type MoveCase } from '../domain/moveCase.js'
import { may } from '../domain/roles.js'
import { say } from './asides.js'
import { lookAt, showCase } from './caseCards.js'
import { headlineOf, type FromCard } from './caseCommands.js'
import { casesNamed, type Desk } from './desk.js'
import { openStepOptions } from './openStep.js'
import { PlanMoveDialog, type PlanMoveOptions, type PlanStep } from './planMoveDialog.js'
import { StartMoveDialog, type StartMoveOptions } from './startMoveDialog.js'
import type { StepAnswer } from './stepPrompt.js'
import { turnOf } from './turn.js'

const BACK: Partial<Record<StepName, StepName>> = { dates: 'lines', review: 'dates' }

/** Starts the guided dialogues, goes on in them from a card that may be old, and leaves them. */
export class Guides {
  constructor(private readonly desk: Desk) {}

  /**
   * Goes on from a step's card, whether or not its dialogue is still open: the case holds all earlier answers. A card
   * of an older revision only shows the step as it is now (RF30, RF31); one that asked for the approval says so (RF27).
   */
  async goOn(
    dc: DialogContext,
    move: MoveCase,
    action: Extract<CardAction, { verb: 'next' }>,
    { press, revision }: FromCard,
  ): Promise<DialogTurnResult> {
    const answer: StepAnswer = { kind: 'next', inputs: action.inputs, channel: action.channel }
    const { reader } = turnOf(dc.context)
    const { words } = reader
    await dc.cancelAllDialogs()
    const used = await this.desk.moves.usedKey(press.key)
    if (used !== undefined) {
      await showCase(dc.context, this.desk, move, headlineOf(reader, { ok: 'before', used, move }))
      return Dialog.EndOfTurn
    }
    if (action.step === 'facts') {
      if (move.state !== 'DRAFT' && (revision !== move.revision || !isIn(move, IN_PLANNING))) {
        await showCase(dc.context, this.desk, move, words.say('dialog.staleStep'))
        return Dialog.EndOfTurn
      }
      return this.planNext(
        dc,
        await dc.beginDialog(StartMoveDialog.id, { caseId: move.id, answer } satisfies StartMoveOptions),
      )
    }
    if (revision !== move.revision) {
      const again = isIn(move, IN_PLANNING)
      if (!again) {
        await showCase(dc.context, this.desk, move, words.say('dialog.staleStep'))
        return Dialog.EndOfTurn
      }
      return this.plan(dc, {
        caseId: move.id,
        at: action.step,
        errors: { text: words.say('dialog.staleStep') },
        values: action.inputs,
      })
    }
    // only the review's button has an effect that must not come twice; the other steps ask on under keys of their own
    return this.plan(dc, { caseId: move.id, at: action.step, answer, ...(action.step === 'review' && { press }) })
  }

  async startMove(dc: DialogContext, typed: string): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs()
    const named = /^#\d+$/.test(typed.trim()) ? (await casesNamed(this.desk, typed))[0] : undefined
    const options: StartMoveOptions = named === undefined ? { typed } : { caseId: named.id }
    return dc.beginDialog(StartMoveDialog.id, options)
  }

  /** When facts of a case in planning were changed, the plan is asked from its first step. */
  async planNext(dc: DialogContext, ended: DialogTurnResult): Promise<DialogTurnResult> {
    const caseId = CaseId.safeParse(ended.result)
    return ended.status === DialogTurnStatus.complete && caseId.success
      ? this.plan(dc, { caseId: caseId.data, at: 'lines' })
      : ended
  }

  /** One part of the plan is asked again; the way itself needs no question, since there is only one other that works yet. */
  async changeField(
    dc: DialogContext,
    move: MoveCase,
    field: 'channel' | 'path' | PlanStep,
  ): Promise<DialogTurnResult> {
    if (field === 'channel') return this.askFacts(dc, move)
    if (field === 'path') return this.editPlan(dc, move, { what: 'path', path: 'MANUAL' }, 'lines')
    return this.plan(dc, { caseId: move.id, at: field })
  }

  /** Makes one edit of the plan and asks the step that it belongs to, with what was refused above it. */
  async editPlan(
    dc: DialogContext,
    move: MoveCase,
    edit: PlanEdit,
    at: PlanStep,
    from?: FromCard,
  ): Promise<DialogTurnResult> {
    const { actor, reader } = turnOf(dc.context)
    if (from !== undefined && from.revision !== move.revision) {
      return this.plan(dc, { caseId: move.id, at, errors: { text: reader.words.say('dialog.staleStep') } })
    }
    const outcome = await this.desk.moves.change(move.id, { type: 'editPlan', edit }, actor, from?.press)
    const text = outcome === undefined ? undefined : headlineOf(reader, outcome)
    return this.plan(dc, { caseId: move.id, at, ...(text !== undefined && { errors: { text } }) })
  }

  private async askFacts(dc: DialogContext, move: MoveCase): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs()
    return dc.beginDialog(StartMoveDialog.id, { caseId: move.id, changeFacts: true } satisfies StartMoveOptions)
  }

  /** Planning begins with what is so at Microsoft now; its steps then work on the case. */
  async planAfresh(dc: DialogContext, { id }: MoveCase): Promise<DialogTurnResult> {
    const { unknown } = await lookAt(dc.context, this.desk, id)
    return this.plan(dc, { caseId: id, at: 'lines', ...(unknown !== undefined && { errors: { text: unknown } }) })
  }

  /** Begins or resumes planning where the state allows it; elsewhere shows where the case stands instead. */
  async plan(dc: DialogContext, options: PlanMoveOptions): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs()
    const { reader } = turnOf(dc.context)
    const move = await this.desk.moves.get(options.caseId)
    if (move === undefined) return say(dc, reader.words.say('dialog.caseGone'))
    if (move.path === 'TRANSFER') {
      // nothing sends a transfer yet, so a plan for one could be approved but never carried out
      await showCase(dc.context, this.desk, move, reader.words.say('dialog.transferNotYet', { n: move.number }))
      return Dialog.EndOfTurn
    }
    if (isIn(move, IN_PLANNING) && may('editCase', reader.roles) === 'yes')
      return dc.beginDialog(PlanMoveDialog.id, options)
    await showCase(
      dc.context,
      this.desk,
      move,
      reader.words.say(isIn(move, IN_PLANNING) ? 'dialog.planNotYours' : 'dialog.planNotNow'),
    )
    return Dialog.EndOfTurn
  }

  async steer(dc: DialogContext, verb: 'back' | 'cancel' | 'later' | 'next'): Promise<DialogTurnResult> {
    const open = openStepOptions(dc)
    const { reader } = turnOf(dc.context)
    if (open === undefined) {
      const wasAsking = dc.activeDialog !== undefined
      await dc.cancelAllDialogs()
      return say(dc, reader.words.say(wasAsking ? 'dialog.leftQuestion' : 'dialog.nothingToLeave'))
    }
    const move = await this.desk.moves.get(open.caseId)
    if (move === undefined || verb === 'next') return dc.continueDialog()
    return this.steerCase(dc, move, verb, open.step)
  }

  async steerCase(
    dc: DialogContext,
    move: MoveCase,
    verb: 'back' | 'cancel' | 'later',
    at: StepName,
  ): Promise<DialogTurnResult> {
    const { words } = turnOf(dc.context).reader
    await dc.cancelAllDialogs()
    if (verb === 'back') {
      const step = BACK[at]
      if (step === 'lines' || step === 'dates') return this.plan(dc, { caseId: move.id, at: step })
      await showCase(dc.context, this.desk, move, words.say('dialog.firstStep'))
      return Dialog.EndOfTurn
    }
    const key = verb === 'later' ? 'dialog.putAside' : 'dialog.left'
    await showCase(dc.context, this.desk, move, words.say(key, { customer: move.customer.name }))
    return Dialog.EndOfTurn
  }
}
