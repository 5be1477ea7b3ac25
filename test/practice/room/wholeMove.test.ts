import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../../support/browser.js'
import { skipWithoutChromium } from '../../support/chromium.js'
import { Stage } from '../../support/stage.js'

/** What a person sees and does, in a real browser, from the first word to the end of a move. */
describe('the practice room, with the whole product behind it', function () {
  this.timeout(90_000)
  let browser: Browser
  let stage: Stage
  let page: Page

  before(async function () {
    browser = await openBrowser(skipWithoutChromium(this))
  })
  after(async () => browser?.close())
  beforeEach(async () => {
    stage = await Stage.open()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(20_000)
    await page.goto(stage.ferry.practiceRoom ?? '')
  })
  afterEach(async () => {
    await page.close()
    await stage.close()
  })

  const chat = () => page.getByRole('region', { name: 'Chat' })
  const become = async (name: string) =>
    page.getByRole('list', { name: 'People' }).getByRole('button', { name }).click()
  const type = async (text: string) => {
    await page.getByRole('textbox', { name: 'Message' }).fill(text)
    await page.getByRole('button', { name: 'Send' }).click()
  }
  const press = async (title: string | RegExp) => chat().getByRole('button', { name: title }).last().click()
  const sees = async (text: string | RegExp) => chat().getByText(text).last().waitFor()
  const nextEvent = async () =>
    page.getByRole('region', { name: 'Clock' }).getByRole('button', { name: 'Next event' }).click()

  it('takes Contoso from “move Contoso” to “completed” with two people, and counts six presses', async () => {
    let presses = 0
    const sara = async (title: string | RegExp) => {
      presses += 1
      await press(title)
    }
    await become('Sara Lind')
    await type('move Contoso')
    await sara('Invite Contoso')
    await sees(/invited, customer has not answered yet/)
    await nextEvent()
    await sees(/Contoso has accepted/)
    await sara('Plan products and dates')
    await sara('Save the seats')
    await sara('Save the dates')
    await sara('Request approval')
    await sees(/waiting for approval/)
    await become('Ben Fischer')
    await press(/^Approve for EUR/)
    await sees(/Contoso: approved/)
    await become('Sara Lind')
    await sara('Order 25 seats on 11 December')
    await chat()
      .getByRole('button', { name: /Do not order on 11 December/ })
      .waitFor()
    expect(presses).to.be.at.most(6)

    await nextEvent()
    await sees(/the new subscriptions are active/)
    await nextEvent()
    await sees(/the old subscription has ended/)
    await press('Confirm and complete')
    await sees('Contoso: completed')
    expect(await stage.caseOf('Contoso')).to.have.property('state', 'COMPLETED')
    await page.getByRole('region', { name: 'Customers' }).getByText('Contoso', { exact: true }).waitFor()
  })

  it('speaks Polish with who reads Polish', async () => {
    await become('Piotr Wrona')
    await type('przenieś Contoso')
    await sees('Contoso: co wiemy')
    await chat().getByRole('button', { name: 'Zaproś: Contoso' }).waitFor()
  })

  it('shows a reload what was said before', async () => {
    await become('Sara Lind')
    await type('move Contoso')
    await sees('Contoso: what we know')
    await page.reload()
    await become('Sara Lind')
    await sees('Contoso: what we know')
  })
})
