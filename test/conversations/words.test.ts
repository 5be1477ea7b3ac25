import { plays, Stage } from '../support/stage.js'

describe('a conversation out of order', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('answers in the middle and asks the open question again', async () =>
    plays(
      stage,
      `
      sara: help
      ferry > sara: [What you can do here | My work | Language of Teams]
      sara: why
      ferry > sara: No step is open here. Type “why” while a card asks you something.
      sara: back
      ferry > sara: Nothing is open here that could be left. Nothing was changed.
      sara: move Contoso
      ferry > sara: [Contoso: what we know | Invite Contoso | Later]
      sara: why
      ferry > sara: A CSP partner may sell only to customers whose tenant country is in its own region, and may order only after the customer has accepted (Microsoft, move licence-based customers to CSP, 2023-01-11; CSP regional markets, the edition named on the card). How the customer buys today decides which way is best and what happens at the end of the term.
      ferry > sara: [Contoso: what we know | Invite Contoso | Later]
      sara: help
      ferry > sara: [What you can do here | My work | Language of Teams]
      ferry > sara: [Contoso: what we know | Invite Contoso | Later]
      sara: back
      ferry > sara: [There is no step before this one. Nothing was changed. | Move Contoso | End the case | Look again]
      sara: language pl
      ferry > sara: Od teraz odpowiadam po polsku.
      sara: anuluj
      ferry > sara: Nie ma tu nic otwartego. Nic nie zostało zmienione.
      sara: stan
      ferry > sara: [Contoso: w przygotowaniu | Przenieś: Contoso | Zakończ sprawę | Sprawdź ponownie]
      sara: note Contoso spoke to Katrin
      ferry > sara: [Contoso: w przygotowaniu | Przenieś: Contoso | Zakończ sprawę | Sprawdź ponownie]
      sara: hand Contoso to Piotr
      ferry > sara: [Contoso: w przygotowaniu | Przenieś: Contoso | Zakończ sprawę | Sprawdź ponownie]
      ferry > piotr: [Contoso: teraz Ty prowadzisz tę sprawę. | Przenieś: Contoso | Zakończ sprawę | Sprawdź ponownie]
      piotr: moja praca
      ferry > piotr: [1 otwarta sprawa | Otwórz #1]
      sara: later
      ferry > sara: Nie ma tu nic otwartego. Nic nie zostało zmienione.
      sara: hello there
      ferry > sara: Nie rozumiem tej wiadomości; nic nie zostało zmienione. Napisz „pomoc”, aby zobaczyć, co mogę tu zrobić.
    `,
    ))
})
