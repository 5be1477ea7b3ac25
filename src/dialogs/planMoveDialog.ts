import { ComponentDialog, WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from 'botbuilder-dialogs'
import { cleaned } from '../cards/plainText.js'
import { explain, explainError } from '../cards/sentences.js'
import type { StepName } from '../cards/actions.js'
import type { Change, PlanEdit } from '../domain/changes.js'
import { dayOf } from '../domain/days.js'
import { recommendedStartOf } from '../domain/deadlines.js'
import { PartnerCenterUnavailableError } from '../domain/errors.js'
import { enoughSeats, plannedDayOf } from '../domain/guards.js'
import type { CaseId, Instant, UtcDay } from '../domain/ids.js'
import { isIn, type MoveCase } from '../domain/moveCase.js'
import { isMoving } from '../domain/moveLine.js'
import type { Press } from '../domain/moveService.js'
import { showCase, showStep } from './caseCards.js'
import { headlineOf } from './caseCommands.js'
import { readDay, readLineSeats, readSeats, readStopper } from './commands.js'
import type { Desk } from './desk.js'
import { StepPrompt, type StepAnswer, type StepOptions } from './stepPrompt.js'
import { turnOf } from './turn.js'

export type PlanStep = Exclude<StepName, 'facts'>

export interface PlanMoveOptions {
  readonly caseId: CaseId
  /** Where to begin; the steps before it keep the answers the case holds. */
  readonly at: PlanStep
  /** What a pressed card of that step already answered. */
  readonly answer?: StepAnswer
  readonly press?: Press
  readonly values?: Readonly<Record<string, string>>
  readonly errors?: Readonly<Record<string, string>>
}

type Step = WaterfallStepContext<PlanMoveOptions>
type Values = Readonly<Record<string, string>>
type Errors = Record<string, string>

const ASK = 'ask'

/** Asks for lines, dates and the review, and hands each answer to the domain, which says what is wrong with it. */
export class PlanMoveDialog extends ComponentDialog<PlanMoveOptions> {
  static readonly id = 'planMove'

  constructor(private readonly desk: Desk) {
    super(PlanMoveDialog.id)
    this.addDialog(new StepPrompt(ASK, async (context, options) => showStep(context, desk, options)))
    const steps = [
      this.ask('lines'),
      async (step: Step) => this.takeLines(step),
      this.ask('dates'),
      async (step: Step) => this.takeDates(step),
      this.ask('review'),
      async (step: Step) => this.takeReview(step),
    ]
    this.addDialog(new WaterfallDialog<PlanMoveOptions>('steps', steps))
    this.initialDialogId = 'steps'
  }

  /** A step that is skipped when the dialogue begins later, or takes the answer that a pressed card brought. */
  private ask(name: PlanStep) {
    return async (step: Step): Promise<DialogTurnResult> => {
      const { caseId, at, answer, values, errors } = step.options
      const begun = (step.values as { begun?: true }).begun === true
      if (!begun && at !== name) return step.next()
      Object.assign(step.values, { begun: true })
      if (!begun && answer !== undefined) return step.next(answer)
      return step.beginDialog(ASK, {
        caseId,
        step: name,
        ...(begun ? {} : { ...(values && { values }), ...(errors && { errors }) }),
      } satisfies StepOptions)
    }
  }

  private async takeLines(step: Step): Promise<DialogTurnResult> {
    const answer = step.result as StepAnswer | undefined
    if (answer === undefined) return step.next()
    const move = await this.desk.moves.get(step.options.caseId)
    if (move === undefined) return step.endDialog()
    const { words } = turnOf(step.context).reader
    const inputs = answer.kind === 'typed' ? typedSeats(move, answer.text) : answer.inputs
    if (inputs === undefined) return this.again(step, 'lines', {}, { text: words.say('dialog.notUnderstoodHere') })

    const errors: Errors = {}
    const edits: PlanEdit[] = []
    for (const line of move.lines.filter(isMoving)) {
      const input = `seats_${line.id}`
      const typed = inputs[input] ?? String(line.seats)
      const seats = readSeats(typed)
      if (seats === undefined) {
        errors[input] = words.say('dialog.badSeats', { typed: cleaned(typed, 40) })
        continue
      }
      // said here, where seats can be entered, and not first when the whole plan is looked at
      const short = enoughSeats({ ...line, seats })
      if (short !== undefined) errors[input] = explain(words, short)
      else if (seats !== line.seats) edits.push({ what: 'seats', line: line.id, seats })
    }
    await this.edit(step, edits, errors, (edit) => ('line' in edit ? `seats_${edit.line}` : 'text'))
    return Object.keys(errors).length > 0 ? this.again(step, 'lines', inputs, errors) : step.next()
  }

  private async takeDates(step: Step): Promise<DialogTurnResult> {
    const answer = step.result as StepAnswer | undefined
    if (answer === undefined) return step.next()
    const { reader } = turnOf(step.context)
    const { words } = reader
    const values: Values = answer.kind === 'typed' ? typedDates(answer.text) : answer.inputs
    const errors: Errors = {}
    const edits: PlanEdit[] = []
    const move = await this.desk.moves.get(step.options.caseId)
    if (move === undefined) return step.endDialog()
    // who types "next" takes the day that the card shows
    const start = values['start'] ?? shownStart(move, reader.now)
    if (start !== undefined) {
      const day = readDay(start)
      if (day === undefined) errors['start'] = words.say('dialog.badDate', { typed: cleaned(start, 40) })
      else edits.push({ what: 'start', line: 'all', day })
    }
    const who = values['stopRenewal']
    if (who === 'CUSTOMER' || who === 'SOURCE_PARTNER') edits.push({ what: 'stopRenewal', line: 'all', who })
    await this.edit(step, edits, errors, (edit) => edit.what)
    if (Object.keys(errors).length > 0) return this.again(step, 'dates', values, errors)

    const unfinished = await this.completePlan(step)
    return unfinished === undefined ? step.next() : this.again(step, 'dates', values, { text: unfinished })
  }

  private async takeReview(step: Step): Promise<DialogTurnResult> {
    const answer = step.result as StepAnswer
    const { actor, reader } = turnOf(step.context)
    if (answer.kind === 'typed')
      return this.again(step, 'review', {}, { text: reader.words.say('dialog.notUnderstoodHere') })
    const { caseId, press } = step.options
    const unfinished = await this.completePlan(step)
    const move = await this.desk.moves.get(caseId)
    if (move === undefined) return step.endDialog()
    if (unfinished !== undefined) {
      await showCase(step.context, this.desk, move, unfinished)
      return step.endDialog()
    }
    const outcome = await this.desk.moves.change(caseId, { type: 'submit' }, actor, press)
    await showCase(step.context, this.desk, outcome?.move ?? move, outcome && headlineOf(reader, outcome))
    return step.endDialog()
  }

  /** X10 where the plan is not complete yet. @returns what is missing, or that today's prices could not be read */
  private async completePlan(step: Step): Promise<string | undefined> {
    const { moves } = this.desk
    const { caseId } = step.options
    const move = await moves.get(caseId)
    if (move === undefined || !isIn(move, ['RELATIONSHIP_ACTIVE'])) return undefined
    const { actor, reader } = turnOf(step.context)
    try {
      const outcome = await moves.completePlan(caseId, actor)
      return outcome?.ok === false ? explain(reader.words, outcome.refusal) : undefined
    } catch (error) {
      if (!(error instanceof PartnerCenterUnavailableError)) throw error
      return explainError(reader.words, error, '')
    }
  }

  /** Hands edits to the domain one by one and gathers what it refuses, by the input that holds it. */
  private async edit(
    step: Step,
    edits: readonly PlanEdit[],
    errors: Errors,
    inputOf: (edit: PlanEdit) => string,
  ): Promise<void> {
    const { actor, reader } = turnOf(step.context)
    const move = await this.desk.moves.get(step.options.caseId)
    for (const edit of edits.filter((one) => move === undefined || changesSomething(move, one))) {
      const change: Change = { type: 'editPlan', edit }
      const outcome = await this.desk.moves.change(step.options.caseId, change, actor)
      if (outcome?.ok === false) errors[inputOf(edit)] = explain(reader.words, outcome.refusal)
    }
  }

  private async again(step: Step, at: PlanStep, values: Values, errors: Errors): Promise<DialogTurnResult> {
    const { caseId } = step.options
    return step.replaceDialog(this.initialDialogId, { caseId, at, values, errors } satisfies PlanMoveOptions)
  }
}

/** Seats as typed: `30` where only one product is to move, else `2 30` for line 2. */
function typedSeats(move: MoveCase, text: string): Values | undefined {
  const read = readLineSeats(text)
  const moving = move.lines.filter(isMoving)
  const line = read?.line ?? (moving.length === 1 ? moving[0]?.id : undefined)
  if (read === undefined || !moving.some(({ id }) => id === line)) return undefined
  return { [`seats_${line}`]: read.seats }
}

/** What is typed at the dates: who stops a renewal, or else a day. */
function typedDates(text: string): Values {
  const stopRenewal = readStopper(text)
  return stopRenewal === undefined ? { start: text } : { stopRenewal }
}

const shownStart = (move: MoveCase, now: Instant): UtcDay | undefined =>
  plannedDayOf(move) ?? recommendedStartOf(move, dayOf(now))

/** An answer that says what the case holds already is no edit: it must not void an approval (X15). */
function changesSomething(move: MoveCase, edit: PlanEdit): boolean {
  if (edit.what === 'start') return move.lines.filter(isMoving).some((line) => line.plannedStart !== edit.day)
  if (edit.what === 'stopRenewal') return move.lines.filter(isMoving).some((line) => line.stopRenewal?.who !== edit.who)
  return true
}
