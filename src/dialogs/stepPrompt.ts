import { Dialog, type DialogReason, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import type { TurnContext } from 'botbuilder'
import type { DialogInstance } from 'botbuilder-dialogs'
import { readCommand } from './commands.js'
import { turnOf } from './turn.js'
import type { CaseId } from '../domain/ids.js'
import type { StepName } from '../cards/actions.js'

/** What a step shows: which card, of which case, with what was typed and what was wrong with it. Kept with the dialog. */
export interface StepOptions {
  readonly caseId: CaseId
  readonly step: StepName
  readonly values?: Readonly<Record<string, string>>
  readonly errors?: Readonly<Record<string, string>>
}

/** How a person answered a step: went on (with what the inputs held), or typed something the step may understand. */
export type StepAnswer =
  | { readonly kind: 'next'; readonly inputs: Readonly<Record<string, string>>; readonly channel?: string | undefined }
  | { readonly kind: 'typed'; readonly text: string }

/** Asks one question with a card and hands the answer on as it is. It knows no rule, so it refuses nothing. */
export class StepPrompt extends Dialog<StepOptions> {
  constructor(
    id: string,
    private readonly showStep: (context: TurnContext, options: StepOptions) => Promise<void>,
  ) {
    super(id)
  }

  override async beginDialog(dc: DialogContext, options?: StepOptions): Promise<DialogTurnResult> {
    if (options === undefined) throw new Error('a step was asked without naming its case')
    if (dc.activeDialog !== undefined) dc.activeDialog.state = options
    await this.showStep(dc.context, options)
    return Dialog.EndOfTurn
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const { said } = turnOf(dc.context)
    if (said.kind === 'press') {
      if (said.action.verb !== 'next') return Dialog.EndOfTurn
      return dc.endDialog({
        kind: 'next',
        inputs: said.action.inputs,
        channel: said.action.channel,
      } satisfies StepAnswer)
    }
    if (readCommand(said.text)?.verb === 'next') return dc.endDialog({ kind: 'next', inputs: {} } satisfies StepAnswer)
    return dc.endDialog({ kind: 'typed', text: said.text } satisfies StepAnswer)
  }

  override async resumeDialog(dc: DialogContext, _reason?: DialogReason): Promise<DialogTurnResult> {
    await this.repromptDialog(dc.context, dc.activeDialog)
    return Dialog.EndOfTurn
  }

  override async repromptDialog(context: TurnContext, instance?: DialogInstance): Promise<void> {
    await this.showStep(context, instance?.state as StepOptions)
  }
}
