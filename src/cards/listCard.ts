import type { MoveCase } from '../domain/moveCase.js'
import { button, onCase, type Button } from './buttons.js'
import type { Reader } from './reader.js'
import { cardFrom, type CardMessage, type Frame } from './render.js'
import template from './templates/list.json' with { type: 'json' }

/** The look that cards which list things share: sections of rows, each row a title and what is to be said of it. */

export interface RowText {
  readonly text: string
  readonly color: 'Default' | 'Good' | 'Warning' | 'Attention'
}

export interface Row {
  readonly title: string
  readonly texts: readonly RowText[]
  /** What can be done with it: none or one. */
  readonly buttons: readonly Button[]
}

export interface Section {
  readonly heading: readonly { readonly text: string }[]
  readonly rows: readonly Row[]
  /** How many more there are. */
  readonly rest: readonly { readonly text: string }[]
}

export interface ListData {
  readonly intro: readonly { readonly text: string }[]
  readonly sections: readonly Section[]
}

const render = cardFrom<ListData>(template)

/** Teams shows six buttons, wherever they stand; further rows are opened by typing. */
export const MOST_ROW_BUTTONS = 6

export const renderList = (reader: Reader, around: Frame, data: ListData): CardMessage =>
  render(
    reader,
    { ...around, inline: data.sections.flatMap(({ rows }) => rows.flatMap(({ buttons }) => buttons)) },
    data,
  )

export const plainRow = (text: string): RowText => ({ text, color: 'Default' })

/** Opens one of the listed cases. */
export const openButton = (move: MoveCase, reader: Reader): Button =>
  button(
    reader,
    'show',
    { ...onCase(move), view: 'status' },
    {
      title: reader.words.say('button.open', { n: move.number }),
      typed: reader.words.say('typed.status', { n: move.number }),
    },
  )
