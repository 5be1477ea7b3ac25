import { plays, Stage } from '../support/stage.js'

describe('a customer that never answers (F2, X7, X31)', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('is stalled after 14 days, asked again, and accepts late', async () =>
    plays(
      stage,
      `
      sara: move Fabrikam
      ferry > sara: [Fabrikam: what we know | Invite Fabrikam | Later]
      sara: (presses Invite Fabrikam)
      ferry > sara: (in place) [Fabrikam: invited, customer has not answered yet | Customer declined | End the case | Look again]
      sara: practice forward 14 days
      ferry > sara: [Fabrikam has not answered in time. Ask again: the link still works. | Open the case again | Customer declined | End the case | Look again]
      ferry > sara: The practice clock shows Sunday, 6 December 2026, 09:00 (UTC+1) = 08:00 UTC.
      sara: (presses Open the case again)
      ferry > sara: (in place) [Fabrikam: ready to invite | Invite Fabrikam | Customer declined | End the case | Look again]
      sara: move Fabrikam
      ferry > sara: [Fabrikam: invited, customer has not answered yet | Customer declined | End the case | Look again]
      sara: practice accept Fabrikam
      ferry > sara: [Fabrikam has accepted. Go on with products and dates. | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: Fabrikam has accepted the invitation, the agreement and the admin access.
    `,
    ))

  it('is reported in Polish', async () =>
    plays(
      stage,
      `
      piotr: przenieś Fabrikam
      ferry > piotr: [Fabrikam: co wiemy | Zaproś: Fabrikam | Później]
      piotr: (presses Zaproś: Fabrikam)
      ferry > piotr: (in place) [Fabrikam: zaproszenie wysłane, klient jeszcze nie odpowiedział | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      piotr: ćwiczenie naprzód 14 dni
      ferry > piotr: [Fabrikam: brak odpowiedzi w terminie. Skontaktuj się ponownie: link nadal działa. | Wznów sprawę | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      ferry > piotr: Zegar ćwiczeń wskazuje: niedz. 6 grudnia 2026, 09:00 (UTC+1) = 08:00 UTC.
      piotr: stan
      ferry > piotr: [Fabrikam: klient milczy, nasz termin minął | Wznów sprawę | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
    `,
    ))
})
