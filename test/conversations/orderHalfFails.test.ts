import { reachApproval } from '../support/reach.js'
import { plays, Stage } from '../support/stage.js'

describe('an order of which every second line fails (F12, X18, X19)', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('is tried again for the failed lines only', async () => {
    await reachApproval(stage, 'sara', 'Blue Yonder')
    await plays(
      stage,
      `
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
    )
  })

  it('goes on without the lines that are left out', async () => {
    await reachApproval(stage, 'sara', 'Blue Yonder')
    await plays(
      stage,
      `
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
    )
  })

  it('is tried again in Polish', async () => {
    await reachApproval(stage, 'piotr', 'Blue Yonder', 'pl')
    await plays(
      stage,
      `
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
    )
  })
})
