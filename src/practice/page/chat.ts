import { drawCard, type DrawnCard, type Pressed } from './cards.js'
import { avatar, el } from './dom.js'
import { messageHtml, openLinksOutside } from './markdown.js'
import type { RoomMessage, RoomPerson } from './wire.js'
import { named, type Words } from './words.js'

/** Cards that are seen for shorter than this while scrolling are not asked for anew. */
const SEEN_AFTER_MS = 300
/** How far from the end the chat may be scrolled and still follow new messages. */
const NEAR_END_PX = 120
const TYPING_MS = 6_000

export interface ChatHandlers {
  press(messageId: string, pressed: Pressed): Promise<void>
  /** Cards that this person's client may ask for anew have come into view. */
  seen(messageIds: readonly string[]): void
}

interface Entry {
  readonly message: RoomMessage
  readonly article: HTMLElement
  readonly card: DrawnCard | undefined
}

/** The chat of one person: each message an article named by its sender, redrawn only when it changed itself. */
export class Chat {
  private readonly entries = new Map<string, Entry>()
  private readonly inView = new Set<string>()
  private readonly observer: IntersectionObserver
  private person: RoomPerson | undefined
  private seenTimer: number | undefined
  private typingTimer: number | undefined

  constructor(
    private readonly log: HTMLElement,
    private readonly typingLine: HTMLElement,
    private readonly handlers: ChatHandlers,
    private words: Words,
  ) {
    this.observer = new IntersectionObserver((changes) => this.noteView(changes), { root: log })
  }

  /** Shows this person's chat in the place of whatever was shown. */
  open(person: RoomPerson, messages: readonly RoomMessage[], words: Words): void {
    this.leave()
    this.person = person
    this.words = words
    this.log.setAttribute('aria-busy', 'true') // or a screen reader would read all of it
    this.log.replaceChildren(el('p', { class: 'empty' }, words.empty))
    for (const message of messages) this.draw(message)
    const last = messages.at(-1)
    if (last !== undefined) this.scrollTo(last.id)
    this.log.removeAttribute('aria-busy')
  }

  /** Shows nobody's chat: nothing of one person may be pressed by the next. */
  leave(): void {
    this.person = undefined
    this.observer.disconnect()
    this.entries.clear()
    this.inView.clear()
    this.stopTyping()
    this.log.replaceChildren()
  }

  /** A message has come or changed. */
  hear(message: RoomMessage): void {
    if (this.person === undefined) return
    const known = this.entries.get(message.id)
    if (known !== undefined && known.message.revision >= message.revision) return
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END_PX
    const follow = atEnd || (known === undefined && 'mine' in message && message.mine)
    this.draw(message)
    if (known === undefined && message.kind !== 'deleted') this.stopTyping()
    if (follow) this.scrollTo(message.id)
  }

  typing(): void {
    this.typingLine.textContent = this.words.typing
    window.clearTimeout(this.typingTimer)
    this.typingTimer = window.setTimeout(() => this.stopTyping(), TYPING_MS)
  }

  stopTyping(): void {
    window.clearTimeout(this.typingTimer)
    this.typingLine.textContent = ''
  }

  /** Time has passed: what is in view may be old now. */
  lookAgain(): void {
    if (this.inView.size > 0) this.handlers.seen([...this.inView])
  }

  /** To the end, but never past the beginning of what is new. */
  private scrollTo(messageId: string): void {
    const article = this.entries.get(messageId)?.article
    const tall = article !== undefined && article.offsetHeight > this.log.clientHeight
    if (tall) article.scrollIntoView({ block: 'start' })
    else this.log.scrollTop = this.log.scrollHeight
  }

  private draw(message: RoomMessage): void {
    const old = this.entries.get(message.id)
    const card = message.kind === 'card' ? this.card(message, old) : undefined
    const article = this.article(
      message,
      card?.element ?? this.body(message),
      old === undefined && this.follows(message),
    )
    if (old === undefined) this.append(message, article)
    else this.exchange(old, article)
    this.entries.set(message.id, { message, article, card })
    this.inView.delete(message.id)
    if (message.kind === 'card' && message.refreshes) this.observer.observe(article)
  }

