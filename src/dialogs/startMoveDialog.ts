import {
  ComponentDialog,
  TextPrompt,
  WaterfallDialog,
  type DialogTurnResult,
  type WaterfallStepContext,
} from 'botbuilder-dialogs'
import { cleaned } from '../cards/plainText.js'
import { chooseCustomerCard } from '../cards/chooseCustomerCard.js'
import type { Reader } from '../cards/reader.js'
import { explain, explainError } from '../cards/sentences.js'
import type { Change } from '../domain/changes.js'
import { PartnerCenterUnavailableError } from '../domain/errors.js'
import { SourceChannel } from '../domain/facts.js'
import type { CaseId } from '../domain/ids.js'
import { isIn, type MoveCase } from '../domain/moveCase.js'
import type { CustomerFound } from '../domain/ports.js'
import { lookAt, showCase, showStep } from './caseCards.js'
import { normalised } from './commands.js'
import { casesNamed, namesExactly, type Desk } from './desk.js'
import { StepPrompt, type StepAnswer, type StepOptions } from './stepPrompt.js'
import { show, tell, turnOf } from './turn.js'

/** Which move: a customer as typed, or a case that exists. */
export interface StartMoveOptions {
  readonly typed?: string
  readonly caseId?: CaseId
  /** Asks for the facts once more, whatever the state: somebody wants to change them. */
  readonly changeFacts?: boolean
  /** What a pressed card of the facts step already answered. */
  readonly answer?: StepAnswer
}

type Step = WaterfallStepContext<StartMoveOptions>

const ASK_NAME = 'customerName'
const ASK_FACTS = 'facts'

/** Asks which customer, shows what is known of it, and hands over: the case is opened, checked and invited. */
export class StartMoveDialog extends ComponentDialog<StartMoveOptions> {
  static readonly id = 'startMove'

  constructor(private readonly desk: Desk) {
    super(StartMoveDialog.id)
    // whatever was typed is an answer: an empty line or a press must not be asked about by the prompt itself
    this.addDialog(new TextPrompt(ASK_NAME, async () => true))
    this.addDialog(new StepPrompt(ASK_FACTS, async (context, options) => showStep(context, desk, options)))
    this.addDialog(
      new WaterfallDialog<StartMoveOptions>('steps', [
        async (step: Step) => this.askCustomer(step),
        async (step: Step) => this.askFacts(step),
        async (step: Step) => this.invite(step),
      ]),
    )
    this.initialDialogId = 'steps'
  }

  private async askCustomer(step: Step): Promise<DialogTurnResult> {
    const { caseId, typed } = step.options
    if (caseId !== undefined || (typed !== undefined && typed !== '')) return step.next(typed)
    return step.prompt(ASK_NAME, turnOf(step.context).reader.words.say('dialog.whichCustomer'))
  }

  private async askFacts(step: Step): Promise<DialogTurnResult> {
    const { caseId, answer, changeFacts } = step.options
    const move =
      caseId === undefined ? await this.openFor(step, String(step.result ?? '')) : await this.desk.moves.get(caseId)
    if (move === undefined) return step.endDialog()
    if (answer !== undefined) return step.next({ ...answer, caseId: move.id })
    if (move.state !== 'DRAFT' && changeFacts !== true) {
      await this.resume(step, move)
      return step.endDialog()
    }
    Object.assign(step.values, { caseId: move.id })
    return step.beginDialog(ASK_FACTS, { caseId: move.id, step: 'facts' } satisfies StepOptions)
  }

