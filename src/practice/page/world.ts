import { button, el, show } from './dom.js'
import type { Act, RoomCustomer, RoomPerson, RoomSent, RoomState } from './wire.js'
import { named, type Words } from './words.js'

/** The right side: the clock, the customers, the faults, and what Ferry sent. */

/** Date and time of the practice clock as this person would read them off the wall. */
export function showClock(line: HTMLElement, now: string, { locale, timeZone }: RoomPerson): void {
  const at = new Date(now)
  const day = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  })
  const hour = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone, timeZoneName: 'short' })
  show(
    line,
    el(
      'time',
      { datetime: now },
      el('span', { class: 'day' }, day.format(at)),
      el('span', { class: 'hour' }, hour.format(at)),
    ),
  )
}

const ACTS: readonly Act[] = ['accept', 'decline', 'removeUs', 'sourceEnds', 'sourceRenews']

/** Customers with an open case come first: they are what practice is about now. */
export function showCustomers(
  list: HTMLElement,
  customers: readonly RoomCustomer[],
  words: Words,
  act: (customer: RoomCustomer, act: Act) => void,
): void {
  const open = new Set(
    [...list.querySelectorAll('details[open]')].map((details) => details.closest('li')?.dataset['id']),
  )
  const sorted = [...customers].sort((a, b) => Number(b.caseState !== undefined) - Number(a.caseState !== undefined))
  const item = (customer: RoomCustomer) => {
    const { tenantId, name, domain, relationship, caseState } = customer
    const actButton = (one: Act) =>
      button(words[one], () => act(customer, one), {
        class: 'small',
        'aria-label': words.actsFor.replace('{act}', words[one]).replace('{customer}', name),
      })
    const state = caseState === undefined ? words.noCase : named(words, 'case', caseState)
    return el(
      'li',
      { 'data-id': tenantId },
      el('p', { class: 'name' }, el('strong', {}, name), el('span', { class: 'quiet' }, domain)),
      el(
        'p',
        { class: 'chips' },
        el('span', { class: `chip ${caseState === undefined ? 'none' : 'case'}` }, state),
        el('span', { class: `chip relationship-${relationship}` }, named(words, 'relationship', relationship)),
      ),
      el(
        'div',
        { class: 'acts' },
        ...ACTS.slice(0, 2).map(actButton),
        el(
          'details',
          { open: open.has(tenantId) },
          el('summary', { 'aria-label': `${words.customerActs}: ${name}`, title: words.customerActs }, '⋯'),
          ...ACTS.slice(2).map(actButton),
        ),
      ),
    )
  }
  show(list, ...sorted.map(item))
}

export function showFaults(list: HTMLElement, state: RoomState, words: Words, fail: (name: string) => void): void {
  const item = (name: string) => {
    const times = state.faults.find((fault) => fault.name === name)?.times ?? 0
    const made = button('', () => fail(name), { class: 'fault', 'aria-pressed': String(times > 0) })
    made.append(el('code', {}, name), el('span', { class: 'quiet' }, named(words, 'fault', name)))
    if (times > 0) made.append(el('span', { class: 'times' }, `×${times}`))
    return el('li', {}, made)
  }
  const place = [...list.querySelectorAll('button')].findIndex((one) => one === document.activeElement)
  show(list, ...state.faultNames.map(item))
  if (place >= 0) list.querySelectorAll('button')[place]?.focus()
}

/** Newest first. */
export function addSent(list: HTMLElement, sent: RoomSent, { locale, timeZone }: RoomPerson): void {
  if (list.querySelector(`[data-seq="${sent.seq}"]`) !== null) return
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone }).format(
    new Date(sent.at),
  )
  const summary = el('summary', {}, el('code', {}, `${sent.how} ${sent.status}`), ` ${sent.person} · ${time}`)
  const item = el(
    'li',
    { 'data-seq': String(sent.seq) },
    el('details', {}, summary, el('pre', {}, JSON.stringify(sent.body, undefined, 2))),
  )
  list.prepend(item)
  while (list.children.length > MOST_SENT) list.lastElementChild?.remove()
}

const MOST_SENT = 60
