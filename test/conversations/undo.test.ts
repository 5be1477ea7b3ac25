import { plays, Stage } from '../support/stage.js'

describe('an order inside its seven days (M2, X20)', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('is taken back', async () =>
    plays(
      stage,
      `
      sara: move Contoso
      ferry > sara: [Contoso: what we know | Invite Contoso | Later]
      sara: next
      ferry > sara: [Contoso: invited, customer has not answered yet | Customer declined | End the case | Look again]
      sara: practice accept
      ferry > sara: [Contoso has accepted. Go on with products and dates. | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: Contoso has accepted the invitation, the agreement and the admin access.
      sara: plan
      ferry > sara: [Contoso: products and seats | Save the seats | Back | Later]
      sara: next
      ferry > sara: [Contoso: when to switch | Save the dates | Back | Later]
      sara: next
      ferry > sara: [Contoso: the whole plan | Change the channel | Change the seats | Change the dates | Request approval | Back | Later]
      sara: next
      ferry > sara: [Contoso: waiting for approval | Plan products and dates | Customer declined | End the case | Look again]
      ferry > ada: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      ferry > ben: [Your approval is asked for: Contoso. | Approve for EUR 515.00 a month | Reject]
      ferry > marta: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      ben: approve
      ferry > ben: [Contoso: approved | Order 25 seats on 11 December | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: [Contoso is approved. Plan or start the order. | Order 25 seats on 11 December | Plan products and dates | Customer declined | End the case | Look again]
      sara: schedule Contoso 2026-12-11
      ferry > sara: [Contoso: approved | Plan products and dates | Do not order on 11 December | Customer declined | End the case | Look again]
      sara: practice next
      ferry > sara: [Contoso: the new subscriptions are active. | Take back the order (until 18 December, 01:00) | Look again]
      ferry > sara: The practice clock shows Friday, 11 December 2026, 01:00 (UTC+1) = 00:00 UTC.
      sara: (presses Take back the order (until 18 December, 01:00))
      ferry > sara: (in place) [Contoso: new one active, old one still running | Look again]
      ferry > sara: [Contoso: the orders have been taken back.]
      ferry > sara: [Contoso: “cancel at end of term” is still set at the old seller. Have it taken back before the last paid day, or the customer loses service.]
      sara: status Contoso
      ferry > sara: [Contoso: orders taken back]
    `,
    ))
})
