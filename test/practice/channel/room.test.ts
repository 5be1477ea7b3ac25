import { request, type IncomingHttpHeaders } from 'node:http'
import { expect } from 'chai'
import { Instant } from '../../../src/domain/ids.js'
import { personalConversationId, teamsUserId } from '../../../src/practice/channel/people.js'
import { contoso, teamsWithRoom, type TeamsWithRoom } from './roomSupport.js'
import { attached, cardOf, execute, piotr, sara } from './support.js'

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

let teams: TeamsWithRoom
/** To be called in each suite: hooks outside of one would be everybody's. */
function eachWithARoom(): void {
  beforeEach(async () => {
    teams = await teamsWithRoom()
  })
  afterEach(() => teams.close())
}

/** Node's own client, because fetch does not let a caller set the host. */
const call = (path: string, { method = 'GET', headers = {}, body = '' } = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const sent = request(teams.origin + path, { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })

const post = async (name: string, body: object, headers: Record<string, string> = {}) => {
  const answer = await call(`/practice/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: JSON.parse(answer.text) as unknown }
}
const state = async (person?: string) =>
  JSON.parse((await call(`/practice/api/state${person === undefined ? '' : `?person=${person}`}`)).text) as Record<
    string,
    unknown
  >

describe('the files of the practice room', () => {
  eachWithARoom()

  const files: [path: string, type: string][] = [
    ['/practice', 'text/html; charset=utf-8'],
    ['/practice/page.css', 'text/css; charset=utf-8'],
    ['/practice/main.js', 'text/javascript; charset=utf-8'],
    ['/practice/adaptivecards.js', 'text/javascript; charset=utf-8'],
    ['/practice/markdown-it.js', 'text/javascript; charset=utf-8'],
  ]
  for (const [path, type] of files) {
    it(`are served from a fixed list, with a strict policy: ${path}`, async () => {
      const { status, headers, text } = await call(path)
      expect([status, headers['content-type']]).to.deep.equal([200, type])
      expect(text.length).to.be.greaterThan(200)
      expect(headers['content-security-policy']).to.match(/^default-src 'none'; script-src 'self';/)
      expect(headers['content-security-policy']).not.to.contain('unsafe')
      expect(headers).to.include({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    })
  }

  it('refer to nothing that is not served', async () => {
    const { text } = await call('/practice')
    const named = [...text.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path ?? '')
    const imported: string[] = []
    for (const path of named)
      imported.push(
        ...[...(await call(path)).text.matchAll(/from '\.(\/\w+\.js)'/g)].map(([, file]) => `/practice${file}`),
      )
    expect(imported).to.include('/practice/chat.js')
    for (const path of [...named, ...imported]) expect((await call(path)).status, path).to.equal(200)
  })

  for (const path of [
    '/practice/wire.ts',
    '/practice/../package.json',
    '/practice/%2e%2e/package.json',
    '/practice/room.js',
  ]) {
    it(`do not include ${path}`, async () => expect((await call(path)).status).to.equal(404))
  }
})

describe('the practice room', () => {
  eachWithARoom()

  it('refuses a foreign host, a foreign page and a form', async () => {
    expect((await call('/practice', { headers: { host: 'evil.example' } })).status).to.equal(403)
    expect((await call('/practice/api/state', { headers: { host: 'evil.example' } })).status).to.equal(403)
    expect((await post('reset', {}, { origin: 'https://evil.example' })).status).to.equal(403)
    const form = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }
    expect((await call('/practice/api/reset', form)).status).to.equal(415)
    expect(teams.control.done).to.deep.equal([])
  })

  it('tells the world, and the chat of a person with numbered buttons', async () => {
    const refresh = { userIds: [teamsUserId(sara.id)], action: { type: 'Action.Execute', verb: 'refresh' } }
    const card = attached(cardOf('Move?', [execute('Next')], { refresh }))
    const id = await teams.bot.posts(personalConversationId(sara.id), { attachments: [card] })
    const world = await state()
    expect(world).not.to.have.any.keys('messages', 'sent')
    expect(world).to.deep.include({ partnerName: 'Baltic Cloud', now: '2026-03-24T12:00:00.000Z', faults: [] })
    expect(world['people']).to.deep.equal([
      { ...sara, roles: ['salesAgent'], unread: 1 },
      { ...piotr, roles: ['adminAgent', 'billingAdmin'], unread: 0 },
    ])
    const { messages } = await state(sara.id)
    expect(messages).to.deep.equal([
      {
        id,
        seq: 1,
        revision: 0,
        at: '2026-03-24T12:00:00.000Z',
        edited: false,
        kind: 'card',
        refreshes: true,
        card: cardOf('Move?', [execute('Next', { id: 'ferry-button-0' })], { refresh }),
      },
    ])
  })

  it('does what the page asks for', async () => {
    expect(await post('switch', { person: sara.id })).to.deep.equal({ status: 200, body: { ok: true } })
    await post('say', { person: sara.id, text: 'hello' })
    const card = await teams.bot.posts(personalConversationId(sara.id), {
      attachments: [attached(cardOf('Move?', [execute('Next')]))],
    })
    await post('press', { person: sara.id, message: card, button: 0, inputs: {} })
    expect(teams.bot.delivered.map(({ type }) => type)).to.deep.equal([
      'installationUpdate',
      'conversationUpdate',
      'message',
      'invoke',
    ])
    await post('read', { person: sara.id })
    expect(teams.channel.unread(sara.id)).to.equal(0)

    await post('clock', { by: 'day' })
    await post('clock', { by: 'week' })
    expect(await post('clock', { by: 'event' })).to.deep.equal({ status: 200, body: { ok: true, nothingDue: true } })
    teams.control.due = Instant.parse('2026-05-01T00:00:00.000Z')
    expect((await post('clock', { by: 'event' })).body).to.deep.equal({ ok: true, nothingDue: false })
    await post('act', { customer: contoso, act: 'decline' })
    await post('fault', { name: 'slow', times: 3 })
    expect((await state())['faults']).to.deep.equal([{ name: 'slow', times: 3 }])
    await post('heal', {})
    expect((await state())['faults']).to.deep.equal([])
    await post('reset', {})
    expect(teams.control.done).to.deep.equal([
      'forward to 2026-03-25T12:00:00.000Z',
      'forward to 2026-04-01T12:00:00.000Z',
      'forward to 2026-05-01T00:00:00.000Z',
      'decline Contoso',
      'reset',
    ])
  })

  const wrong: [what: string, name: string, body: object, status: number][] = [
    ['a person who is not there', 'switch', { person: 'nobody' }, 400],
    ['a message without a text', 'say', { person: sara.id, text: '' }, 400],
    ['more than it knows', 'heal', { all: true }, 400],
    ['a card that is not there', 'press', { person: sara.id, message: '1', button: 0, inputs: {} }, 400],
    ['a fault of no name', 'fault', { name: 'fire', times: 1 }, 400],
    ['a clock that goes back', 'clock', { by: 'yesterday' }, 400],
    ['what the world does not allow', 'act', { customer: contoso, act: 'sourceEnds' }, 409],
  ]
  for (const [what, name, body, status] of wrong) {
    it(`refuses ${what} and says why`, async () => {
      const answer = await post(name, body)
      expect(answer.status).to.equal(status)
      expect(answer.body).to.have.keys('ok', 'error')
    })
  }

  it('does not show what went wrong inside, but logs it', async () => {
    teams.control.broken = true
    const { status, text } = await call('/practice/api/state')
    expect([status, text.includes('secret')]).to.deep.equal([500, false])
    expect(teams.logged).to.deep.equal(['the practice room failed'])
  })
})

describe('the events of the practice room', () => {
  eachWithARoom()

  /** Reads a stream until it has this many events, or ends. */
  async function events(person: string, count: number, meanwhile: () => Promise<unknown>): Promise<string[]> {
    const response = await fetch(`${teams.origin}/practice/api/events?person=${person}`)
    const seen: string[] = []
    await meanwhile()
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      seen.splice(
        0,
        Infinity,
        ...[...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, name, data]) => `${name} ${data}`),
      )
      if (seen.length >= count) break
    }
    return seen
  }
  const nameOf = (event: string) => event.split(' ')[0]

  it('tell a person’s page what happens in their chat, and of others only that something changed', async () => {
    const seen = await events(sara.id, 7, async () => {
      await teams.bot.posts(personalConversationId(piotr.id), { text: 'for Piotr' })
      await teams.bot.posts(personalConversationId(sara.id), { type: 'typing' })
      await teams.bot.posts(personalConversationId(sara.id), { text: 'for Sara' })
    })
    expect(seen.map(nameOf)).to.deep.equal(['world', 'sent', 'typing', 'sent', 'message', 'world', 'sent'])
    expect(seen.find((event) => nameOf(event) === 'message')).to.contain('for Sara')
    expect(seen.filter((event) => nameOf(event) !== 'sent').join('\n')).not.to.contain('for Piotr')
  })

  it('need a person', async () => {
    expect((await call('/practice/api/events')).status).to.equal(400)
  })

  it('end with the room', async () => {
    const seen = await events(sara.id, 1_000, async () => teams.room.close())
    expect(seen).to.deep.equal([])
  })
})
