import type { TurnContext } from 'botbuilder'
import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { cleaned } from '../cards/plainText.js'
import { approvalsCard } from '../cards/approvalsCard.js'
import { myWorkCard } from '../cards/myWorkCard.js'
import type { MoveCase } from '../domain/moveCase.js'
import { lookAt, showCase } from './caseCards.js'
import { carryOut, headlineOf } from './caseCommands.js'
import { casesNamed, type Desk } from './desk.js'
import { show, tell, turnOf } from './turn.js'

/** Answers something else and then asks the open question again, just as it was. */
export async function aside(dc: DialogContext, answer: () => Promise<void>): Promise<DialogTurnResult> {
  await answer()
  await dc.repromptDialog()
  return Dialog.EndOfTurn
}

export const say = async (dc: DialogContext, sentence: string): Promise<DialogTurnResult> =>
  aside(dc, async () => tell(dc.context, sentence))

/** What is answered on the side: it asks nothing back, so an open question stays open and is asked again after it. */
export class Asides {
  constructor(private readonly desk: Desk) {}

  async showStatus(context: TurnContext, typed: string): Promise<void> {
    const { words } = turnOf(context).reader
    const named = await casesNamed(this.desk, typed)
    const [only] = named
    if (named.length === 0 || only === undefined)
      return tell(
        context,
        words.say(typed === '' ? 'dialog.nothingOpen' : 'dialog.noCase', { typed: cleaned(typed, 80) }),
      )
    if (named.length > 1) return this.showMyWork(context, named)
    const { move, unknown } = await lookAt(context, this.desk, only.id)
    await showCase(context, this.desk, move ?? only, unknown)
  }

  async showMyWork(context: TurnContext, cases?: readonly MoveCase[]): Promise<void> {
    const { reader } = turnOf(context)
    const mine =
      cases ??
      (await casesNamed(this.desk, '')).filter(
        (move) => move.owner === reader.person || move.createdBy === reader.person,
      )
    await show(context, myWorkCard(mine, reader))
  }

  async showApprovals(context: TurnContext): Promise<void> {
    const { reader } = turnOf(context)
    await show(context, approvalsCard(await this.desk.moves.all(), reader))
  }

  async chooseLanguage(context: TurnContext, to: 'en' | 'pl' | 'auto' | undefined): Promise<void> {
    const { reader } = turnOf(context)
    if (to === undefined) return tell(context, reader.words.say('dialog.whichLanguage'))
    const words = await this.desk.setLanguage(reader.person, to)
    await tell(context, words.say(to === 'auto' ? 'dialog.languageAuto' : 'dialog.languageSet'))
  }

  async practise(context: TurnContext, words: string): Promise<void> {
    const { practise } = this.desk
    if (practise === undefined) return tell(context, turnOf(context).reader.words.say('dialog.practiceOnly'))
    await tell(context, await practise(context, words))
  }

  async writeDown(context: TurnContext, verb: 'note' | 'evidence', rest: string): Promise<void> {
    const { reader } = turnOf(context)
    const split = await this.splitCase(rest)
    if (split === undefined || split.text === '') return tell(context, reader.words.say('dialog.noteHow'))
    await carryOut(context, this.desk, split.move, { verb, text: split.text })
  }

  async handOver(context: TurnContext, rest: string): Promise<void> {
    const { reader, actor } = turnOf(context)
    const split = await this.splitCase(rest)
    const to = this.desk.people.find(split?.text.replace(/^(to|do) /iu, '') ?? '')
    const [only] = to
    if (split === undefined || only === undefined || to.length > 1)
      return tell(context, reader.words.say('dialog.handHow'))
    const outcome = await this.desk.moves.change(split.move.id, { type: 'handOver', to: only }, actor)
    if (outcome === undefined) return tell(context, reader.words.say('dialog.caseGone'))
    await showCase(context, this.desk, outcome.move, headlineOf(reader, outcome))
  }

  /** Tells the customer's name, which may have several words, from the text behind it. */
  private async splitCase(rest: string): Promise<{ move: MoveCase; text: string } | undefined> {
    const words = rest.split(' ')
    for (let count = Math.min(words.length, 8); count > 0; count--) {
      const named = await casesNamed(this.desk, words.slice(0, count).join(' '))
      const [only] = named
      if (only !== undefined && named.length === 1) return { move: only, text: words.slice(count).join(' ') }
    }
    return undefined
  }
}
