import type { TurnContext } from 'botbuilder'
import {
  ComponentDialog,
  Dialog,
  DialogTurnStatus,
  type DialogContext,
  type DialogTurnResult,
} from 'botbuilder-dialogs'
import { helpCard } from '../cards/helpCard.js'
import type { CardAction, StepName } from '../cards/actions.js'
import type { PlanEdit } from '../domain/changes.js'
import { CaseId, LineId } from '../domain/ids.js'
import type { MoveCase } from '../domain/moveCase.js'
import { nextSteps } from '../domain/nextSteps.js'
import { may } from '../domain/roles.js'
import { unreachable } from '../domain/unreachable.js'
import { lookAt, showCase } from './caseCards.js'
import { Asides } from './asides.js'
import { carryOut, commandOf, headlineOf, type CaseCommand, type FromCard } from './caseCommands.js'
import { readCommand, readDay, type Command } from './commands.js'
import { casesNamed, type Desk } from './desk.js'
import { PlanMoveDialog, type PlanMoveOptions, type PlanStep } from './planMoveDialog.js'
import { StartMoveDialog, type StartMoveOptions } from './startMoveDialog.js'
import type { StepAnswer } from './stepPrompt.js'
import { show, tell, turnOf } from './turn.js'

/** Longest line that is read at all; nothing people say to Ferry needs more. */
export const LONGEST_LINE = 2_000

const BACK: Partial<Record<StepName, StepName>> = { dates: 'lines', review: 'dates' }

/** Finds out what the person wants, whatever is being asked just now, and starts or continues what serves it. */
export class MainDialog extends ComponentDialog {
  static readonly id = 'main'

  private readonly asides: Asides

  constructor(private readonly desk: Desk) {
    super(MainDialog.id)
    this.asides = new Asides(desk)
    this.addDialog(new StartMoveDialog(desk))
    this.addDialog(new PlanMoveDialog(desk))
  }