  private append(message: RoomMessage, article: HTMLElement): void {
    const day = this.format(message.at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    if (this.entries.size === 0) this.log.replaceChildren()
    if (this.log.dataset['day'] !== day || this.entries.size === 0)
      this.log.append(el('p', { class: 'day' }, el('span', {}, day)))
    this.log.dataset['day'] = day
    this.log.append(article)
  }

  /** Whoever was in the old one, by keyboard or screen reader, is put into the new one. */
  private exchange(old: Entry, article: HTMLElement): void {
    const focused = old.article.contains(document.activeElement) || old.article.dataset['pressed'] !== undefined
    this.observer.unobserve(old.article)
    if (old.article.classList.contains('follows')) article.classList.add('follows')
    old.article.replaceWith(article)
    if (focused) article.focus({ preventScroll: true })
  }

  private article(message: RoomMessage, body: HTMLElement, follows: boolean): HTMLElement {
    const mine = 'mine' in message && message.mine
    const sender = message.kind === 'note' ? 'Teams' : mine ? (this.person?.name ?? '') : this.words.bot
    const head = el(
      'p',
      { class: 'head' },
      el('span', { class: 'sender' }, sender),
      el('time', { datetime: message.at }, this.format(message.at, { hour: 'numeric', minute: '2-digit' })),
      message.edited ? el('span', { class: 'edited' }, this.words.edited) : undefined,
    )
    const look = ['message', mine ? 'mine' : 'theirs', message.kind, follows ? 'follows' : ''].filter(Boolean).join(' ')
    const picture = message.kind === 'note' || mine ? undefined : avatar(sender, 'bot')
    return el(
      'article',
      { class: look, 'aria-label': sender, tabindex: '-1' },
      picture,
      el('div', { class: 'column' }, head, body),
    )
  }

  private body(message: RoomMessage): HTMLElement {
    if (message.kind === 'deleted') return el('div', { class: 'bubble' }, el('em', {}, this.words.deleted))
    if (message.kind === 'note') {
      const details = el('details', {}, el('summary', {}, this.words.details), el('code', {}, message.detail))
      return el('div', { class: 'bubble' }, el('p', {}, named(this.words, 'problem', message.problem)), details)
    }
    if (message.kind !== 'text') return el('div')
    const bubble = el('div', { class: `bubble ${message.format}` })
    if (message.format === 'markdown')
      bubble.innerHTML = messageHtml(message.text) // markdown-it, with HTML off
    else bubble.textContent = message.text
    openLinksOutside(bubble)
    for (const file of message.files) bubble.append(el('span', { class: 'file' }, file))
    return bubble
  }

  private card(message: RoomMessage & { kind: 'card' }, old: Entry | undefined): DrawnCard {
    const drawn = drawCard(
      message.card,
      old?.card?.typed() ?? new Map(),
      (pressed) => void this.press(message.id, pressed),
    )
    drawn.element.classList.add('card')
    return drawn
  }

  private async press(messageId: string, pressed: Pressed): Promise<void> {
    const entry = this.entries.get(messageId)
    if (entry === undefined) return
    entry.article.dataset['pressed'] = ''
    entry.card?.busy(true)
    await this.handlers.press(messageId, pressed)
    entry.card?.busy(false)
    delete entry.article.dataset['pressed']
    // the answer may be drawn only after this; what is inert has lost the keyboard
    const lost = document.activeElement === null || document.activeElement === document.body
    if (lost && entry.article.isConnected) entry.article.focus({ preventScroll: true })
  }

  /** Whether the message before is of the same sender, so that name and picture need not be said again. */
  private follows(message: RoomMessage): boolean {
    const before = [...this.entries.values()].at(-1)?.message
    if (before === undefined || message.kind === 'note' || before.kind === 'note') return false
    const mine = (one: RoomMessage) => 'mine' in one && one.mine
    return mine(before) === mine(message) && before.at.slice(0, 10) === message.at.slice(0, 10)
  }

  private format(at: string, parts: Intl.DateTimeFormatOptions): string {
    const { locale, timeZone } = this.person ?? { locale: 'en-US', timeZone: 'UTC' }
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone }).format(new Date(at))
  }

  private noteView(changes: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of changes) {
      const id = [...this.entries].find(([, { article }]) => article === target)?.[0]
      if (id === undefined) continue
      if (isIntersecting) this.inView.add(id)
      else this.inView.delete(id)
    }
    window.clearTimeout(this.seenTimer)
    this.seenTimer = window.setTimeout(() => this.lookAgain(), SEEN_AFTER_MS)
  }
}
