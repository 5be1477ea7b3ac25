import { ask, fetchState, listen } from './api.js'
import { prepareCards } from './cards.js'
import { Chat } from './chat.js'
import { byId } from './dom.js'
import { keepLook, showChatPane } from './look.js'
import { showConversations, showPeople } from './people.js'
import type { ClockStep, RoomMessage, RoomPerson, RoomRequests, RoomState } from './wire.js'
import { languageOf, wordsIn, type Words } from './words.js'
import { addSent, showClock, showCustomers, showFaults } from './world.js'

/** Changes come in flocks; the state is asked for once they have settled. */
const SETTLED_MS = 120
/** Who one is, per tab: two tabs can show two people side by side. */
const ME = 'ferry.me'

const log = byId('log', HTMLElement)
const composer = byId('composer', HTMLFormElement)
const message = byId('message', HTMLTextAreaElement)
const notice = byId('notice', HTMLElement)
const clockSaid = byId('clock-said', HTMLElement)

let state: RoomState
let me: RoomPerson
let words: Words = wordsIn('en')
let last: RoomMessage | undefined
let endListening: () => void = () => undefined
let refetch: number | undefined
/** Messages heard while the whole chat is being fetched, which may be in a state from before them. */
let heardMeanwhile: RoomMessage[] | undefined

const chat = new Chat(
  log,
  byId('typing', HTMLElement),
  {
    press: async (messageId, { button, inputs }) => {
      await order('press', { person: me.id, message: messageId, button, inputs })
    },
    seen: (messages) => void order('refresh', { person: me.id, messages }),
  },
  words,
)

function tell(text: string | undefined): void {
  notice.hidden = text === undefined
  notice.textContent = text ?? ''
}

/** Asks the room for something; when it says no, the person reads why. */
async function order<Name extends keyof RoomRequests>(name: Name, body: RoomRequests[Name]) {
  const answer = await ask(name, body)
  tell(answer.ok ? undefined : words.failed.replace('{why}', answer.error))
  return answer
}

function setLanguage(locale: string): void {
  words = wordsIn(languageOf(locale))
  document.documentElement.lang = languageOf(locale)
  document.title = words.title
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    const word = element.dataset['word'] as keyof Words
    element.textContent = words[word]
  }
  // these keep one name in every language; what is seen, and described, is in the reader's
  for (const [id, word] of [
    ['next-day', 'nextDay'],
    ['next-week', 'nextWeek'],
    ['next-event', 'nextEvent'],
  ] as const) {
    const step = byId(id, HTMLButtonElement)
    step.textContent = words[word]
    step.title = words[word]
  }
  byId('send', HTMLButtonElement).title = words.send
  message.placeholder = words.message
}

function showWorld(): void {
  me = state.people.find(({ id }) => id === me.id) ?? me
  byId('partner', HTMLElement).textContent = state.partnerName
  byId('chat-about', HTMLElement).textContent = words.chatWith.replace('{name}', me.name)
  showPeople(byId('people', HTMLElement), state.people, me.id, words, (person) => {
    showChatPane()
    void become(person)
  })
  showConversations(byId('conversations', HTMLElement), me, last, words, showChatPane)
  showClock(byId('now', HTMLElement), state.now, me)
  showCustomers(
    byId('customers', HTMLElement),
    state.customers,
    words,
    ({ tenantId }, act) => void order('act', { customer: tenantId, act }),
  )
  showFaults(byId('faults', HTMLElement), state, words, (name) => void order('fault', { name, times: 1 }))
}

/** The world as it is now; the chat is told by events. */
function worldChanged(): void {
  window.clearTimeout(refetch)
  refetch = window.setTimeout(() => {
    void fetchState().then((fresh) => {
      const moved = fresh.now !== state.now
      state = fresh
      showWorld()
      if (moved) chat.lookAgain()
      return undefined
    }, offline)
  }, SETTLED_MS)
}

const offline = () => tell(words.offline)

/** From now on the page is this person's: language, chat, time zone. */
async function become(person: RoomPerson): Promise<void> {
  me = person
  sessionStorage.setItem(ME, person.id)
  chat.leave()
  setLanguage(person.locale)
  endListening()
  endListening = listen(person.id, {
    open: () => void load(person),
    lost: offline,
    message: (changed) => {
      heardMeanwhile?.push(changed)
      chat.hear(changed)
      if (last === undefined || changed.seq >= last.seq) last = changed
      if (!document.hidden) void ask('read', { person: person.id })
    },
    typing: () => chat.typing(),
    sent: (sent) => addSent(byId('sent', HTMLElement), sent, me),
    world: worldChanged,
    cleared: () => void load(person),
  })
}

/** Fetches everything for this person; what happens meanwhile comes by event, and the newer of two states stays. */
async function load(person: RoomPerson): Promise<void> {
  heardMeanwhile = []
  const fresh = await fetchState(person.id).catch(() => undefined)
  if (person.id !== me.id) return
  if (fresh === undefined) return offline()
  tell(undefined)
  state = fresh
  last = fresh.messages?.at(-1)
  chat.open(me, fresh.messages ?? [], words)
  for (const message of heardMeanwhile ?? []) chat.hear(message)
  heardMeanwhile = undefined
  byId('sent', HTMLElement).replaceChildren()
  for (const sent of fresh.sent ?? []) addSent(byId('sent', HTMLElement), sent, me)
  showWorld()
  await order('switch', { person: person.id })
}

async function send(): Promise<void> {
  const text = message.value.trim()
  if (text === '') return
  message.value = ''
  fit()
  await order('say', { person: me.id, text })
}

/** As high as what is written, up to a limit of the style. */
function fit(): void {
  message.style.height = 'auto'
  message.style.height = `${message.scrollHeight}px`
}

async function step(by: ClockStep): Promise<void> {
  const buttons = ['next-day', 'next-week', 'next-event'].map((id) => byId(id, HTMLButtonElement))
  for (const one of buttons) one.disabled = true
  clockSaid.textContent = words.moving
  const answer = await order('clock', { by })
  clockSaid.textContent = answer.ok && answer.nothingDue === true ? words.nothingDue : ''
  for (const one of buttons) one.disabled = false
}

function listenToControls(): void {
  composer.addEventListener('submit', (event) => {
    event.preventDefault()
    void send()
  })
  message.addEventListener('input', fit)
  message.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void send()
  })
  for (const [id, by] of [
    ['next-day', 'day'],
    ['next-week', 'week'],
    ['next-event', 'event'],
  ] as const) {
    byId(id, HTMLButtonElement).addEventListener('click', () => void step(by))
  }
  byId('heal', HTMLButtonElement).addEventListener('click', () => void order('heal', {}))
  const dialog = byId('reset-dialog', HTMLDialogElement)
  byId('reset', HTMLButtonElement).addEventListener('click', () => dialog.showModal())
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'yes') void order('reset', {})
    dialog.returnValue = ''
  })
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void ask('read', { person: me.id })
  })
}

prepareCards()
keepLook()
state = await fetchState()
const [first] = state.people
const mine = state.people.find(({ id }) => id === sessionStorage.getItem(ME)) ?? first
if (mine === undefined) throw new Error('the practice world has no people')
me = mine
listenToControls()
await become(mine)