  protected override async onBeginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.serve(dc)
  }

  protected override async onContinueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.serve(dc)
  }

  private async serve(dc: DialogContext): Promise<DialogTurnResult> {
    const { said, reader } = turnOf(dc.context)
    if (said.kind === 'press') return this.pressed(dc, said.action)
    if (said.text.length > LONGEST_LINE)
      return this.say(dc, reader.words.say('dialog.tooLong', { limit: LONGEST_LINE }))
    const command = readCommand(said.text)
    if (command === undefined || command.verb === 'next') return this.answered(dc)
    return this.commanded(dc, command)
  }

  /** Ordinary text answers the question that is open; without one, nobody knows what it means. */
  private async answered(dc: DialogContext): Promise<DialogTurnResult> {
    if (dc.activeDialog !== undefined) return this.planNext(dc, await dc.continueDialog())
    return this.say(dc, turnOf(dc.context).reader.words.say('dialog.notUnderstood'))
  }

  // --------------------------------------------------------------------------------------------------- typed words

  private async commanded(dc: DialogContext, command: Command): Promise<DialogTurnResult> {
    const { context } = dc
    const { words } = turnOf(context).reader
    switch (command.verb) {
      case 'move':
        return this.startMove(dc, command.customer)
      case 'help':
        return this.aside(dc, async () => show(context, helpCard(turnOf(context).reader, openStep(dc))))
      case 'why':
        return this.aside(dc, async () => tell(context, words.say(`why.${openStep(dc) ?? 'none'}`)))
      case 'myWork':
        return this.aside(dc, async () => this.asides.showMyWork(context))
      case 'approvals':
        return this.aside(dc, async () => this.asides.showApprovals(context))
      case 'language':
        return this.aside(dc, async () => this.asides.chooseLanguage(context, command.to))
      case 'practice':
        return this.aside(dc, async () => this.asides.practise(context, command.rest))
      case 'status':
        return this.aside(dc, async () => this.asides.showStatus(context, command.customer))
      case 'note':
        return this.aside(dc, async () => this.asides.writeDown(context, 'note', command.rest))
      case 'evidence':
        return this.aside(dc, async () => this.asides.writeDown(context, 'evidence', command.rest))
      case 'hand':
        return this.aside(dc, async () => this.asides.handOver(context, command.rest))
      case 'back':
      case 'cancel':
      case 'later':
      case 'next':
        return this.steer(dc, command.verb)
      case 'plan':
        return this.withCase(dc, command.customer, 'plan', async (move) => this.planAfresh(dc, move))
      case 'schedule': {
        const day = readDay(command.day)
        if (day === undefined) return this.say(dc, words.say('dialog.badDate', { typed: command.day.slice(0, 40) }))
        return this.onCase(dc, command.customer, { verb: 'schedule', day })
      }
      case 'dropLine':
      case 'takeLine':
        return this.withCase(dc, command.customer, 'dropLine', async (move) => {
          const line = LineId.parse(`l${command.line}`)
          if (canPlan(move)) return this.editPlan(dc, move, leaveOrTake(command.verb, line), 'lines')
          await carryOut(dc.context, this.desk, move, { verb: 'dropLine', line })
          return dc.cancelAllDialogs()
        })
      case 'change':
        return this.withCase(dc, command.customer, 'plan', async (move) => this.changeField(dc, move, command.field))
      case 'manual':
        return this.withCase(dc, command.customer, 'plan', async (move) => this.changeField(dc, move, 'path'))
      case 'reject':
      case 'overrideRegion':
        return this.onCase(dc, command.customer, { verb: command.verb, reason: command.reason })
      case 'decline':
        return this.onCase(dc, command.customer, { verb: 'decline', reason: '' })
      case 'submit':
      case 'approve':
      case 'order':
      case 'unschedule':
      case 'retry':
      case 'undo':
      case 'keepBoth':
      case 'stop':
      case 'reopen':
      case 'complete':
        return this.onCase(dc, command.customer, { verb: command.verb })
      default:
        return unreachable(command)
    }
  }

  private async onCase(dc: DialogContext, typed: string, command: CaseCommand): Promise<DialogTurnResult> {
    return this.withCase(dc, typed, command.verb, async (move) => {
      await carryOut(dc.context, this.desk, move, command)
      return dc.cancelAllDialogs()
    })
  }

  /** Finds the one case that is meant; where several fit, the one that the word can be done to; else asks which. */
  private async withCase(
    dc: DialogContext,
    typed: string,
    verb: string,
    then: (move: MoveCase) => Promise<DialogTurnResult>,
  ): Promise<DialogTurnResult> {
    const { reader, actor } = turnOf(dc.context)
    const named = await casesNamed(this.desk, typed)
    const fitting = named.filter((move) =>
      (nextSteps(move, actor, reader.now).verbs as readonly string[]).includes(verb),
    )
    const [only] = named.length === 1 ? named : fitting
    if (only !== undefined && (named.length === 1 || fitting.length === 1)) return then(only)
    if (named.length === 0)
      return this.say(
        dc,
        reader.words.say(typed === '' ? 'dialog.nothingOpen' : 'dialog.noCase', { typed: typed.slice(0, 80) }),
      )
    const candidates = (fitting.length > 0 ? fitting : named).slice(0, 10)
    return this.say(
      dc,
      reader.words.say('dialog.whichCase', {
        cases: reader.words.list(candidates.map((move) => `#${move.number} ${move.customer.name}`)),
      }),
    )
  }

  // -------------------------------------------------------------------------------------------------------- presses

  private async pressed(dc: DialogContext, action: CardAction): Promise<DialogTurnResult> {
    if (!('caseId' in action)) return this.pressedAlone(dc, action)
    const { context } = dc
    const move = await this.desk.moves.get(action.caseId)
    if (move === undefined) {
      await tell(context, turnOf(context).reader.words.say('dialog.caseGone'))
      return Dialog.EndOfTurn
    }
    const from: FromCard = { press: { key: action.key, verb: action.verb }, revision: action.revision }
    switch (action.verb) {
      case 'next':
        return this.goOn(dc, move, action, from)
      case 'back':
      case 'later':
      case 'cancel':
        return this.steerCase(dc, move, action.verb, action.step)
      case 'change':
        return this.changeField(dc, move, action.field)
      case 'dropLine':
        if (!canPlan(move)) break
        return this.editPlan(dc, move, leaveOrTake('dropLine', action.line), 'lines', from)
      case 'plan':
        return this.planAfresh(dc, move)
      case 'show':
      case 'refresh': {
        // Teams refreshes cards by itself, for each device: that only shows what is known and asks nobody
        const looked = isAutomatic(context) ? { move } : await lookAt(context, this.desk, move.id)
        await showCase(context, this.desk, looked.move ?? move, looked.unknown)
        return Dialog.EndOfTurn
      }
      default:
    }
    await carryOut(context, this.desk, move, commandOf(action), from)
    return dc.cancelAllDialogs()
  }

  private async pressedAlone(
    dc: DialogContext,
    action: Exclude<CardAction, { caseId: unknown }>,
  ): Promise<DialogTurnResult> {
    switch (action.verb) {
      case 'move':
        return this.startMove(dc, action.customer)
      case 'language':
        return this.commanded(dc, { verb: 'language', to: action.to })
      default:
        return this.commanded(dc, { verb: action.verb })
    }
  }

  /**
   * Goes on from a step's card, whether or not its dialogue is still open: the case holds all earlier answers. A card
   * of an older revision only shows the step as it is now (RF30, RF31); one that asked for the approval says so (RF27).
   */
  private async goOn(
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
      if (move.state !== 'DRAFT' && (revision !== move.revision || !canPlan(move))) {
        await showCase(dc.context, this.desk, move, words.say('dialog.staleStep'))
        return Dialog.EndOfTurn
      }
      return this.planNext(
        dc,
        await dc.beginDialog(StartMoveDialog.id, { caseId: move.id, answer } satisfies StartMoveOptions),
      )
    }
    if (revision !== move.revision) {
      const again = canPlan(move)
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

  // ------------------------------------------------------------------------------------------------- the dialogues

  private async startMove(dc: DialogContext, typed: string): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs()
    const named = /^#\d+$/.test(typed.trim()) ? (await casesNamed(this.desk, typed))[0] : undefined
    const options: StartMoveOptions = named === undefined ? { typed } : { caseId: named.id }
    return dc.beginDialog(StartMoveDialog.id, options)
  }

  /** When facts of a case in planning were changed, the plan is asked from its first step. */
  private async planNext(dc: DialogContext, ended: DialogTurnResult): Promise<DialogTurnResult> {
    const caseId = CaseId.safeParse(ended.result)
    return ended.status === DialogTurnStatus.complete && caseId.success
      ? this.plan(dc, { caseId: caseId.data, at: 'lines' })
      : ended
  }

  /** One part of the plan is asked again; the way itself needs no question, since there is only one other that works yet. */
  private async changeField(
    dc: DialogContext,
    move: MoveCase,
    field: 'channel' | 'path' | PlanStep,
  ): Promise<DialogTurnResult> {
    if (field === 'channel') return this.askFacts(dc, move)
    if (field === 'path') return this.editPlan(dc, move, { what: 'path', path: 'MANUAL' }, 'lines')
    return this.plan(dc, { caseId: move.id, at: field })
  }

  /** Makes one edit of the plan and asks the step that it belongs to, with what was refused above it. */
  private async editPlan(
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
  private async planAfresh(dc: DialogContext, { id }: MoveCase): Promise<DialogTurnResult> {
    const { unknown } = await lookAt(dc.context, this.desk, id)
    return this.plan(dc, { caseId: id, at: 'lines', ...(unknown !== undefined && { errors: { text: unknown } }) })
  }

  /** Begins or resumes planning where the state allows it; elsewhere shows where the case stands instead. */
  private async plan(dc: DialogContext, options: PlanMoveOptions): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs()
    const { reader } = turnOf(dc.context)
    const move = await this.desk.moves.get(options.caseId)
    if (move === undefined) return this.say(dc, reader.words.say('dialog.caseGone'))
    if (move.path === 'TRANSFER') {
      // nothing sends a transfer yet, so a plan for one could be approved but never carried out
      await showCase(dc.context, this.desk, move, reader.words.say('dialog.transferNotYet', { n: move.number }))
      return Dialog.EndOfTurn
    }
    if (canPlan(move) && may('editCase', reader.roles) === 'yes') return dc.beginDialog(PlanMoveDialog.id, options)
    await showCase(
      dc.context,
      this.desk,
      move,
      reader.words.say(canPlan(move) ? 'dialog.planNotYours' : 'dialog.planNotNow'),
    )
    return Dialog.EndOfTurn
  }

  private async steer(dc: DialogContext, verb: 'back' | 'cancel' | 'later' | 'next'): Promise<DialogTurnResult> {
    const open = openStepOptions(dc)
    const { reader } = turnOf(dc.context)
    if (open === undefined) {
      const wasAsking = dc.activeDialog !== undefined
      await dc.cancelAllDialogs()
      return this.say(dc, reader.words.say(wasAsking ? 'dialog.leftQuestion' : 'dialog.nothingToLeave'))
    }
    const move = await this.desk.moves.get(open.caseId)
    if (move === undefined || verb === 'next') return dc.continueDialog()
    return this.steerCase(dc, move, verb, open.step)
  }

  private async steerCase(
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

  // --------------------------------------------------------------------------------------------------- on the side

  /** Answers something else and then asks the open question again, just as it was. */
  private async aside(dc: DialogContext, answer: () => Promise<void>): Promise<DialogTurnResult> {
    await answer()
    await dc.repromptDialog()
    return Dialog.EndOfTurn
  }

  private async say(dc: DialogContext, sentence: string): Promise<DialogTurnResult> {
    return this.aside(dc, async () => tell(dc.context, sentence))
  }
}

