import { plays, Stage } from '../support/stage.js'

describe('a customer that is moved from the first word to the end (X1, X4, X6, X10, X11, X13, X16, X17, X21, X22)', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('goes in six presses by Sara, with Ben’s approval', async () =>
    plays(
      stage,
      `
      sara: move Contoso
      ferry > sara: [Contoso: what we know | Invite Contoso | Later]
      sara: (presses Invite Contoso)
      ferry > sara: (in place) [Contoso: invited, customer has not answered yet | Customer declined | End the case | Look again]
      sara: practice next
      ferry > sara: [Contoso has accepted. Go on with products and dates. | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: The practice clock shows Monday, 23 November 2026, 09:00 (UTC+1) = 08:00 UTC.
      sara: (presses Plan products and dates)
      ferry > sara: (in place) [Contoso: products and seats | Save the seats | Back | Later]
      sara: (presses Save the seats)
      ferry > sara: (in place) [Contoso: when to switch | Save the dates | Back | Later]
      sara: (presses Save the dates)
      ferry > sara: (in place) [Contoso: the whole plan | Change the channel | Change the seats | Change the dates | Request approval | Back | Later]
      sara: (presses Request approval)
      ferry > sara: (in place) [Contoso: waiting for approval | Plan products and dates | Customer declined | End the case | Look again]
      ferry > ada: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      ferry > ben: [Your approval is asked for: Contoso. | Approve for EUR 515.00 a month | Reject]
      ferry > marta: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      ben: (presses Approve for EUR 515.00 a month)
      ferry > ben: (in place) [Contoso: approved | Order 25 seats on 11 December | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: [Contoso is approved. Plan or start the order. | Order 25 seats on 11 December | Plan products and dates | Customer declined | End the case | Look again]
      sara: (presses Order 25 seats on 11 December)
      ferry > sara: (in place) [Contoso: approved | Plan products and dates | Do not order on 11 December | Customer declined | End the case | Look again]
      sara: practice next
      ferry > sara: [Contoso: the new subscriptions are active. | Take back the order (until 18 December, 01:00) | Look again]
      ferry > sara: The practice clock shows Friday, 11 December 2026, 01:00 (UTC+1) = 00:00 UTC.
      sara: practice next
      ferry > sara: [Contoso: the old subscription has ended. Look at the closing checks. | Confirm and complete | Look again]
      ferry > sara: The practice clock shows Wednesday, 16 December 2026, 01:00 (UTC+1) = 00:00 UTC.
      sara: (presses Confirm and complete)
      ferry > sara: (in place) [Contoso: completed]
    `,
    ))

  it('goes in Polish, with a manager who types her approval', async () =>
    plays(
      stage,
      `
      piotr: przenieś Contoso
      ferry > piotr: [Contoso: co wiemy | Zaproś: Contoso | Później]
      piotr: (presses Zaproś: Contoso)
      ferry > piotr: (in place) [Contoso: zaproszenie wysłane, klient jeszcze nie odpowiedział | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      piotr: ćwiczenie dalej
      ferry > piotr: [Contoso: zaproszenie przyjęte. Czas na produkty i daty. | Zaplanuj produkty i daty | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      ferry > piotr: Zegar ćwiczeń wskazuje: pon. 23 listopada 2026, 09:00 (UTC+1) = 08:00 UTC.
      piotr: (presses Zaplanuj produkty i daty)
      ferry > piotr: (in place) [Contoso: produkty i licencje | Zapisz licencje | Wstecz | Później]
      piotr: (presses Zapisz licencje)
      ferry > piotr: (in place) [Contoso: kiedy przełączyć | Zapisz daty | Wstecz | Później]
      piotr: (presses Zapisz daty)
      ferry > piotr: (in place) [Contoso: cały plan | Zmień kanał | Zmień licencje | Zmień daty | Poproś o akceptację | Wstecz | Później]
      piotr: (presses Poproś o akceptację)
      ferry > piotr: (in place) [Contoso: czeka na akceptację | Zaplanuj produkty i daty | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      ferry > ada: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      ferry > ben: [Your approval is asked for: Contoso. | Approve for EUR 515.00 a month | Reject]
      ferry > marta: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      marta: zaakceptuj Contoso
      ferry > marta: [Contoso: zaakceptowana | Sprawdź ponownie]
      ferry > piotr: [Contoso: akceptacja udzielona. Zaplanuj lub uruchom zamówienie. | Zamów 25 licencji 11 grudnia | Zaplanuj produkty i daty | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      piotr: (presses Zamów 25 licencji 11 grudnia)
      ferry > piotr: (in place) [Contoso: zaakceptowana | Zaplanuj produkty i daty | Wstrzymaj zamówienie na 11 grudnia | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      piotr: ćwiczenie dalej
      ferry > piotr: [Contoso: nowe subskrypcje są aktywne. | Wycofaj zamówienie (do 18 grudnia, 01:00) | Sprawdź ponownie]
      ferry > piotr: Zegar ćwiczeń wskazuje: pt. 11 grudnia 2026, 01:00 (UTC+1) = 00:00 UTC.
      piotr: ćwiczenie dalej
      ferry > piotr: [Contoso: stara subskrypcja się skończyła. Sprawdź, czy wszystko jest. | Potwierdź i zakończ | Sprawdź ponownie]
      ferry > piotr: Zegar ćwiczeń wskazuje: śr. 16 grudnia 2026, 01:00 (UTC+1) = 00:00 UTC.
      piotr: potwierdź Contoso
      ferry > piotr: [Contoso: zakończona powodzeniem]
      piotr: moja praca
      ferry > piotr: [Brak otwartych spraw]
    `,
    ))

  it('goes by typed words alone; an order before its day is refused', async () =>
    plays(
      stage,
      `
      sara: move contoso
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
      sara: 11.12.2026
      ferry > sara: [Contoso: the whole plan | Change the channel | Change the seats | Change the dates | Request approval | Back | Later]
      sara: next
      ferry > sara: [Contoso: waiting for approval | Plan products and dates | Customer declined | End the case | Look again]
      ferry > ada: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      ferry > ben: [Your approval is asked for: Contoso. | Approve for EUR 515.00 a month | Reject]
      ferry > marta: [Prośba o Twoją akceptację: Contoso. | Zaakceptuj za 515,00 EUR miesięcznie | Odrzuć]
      ben: approve #1
      ferry > ben: [Contoso: approved | Order 25 seats on 11 December | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: [Contoso is approved. Plan or start the order. | Order 25 seats on 11 December | Plan products and dates | Customer declined | End the case | Look again]
      sara: schedule #1 2026-12-11
      ferry > sara: [Contoso: approved | Plan products and dates | Do not order on 11 December | Customer declined | End the case | Look again]
      sara: unschedule
      ferry > sara: [Contoso: approved | Order 25 seats on 11 December | Plan products and dates | Customer declined | End the case | Look again]
      sara: order
      ferry > sara: [The approved start is Friday, 11 December 2026, and today is Sunday, 22 November 2026. Nothing was ordered. Wait for that day, or change the dates and ask for a new approval. | Order 25 seats on 11 December | Plan products and dates | Customer declined | End the case | Look again]
      sara: practice date 2026-12-11
      ferry > sara: The practice clock shows Friday, 11 December 2026, 01:00 (UTC+1) = 00:00 UTC.
      sara: order
      ferry > sara: [Contoso: orders being placed | Look again]
      ferry > sara: [Contoso: the new subscriptions are active. | Take back the order (until 18 December, 01:00) | Look again]
      sara: practice date 2026-12-16
      ferry > sara: [Contoso: the old subscription has ended. Look at the closing checks. | Confirm and complete | Look again]
      ferry > sara: The practice clock shows Wednesday, 16 December 2026, 01:00 (UTC+1) = 00:00 UTC.
      sara: complete
      ferry > sara: [Contoso: completed]
    `,
    ))
})