  private async invite(step: Step): Promise<DialogTurnResult> {
    const { moves } = this.desk
    const { actor, reader } = turnOf(step.context)
    const answer = step.result as StepAnswer
    const id = step.options.caseId ?? (step.values as { caseId: CaseId }).caseId
    if (answer.kind === 'typed') {
      const channel = channelNamed(reader, answer.text)
      // a channel that was typed is shown first, with what follows from it: inviting is a step of its own
      const outcome = channel && (await moves.change(id, { type: 'setChannel', channel }, actor))
      const refused = outcome?.ok === false ? explain(reader.words, outcome.refusal) : undefined
      if (channel === undefined) await tell(step.context, reader.words.say('dialog.notUnderstoodHere'))
      if (refused !== undefined) await tell(step.context, refused)
      return step.replaceDialog(this.initialDialogId, { caseId: id, changeFacts: step.options.changeFacts === true })
    }
    const channel = SourceChannel.safeParse(answer.channel)
    const before = await moves.get(id)
    const steps: Change[] = []
    if (channel.success && before !== undefined && channel.data !== before.channel)
      steps.push({ type: 'setChannel', channel: channel.data })
    if (before?.state === 'DRAFT') steps.push({ type: 'save' })
    for (const change of steps) {
      const outcome = await moves.change(id, change, actor)
      if (outcome?.ok === false) {
        await showCase(step.context, this.desk, outcome.move, explain(reader.words, outcome.refusal))
        return step.endDialog()
      }
    }
    if (before !== undefined && before.state !== 'DRAFT') return step.endDialog(id) // facts changed later: the plan goes on from there
    await this.inviteNow(step, id)
    return step.endDialog()
  }

  /** X4, or X5 where the relationship exists already. A blocked region is shown as it is: nothing is sent then. */
  private async inviteNow(step: Step, id: CaseId): Promise<void> {
    const { moves } = this.desk
    const { actor, reader } = turnOf(step.context)
    let move = await moves.look(id)
    if (move?.state === 'READY_TO_INVITE') {
      const outcome = await moves.invite(id, actor)
      if (outcome?.ok === false)
        return showCase(step.context, this.desk, outcome.move, explain(reader.words, outcome.refusal))
      move = outcome?.move
    }
    if (move !== undefined) await showCase(step.context, this.desk, move)
  }

  /** An open case is not started again: it goes on where it stands. */
  private async resume(step: Step, move: MoveCase): Promise<void> {
    const looked = await lookAt(step.context, this.desk, move.id)
    const current = looked.move ?? move
    if (isIn(current, ['READY_TO_INVITE']) && looked.unknown === undefined) return this.inviteNow(step, current.id)
    await showCase(step.context, this.desk, current, looked.unknown)
  }

  /** Where the customer cannot be looked up now, a case of it that is open goes on all the same. */
  private async openFor(step: Step, typed: string): Promise<MoveCase | undefined> {
    try {
      return await this.lookUp(step, typed)
    } catch (error) {
      const [only, ...others] = await casesNamed(this.desk, typed)
      if (!(error instanceof PartnerCenterUnavailableError) || only === undefined || others.length > 0) throw error
      await tell(step.context, explainError(turnOf(step.context).reader.words, error, ''))
      return only
    }
  }

  private async lookUp(step: Step, typed: string): Promise<MoveCase | undefined> {
    const { reader, actor } = turnOf(step.context)
    const found = await this.desk.partnerCenter.findCustomers(typed)
    const exact = found.filter((customer) => namesExactly(customer, typed))
    const [only] = exact.length === 1 ? exact : found.length === 1 ? found : []
    if (only === undefined || !fitsWell(only, typed)) {
      if (found.length === 0)
        await tell(step.context, reader.words.say('dialog.customerUnknown', { typed: cleaned(typed, 80) }))
      else await show(step.context, chooseCustomerCard(found, typed, reader))
      return undefined
    }
    const opened = await this.desk.moves.open(only, actor)
    if (opened.ok) return opened.move
    await tell(step.context, explain(reader.words, opened.refusal))
    return undefined
  }
}

/** A channel by its name in the reader's language, or the beginning of it; by its code, as it stands in files. */
function channelNamed({ words }: Reader, typed: string): SourceChannel | undefined {
  const wanted = normalised(typed.trim())
  const fitting = SourceChannel.options.filter(
    (channel) => channel.toLowerCase() === wanted || normalised(words.say(`channel.${channel}`)).startsWith(wanted),
  )
  return fitting.length === 1 ? fitting[0] : undefined
}

/** A near match is offered, never taken: `Contsoo` may be another company. */
const fitsWell = (customer: CustomerFound, typed: string): boolean => {
  const wanted = typed.trim().toLowerCase()
  return (
    namesExactly(customer, typed) ||
    customer.name.toLowerCase().startsWith(wanted) ||
    customer.domain.toLowerCase().startsWith(wanted)
  )
}
