import { expect } from 'chai'
import { ConnectorClient, MicrosoftAppCredentials } from 'botframework-connector'
import { personalConversationId, teamsUserId } from '../../../src/practice/channel/people.js'
import { attached, cardOf, piotr, sara, teamsWith, tenantId, type Teams } from './support.js'

const chat = personalConversationId(sara.id)
const path = `/v3/conversations/${encodeURIComponent(chat)}`
const code = (body: unknown) => (body as { error: { code: string } }).error.code

describe('the connector', () => {
  let teams: Teams
  beforeEach(async () => {
    teams = await teamsWith()
    await teams.channel.open(sara.id)
  })
  afterEach(() => teams.close())

  it('serves what the Bot Framework client calls: send, reply, update, delete, members, create', async () => {
    const client = new ConnectorClient(new MicrosoftAppCredentials('', ''), { baseUri: teams.serviceUrl })
    const { conversations } = client
    const { id } = await conversations.sendToConversation(chat, { type: 'message', text: 'one' })
    await conversations.replyToActivity(chat, id, { type: 'message', text: 'two' })
    await conversations.updateActivity(chat, id, { type: 'message', text: 'one, corrected' })
    const gone = await conversations.sendToConversation(chat, { type: 'message', text: 'three' })
    await conversations.deleteActivity(chat, gone.id)
    expect(teams.channel.screen(sara.id)).to.equal(
      ['Ferry: (in place) one, corrected', 'Ferry: two', 'Ferry: (deleted)'].join('\n'),
    )

    const account = { id: teamsUserId(sara.id), name: 'Sara Lind', aadObjectId: sara.id, tenantId, userRole: 'user' }
    expect(await conversations.getConversationMembers(chat)).to.have.length(1)
    expect(await conversations.getConversationMember(chat, sara.id)).to.deep.include(account)
    expect(await conversations.getConversationMember(chat, teamsUserId(sara.id))).to.deep.include(account)
    const { members } = await conversations.getConversationPagedMembers(chat)
    expect(members?.map((member) => member.id)).to.deep.equal([account.id])

    const begun = await conversations.createConversation({
      isGroup: false,
      bot: { id: '28:ferry', name: 'Ferry' },
      members: [{ id: teamsUserId(piotr.id), name: '' }],
      tenantId,
      channelData: {},
      activity: { type: 'message', text: 'cześć' },
    } as unknown as Parameters<typeof conversations.createConversation>[0])
    expect(begun.id).to.equal(personalConversationId(piotr.id))
    expect(teams.channel.screen(piotr.id)).to.equal('Ferry: cześć')
  })

  it('lets a restarted bot write where it wrote before, though nobody has opened the chat since', async () => {
    await teams.bot.posts(personalConversationId(piotr.id), { text: 'still here' })
    expect(teams.channel.unread(piotr.id)).to.equal(1)
    await teams.channel.open(piotr.id)
    expect(teams.channel.unread(piotr.id)).to.equal(0)
    expect(teams.bot.delivered.filter(({ type }) => type === 'installationUpdate')).to.have.length(2)
  })

  it('splits a text with a card into two messages and tells no id', async () => {
    const { status, body } = await teams.bot.connector('POST', `${path}/activities`, {
      type: 'message',
      text: 'Look:',
      attachments: [attached(cardOf('A card'))],
    })
    expect([status, body]).to.deep.equal([201, {}])
    expect(teams.channel.screen(sara.id)).to.equal(['Ferry: Look:', 'Ferry: [A card]'].join('\n'))
  })

  it('shows other attachments by name or kind', async () => {
    const picture = { contentType: 'image/png', contentUrl: 'https://x.example/i.png' }
    await teams.bot.posts(chat, { attachments: [picture, { contentType: 'text/csv', name: 'list.csv' }] })
    expect(teams.channel.screen(sara.id)).to.equal('Ferry: {image/png} {list.csv}')
  })

  it('passes on that the bot is typing, and swallows what is for nobody', async () => {
    const events: string[] = []
    const end = teams.channel.subscribe(({ type }) => events.push(type))
    await teams.bot.connector('POST', `${path}/activities`, { type: 'typing' })
    await teams.bot.connector('POST', `${path}/activities`, { type: 'trace', name: 'x' })
    end()
    expect(events.filter((type) => type !== 'sent')).to.deep.equal(['typing'])
    expect(teams.channel.screen(sara.id)).to.equal('')
  })

  it('refuses with 403 where the app was taken away, and accepts again after it is back (RF35)', async () => {
    const send = () => teams.bot.connector('POST', `${path}/activities`, { type: 'message', text: 'hello' })
    await teams.channel.uninstall(sara.id)
    const refused = await send()
    expect([refused.status, code(refused.body)]).to.deep.equal([403, 'BotNotInConversationRoster'])
    const begun = await teams.bot.connector('POST', '/v3/conversations', { members: [{ id: teamsUserId(sara.id) }] })
    expect(begun.status).to.equal(403)
    await teams.channel.install(sara.id)
    expect((await send()).status).to.equal(201)
  })

  it('refuses with 403 where the person has blocked the bot, which no event tells (RF35)', async () => {
    const before = teams.bot.delivered.length
    await teams.channel.block(sara.id)
    const refused = await teams.bot.connector('POST', `${path}/activities`, { type: 'message', text: 'hello' })
    expect([refused.status, code(refused.body)]).to.deep.equal([403, 'MessageWritesBlocked'])
    expect(teams.bot.delivered).to.have.length(before)
  })

  const sizes: [what: string, characters: number, status: number][] = [
    ['takes', 51_000, 201],
    ['refuses with 413', 51_200, 413],
  ]
  for (const [what, characters, status] of sizes) {
    it(`${what} a message of ${characters} characters, 100 KB in UTF-16 being the most (RF39)`, async () => {
      const activity = { type: 'message', text: 'x'.repeat(characters) }
      expect((await teams.bot.connector('POST', `${path}/activities`, activity)).status).to.equal(status)
    })
  }

  it('refuses with 429 and Retry-After what goes beyond 7 a second, 8 in two, 60 in thirty (RF33)', async () => {
    teams.channel.connector.limitRates = true
    const send = () => teams.bot.connector('POST', `${path}/activities`, { type: 'message', text: 'hello' })
    const statuses = async (times: number) => {
      const answers = []
      for (let n = 0; n < times; n++) answers.push(await send())
      return answers.map(({ status, retryAfter }) => (retryAfter === null ? status : `${status} after ${retryAfter}`))
    }
    expect(await statuses(8)).to.deep.equal([...Array<number>(7).fill(201), '429 after 1'])
    teams.elapse(1)
    expect(await statuses(2)).to.deep.equal([201, '429 after 1'])
    teams.elapse(1)
    expect(await statuses(8), 'the eighth is within a second of 7').to.deep.equal([
      ...Array<number>(7).fill(201),
      '429 after 1',
    ])
    for (let n = 0; n < 6; n++) {
      teams.elapse(2)
      await statuses(8)
    }
    // 8 + 7 in the first three seconds and 6 times 7 in the next twelve: the next are the last three of 60
    teams.elapse(2)
    expect(await statuses(4)).to.deep.equal([201, 201, 201, '429 after 14'])
    expect((await teams.bot.connector('POST', '/v3/conversations', { members: [{ id: piotr.id }] })).status).to.equal(
      201,
    )
  })

  it('fails on demand, before or after the message arrived (RF33, RF34)', async () => {
    const send = (text: string) => teams.bot.connector('POST', `${path}/activities`, { type: 'message', text })
    teams.channel.connector.failNext({ status: 502, when: 'before' }, 1)
    teams.channel.connector.failNext({ status: 429, when: 'after', retryAfterSeconds: 3 }, 1)
    expect((await send('one')).status).to.equal(502)
    expect(await send('two')).to.deep.include({ status: 429, retryAfter: '3' })
    expect((await send('three')).status).to.equal(201)
    expect(teams.channel.screen(sara.id)).to.equal(['Ferry: two', 'Ferry: three'].join('\n'))
  })

  const refused: [what: string, method: string, path: string, body: object | undefined, status: number][] = [
    ['a chat that nobody has', 'POST', '/v3/conversations/a%3A1nobody/activities', { text: 'x' }, 404],
    ['a message without content', 'POST', `${path}/activities`, { type: 'message' }, 400],
    ['attachments that are no list', 'POST', `${path}/activities`, { type: 'message', attachments: 7 }, 400],
    ['an edit of what is not there', 'PUT', `${path}/activities/1`, { type: 'message', text: 'x' }, 404],
    ['a deletion of what is not there', 'DELETE', `${path}/activities/1`, undefined, 404],
    ['a member who is not in the chat', 'GET', `${path}/members/${piotr.id}`, undefined, 404],
    ['a new chat with a stranger', 'POST', '/v3/conversations', { members: [{ id: '29:1stranger' }] }, 403],
    ['a new chat without members', 'POST', '/v3/conversations', { members: [] }, 400],
  ]
  for (const [what, method, where, body, status] of refused) {
    it(`refuses ${what}`, async () => {
      expect((await teams.bot.connector(method, where, body)).status).to.equal(status)
    })
  }

  it('does not let the bot change what a person wrote', async () => {
    const id = await teams.channel.say(sara.id, 'mine')
    const edit = { type: 'message', text: 'yours' }
    expect((await teams.bot.connector('PUT', `${path}/activities/${id}`, edit)).status).to.equal(404)
    expect((await teams.bot.connector('DELETE', `${path}/activities/${id}`)).status).to.equal(404)
  })

  it('keeps what the bot sent, with how it was answered, for people to look at', async () => {
    await teams.bot.posts(chat, { text: 'hello' })
    await teams.bot.connector('PUT', `${path}/activities/1`, { type: 'message', text: 'x' })
    expect(teams.channel.sent().map(({ how, status }) => [how, status])).to.deep.equal([
      ['POST', 201],
      ['PUT', 404],
    ])
  })
})
