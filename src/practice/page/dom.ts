type Child = Node | string | undefined
type Attributes = Readonly<Record<string, string | boolean | undefined>>

/** An element with attributes (`true`: present, `false` and `undefined`: absent) and children. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '')
    else if (value !== undefined && value !== false) element.setAttribute(name, value)
  }
  element.append(...children.filter((child) => child !== undefined))
  return element
}

/** @throws {Error} when the page's own HTML lacks the element, or has another kind of one there */
export function byId<Kind extends HTMLElement>(id: string, kind: abstract new () => Kind): Kind {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new Error(`the page has no ${kind.name} #${id}`)
}

/** A button whose visible text may be shorter than its name. */
export function button(text: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = el('button', { type: 'button', ...attributes }, text)
  made.addEventListener('click', onClick)
  return made
}

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase()

const HUES = 8

/** A round picture with initials; the same name has the same colour everywhere. */
export function avatar(name: string, kind: 'person' | 'bot' = 'person'): HTMLElement {
  const hue = Array.from(name).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES
  const look = kind === 'bot' ? 'avatar bot' : `avatar hue${hue}`
  return el('span', { class: look, 'aria-hidden': 'true' }, initialsOf(name))
}

/** Shows `children` in the place of what the element had, unless it is the same HTML: so focus is not lost for nothing. */
export function show(element: HTMLElement, ...children: readonly HTMLElement[]): void {
  const same = children.map((child) => child.outerHTML).join('') === element.innerHTML
  if (!same) element.replaceChildren(...children)
}