const isAutomatic = ({ activity }: TurnContext): boolean =>
  (activity.value as { trigger?: unknown } | undefined)?.trigger === 'automatic'

/** `drop line` leaves a product where it is bought today, `take line` takes it back in. */
const leaveOrTake = (verb: 'dropLine' | 'takeLine', line: LineId): PlanEdit =>
  verb === 'dropLine' ? { what: 'exclude', line, why: 'KEPT_AT_SOURCE' } : { what: 'include', line }

const canPlan = (move: MoveCase): boolean =>
  ['RELATIONSHIP_ACTIVE', 'PLANNED', 'AWAITING_APPROVAL', 'APPROVED'].includes(move.state)

interface OpenStep {
  readonly caseId: MoveCase['id']
  readonly step: StepName
}

/** The step that is being asked just now, read from the stack of the dialogue that asks it. */
function openStepOptions(dc: DialogContext): OpenStep | undefined {
  let instance = dc.activeDialog
  while (instance !== undefined) {
    const state = instance.state as {
      step?: StepName
      caseId?: MoveCase['id']
      dialogs?: { dialogStack?: NonNullable<DialogContext['activeDialog']>[] }
    }
    if (state.step !== undefined && state.caseId !== undefined) return { caseId: state.caseId, step: state.step }
    instance = state.dialogs?.dialogStack?.at(-1)
  }
  return undefined
}

const openStep = (dc: DialogContext): StepName | undefined => openStepOptions(dc)?.step
