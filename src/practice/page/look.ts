import { byId } from './dom.js'

/** How the page looks is kept in the browser, for all people alike. */
const LOOK = 'ferry.look'
const PHONE = 'ferry.phone'

export function keepLook(): void {
  const choice = byId('look', HTMLSelectElement)
  const phone = byId('phone', HTMLButtonElement)
  const root = document.documentElement
  const preferred = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'

  const setLook = (look: string) => {
    root.dataset['look'] = look
    choice.value = look
  }
  const setPhone = (on: boolean) => {
    document.body.classList.toggle('phone', on)
    phone.setAttribute('aria-pressed', String(on))
  }

  setLook(localStorage.getItem(LOOK) ?? (window.matchMedia('(forced-colors: active)').matches ? 'contrast' : preferred))
  setPhone(localStorage.getItem(PHONE) === 'on')
  choice.addEventListener('change', () => {
    setLook(choice.value)
    localStorage.setItem(LOOK, choice.value)
  })
  phone.addEventListener('click', () => {
    const on = phone.getAttribute('aria-pressed') !== 'true'
    setPhone(on)
    localStorage.setItem(PHONE, on ? 'on' : 'off')
  })

  // on a narrow screen one of three panes is in view
  const panes = [...document.querySelectorAll<HTMLButtonElement>('[data-show]')]
  const showPane = (name: string) => {
    document.body.dataset['pane'] = name
    for (const pane of panes) pane.setAttribute('aria-current', String(pane.dataset['show'] === name))
  }
  for (const pane of panes) pane.addEventListener('click', () => showPane(pane.dataset['show'] ?? 'chat'))
  showPane('chat')
}

/** On a narrow screen: the chat comes to the front. */
export const showChatPane = (): void => document.querySelector<HTMLButtonElement>('[data-show="chat"]')?.click()
