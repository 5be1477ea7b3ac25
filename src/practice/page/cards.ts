import type * as Library from 'adaptivecards'
import { teamsLook } from './hostConfig.js'
import { cardHtml, openLinksOutside } from './markdown.js'

declare const AdaptiveCards: typeof Library

/** See `ButtonId` in wire.ts. */
const BUTTON_ID = /^ferry-button-(\d+)$/

/** A card as it is on the page. */
export interface DrawnCard {
  readonly element: HTMLElement
  /** What somebody changed in its inputs, by id. */
  typed(): ReadonlyMap<string, string>
  /** While a press is under way no other is taken. */
  busy(on: boolean): void
}

export interface Pressed {
  readonly button: number
  readonly inputs: Readonly<Record<string, string>>
}

/** Has to be called once, before the first card is drawn. */
export function prepareCards(): void {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = cardHtml(text)
    result.didProcess = true
  }
}

const indexOf = (action: Library.Action): number | undefined => {
  const found = BUTTON_ID.exec(action.id ?? '')
  return found?.[1] === undefined ? undefined : Number(found[1])
}

const valueOf = (input: Library.Input): string => (input.isSet() ? String(input.value) : '')

/** The values that Teams sends along with this button, emptied inputs as ''. */
const inputsOf = (action: Library.Action): Record<string, string> =>
  Object.fromEntries(Object.entries(action.getReferencedInputs() ?? {}).map(([id, input]) => [id, valueOf(input)]))

/**
 * Draws a card. Opening a sub-card, showing and hiding, and links stay on the page; the rest is handed to `press`.
 *
 * @param typed what to put into inputs of the same id instead of what the card has there
 */
export function drawCard(
  json: Readonly<Record<string, unknown>>,
  typed: ReadonlyMap<string, string>,
  press: (pressed: Pressed) => void,
): DrawnCard {
  const card = new AdaptiveCards.AdaptiveCard()
  card.hostConfig = new AdaptiveCards.HostConfig(teamsLook)
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) openOutside(action.url)
    const button = indexOf(action)
    const sends = action instanceof AdaptiveCards.ExecuteAction || action instanceof AdaptiveCards.SubmitAction
    if (sends && button !== undefined) press({ button, inputs: inputsOf(action) })
  }
  const copy = structuredClone(json) as Record<string, unknown>
  fillIn(copy, typed)
  card.parse(copy)
  const element = card.render() ?? document.createElement('div')
  openLinksOutside(element)
  // the ids only tell buttons apart within a card; several cards are on the page
  for (const drawn of element.querySelectorAll('[id^="ferry-button-"]')) drawn.removeAttribute('id')
  return {
    element,
    typed: () =>
      new Map(
        card
          .getAllInputs()
          .flatMap((input): [string, string][] => (input.id && input.isDirty() ? [[input.id, valueOf(input)]] : [])),
      ),
    busy: (on) => {
      element.classList.toggle('busy', on)
      element.toggleAttribute('inert', on)
      element.setAttribute('aria-busy', String(on))
    },
  }
}

function openOutside(url: string | undefined): void {
  if (url !== undefined && /^https:\/\//i.test(url)) window.open(url, '_blank', 'noopener,noreferrer')
}

/** Puts what was typed into a card that takes the place of the one it was typed into. */
function fillIn(node: unknown, typed: ReadonlyMap<string, string>): void {
  if (typeof node !== 'object' || node === null || typed.size === 0) return
  if ('type' in node && 'id' in node && typeof node.type === 'string' && node.type.startsWith('Input.')) {
    const value = typed.get(String(node.id))
    if (value !== undefined)
      Object.assign(node, { value: node.type === 'Input.Number' && value !== '' ? Number(value) : value })
  }
  for (const child of Object.values(node)) fillIn(child, typed)
}
