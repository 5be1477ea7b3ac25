import { expect } from 'chai'
import { personalConversationId, teamsUserId } from '../../../src/practice/channel/people.js'
import { attached, cardOf, execute, piotr, sara, teamsWith, tenantId, type Teams } from './support.js'

/** The fields that Teams puts into every activity of a person in a personal chat. */
const envelope = (person: typeof sara, country: string, id: string, serviceUrl: string) => ({
  id,
  timestamp: '2026-03-24T12:00:00.000Z',
  localTimestamp: '2026-03-24T13:00:00.000+01:00',
  localTimezone: person.timeZone,
  serviceUrl,
  channelId: 'msteams',
  from: { id: teamsUserId(person.id), name: person.name, aadObjectId: person.id },
  conversation: { conversationType: 'personal', tenantId, id: personalConversationId(person.id), isGroup: false },
  recipient: { id: '28:ferry', name: 'Ferry' },
  entities: [{ locale: person.locale, country, platform: 'Web', timezone: person.timeZone, type: 'clientInfo' }],
  channelData: { tenant: { id: tenantId } },
  locale: person.locale,
})

describe('what the bot is delivered', () => {
  let teams: Teams
  beforeEach(async () => {
    teams = await teamsWith({ newId: () => '00000000-0000-4000-8000-000000000000' })
  })
  afterEach(() => teams.close())

  it('tells an installation once, at first sight of a person', async () => {
    await Promise.all([teams.channel.open(piotr.id), teams.channel.open(piotr.id)])
    await teams.channel.open(piotr.id)
    const [installed, joined, ...rest] = teams.bot.delivered
    expect(installed).to.deep.equal({
      type: 'installationUpdate',
      action: 'add',
      ...envelope(piotr, 'PL', installed?.id ?? '', teams.serviceUrl),
    })
    expect(joined).to.deep.equal({
      type: 'conversationUpdate',
      membersAdded: [{ id: teamsUserId(piotr.id), aadObjectId: piotr.id }, { id: '28:ferry' }],
      ...envelope(piotr, 'PL', joined?.id ?? '', teams.serviceUrl),
    })
    expect(rest).to.deep.equal([])
  })

  it('carries what was typed as text, and again as HTML beside what was attached', async () => {
    const file = { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'list.csv', content: {} }
    const id = await teams.channel.say(sara.id, 'move <b>Contoso', { attachments: [file] })
    expect(teams.bot.delivered.at(-1)).to.deep.equal({
      type: 'message',
      ...envelope(sara, 'US', id, teams.serviceUrl),
      textFormat: 'plain',
      text: 'move <b>Contoso',
      attachments: [file, { contentType: 'text/html', content: '<p>move &lt;b&gt;Contoso</p>' }],
    })
    expect(teams.channel.transcript(sara.id)).to.equal('Sara: move <b>Contoso {list.csv}')
  })

  it('carries a pressed Action.Execute as an invoke, with the data of the card and its inputs on one level', async () => {
    await teams.channel.open(sara.id)
    const inputs = [
      { type: 'Input.Number', id: 'seats', value: 25, min: 1 },
      { type: 'Input.Text', id: 'note' },
      { type: 'Input.Toggle', id: 'sure', title: 'Sure', valueOn: 'yes', valueOff: 'no' },
    ]
    const card = cardOf('Seats?', [execute('Next', { id: 'b1' })])
    const messageId = await teams.bot.posts(personalConversationId(sara.id), {
      attachments: [attached({ ...card, body: [...card.body, ...inputs] })],
    })
    await teams.channel.press(sara.id, messageId, 'Next', { seats: '30' })
    expect(teams.bot.delivered.at(-1)).to.deep.equal({
      type: 'invoke',
      name: 'adaptiveCard/action',
      ...envelope(sara, 'US', 'f:00000000-0000-4000-8000-000000000000', teams.serviceUrl),
      channelData: { tenant: { id: tenantId }, source: { name: 'message' } },
      replyToId: messageId,
      value: {
        action: {
          type: 'Action.Execute',
          id: 'b1',
          verb: 'next',
          data: { caseId: 'c1', revision: 3, seats: '30', sure: 'no' },
        },
        trigger: 'manual',
      },
    })
  })

  it('carries a pressed Action.Submit as a message with a value and no text', async () => {
    await teams.channel.open(sara.id)
    const card = cardOf('Sure?', [{ type: 'Action.Submit', title: 'Yes', data: { verb: 'yes' } }])
    const messageId = await teams.bot.posts(personalConversationId(sara.id), { attachments: [attached(card)] })
    expect(await teams.channel.press(sara.id, messageId, 'Yes')).to.deep.equal({ kind: 'sent' })
    const delivered = teams.bot.delivered.at(-1)
    expect(delivered).to.deep.equal({
      type: 'message',
      ...envelope(sara, 'US', delivered?.id ?? '', teams.serviceUrl),
      channelData: { tenant: { id: tenantId }, source: { name: 'message' } },
      replyToId: messageId,
      value: { verb: 'yes' },
    })
  })

  it('tells that the app was taken away', async () => {
    await teams.channel.open(sara.id)
    await teams.channel.uninstall(sara.id)
    const [left, removed] = teams.bot.delivered.slice(-2)
    expect([left?.type, left?.['membersRemoved']]).to.deep.equal([
      'conversationUpdate',
      [{ id: teamsUserId(sara.id), aadObjectId: sara.id }, { id: '28:ferry' }],
    ])
    expect([removed?.type, removed?.['action']]).to.deep.equal(['installationUpdate', 'remove'])
  })

  it('never has the same message id twice, though the practice clock stands', async () => {
    const ids = [await teams.channel.say(sara.id, 'one'), await teams.channel.say(sara.id, 'two')]
    const posted = await teams.bot.posts(personalConversationId(sara.id), { text: 'three' })
    expect(new Set([...ids, posted, ...teams.bot.delivered.map(({ id }) => id)]).size).to.equal(5)
  })
})
