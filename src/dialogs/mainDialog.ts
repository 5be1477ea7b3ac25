import type { TurnContext } from 'botbuilder'
import { ComponentDialog, Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { approvalsCard } from '../cards/approvalsCard.js'
import { helpCard } from '../cards/helpCard.js'
import { myWorkCard } from '../cards/myWorkCard.js'
import type { CardAction, StepName } from '../cards/actions.js'
import { LineId } from '../domain/ids.js'
import type { MoveCase } from '../domain/moveCase.js'
import { nextSteps } from '../domain/nextSteps.js'
import { may } from '../domain/roles.js'
import { showCase } from './caseCards.js'
import { carryOut, type CaseCommand, type FromCard } from './caseCommands.js'
import { readCommand, readDay, type Command } from './commands.js'
import { casesNamed, type Desk } from './desk.js'
import { PlanMoveDialog, type PlanMoveOptions } from './planMoveDialog.js'
import { StartMoveDialog, type StartMoveOptions } from './startMoveDialog.js'
import type { StepAnswer } from './stepPrompt.js'
import { show, tell, turnOf } from './turn.js'

/** Longest line that is read at all; nothing people say to Ferry needs more. */
export const LONGEST_LINE = 2_000

const BACK: Partial<Record<StepName, StepName>> = { dates: 'lines', review: 'dates' }

/** Finds out what the person wants, whatever is being asked just now, and starts or continues what serves it. */
export class MainDialog extends ComponentDialog {
  static readonly id = 'main'

  constructor(private readonly desk: Desk) {
    super(MainDialog.id)
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
    if (said.text.length > LONGEST_LINE) return this.say(dc, reader.words.say('dialog.tooLong', { limit: LONGEST_LINE }))
    const command = readCommand(said.text)
    if (command === undefined || command.verb === 'next') return this.answered(dc)
    return this.commanded(dc, command)
  }

  /** Ordinary text answers the question that is open; without one, nobody knows what it means. */
  private async answered(dc: DialogContext): Promise<DialogTurnResult> {
    if (dc.activeDialog !== undefined) return dc.continueDialog()
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
        return this.aside(dc, async () => this.showMyWork(context))
      case 'approvals':
        return this.aside(dc, async () => this.showApprovals(context))
      case 'language':
        return this.aside(dc, async () => this.chooseLanguage(context, command.to))
      case 'practice':
        return this.aside(dc, async () => this.practise(context, command.rest))
      case 'status':
        return this.aside(dc, async () => this.showStatus(context, command.customer))
      case 'note':
        return this.aside(dc, async () => this.writeDown(context, 'note', command.rest))
      case 'evidence':
        return this.aside(dc, async () => this.writeDown(context, 'evidence', command.rest))
      case 'hand':
        return this.aside(dc, async () => this.handOver(context, command.rest))
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
        return this.onCase(dc, command.customer, { verb: 'dropLine', line: LineId.parse(`l${command.line}`) })
      case 'reject':
        return this.onCase(dc, command.customer, { verb: 'reject', reason: command.reason })
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
    const fitting = named.filter((move) => (nextSteps(move, actor, reader.now).verbs as readonly string[]).includes(verb))
    const [only] = named.length === 1 ? named : fitting
    if (only !== undefined && (named.length === 1 || fitting.length === 1)) return then(only)
    if (named.length === 0) return this.say(dc, reader.words.say(typed === '' ? 'dialog.nothingOpen' : 'dialog.noCase', { typed: typed.slice(0, 80) }))
    const candidates = (fitting.length > 0 ? fitting : named).slice(0, 10)
    return this.say(dc, reader.words.say('dialog.whichCase', { cases: reader.words.list(candidates.map((move) => `#${move.number} ${move.customer.name}`)) }))
  }

  // -------------------------------------------------------------------------------------------------------- presses

  private async pressed(dc: DialogContext, action: CardAction): Promise<DialogTurnResult> {
    const { context } = dc
    switch (action.verb) {
      case 'move':
        return this.startMove(dc, action.customer)
      case 'help':
      case 'myWork':
      case 'approvals':
        return this.commanded(dc, { verb: action.verb })
      case 'language':
        return this.commanded(dc, { verb: 'language', to: action.to })
      default:
    }
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
        return action.field === 'channel' ? this.askFacts(dc, move) : this.plan(dc, { caseId: move.id, at: action.field })
      case 'plan':
        return this.planAfresh(dc, move)
      case 'show':
      case 'refresh':
        await showCase(context, this.desk, (await this.desk.moves.look(move.id)) ?? move)
        return Dialog.EndOfTurn
      case 'reject':
      case 'decline':
      case 'overrideRegion':
        await carryOut(context, this.desk, move, { verb: action.verb, reason: action.reason }, from)
        return dc.cancelAllDialogs()
      case 'schedule':
        await carryOut(context, this.desk, move, { verb: 'schedule', day: action.day }, from)
        return dc.cancelAllDialogs()
      case 'dropLine':
        await carryOut(context, this.desk, move, { verb: 'dropLine', line: action.line }, from)
        return dc.cancelAllDialogs()
      case 'submit':
      case 'approve':
      case 'unschedule':
      case 'order':
      case 'retry':
      case 'undo':
      case 'keepBoth':
      case 'stop':
      case 'reopen':
      case 'complete':
        await carryOut(context, this.desk, move, { verb: action.verb }, from)
        return dc.cancelAllDialogs()
    }
  }

  /**
   * Goes on from a step's card, whether or not its dialogue is still open: the case holds all earlier answers. A card
   * of an older revision only shows the step as it is now (RF30, RF31).
   */
  private async goOn(dc: DialogContext, move: MoveCase, action: Extract<CardAction, { verb: 'next' }>, { press, revision }: FromCard): Promise<DialogTurnResult> {
    const answer: StepAnswer = { kind: 'next', inputs: action.inputs, channel: action.channel }
    const { words } = turnOf(dc.context).reader
    await dc.cancelAllDialogs()
    if (action.step === 'facts') {
      if (move.state !== 'DRAFT') {
        await showCase(dc.context, this.desk, move, words.say('dialog.staleStep'))
        return Dialog.EndOfTurn
      }
      return dc.beginDialog(StartMoveDialog.id, { caseId: move.id, answer } satisfies StartMoveOptions)
    }
    if (revision !== move.revision) {
      const again = canPlan(move)
      if (!again) {
        await showCase(dc.context, this.desk, move, words.say('dialog.staleStep'))
        return Dialog.EndOfTurn
      }
      return this.plan(dc, { caseId: move.id, at: action.step, errors: { text: words.say('dialog.staleStep') }, values: action.inputs })
    }
    return this.plan(dc, { caseId: move.id, at: action.step, answer, press })
  }

  // ------------------------------------------------------------------------------------------------- the dialogues

  private async startMove(dc: DialogContext, typed: string): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs()
    const named = /^#\d+$/.test(typed.trim()) ? (await casesNamed(this.desk, typed))[0] : undefined
    const options: StartMoveOptions = named === undefined ? { typed } : { caseId: named.id }
    return dc.beginDialog(StartMoveDialog.id, options)
  }

  private async askFacts(dc: DialogContext, move: MoveCase): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs()
    return dc.beginDialog(StartMoveDialog.id, { caseId: move.id } satisfies StartMoveOptions)
  }

  /** Planning begins with what is so at Microsoft now; its steps then work on the case. */
  private async planAfresh(dc: DialogContext, { id }: MoveCase): Promise<DialogTurnResult> {
    await this.desk.moves.look(id)
    return this.plan(dc, { caseId: id, at: 'lines' })
  }

  /** Begins or resumes planning where the state allows it; elsewhere shows where the case stands instead. */
  private async plan(dc: DialogContext, options: PlanMoveOptions): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs()
    const { reader } = turnOf(dc.context)
    const move = await this.desk.moves.get(options.caseId)
    if (move === undefined) return this.say(dc, reader.words.say('dialog.caseGone'))
    if (canPlan(move) && may('editCase', reader.roles) === 'yes') return dc.beginDialog(PlanMoveDialog.id, options)
    await showCase(dc.context, this.desk, move, reader.words.say(canPlan(move) ? 'dialog.planNotYours' : 'dialog.planNotNow'))
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

  private async steerCase(dc: DialogContext, move: MoveCase, verb: 'back' | 'cancel' | 'later', at: StepName): Promise<DialogTurnResult> {
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

  private async showStatus(context: TurnContext, typed: string): Promise<void> {
    const { words } = turnOf(context).reader
    const named = await casesNamed(this.desk, typed)
    const [only] = named
    if (named.length === 0 || only === undefined) return tell(context, words.say(typed === '' ? 'dialog.nothingOpen' : 'dialog.noCase', { typed: typed.slice(0, 80) }))
    if (named.length > 1) return this.showMyWork(context, named)
    await showCase(context, this.desk, (await this.desk.moves.look(only.id)) ?? only)
  }

  private async showMyWork(context: TurnContext, cases?: readonly MoveCase[]): Promise<void> {
    const { reader } = turnOf(context)
    const mine = cases ?? (await casesNamed(this.desk, '')).filter((move) => move.owner === reader.person || move.createdBy === reader.person)
    await show(context, myWorkCard(mine, reader))
  }

  private async showApprovals(context: TurnContext): Promise<void> {
    const { reader } = turnOf(context)
    await show(context, approvalsCard(await this.desk.moves.all(), reader))
  }

  private async chooseLanguage(context: TurnContext, to: 'en' | 'pl' | 'auto' | undefined): Promise<void> {
    const { reader } = turnOf(context)
    if (to === undefined) return tell(context, reader.words.say('dialog.whichLanguage'))
    const words = await this.desk.setLanguage(reader.person, to)
    await tell(context, words.say('dialog.languageSet'))
  }

  private async practise(context: TurnContext, words: string): Promise<void> {
    const { practise } = this.desk
    if (practise === undefined) return tell(context, turnOf(context).reader.words.say('dialog.practiceOnly'))
    await tell(context, await practise(context, words))
  }

  private async writeDown(context: TurnContext, verb: 'note' | 'evidence', rest: string): Promise<void> {
    const { reader } = turnOf(context)
    const split = await this.splitCase(rest)
    if (split === undefined || split.text === '') return tell(context, reader.words.say('dialog.noteHow'))
    await carryOut(context, this.desk, split.move, { verb, text: split.text })
  }

  private async handOver(context: TurnContext, rest: string): Promise<void> {
    const { reader, actor } = turnOf(context)
    const split = await this.splitCase(rest)
    const to = this.desk.people.find(split?.text.replace(/^(to|do) /iu, '') ?? '')
    const [only] = to
    if (split === undefined || only === undefined || to.length > 1) return tell(context, reader.words.say('dialog.handHow'))
    const outcome = await this.desk.moves.change(split.move.id, { type: 'handOver', to: only }, actor)
    if (outcome !== undefined) await showCase(context, this.desk, outcome.move)
  }

  /** Tells the customer's name, which may have several words, from the text behind it. */
  private async splitCase(rest: string): Promise<{ move: MoveCase; text: string } | undefined> {
    const words = rest.split(' ')
    for (let count = Math.min(words.length, 8); count > 0; count--) {
      const named = await casesNamed(this.desk, words.slice(0, count).join(' '))
      const [only] = named
      if (only !== undefined && named.length === 1) return { move: only, text: words.slice(count).join(' ') }
    }
    return undefined
  }

  private async say(dc: DialogContext, sentence: string): Promise<DialogTurnResult> {
    return this.aside(dc, async () => tell(dc.context, sentence))
  }
}

const canPlan = (move: MoveCase): boolean => ['RELATIONSHIP_ACTIVE', 'PLANNED', 'AWAITING_APPROVAL', 'APPROVED'].includes(move.state)

interface OpenStep {
  readonly caseId: MoveCase['id']
  readonly step: StepName
}

/** The step that is being asked just now, read from the stack of the dialogue that asks it. */
function openStepOptions(dc: DialogContext): OpenStep | undefined {
  let instance = dc.activeDialog
  while (instance !== undefined) {
    const state = instance.state as { step?: StepName; caseId?: MoveCase['id']; dialogs?: { dialogStack?: NonNullable<DialogContext['activeDialog']>[] } }
    if (state.step !== undefined && state.caseId !== undefined) return { caseId: state.caseId, step: state.step }
    instance = state.dialogs?.dialogStack?.at(-1)
  }
  return undefined
}

const openStep = (dc: DialogContext): StepName | undefined => openStepOptions(dc)?.step
