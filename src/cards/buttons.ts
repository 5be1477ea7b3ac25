import type { MoveCase } from '../domain/moveCase.js'
import { KEY_IN_DATA, type ButtonData, type Verb } from './actions.js'
import { shortened } from './plainText.js'
import type { Reader } from './reader.js'

/** One button as the templates bind it, and what to type instead of pressing it. */
export interface Button {
  readonly title: string
  readonly verb: Verb
  readonly data: { readonly verb: Verb; readonly [KEY_IN_DATA]: string }
  readonly typed: string
  /** `auto`: the card's inputs go along, and required ones must be filled. `none`: it works whatever is typed. */
  readonly inputs: 'auto' | 'none'
  readonly style: 'default' | 'positive' | 'destructive'
}

interface Look {
  /** What the press does, as one line. */
  readonly title: string
  readonly typed: string
  readonly withInputs?: boolean
  readonly style?: Button['style']
}

/** Longest title of a button: Teams shows one line. */
const LONGEST_TITLE = 60

/** Makes a button with a key of its own. The compiler checks its data against what the bot will accept. */
export function button<V extends Verb>(reader: Reader, verb: V, data: Omit<ButtonData<V>, 'key'>, look: Look): Button {
  return {
    title: shortened(look.title, LONGEST_TITLE),
    verb,
    data: { ...data, verb, [KEY_IN_DATA]: reader.newKey() },
    typed: look.typed,
    inputs: look.withInputs === true ? 'auto' : 'none',
    style: look.style ?? 'default',
  }
}

export type OnCase = Pick<ButtonData<'refresh'>, 'caseId' | 'revision'>

/** The part of a button's data that ties it to the case as it was drawn: another revision makes it stale. */
export const onCase = ({ id, revision }: MoveCase): OnCase => ({ caseId: id, revision })
