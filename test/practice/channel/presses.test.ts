import { expect } from 'chai'
import { ChannelUseError, personalConversationId, teamsUserId } from '../../../src/practice/channel/people.js'
import { attached, cardAnswer, cardOf, execute, messageAnswer, piotr, sara, teamsWith, type Teams } from './support.js'

const chat = personalConversationId(sara.id)
const chatPath = `/v3/conversations/${encodeURIComponent(chat)}/activities`

describe('a press on a card', () => {
  let teams: Teams
  let messageId: string
  beforeEach(async () => {
    teams = await teamsWith()
    await teams.channel.open(sara.id)
    messageId = await teams.bot.posts(chat, {
      attachments: [attached(cardOf('Move?', [execute('Approve'), execute('Back')]))],
    })
  })
  afterEach(() => teams.close())

  it('answered with a card puts that card in the place of the old one', async () => {
    teams.bot.turn = () => cardAnswer(cardOf('Approved'))
    const result = await teams.channel.press(sara.id, messageId, 'Approve')
    expect(result).to.deep.equal({ kind: 'card', card: cardOf('Approved') })
    expect(teams.channel.screen(sara.id)).to.equal('Ferry: (in place) [Approved]')
    expect(teams.channel.transcript(sara.id)).to.equal(
      ['Ferry: [Move? | Approve | Back]', 'Sara: (presses Approve)', 'Ferry: (in place) [Approved]'].join('\n'),
    )
  })

  it('then offers the buttons of the new card, not of the old one', async () => {
    teams.bot.turn = () => cardAnswer(cardOf('Approved', [execute('Undo')]))
    await teams.channel.press(sara.id, messageId, 'Approve')
    await teams.channel.press(sara.id, messageId, 'Undo')
    const failure = await teams.channel.press(sara.id, messageId, 'Approve').catch((error: unknown) => error)
    expect(failure).to.be.instanceOf(ChannelUseError)
    expect(teams.bot.delivered.filter(({ type }) => type === 'invoke')).to.have.length(2)
  })

  it('answered with a message shows the message and leaves the card', async () => {
    teams.bot.turn = () => messageAnswer('You asked for it yourself.')
    await teams.channel.press(sara.id, messageId, 'Approve')
    expect(teams.channel.screen(sara.id)).to.equal(
      ['Ferry: [Move? | Approve | Back]', 'Ferry: You asked for it yourself.'].join('\n'),
    )
  })

  const failures: [what: string, status: number, body: unknown, line: string][] = [
    [
      'an error in Teams’ form',
      400,
      { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadRequest', message: 'no' } },
      'Teams: (refused)',
    ],
    ['an empty body', 200, '', 'Teams: (unreadable)'],
    ['no HTTP success', 501, { anything: true }, 'Teams: (unreadable)'],
    [
      'a card without its type',
      200,
      { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: {} },
      'Teams: (unreadable)',
    ],
  ]
  for (const [what, status, body, line] of failures) {
    it(`answered with ${what} tells the person that it went wrong and leaves the card (RF59)`, async () => {
      teams.bot.turn = () => ({ status, body })
      await teams.channel.press(sara.id, messageId, 'Approve')
      expect(teams.channel.screen(sara.id)).to.equal(['Ferry: [Move? | Approve | Back]', line].join('\n'))
    })
  }

  it('is not possible for somebody who does not have the card', async () => {
    const failure = await teams.channel.press(piotr.id, messageId, 'Approve').catch((error: unknown) => error)
    expect(failure).to.be.instanceOf(ChannelUseError)
  })

  it('does not bring back a card that was deleted while the answer was on its way', async () => {
    teams.bot.turn = async () => {
      await teams.bot.connector('DELETE', `${chatPath}/${messageId}`)
      return cardAnswer(cardOf('Approved'))
    }
    await teams.channel.press(sara.id, messageId, 'Approve')
    expect(teams.channel.screen(sara.id)).to.equal('Ferry: (deleted)')
  })

  it('delivered again gives the same answer its effect, under the same or a new activity id (RF26, RF27)', async () => {
    let presses = 0
    teams.bot.turn = () => cardAnswer(cardOf(`Approved, ${++presses}`))
    await teams.channel.press(sara.id, messageId, 'Approve')
    const activity = teams.channel.lastActivity(sara.id)
    if (activity === undefined) throw new Error('nothing was delivered')
    await teams.channel.deliverAgain(activity)
    await teams.channel.deliverAgain(activity, { newId: true })
    const invokes = teams.bot.delivered.filter(({ type }) => type === 'invoke')
    expect(invokes.map(({ id }) => id === activity.id)).to.deep.equal([true, true, false])
    expect(new Set(invokes.map(({ value }) => JSON.stringify(value))).size).to.equal(1)
    expect(teams.channel.screen(sara.id)).to.equal('Ferry: (in place) [Approved, 3]')
  })
})

describe('a card with a refresh', () => {
  let teams: Teams
  const refreshing = (text: string, userIds: string[]) =>
    cardOf(text, [], {
      refresh: { userIds, action: { type: 'Action.Execute', verb: 'refresh', data: { caseId: 'c1' } } },
    })
  const asked = () => teams.bot.delivered.filter(({ type }) => type === 'invoke').map(({ value }) => value)
  beforeEach(async () => {
    teams = await teamsWith()
    await teams.channel.open(sara.id)
  })
  afterEach(() => teams.close())

  it('is asked for anew by its reader when it comes into view and is older than a minute', async () => {
    await teams.bot.posts(chat, { attachments: [attached(refreshing('Waiting', [teamsUserId(sara.id)]))] })
    teams.bot.turn = () => cardAnswer(refreshing('Approved', [teamsUserId(sara.id)]))
    teams.elapse(60)
    expect(await teams.channel.show(sara.id), 'at a minute').to.equal(0)
    teams.elapse(1)
    expect(await teams.channel.show(sara.id), 'after a minute').to.equal(1)
    expect(await teams.channel.show(sara.id), 'at once again').to.equal(0)
    expect(asked()).to.deep.equal([
      { action: { type: 'Action.Execute', verb: 'refresh', data: { caseId: 'c1' } }, trigger: 'automatic' },
    ])
    expect(teams.channel.screen(sara.id)).to.equal('Ferry: (in place) [Approved]')
  })

  it('counts a minute on the practice clock as well', async () => {
    await teams.bot.posts(chat, { attachments: [attached(refreshing('Waiting', [teamsUserId(sara.id)]))] })
    teams.forward(86_400)
    expect(await teams.channel.show(sara.id)).to.equal(1)
    expect(await teams.channel.show(sara.id)).to.equal(0)
  })

  it('is left alone for readers it does not list, and for messages out of view', async () => {
    const mine = await teams.bot.posts(chat, { attachments: [attached(refreshing('Mine', [teamsUserId(sara.id)]))] })
    const others = await teams.bot.posts(chat, {
      attachments: [attached(refreshing('Other', [teamsUserId(piotr.id)]))],
    })
    teams.elapse(61)
    expect(await teams.channel.show(sara.id, [others])).to.equal(0)
    expect(await teams.channel.show(sara.id, [mine, others])).to.equal(1)
  })

  it('stays as it is, without a word, when the answer is no card', async () => {
    await teams.bot.posts(chat, { attachments: [attached(refreshing('Waiting', [teamsUserId(sara.id)]))] })
    teams.elapse(61)
    for (const answer of [messageAnswer('busy'), { status: 500, body: 'broken' }]) {
      teams.bot.turn = () => answer
      await teams.channel.show(sara.id)
      teams.elapse(61)
    }
    expect(asked()).to.have.length(2)
    expect(teams.channel.screen(sara.id)).to.equal('Ferry: [Waiting]')
  })

  it('shows what everybody sees again once the bot edits the message', async () => {
    const id = await teams.bot.posts(chat, { attachments: [attached(refreshing('Waiting', [teamsUserId(sara.id)]))] })
    teams.bot.turn = () => cardAnswer(cardOf('For Sara alone'))
    teams.elapse(61)
    await teams.channel.show(sara.id)
    await teams.bot.connector('PUT', `${chatPath}/${id}`, { type: 'message', attachments: [attached(cardOf('Done'))] })
    expect(teams.channel.screen(sara.id)).to.equal('Ferry: (in place) [Done]')
  })
})
