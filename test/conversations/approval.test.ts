import { reachSubmission } from '../support/reach.js'
import { plays, Stage } from '../support/stage.js'

describe('an approval (X13, X14, X15, I10)', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('is given by a role that may, with a reason when refused; a change of the plan voids it', async () => {
    await reachSubmission(stage, 'sara', 'Contoso')
    await plays(
      stage,
      `
      sara: approve
      ferry > sara: [This needs another role: approving or rejecting. Nothing was changed. Ask a colleague who is admin agent or billing admin. | Plan products and dates | Customer declined | End the case | Look again]
      piotr: zaakceptuj Contoso
      ferry > piotr: [Wymagana jest inna rola: akceptacja lub odrzucenie. Nic nie zostało zmienione. Zwróć się do osoby z rolą: agent administracyjny lub administrator rozliczeń. | Zaplanuj produkty i daty | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      hana: zaakceptuj Contoso
      ferry > hana: [Wymagana jest inna rola: akceptacja lub odrzucenie. Nic nie zostało zmienione. Zwróć się do osoby z rolą: agent administracyjny lub administrator rozliczeń. | Sprawdź ponownie]
      ben: reject Contoso
      ferry > ben: [A reason is needed, and none was given. Nothing was changed. Write it in one sentence. | Approve for EUR 515.00 a month | Reject]
      ben: (presses Reject with reason=Too early)
      ferry > ben: (in place) [Contoso: planned, approval not yet asked for | Request approval | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: [Contoso was not approved. The reason is below; the plan can be changed. | Request approval | Plan products and dates | Customer declined | End the case | Look again]
      sara: plan
      ferry > sara: [Contoso: products and seats | Save the seats | Back | Later]
      sara: next
      ferry > sara: [Contoso: when to switch | Save the dates | Back | Later]
      sara: 2026-12-14
      ferry > sara: [Contoso: the whole plan | Change the channel | Change the seats | Change the dates | Request approval | Back | Later]
      sara: next
      ferry > sara: [Contoso: waiting for approval | Plan products and dates | Customer declined | End the case | Look again]
      ferry > ada: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      ferry > ben: [Your approval is asked for: Contoso. | Approve for EUR 515.00 a month | Reject]
      ferry > marta: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      ada: akceptacje
      ferry > ada: [Akceptacje | Otwórz #1]
      marta: (presses Zaakceptuj za 515,00 EUR miesięcznie)
      ferry > marta: (in place) [Contoso: zaakceptowana | Sprawdź ponownie]
      ferry > sara: [Contoso is approved. Plan or start the order. | Order 25 seats on 14 December | Plan products and dates | Customer declined | End the case | Look again]
      ben: (presses Approve for EUR 515.00 a month)
      ferry > ben: (in place) [The case has changed since this card was sent, so your press did nothing. Look at the case as it is now and decide again. | Order 25 seats on 14 December | Plan products and dates | Customer declined | End the case | Look again]
      sara: plan
      ferry > sara: [Contoso: products and seats | Save the seats | Back | Later]
      sara: next
      ferry > sara: [Contoso: when to switch | Save the dates | Back | Later]
      sara: 2026-12-11
      ferry > sara: [Contoso: the whole plan | Change the channel | Change the seats | Change the dates | Request approval | Back | Later]
      sara: approvals
      ferry > sara: [Approvals]
      ferry > sara: [Contoso: the whole plan | Change the channel | Change the seats | Change the dates | Request approval | Back | Later]
    `,
    )
  })
})
