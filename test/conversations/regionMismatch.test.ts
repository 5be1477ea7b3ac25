import { plays, Stage } from '../support/stage.js'

describe('a customer in another region (R20, F1, X2)', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('is not invited; only an admin agent may override', async () =>
    plays(
      stage,
      `
      sara: move Wingtip Toys
      ferry > sara: [Wingtip Toys: what we know | Save the case | Later]
      sara: (presses Save the case)
      ferry > sara: (in place) [Wingtip Toys cannot be invited | End the case]
      sara: move Wingtip Toys
      ferry > sara: [Wingtip Toys cannot be invited | End the case]
      ada: stan Wingtip
      ferry > ada: [Nie można zaprosić: Wingtip Toys | Zakończ sprawę | Uchyl blokadę regionu]
      sara: stop Wingtip Toys
      ferry > sara: [Wingtip Toys: ended without a move]
      ferry > sara: [Wingtip Toys: “cancel at end of term” is still set at the old seller. Have it taken back before the last paid day, or the customer loses service.]
    `,
    ))

  it('is explained in Polish', async () =>
    plays(
      stage,
      `
      ada: przenieś Wingtip Toys
      ferry > ada: [Wingtip Toys: co wiemy | Zapisz sprawę | Później]
      ada: (presses Zapisz sprawę)
      ferry > ada: (in place) [Nie można zaprosić: Wingtip Toys | Zakończ sprawę | Uchyl blokadę regionu]
      ada: zakończ Wingtip Toys
      ferry > ada: [Wingtip Toys: zamknięta bez przeniesienia]
      ferry > ada: [Wingtip Toys: u dotychczasowego sprzedawcy nadal jest ustawione „anulowanie na koniec okresu”. Trzeba to cofnąć przed ostatnim opłaconym dniem, inaczej klient straci usługę.]
    `,
    ))
})
