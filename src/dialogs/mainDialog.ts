import type { TurnContext } from 'botbuilder'
import { ComponentDialog, Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { cleaned } from '../cards/plainText.js'
import { helpCard } from '../cards/helpCard.js'
import type { CardAction } from '../cards/actions.js'
import type { PlanEdit } from '../domain/changes.js'
import { LineId } from '../domain/ids.js'
import { IN_PLANNING, isIn, type MoveCase } from '../domain/moveCase.js'
import { nextSteps } from '../domain/nextSteps.js'
import { unreachable } from '../domain/unreachable.js'
import { aside, Asides, say } from './asides.js'
import { lookAt, showCase } from './caseCards.js'
import { carryOut, type CaseCommand, type FromCard } from './caseCommands.js'
import { readCommand, readDay, type Command } from './commands.js'
import { casesNamed, type Desk } from './desk.js'
import { Guides } from './guides.js'
import { openStep, openStepOptions, type OpenStep } from './openStep.js'
import { PlanMoveDialog } from './planMoveDialog.js'
import { StartMoveDialog } from './startMoveDialog.js'
import { show, tell, turnOf } from './turn.js'

/** Longest line that is read at all; nothing people say to Ferry needs more. */
export const LONGEST_LINE = 2_000

/** Finds out what the person wants, whatever is being asked just now, and starts or continues what serves it. */
export class MainDialog extends ComponentDialog {
  static readonly id = 'main'

  private readonly asides: Asides
  private readonly guides: Guides

  constructor(private readonly desk: Desk) {
    super(MainDialog.id)
    this.asides = new Asides(desk)
    this.guides = new Guides(desk)
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
    if (said.text.length > LONGEST_LINE) return say(dc, reader.words.say('dialog.tooLong', { limit: LONGEST_LINE }))
    const command = readCommand(said.text)
    if (command === undefined || command.verb === 'next') return this.answered(dc)
    return this.commanded(dc, command)
  }

  /** Ordinary text answers the question that is open; without one, nobody knows what it means. */
  private async answered(dc: DialogContext): Promise<DialogTurnResult> {
    if (dc.activeDialog !== undefined) return this.guides.planNext(dc, await dc.continueDialog())
    return say(dc, turnOf(dc.context).reader.words.say('dialog.notUnderstood'))
  }

  // --------------------------------------------------------------------------------------------------- typed words

  private async commanded(dc: DialogContext, command: Command): Promise<DialogTurnResult> {
    const { context } = dc
    const { words } = turnOf(context).reader
    switch (command.verb) {
      case 'move':
        return this.guides.startMove(dc, command.customer)
      case 'help':
        return aside(dc, async () => show(context, helpCard(turnOf(context).reader, openStep(dc))))
      case 'why':
        return aside(dc, async () => tell(context, words.say(`why.${openStep(dc) ?? 'none'}`)))
      case 'myWork':
        return aside(dc, async () => this.asides.showMyWork(context))
      case 'approvals':
        return aside(dc, async () => this.asides.showApprovals(context))
      case 'language':
        return aside(dc, async () => this.asides.chooseLanguage(context, command.to))
      case 'practice':
        await this.asides.practise(context, command.rest)
        // a reset takes the case of an open question with it: then there is nothing left to ask
        if (await this.isGone(openStepOptions(dc))) return dc.cancelAllDialogs()
        return aside(dc, async () => undefined)
      case 'status':
        return aside(dc, async () => this.asides.showStatus(context, command.customer))
      case 'note':
        return aside(dc, async () => this.asides.writeDown(context, 'note', command.rest))
      case 'evidence':
        return aside(dc, async () => this.asides.writeDown(context, 'evidence', command.rest))
      case 'hand':
        return aside(dc, async () => this.asides.handOver(context, command.rest))
      case 'back':
      case 'cancel':
      case 'later':
      case 'next':
        return this.guides.steer(dc, command.verb)
      case 'plan':
        return this.withCase(dc, command.customer, 'plan', async (move) => this.guides.planAfresh(dc, move))
      case 'schedule': {
        const day = readDay(command.day)
        if (day === undefined) return say(dc, words.say('dialog.badDate', { typed: cleaned(command.day, 40) }))
        return this.onCase(dc, command.customer, { verb: 'schedule', day })
      }
      case 'dropLine':
      case 'takeLine':
        return this.withCase(dc, command.customer, 'dropLine', async (move) => {
          const line = LineId.parse(`l${command.line}`)
          if (isIn(move, IN_PLANNING)) return this.guides.editPlan(dc, move, leaveOrTake(command.verb, line), 'lines')
          await carryOut(dc.context, this.desk, move, { verb: 'dropLine', line })
          return dc.cancelAllDialogs()
        })
      case 'change':
        return this.withCase(dc, command.customer, 'plan', async (move) =>
          this.guides.changeField(dc, move, command.field),
        )
      case 'manual':
        return this.withCase(dc, command.customer, 'plan', async (move) => this.guides.changeField(dc, move, 'path'))
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

  private async isGone(open: OpenStep | undefined): Promise<boolean> {
    return open !== undefined && (await this.desk.moves.get(open.caseId)) === undefined
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
      return say(
        dc,
        reader.words.say(typed === '' ? 'dialog.nothingOpen' : 'dialog.noCase', { typed: cleaned(typed, 80) }),
      )
    const candidates = (fitting.length > 0 ? fitting : named).slice(0, 10)
    return say(
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
        return this.guides.goOn(dc, move, action, from)
      case 'back':
      case 'later':
      case 'cancel':
        return this.guides.steerCase(dc, move, action.verb, action.step)
      case 'change':
        return this.guides.changeField(dc, move, action.field)
      case 'dropLine':
        return this.guides.editPlan(dc, move, leaveOrTake('dropLine', action.line), 'lines', from)
      case 'plan':
        return this.guides.planAfresh(dc, move)
      case 'show':
      case 'refresh': {
        // Teams refreshes cards by itself, for each device: that only shows what is known and asks nobody
        const looked = isAutomatic(context) ? { move } : await lookAt(context, this.desk, move.id)
        await showCase(context, this.desk, looked.move ?? move, looked.unknown)
        return Dialog.EndOfTurn
      }
      default:
        throw new Error(`a press of ${action.verb} is no part of a dialogue`) // see pressedCommand
    }
  }

  private async pressedAlone(
    dc: DialogContext,
    action: Exclude<CardAction, { caseId: unknown }>,
  ): Promise<DialogTurnResult> {
    switch (action.verb) {
      case 'move':
        return this.guides.startMove(dc, action.customer)
      case 'language':
        return this.commanded(dc, { verb: 'language', to: action.to })
      default:
        return this.commanded(dc, { verb: action.verb })
    }
  }
}

const isAutomatic = ({ activity }: TurnContext): boolean =>
  (activity.value as { trigger?: unknown } | undefined)?.trigger === 'automatic'

/** `drop line` leaves a product where it is bought today, `take line` takes it back in. */
const leaveOrTake = (verb: 'dropLine' | 'takeLine', line: LineId): PlanEdit =>
  verb === 'dropLine' ? { what: 'exclude', line, why: 'KEPT_AT_SOURCE' } : { what: 'include', line }
