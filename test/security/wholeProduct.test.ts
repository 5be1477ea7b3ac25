import { expect } from 'chai'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wordsFor } from '../../src/cards/words.js'
import { Stage } from '../support/stage.js'

const english = wordsFor('en', 'UTC')

/** One request to the product, under any host name: fetch would not let its headers be chosen. */
function asked(url: string, headers: Readonly<Record<string, string>>, body?: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: body === undefined ? 'GET' : 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      },
    )
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

describe('the product without an app id, where nobody signs in (RF55, RF56)', () => {
  let stage: Stage
  before(async () => {
    stage = await Stage.open()
    await stage.say('sara', 'move Contoso')
  })
  after(async () => stage.close())

  const STRANGERS: readonly (readonly [who: string, headers: Readonly<Record<string, string>>])[] = [
    ['a name that was pointed at this machine', { host: 'evil.example:3978' }],
    ['a page from elsewhere', { origin: 'https://evil.example' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['somebody behind a tunnel', { 'x-forwarded-for': '203.0.113.7' }],
  ]
  for (const [who, headers] of STRANGERS) {
    it(`lets nothing in from ${who}: no turn, nothing changed`, async () => {
      const before = await stage.caseOf('Contoso')
      const forged = { ...stage.channel.lastActivity(stage.idOf('sara')), id: 'forged', text: 'stop Contoso' }
      expect(await asked(`${stage.ferry.url}/api/messages`, headers, forged)).to.equal(403)
      expect(await asked(`${stage.ferry.url}/metrics`, headers)).to.equal(403)
      expect(await asked(`${stage.ferry.url}/practice`, headers)).to.equal(403)
      await stage.ferry.settled()
      expect(await stage.caseOf('Contoso')).to.deep.equal(before)
    })
  }
})

describe('a roles file', () => {
  let stage: Stage
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ferry-roles-'))
  })
  afterEach(async () => {
    await stage.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function openWith(roles: (idOf: (name: string) => string) => object): Promise<void> {
    const look = await Stage.open()
    const content = roles((name) => look.idOf(name))
    await look.close()
    const file = join(folder, 'roles.json')
    writeFileSync(file, JSON.stringify(content))
    stage = await Stage.open({ FERRY_ROLES: file })
  }

  it('says who may do what; who is not named has no role and is told who can help', async () => {
    await openWith((idOf) => ({ users: { [idOf('ada')]: ['adminAgent'] } }))
    await stage.say('sara', 'move Contoso')
    expect(stage.lastLine('sara')).to.include(english.say('dialog.noRoles', { people: 'Ada Nowak' }))
    expect(await stage.caseOf('Contoso')).to.equal(undefined)
    await stage.say('ada', 'move Contoso')
    expect(await stage.caseOf('Contoso')).to.have.property('state', 'DRAFT')
  })

  it('may give everybody else a role', async () => {
    await openWith((idOf) => ({ users: { [idOf('ada')]: ['adminAgent'] }, default: ['salesAgent'] }))
    await stage.say('sara', 'move Contoso')
    expect(await stage.caseOf('Contoso')).to.have.property('state', 'DRAFT')
  })
})

describe('somebody whom nobody vouches for', () => {
  let stage: Stage
  before(async () => {
    stage = await Stage.open()
    await stage.say('sara', 'help')
  })
  after(async () => stage.close())

  const stranger = async (text: string) =>
    stage.send('sara', {
      text,
      from: { id: 'user-1', name: 'A Stranger' },
      conversation: { id: 'stranger', conversationType: 'personal' },
      serviceUrl: `${stage.ferry.url}/nowhere`,
    })

  it('may act as one of the world’s people, and as another one after that', async () => {
    await stranger('practice as Sara')
    await stranger('move Contoso')
    expect(await stage.caseOf('Contoso')).to.have.property('createdBy', stage.idOf('sara'))
    await stranger('practice as Ben')
    await stranger('move Fabrikam')
    expect(await stage.caseOf('Fabrikam')).to.have.property('createdBy', stage.idOf('ben'))
  })

  it('is a possibility that the world’s own people do not have', async () => {
    await stage.say('sara', 'practice as Ben')
    expect(stage.lastLine('sara')).to.include(english.say('practice.knownAlready', { name: 'Sara Lind' }))
  })
})
