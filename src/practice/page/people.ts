import { avatar, button, el, show } from './dom.js'
import type { RoomMessage, RoomPerson } from './wire.js'
import { named, type Words } from './words.js'

const unreadMark = (count: number, words: Words) =>
  count === 0
    ? undefined
    : el(
        'span',
        { class: 'unread' },
        el('span', { 'aria-hidden': 'true' }, String(count)),
        el('span', { class: 'aside' }, words.unread.replace('{count}', String(count))),
      )

function entry(current: boolean, onClick: () => void, ...children: (Node | undefined)[]): HTMLElement {
  const made = button('', onClick, { class: 'entry', 'aria-current': current ? 'true' : undefined })
  made.append(...children.filter((child) => child !== undefined))
  return el('li', {}, made)
}

const lines = (first: string, second: string) =>
  el('span', { class: 'lines' }, el('span', { class: 'first' }, first), el('span', { class: 'second' }, second))

/** Keeps the keyboard where it is when a list is drawn anew. */
function showList(list: HTMLElement, items: readonly HTMLElement[]): void {
  const place = [...list.querySelectorAll('button')].findIndex((one) => one === document.activeElement)
  show(list, ...items)
  if (place >= 0) list.querySelectorAll('button')[place]?.focus()
}

/** Who one can be. One click, and the page is that person's. */
export function showPeople(
  list: HTMLElement,
  people: readonly RoomPerson[],
  me: string,
  words: Words,
  choose: (person: RoomPerson) => void,
): void {
  const roles = ({ roles }: RoomPerson) =>
    roles.length === 0 ? words['role.none'] : roles.map((role) => named(words, 'role', role)).join(', ')
  const item = (person: RoomPerson) =>
    entry(
      person.id === me,
      () => choose(person),
      avatar(person.name),
      lines(person.name, roles(person)),
      person.id === me ? undefined : unreadMark(person.unread, words),
    )
  showList(list, people.map(item))
}

/** The chats of the person one is. */
export function showConversations(
  list: HTMLElement,
  person: RoomPerson,
  last: RoomMessage | undefined,
  words: Words,
  open: () => void,
): void {
  const picture = avatar(words.bot, 'bot')
  showList(list, [entry(true, open, picture, lines(words.bot, preview(last, words)), unreadMark(person.unread, words))])
}

const LONGEST_PREVIEW = 80

function preview(message: RoomMessage | undefined, words: Words): string {
  switch (message?.kind) {
    case 'text':
      return `${message.mine ? `${words.you}: ` : ''}${message.text.replace(/[*_`#>[\]]/g, '').slice(0, LONGEST_PREVIEW)}`
    case 'card':
      return firstText(message.card) ?? words.botAbout
    case 'deleted':
      return words.deleted
    case 'note':
    case undefined:
    default:
      return words.botAbout
  }
}

function firstText(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  if ('type' in node && node.type === 'TextBlock' && 'text' in node && typeof node.text === 'string') {
    return node.text.replace(/[*_]/g, '').slice(0, LONGEST_PREVIEW)
  }
  for (const child of Object.values(node)) {
    const found = firstText(child)
    if (found !== undefined) return found
  }
  return undefined
}
