import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../support/browser.js'
import { skipWithoutChromium } from '../../support/chromium.js'
import { personalConversationId, teamsUserId } from '../../../src/practice/channel/people.js'
import { teamsWithRoom, type TeamsWithRoom } from './roomSupport.js'
import { attached, cardAnswer, cardOf, execute, piotr, sara } from './support.js'

describe('the page of the practice room', () => {
  let browser: Browser
  let teams: TeamsWithRoom
  let page: Page
  let complaints: string[]
  before(async function () {
    browser = await openBrowser(skipWithoutChromium(this))
    page = await browser.newPage()
    page.setDefaultTimeout(15_000) // before the test's own, so that a failure names the step
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      const refusedByRoom = message.text().includes('status of 409') // which the person reads on the page
      if (message.type() === 'error' && !refusedByRoom) complaints.push(message.text())
    })
  })
  after(async () => browser?.close())

  beforeEach(async () => {
    teams = await teamsWithRoom()
    complaints = []
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(`${teams.origin}/practice`)
    await page.getByRole('list', { name: 'People' }).getByRole('button').first().waitFor()
  })
  afterEach(async () => {
    await page.goto('about:blank')
    await teams.close()
    expect(complaints, 'errors in the browser, refusals of the content policy among them').to.deep.equal([])
  })

  const chat = () => page.getByRole('region', { name: 'Chat' })
  const fromFerry = () => chat().getByRole('article', { name: 'Ferry' })
  const saraChat = personalConversationId(sara.id)
  const posts = (card: object) => teams.bot.posts(saraChat, { attachments: [attached(card)] })
  const become = (name: string) => page.getByRole('list', { name: 'People' }).getByRole('button', { name }).click()

  it('has the landmarks that scripts and screen readers look for (contracts 7)', async () => {
    for (const list of ['People', 'Conversations', 'Faults'])
      await page.getByRole('list', { name: list, exact: true }).waitFor()
    for (const region of ['Chat', 'Clock', 'Customers'])
      await page.getByRole('region', { name: region, exact: true }).waitFor()
    await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor()
    await page.getByRole('log', { name: 'Chat' }).waitFor()
    for (const step of ['Next day', 'Next week', 'Next event']) {
      await page.getByRole('region', { name: 'Clock' }).getByRole('button', { name: step, exact: true }).waitFor()
    }
    expect(await page.locator('html').getAttribute('lang')).to.equal('en')
  })

  it('sends what is typed, with Enter and with the button, and shows who said what', async () => {
    teams.bot.turn = async ({ type, text }) => {
      if (type === 'message') await teams.bot.posts(saraChat, { text: `**You said** ${String(text)}` })
      return undefined
    }
    const box = page.getByRole('textbox', { name: 'Message' })
    await box.fill('move Contoso')
    await box.press('Enter')
    await fromFerry().getByText('You said move Contoso').waitFor()
    await box.fill('help')
    await page.getByRole('button', { name: 'Send' }).click()
    await fromFerry().getByText('You said help').waitFor()
    expect(await chat().getByRole('article', { name: 'Sara Lind' }).allInnerTexts()).to.have.length(2)
    expect(await fromFerry().first().locator('strong').innerText()).to.equal('You said')
    expect(await box.inputValue()).to.equal('')
  })

  it('draws a card, sends a press with its inputs, and shows the answer in the same place', async () => {
    const form = {
      ...cardOf('Seats?', [execute('Next')]),
      body: [
        { type: 'TextBlock', text: 'How many **seats**?' },
        { type: 'Input.Number', id: 'seats', label: 'Seats', value: 25 },
        { type: 'Input.Text', id: 'note', label: 'Note', value: 'gone' },
      ],
    }
    await posts(form)
    teams.bot.turn = ({ value }) =>
      cardAnswer(cardOf(`Got ${JSON.stringify((value as { action: { data: object } }).action.data)}`))
    const card = fromFerry()
    expect(await card.locator('strong').innerText()).to.equal('seats')
    await card.getByLabel('Seats').fill('30')
    await card.getByLabel('Note').fill('')
    await card.getByRole('button', { name: 'Next' }).click()
    await card.getByText('Got {"caseId":"c1","revision":3,"seats":"30"}').waitFor()
    expect(await fromFerry().count()).to.equal(1)
    expect(await card.getByRole('button').count()).to.equal(0)
    expect(await page.locator('article:focus').count(), 'the keyboard stays with the card').to.equal(1)
  })

  it('opens a sub-card by itself and sends its button with its own input', async () => {
    const sub = {
      type: 'AdaptiveCard',
      body: [{ type: 'Input.Text', id: 'reason', label: 'Reason' }],
      actions: [execute('Reject')],
    }
    await posts(cardOf('Approve?', [execute('Approve'), { type: 'Action.ShowCard', title: 'Say no', card: sub }]))
    await fromFerry().getByRole('button', { name: 'Say no' }).click()
    await fromFerry().getByLabel('Reason').fill('too early')
    await fromFerry().getByRole('button', { name: 'Reject' }).click()
    await chat().getByRole('article', { name: 'Teams' }).waitFor()
    expect(teams.bot.delivered.at(-1)?.['value']).to.deep.equal({
      action: { type: 'Action.Execute', verb: 'reject', data: { caseId: 'c1', revision: 3, reason: 'too early' } },
      trigger: 'manual',
    })
  })

  it('shows and hides by itself what a card says so of', async () => {
    const toggle = { type: 'Action.ToggleVisibility', title: 'More', targetElements: ['more'] }
    const hidden = { type: 'TextBlock', id: 'more', text: 'All of it', isVisible: false }
    const card = cardOf('Short', [toggle])
    await posts({ ...card, body: [...card.body, hidden] })
    const told = teams.bot.delivered.length
    await fromFerry().getByRole('button', { name: 'More' }).click()
    await fromFerry().getByText('All of it').waitFor()
    await fromFerry().getByRole('button', { name: 'More' }).click()
    await fromFerry().getByText('All of it').waitFor({ state: 'hidden' })
    expect(teams.bot.delivered.slice(told).filter(({ type }) => type === 'invoke' || type === 'message')).to.deep.equal(
      [],
    )
  })

  it('keeps what was typed into one card when another changes, and when the card itself is drawn anew', async () => {
    const input = { type: 'Input.Text', id: 'note', label: 'Note' }
    const withInput = (text: string) => ({ ...cardOf(text), body: [{ type: 'TextBlock', text }, input] })
    const first = await posts(withInput('One'))
    const second = await posts(cardOf('Two'))
    await fromFerry().first().getByLabel('Note').fill('typed')
    const edit = (id: string, card: object) =>
      teams.bot.connector('PUT', `/v3/conversations/${encodeURIComponent(saraChat)}/activities/${id}`, {
        type: 'message',
        attachments: [attached(card)],
      })
    await edit(second, cardOf('Two, changed'))
    await chat().getByText('Two, changed').waitFor()
    expect(await fromFerry().first().getByLabel('Note').inputValue()).to.equal('typed')
    await edit(first, withInput('One, changed'))
    await chat().getByText('One, changed').waitFor()
    expect(await fromFerry().first().getByLabel('Note').inputValue()).to.equal('typed')
  })

  it('becomes another person with one click: their chat, their language, their unread messages', async () => {
    await teams.bot.posts(personalConversationId(piotr.id), { text: 'Dzień dobry' })
    const people = page.getByRole('list', { name: 'People' })
    await people.getByRole('button', { name: /Piotr Wrona.*1 unread/ }).waitFor()
    await become('Piotr Wrona')
    await fromFerry().getByText('Dzień dobry').waitFor()
    await page.getByRole('heading', { name: 'Kim jestem' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).to.equal('pl')
    await people.getByRole('button', { name: 'agent administracyjny, administrator rozliczeń' }).waitFor()
    expect(await people.getByText('unread').count()).to.equal(0)
    expect(await page.getByRole('button', { name: 'Next day', exact: true }).innerText(), 'seen in Polish').to.equal(
      'Następny dzień',
    )
    await become('Sara Lind')
    await page.getByRole('heading', { name: 'Who I am' }).waitFor()
    expect(await chat().getByText('Dzień dobry').count()).to.equal(0)
    expect(teams.channel.conversation(piotr.id).installed).to.equal('installed')
  })

  it('shows Markdown and names literally where they would be more than text (RF65)', async () => {
    await teams.bot.posts(saraChat, {
      text: '<img src=x onerror=alert(1)> ![i](https://x.example/i.png) [bad](javascript:alert(1)) [good](https://x.example)',
    })
    await posts(cardOf('<script>alert(1)</script> # no heading [bad](data:text/html,x)'))
    await chat().getByText('<script>alert(1)</script>').waitFor()
    expect(await chat().locator('img, script').count()).to.equal(0)
    expect(await chat().getByRole('link').allInnerTexts()).to.deep.equal(['i', 'good'])
    expect(await chat().getByRole('link').last().getAttribute('rel')).to.equal('noopener noreferrer')
  })

  it('asks for a newer card by itself once time has passed', async () => {
    const refresh = { userIds: [teamsUserId(sara.id)], action: { type: 'Action.Execute', verb: 'refresh', data: {} } }
    await posts(cardOf('Waiting', [], { refresh }))
    await fromFerry().getByText('Waiting').waitFor()
    teams.bot.turn = ({ type }) => (type === 'invoke' ? cardAnswer(cardOf('Approved', [], { refresh })) : undefined)
    await page.getByRole('button', { name: 'Next day' }).click()
    await fromFerry().getByText('Approved').waitFor()
    expect(teams.control.done).to.deep.equal(['forward to 2026-03-25T12:00:00.000Z'])
  })

  it('steers the world: clock, customers, faults, a new start', async () => {
    const clock = page.getByRole('region', { name: 'Clock' })
    await clock.getByText('Tuesday, March 24, 2026').waitFor()
    await clock.getByRole('button', { name: 'Next event' }).click()
    await clock.getByText('Nothing is due').waitFor()
    await clock.getByRole('button', { name: 'Next week' }).click()
    await clock.getByText('Tuesday, March 31, 2026').waitFor()

    const customers = page.getByRole('region', { name: 'Customers' })
    expect(await customers.getByRole('listitem').first().innerText(), 'the open case first').to.contain('Contoso')
    await customers.getByRole('button', { name: 'Accept, Contoso' }).click()
    await customers.getByLabel('What the customer’s administrator and the old seller do: Contoso').click()
    await customers.getByRole('button', { name: 'Old ends, Contoso' }).click()
    await page.getByRole('alert').getByText('This did not work').waitFor()

    const faults = page.getByRole('list', { name: 'Faults' })
    await faults.getByRole('button', { name: 'throttle' }).click()
    await faults.getByRole('button', { name: 'throttle', pressed: true }).waitFor()
    await page.getByRole('button', { name: 'All off' }).click()
    await faults.getByRole('button', { name: 'throttle', pressed: false }).waitFor()

    await clock.getByRole('button', { name: 'Start over …' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await clock.getByRole('button', { name: 'Start over …' }).click()
    const answered = page.waitForResponse((response) => response.url().endsWith('/practice/api/reset'))
    await page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click()
    expect((await answered).status()).to.equal(200)
    expect(teams.control.done).to.deep.equal(['forward to 2026-03-31T12:00:00.000Z', 'accept Contoso', 'reset'])
  })

  it('shows what Ferry sent, edits and deletions included, and that Ferry is typing', async () => {
    const path = `/v3/conversations/${encodeURIComponent(saraChat)}/activities`
    const id = await teams.bot.posts(saraChat, { text: 'first' })
    await fromFerry().getByText('first').waitFor()
    await teams.bot.connector('PUT', `${path}/${id}`, { type: 'message', text: 'second' })
    await fromFerry().getByText('second').waitFor()
    await fromFerry().getByText('Edited').waitFor()
    await teams.bot.connector('DELETE', `${path}/${id}`)
    await fromFerry().getByText('This message has been deleted.').waitFor()
    await teams.bot.connector('POST', path, { type: 'typing' })
    await page.getByText('Ferry is typing').waitFor()
    await page.getByText('What Ferry sent').click()
    await page.getByText('DELETE 200').waitFor()
    expect(await page.locator('#sent > li').count()).to.equal(4)
  })

  it('keeps the look that was chosen, and fits a phone', async () => {
    await page.getByLabel('Theme').selectOption('dark')
    await page.reload()
    await page.getByRole('list', { name: 'People' }).getByRole('button').first().waitFor()
    expect(await page.locator('html').getAttribute('data-look')).to.equal('dark')
    await page.setViewportSize({ width: 390, height: 800 })
    const navigation = page.getByRole('navigation')
    await navigation.getByRole('button', { name: 'World' }).click()
    await page.getByRole('region', { name: 'Customers' }).waitFor()
    expect(await page.getByRole('region', { name: 'Chat' }).isVisible()).to.equal(false)
    await navigation.getByRole('button', { name: 'Chat' }).click()
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    expect(width, 'nothing sticks out').to.be.at.most(390)
  })
})
