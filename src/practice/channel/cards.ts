import { z } from 'zod'
import { ChannelUseError } from './people.js'

/** An Adaptive Card as it came from the bot. The channel reads its buttons and inputs and leaves the rest alone. */
export const Card = z.looseObject({ type: z.literal('AdaptiveCard') })
export type Card = z.infer<typeof Card>

/** A button of a card, wherever on the card it is. */
export interface CardButton {
  /** Its place among all buttons of the card, in reading order; hidden ones and those of sub-cards count. */
  readonly index: number
  readonly type: string
  readonly title: string
  readonly id: string | undefined
  readonly verb: string | undefined
  readonly data: unknown
  /** What is sent along: the inputs of the button's own card and of the cards around it. */
  readonly inputs: readonly CardInput[]
}

export interface CardInput {
  readonly id: string
  readonly type: string
  readonly definition: Readonly<Record<string, unknown>>
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Below these nothing is drawn: an action's payload, what older clients get instead, what is asked for by itself. */
const NOT_DRAWN = new Set(['data', 'fallback', 'refresh', 'authentication'])

const childrenOf = (node: Fields): unknown[] =>
  Object.entries(node)
    .filter(([name]) => !NOT_DRAWN.has(name))
    .map(([, child]) => child)

function* objectsIn(node: unknown, into: (node: Fields) => boolean): Generator<Fields> {
  if (Array.isArray(node)) for (const item of node) yield* objectsIn(item, into)
  if (!isFields(node)) return
  yield node
  if (into(node)) for (const child of childrenOf(node)) yield* objectsIn(child, into)
}

/** All of one card except what its buttons open. */
const onThisCard = (card: Fields) =>
  childrenOf(card).flatMap((child) => [...objectsIn(child, (node) => node['type'] !== 'Action.ShowCard')])

function inputsOn(card: Fields): CardInput[] {
  return onThisCard(card).flatMap((node) => {
    const [type, id] = [text(node['type']), text(node['id'])]
    return type?.startsWith('Input.') === true && id !== undefined ? [{ id, type, definition: node }] : []
  })
}

function buttonsOn(card: Fields, around: readonly CardInput[]): Omit<CardButton, 'index'>[] {
  const inputs = [...around, ...inputsOn(card)]
  return onThisCard(card).flatMap((node) => {
    const type = text(node['type'])
    if (type?.startsWith('Action.') !== true) return []
    const button = {
      type,
      title: text(node['title']) ?? '',
      id: text(node['id']),
      verb: text(node['verb']),
      data: node['data'],
      inputs: node['associatedInputs'] === 'none' ? [] : inputs,
    }
    return [button, ...(isFields(node['card']) ? buttonsOn(node['card'], inputs) : [])]
  })
}

/** Every button of a card, in reading order. */
export const buttonsOf = (card: Card): CardButton[] =>
  buttonsOn(card, []).map((button, index) => ({ ...button, index }))

/**
 * The button that is meant by its title or by its place.
 *
 * @throws {ChannelUseError} when the card does not have it, or has several of that title
 */
export function buttonNamed(card: Card, wanted: string | number): CardButton {
  const buttons = buttonsOf(card)
  const fitting = buttons.filter(({ index, title }) => (typeof wanted === 'number' ? index : title) === wanted)
  const [button] = fitting
  if (button !== undefined && fitting.length === 1) return button
  const titles = buttons.map(({ title }) => title).join(' | ')
  throw new ChannelUseError(`${fitting.length} buttons ${JSON.stringify(wanted)} on the card, which has: ${titles}`)
}

/** A copy whose buttons carry their place as id, so that a page can say which one was pressed. */
export function withNumberedButtons(card: Card, idOf: (index: number) => string): Card {
  const copy = structuredClone(card)
  const buttons = [...objectsIn(copy, () => true)].filter((node) => text(node['type'])?.startsWith('Action.'))
  for (const [index, button] of buttons.entries()) Object.assign(button, { id: idOf(index) })
  return copy
}

/** What a client sends for an input that nobody touched; `undefined`: nothing, as for an empty field. */
function untouched({ type, definition }: CardInput): string | undefined {
  const value = definition['value']
  const given = typeof value === 'number' || typeof value === 'boolean' ? String(value) : text(value)
  if (type === 'Input.Toggle') return given ?? text(definition['valueOff']) ?? 'false'
  return given === '' ? undefined : given
}

/** Why a client would not send this value; `undefined` when it would. */
function fault({ type, definition }: CardInput, value: string | undefined): string | undefined {
  if (value === undefined || (type === 'Input.Toggle' && value === (text(definition['valueOff']) ?? 'false'))) {
    return definition['isRequired'] === true ? 'is required' : undefined
  }
  switch (type) {
    case 'Input.Number': {
      const [number, { min, max }] = [Number(value), definition]
      if (value.trim() === '' || !Number.isFinite(number)) return 'takes a number'
      if ((typeof min === 'number' && number < min) || (typeof max === 'number' && number > max))
        return 'is out of range'
      return undefined
    }
    case 'Input.ChoiceSet':
      return choiceFault(definition, value)
    case 'Input.Text': {
      const longest = definition['maxLength']
      return typeof longest === 'number' && value.length > longest ? `takes at most ${longest} characters` : undefined
    }
    case 'Input.Date':
      return z.iso.date().safeParse(value).success ? undefined : 'takes a day as 2026-12-31'
    default:
      return undefined
  }
}

function choiceFault(definition: Fields, value: string): string | undefined {
  const choices = Array.isArray(definition['choices']) ? definition['choices'].filter(isFields) : []
  const offered = new Set(choices.map((choice) => choice['value']))
  const chosen = definition['isMultiSelect'] === true ? value.split(',') : [value]
  return isFields(definition['choices.data']) || chosen.every((one) => offered.has(one))
    ? undefined
    : 'has no such choice'
}

/**
 * The values that go along with a press: what is typed, else what the card had filled in. An empty text stands for an
 * emptied field, which sends nothing. All values travel as text.
 *
 * @throws {ChannelUseError} for an input the button does not have, and for values that a client does not let through
 */
export function gatherInputs(button: CardButton, typed: Readonly<Record<string, string>>): Record<string, string> {
  const known = new Map(button.inputs.map((input) => [input.id, input]))
  const stranger = Object.keys(typed).find((id) => !known.has(id))
  if (stranger !== undefined) throw new ChannelUseError(`the card has no input ${stranger} for ${button.title}`)
  const gathered: [string, string][] = []
  for (const [id, input] of known) {
    const value = Object.hasOwn(typed, id) ? typed[id] || undefined : untouched(input)
    const wrong = fault(input, value)
    if (wrong !== undefined) throw new ChannelUseError(`input ${id} ${wrong}`)
    if (value !== undefined) gathered.push([id, value])
  }
  return Object.fromEntries(gathered)
}

/** What a press sends: the button's own data and the inputs of the card, on one level. */
export interface Press {
  readonly type: 'Action.Execute' | 'Action.Submit'
  readonly title: string
  readonly verb: string | undefined
  readonly id: string | undefined
  readonly data: Record<string, unknown>
}

/**
 * @throws {ChannelUseError} as {@link buttonNamed} and {@link gatherInputs}, and for a button whose press stays in the client
 */
export function pressOf(card: Card, wanted: string | number, typed: Readonly<Record<string, string>>): Press {
  const button = buttonNamed(card, wanted)
  const { type, title, verb, id, data } = button
  if (type !== 'Action.Execute' && type !== 'Action.Submit') {
    throw new ChannelUseError(`${type} is done by the client; the bot never hears of it`)
  }
  return { type, title, verb, id, data: { ...(isFields(data) ? data : {}), ...gatherInputs(button, typed) } }
}

/** When a client asks for a newer card by itself, and what it then sends. */
export interface CardRefresh {
  readonly userIds: readonly string[]
  readonly verb: string | undefined
  readonly id: string | undefined
  readonly data: unknown
}

const Refresh = z.looseObject({
  refresh: z.looseObject({
    userIds: z.array(z.string()).default([]),
    action: z.looseObject({
      type: z.literal('Action.Execute'),
      id: z.string().optional(),
      verb: z.string().optional(),
      data: z.unknown().optional(),
    }),
  }),
})

export function refreshOf(card: Card): CardRefresh | undefined {
  const read = Refresh.safeParse(card)
  if (!read.success) return undefined
  const { userIds, action } = read.data.refresh
  return { userIds, verb: action.verb, id: action.id, data: action.data }
}

/** A card in one line for people: `[first text | button | button]`; what its buttons would open is left out. */
export function inOneLine(card: Card): string {
  const shown = onThisCard(card)
  const heading = shown.find((node) => node['type'] === 'TextBlock' && text(node['text']))
  const titles = shown
    .filter((node) => text(node['type'])?.startsWith('Action.'))
    .flatMap((node) => text(node['title']) ?? [])
  return `[${[text(heading?.['text']) ?? '', ...titles].join(' | ')}]`
}
