import { reachApproval } from '../support/reach.js'
import { plays, Stage } from '../support/stage.js'

describe('an order inside its seven days (M2, X20)', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('is taken back', async () => {
    await reachApproval(stage, 'sara', 'Contoso')
    await plays(
      stage,
      `
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
    )
  })
})
