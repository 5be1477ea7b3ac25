import type { DialogContext } from 'botbuilder-dialogs'
import type { StepName } from '../cards/actions.js'
import type { CaseId } from '../domain/ids.js'

export interface OpenStep {
  readonly caseId: CaseId
  readonly step: StepName
}

/** The step that is being asked just now, read from the stack of the dialogue that asks it. */
export function openStepOptions(dc: DialogContext): OpenStep | undefined {
  let instance = dc.activeDialog
  while (instance !== undefined) {
    const state = instance.state as {
      step?: StepName
      caseId?: CaseId
      dialogs?: { dialogStack?: NonNullable<DialogContext['activeDialog']>[] }
    }
    if (state.step !== undefined && state.caseId !== undefined) return { caseId: state.caseId, step: state.step }
    instance = state.dialogs?.dialogStack?.at(-1)
  }
  return undefined
}

export const openStep = (dc: DialogContext): StepName | undefined => openStepOptions(dc)?.step
