import { plays, Stage } from '../support/stage.js'

describe('an order of which every second line fails (F12, X18, X19)', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('is tried again for the failed lines only', async () =>
    plays(
      stage,
      `
      sara: move Blue Yonder
      ferry > sara: [Blue Yonder: what we know | Invite Blue Yonder | Later]
      sara: next
      ferry > sara: [Blue Yonder: invited, customer has not answered yet | Customer declined | End the case | Look again]
      sara: practice accept
      ferry > sara: [Blue Yonder has accepted. Go on with products and dates. | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: Blue Yonder has accepted the invitation, the agreement and the admin access.
      sara: plan
      ferry > sara: [Blue Yonder: products and seats | Save the seats | Back | Later]
      sara: next
      ferry > sara: [Blue Yonder: when to switch | Save the dates | Back | Later]
      sara: next
      ferry > sara: [Blue Yonder: the whole plan | Change the channel | Change the seats | Change the dates | Request approval | Back | Later]
      sara: next
      ferry > sara: [Blue Yonder: waiting for approval | Plan products and dates | Customer declined | End the case | Look again]
      ferry > ada: [Prośba o Twoją akceptację: Blue Yonder. | Zaakceptuj za 966,60 EUR miesięcznie | Odrzuć]
      ferry > ben: [Your approval is asked for: Blue Yonder. | Approve for EUR 966.60 a month | Reject]
      ferry > marta: [Prośba o Twoją akceptację: Blue Yonder. | Zaakceptuj za 966,60 EUR miesięcznie | Odrzuć]
      ben: approve
      ferry > ben: [Blue Yonder: approved | Order 68 seats on 17 December | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: [Blue Yonder is approved. Plan or start the order. | Order 68 seats on 17 December | Plan products and dates | Customer declined | End the case | Look again]
      sara: schedule Blue Yonder 2026-12-17
      ferry > sara: [Blue Yonder: approved | Plan products and dates | Do not order on 17 December | Customer declined | End the case | Look again]
      sara: practice next
      ferry > sara: [Blue Yonder: not every line was ordered. Your decision is needed. | Order 2 failed lines again | Leave out line 2: Exchange Online (Plan 1) | Leave out line 4: Power BI Pro | Take back the order (until 24 December, 01:00) | Look again]
      ferry > sara: The practice clock shows Thursday, 17 December 2026, 01:00 (UTC+1) = 00:00 UTC.
      sara: (presses Order 2 failed lines again)
      ferry > sara: (in place) [Blue Yonder: orders being placed | Look again]
      ferry > sara: [Blue Yonder: the new subscriptions are active. | Take back the order (until 24 December, 01:00) | Look again]
      sara: practice next
      ferry > sara: [Blue Yonder: the old subscription has ended. Look at the closing checks. | Confirm and complete | Look again]
      ferry > sara: The practice clock shows Sunday, 20 December 2026, 01:00 (UTC+1) = 00:00 UTC.
      sara: complete
      ferry > sara: [Blue Yonder: completed]
    `,
    ))

  it('goes on without the lines that are left out', async () =>
    plays(
      stage,
      `
      sara: move Blue Yonder
      ferry > sara: [Blue Yonder: what we know | Invite Blue Yonder | Later]
      sara: next
      ferry > sara: [Blue Yonder: invited, customer has not answered yet | Customer declined | End the case | Look again]
      sara: practice accept
      ferry > sara: [Blue Yonder has accepted. Go on with products and dates. | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: Blue Yonder has accepted the invitation, the agreement and the admin access.
      sara: plan
      ferry > sara: [Blue Yonder: products and seats | Save the seats | Back | Later]
      sara: next
      ferry > sara: [Blue Yonder: when to switch | Save the dates | Back | Later]
      sara: next
      ferry > sara: [Blue Yonder: the whole plan | Change the channel | Change the seats | Change the dates | Request approval | Back | Later]
      sara: next
      ferry > sara: [Blue Yonder: waiting for approval | Plan products and dates | Customer declined | End the case | Look again]
      ferry > ada: [Prośba o Twoją akceptację: Blue Yonder. | Zaakceptuj za 966,60 EUR miesięcznie | Odrzuć]
      ferry > ben: [Your approval is asked for: Blue Yonder. | Approve for EUR 966.60 a month | Reject]
      ferry > marta: [Prośba o Twoją akceptację: Blue Yonder. | Zaakceptuj za 966,60 EUR miesięcznie | Odrzuć]
      ben: approve
      ferry > ben: [Blue Yonder: approved | Order 68 seats on 17 December | Plan products and dates | Customer declined | End the case | Look again]
      ferry > sara: [Blue Yonder is approved. Plan or start the order. | Order 68 seats on 17 December | Plan products and dates | Customer declined | End the case | Look again]
      sara: schedule Blue Yonder 2026-12-17
      ferry > sara: [Blue Yonder: approved | Plan products and dates | Do not order on 17 December | Customer declined | End the case | Look again]
      sara: practice next
      ferry > sara: [Blue Yonder: not every line was ordered. Your decision is needed. | Order 2 failed lines again | Leave out line 2: Exchange Online (Plan 1) | Leave out line 4: Power BI Pro | Take back the order (until 24 December, 01:00) | Look again]
      ferry > sara: The practice clock shows Thursday, 17 December 2026, 01:00 (UTC+1) = 00:00 UTC.
      sara: drop line 2 Blue Yonder
      ferry > sara: [Blue Yonder: ordered in part, a person has to decide | Order 1 failed line again | Leave out line 4: Power BI Pro | Take back the order (until 24 December, 01:00) | Look again]
      ferry > sara: [Blue Yonder: “cancel at end of term” is still set at the old seller. Have it taken back before the last paid day, or the customer loses service. | Order 1 failed line again | Leave out line 4: Power BI Pro | Take back the order (until 24 December, 01:00) | Look again]
      sara: (presses Leave out line 4: Power BI Pro)
      ferry > sara: (in place) [Blue Yonder: new one active, old one still running | Take back the order (until 24 December, 01:00) | Look again]
      ferry > sara: [Blue Yonder: “cancel at end of term” is still set at the old seller. Have it taken back before the last paid day, or the customer loses service. | Take back the order (until 24 December, 01:00) | Look again]
      sara: practice next
      ferry > sara: [Blue Yonder: the old subscription has ended. Look at the closing checks. | Confirm and complete | Look again]
      ferry > sara: The practice clock shows Sunday, 20 December 2026, 01:00 (UTC+1) = 00:00 UTC.
    `,
    ))

  it('is tried again in Polish', async () =>
    plays(
      stage,
      `
      piotr: przenieś Blue Yonder
      ferry > piotr: [Blue Yonder: co wiemy | Zaproś: Blue Yonder | Później]
      piotr: dalej
      ferry > piotr: [Blue Yonder: zaproszenie wysłane, klient jeszcze nie odpowiedział | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      piotr: ćwiczenie przyjmij
      ferry > piotr: [Blue Yonder: zaproszenie przyjęte. Czas na produkty i daty. | Zaplanuj produkty i daty | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      ferry > piotr: Blue Yonder: przyjęte zaproszenie, umowa i dostęp administracyjny.
      piotr: plan
      ferry > piotr: [Blue Yonder: produkty i licencje | Zapisz licencje | Wstecz | Później]
      piotr: dalej
      ferry > piotr: [Blue Yonder: kiedy przełączyć | Zapisz daty | Wstecz | Później]
      piotr: dalej
      ferry > piotr: [Blue Yonder: cały plan | Zmień kanał | Zmień licencje | Zmień daty | Poproś o akceptację | Wstecz | Później]
      piotr: dalej
      ferry > piotr: [Blue Yonder: czeka na akceptację | Zaplanuj produkty i daty | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      ferry > ada: [Prośba o Twoją akceptację: Blue Yonder. | Zaakceptuj za 966,60 EUR miesięcznie | Odrzuć]
      ferry > ben: [Your approval is asked for: Blue Yonder. | Approve for EUR 966.60 a month | Reject]
      ferry > marta: [Prośba o Twoją akceptację: Blue Yonder. | Zaakceptuj za 966,60 EUR miesięcznie | Odrzuć]
      ben: approve
      ferry > ben: [Blue Yonder: approved | Order 68 seats on 17 December | Plan products and dates | Customer declined | End the case | Look again]
      ferry > piotr: [Blue Yonder: akceptacja udzielona. Zaplanuj lub uruchom zamówienie. | Zamów 68 licencji 17 grudnia | Zaplanuj produkty i daty | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      piotr: zaplanuj Blue Yonder 2026-12-17
      ferry > piotr: [Blue Yonder: zaakceptowana | Zaplanuj produkty i daty | Wstrzymaj zamówienie na 17 grudnia | Klient odmówił | Zakończ sprawę | Sprawdź ponownie]
      piotr: ćwiczenie dalej
      ferry > piotr: [Blue Yonder: nie wszystkie pozycje zostały zamówione. Potrzebna jest Twoja decyzja. | Ponów 2 nieudane pozycje | Pomiń pozycję 2: Exchange Online (Plan 1) | Pomiń pozycję 4: Power BI Pro | Wycofaj zamówienie (do 24 grudnia, 01:00) | Sprawdź ponownie]
      ferry > piotr: Zegar ćwiczeń wskazuje: czw. 17 grudnia 2026, 01:00 (UTC+1) = 00:00 UTC.
      piotr: ponów
      ferry > piotr: [Blue Yonder: trwa składanie zamówień | Sprawdź ponownie]
      ferry > piotr: [Blue Yonder: nowe subskrypcje są aktywne. | Wycofaj zamówienie (do 24 grudnia, 01:00) | Sprawdź ponownie]
      piotr: ćwiczenie dalej
      ferry > piotr: [Blue Yonder: stara subskrypcja się skończyła. Sprawdź, czy wszystko jest. | Potwierdź i zakończ | Sprawdź ponownie]
      ferry > piotr: Zegar ćwiczeń wskazuje: niedz. 20 grudnia 2026, 01:00 (UTC+1) = 00:00 UTC.
      piotr: potwierdź
      ferry > piotr: [Blue Yonder: zakończona powodzeniem]
    `,
    ))
})
