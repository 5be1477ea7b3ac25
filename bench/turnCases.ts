import type { Ferry } from '../src/app.js'
import { buttonsOf } from '../src/practice/channel/cards.js'
import { cardFor } from '../src/practice/channel/messages.js'

/** Who plays in the bench: the seller who types, and the one who approves. */
export const CARD_PEOPLE = { seller: 'Sara Lind', approver: 'Ben Fischer' } as const

/** Brings one case to planning and one to an approved plan, by the same words and buttons that people use. */
export async function prepareCases(app: Ferry): Promise<{ seller: string; schedule: object }> {
  const { channel } = app
  if (channel === undefined) throw new Error('the bench needs practice mode')
  const idOf = (name: string) => app.control.people().find((person) => person.name === name)?.id ?? ''
  const seller = idOf(CARD_PEOPLE.seller)
  const approver = idOf(CARD_PEOPLE.approver)
  const say = async (person: string, text: string) => {
    await channel.say(person, text)
    await app.settled()
  }
  const button = (person: string, verb: string) => {
    const card = channel.messages(person).findLast((message) => message.kind === 'card')
    if (card?.kind !== 'card') throw new Error('no card to press')
    const found = buttonsOf(cardFor(card, person)).find((one) => one.verb === verb)
    if (found === undefined) throw new Error(`no button ${verb} on ${channel.transcript(person)}`)
    return { card, found }
  }
  const press = async (person: string, verb: string) => {
    const { card, found } = button(person, verb)
    await channel.press(person, card.id, found.index)
    await app.settled()
  }
  for (const customer of ['Contoso', 'Blue Yonder']) {
    await say(seller, `move ${customer}`)
    await press(seller, 'next')
    await say(seller, `practice accept ${customer}`)
  }
  await say(seller, 'plan Blue Yonder')
  for (let step = 0; step < 3; step++) await press(seller, 'next')
  await say(approver, 'approve Blue Yonder')
  await say(seller, 'status Blue Yonder')
  const schedule = button(seller, 'schedule').found.data as object
  await say(seller, 'plan Contoso')
  return { seller, schedule }
}
