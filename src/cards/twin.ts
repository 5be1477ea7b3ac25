import { KEY_IN_DATA } from './actions.js'
import type { Button } from './buttons.js'
import type { Words } from './words.js'

/** What is read of an element of a card; everything else is only its look. */
interface Element {
  readonly type: string
  readonly text?: string
  readonly items?: readonly Element[]
  readonly columns?: readonly Element[]
  readonly inlines?: readonly { readonly text: string }[]
  readonly facts?: readonly { readonly title: string; readonly value: string }[]
  readonly actions?: readonly Element[] | null
  readonly label?: string
  readonly value?: string | number
  readonly choices?: readonly { readonly title: string; readonly value: string }[]
  readonly title?: string
  readonly data?: { readonly [KEY_IN_DATA]?: string }
}

const holdsButtons = ({ items = [] }: Element): boolean => items.some(({ type }) => type === 'ActionSet')

/**
 * A whole card in words, line by line in its order: it is made from the card itself, so that it cannot leave anything
 * out. Each button says what to type instead.
 *
 * @param card as bound, before Markdown is escaped
 */
export function twinOf(card: unknown, buttons: readonly Button[], words: Words): string {
  const typed = new Map(buttons.map((button) => [button.data[KEY_IN_DATA], button.typed]))

  const linesOf = (element: Element): readonly string[] => {
    switch (element.type) {
      case 'TextBlock':
        return [element.text ?? '']
      case 'RichTextBlock':
        return [(element.inlines ?? []).map(({ text }) => text).join('')]
      case 'FactSet':
        return (element.facts ?? []).map(({ title, value }) => `${title}: ${value}`)
      case 'ColumnSet':
        return columnLines(element.columns ?? [])
      case 'Container':
      case 'Column':
        return (element.items ?? []).flatMap(linesOf)
      case 'ActionSet':
        return (element.actions ?? []).flatMap(linesOf)
      case 'Action.Execute':
        return [buttonLine(element)]
      case 'Input.ChoiceSet':
        return [`${element.label}: ${choicesOf(element)}`]
      case 'Input.Text':
      case 'Input.Number':
      case 'Input.Date':
        return [element.value === undefined ? `${element.label}:` : `${element.label}: ${element.value}`]
      default:
        throw new Error(`no words for a card element of type ${element.type}`)
    }
  }

  /** Columns of text make one line, like a row of a table; a single one keeps its lines, and buttons always have theirs. */
  const columnLines = (columns: readonly Element[]): readonly string[] => {
    const texts = columns.filter((column) => !holdsButtons(column)).map(linesOf)
    const row = texts.length === 1 ? texts.flat() : [texts.map((lines) => lines.join(', ')).join(' | ')]
    return [...row, ...columns.filter(holdsButtons).flatMap(linesOf)]
  }

  const choicesOf = ({ choices = [], value }: Element): string =>
    choices
      .map((choice) => (choice.value === value ? words.say('twin.chosen', { choice: choice.title }) : choice.title))
      .join('; ')

  const buttonLine = ({ title = '', data }: Element): string =>
    words.say('twin.button', { title, typed: typed.get(data?.[KEY_IN_DATA] ?? '') ?? '' })

  const { body = [], actions } = card as { body?: readonly Element[]; actions?: readonly Element[] | null }
  return [...body, ...(actions ?? [])]
    .flatMap(linesOf)
    .filter((line) => line !== '')
    .join('\n')
}
