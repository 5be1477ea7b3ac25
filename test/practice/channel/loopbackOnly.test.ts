import { request } from 'node:http'
import { expect } from 'chai'
import { strangerBecause, type Caller } from '../../../src/bot/loopbackOnly.js'
import { teamsWith, type Teams } from './support.js'

describe('a practice route', () => {
  const own = { remoteAddress: '127.0.0.1', headers: { host: '127.0.0.1:3978' } }
  const served: [what: string, caller: Caller][] = [
    ['this machine', own],
    ['this machine by name', { ...own, headers: { host: 'localhost:3978', origin: 'http://localhost:3978' } }],
    ['this machine over IPv6', { remoteAddress: '::1', headers: { host: '[::1]:3978' } }],
    [
      'its own page',
      { ...own, headers: { ...own.headers, origin: 'http://127.0.0.1:3978', 'sec-fetch-site': 'same-origin' } },
    ],
  ]
  for (const [who, caller] of served) it(`serves ${who}`, () => expect(strangerBecause(caller)).to.equal(undefined))

  const refused: [who: string, caller: Caller, why: string][] = [
    ['another machine', { ...own, remoteAddress: '192.168.1.7' }, 'not from this machine'],
    ['a connection that has gone', { ...own, remoteAddress: undefined }, 'not from this machine'],
    [
      'a name that was pointed at this machine',
      { ...own, headers: { host: 'evil.example:3978' } },
      'foreign host name',
    ],
    ['a name that begins like ours', { ...own, headers: { host: '127.0.0.1.evil.example' } }, 'foreign host name'],
    ['no name at all', { ...own, headers: {} }, 'foreign host name'],
    [
      'a page from elsewhere',
      { ...own, headers: { ...own.headers, origin: 'https://evil.example' } },
      'another origin',
    ],
    [
      'a page of another port',
      { ...own, headers: { ...own.headers, origin: 'http://127.0.0.1:8080' } },
      'another origin',
    ],
    ['a page without an origin', { ...own, headers: { ...own.headers, origin: 'null' } }, 'another origin'],
    [
      'a link on a page from elsewhere',
      { ...own, headers: { ...own.headers, 'sec-fetch-site': 'cross-site' } },
      'another site',
    ],
  ]
  for (const [who, caller, why] of refused) {
    it(`refuses ${who}`, () => expect(strangerBecause(caller)).to.contain(why))
  }
})

describe('a request to the connector', () => {
  let teams: Teams
  beforeEach(async () => {
    teams = await teamsWith()
  })
  afterEach(() => teams.close())

  const status = (headers: Record<string, string>, body: string | Uint8Array = '{}') =>
    new Promise<number | undefined>((resolve, reject) => {
      const url = `${teams.serviceUrl}/v3/conversations`
      const sent = request(url, { method: 'POST', headers }, (response) => resolve(response.resume().statusCode))
      sent.on('error', reject)
      sent.end(body)
    })
  const json = { 'content-type': 'application/json' }

  it('under a foreign host name is refused', async () => {
    expect(await status({ ...json, host: 'evil.example' })).to.equal(403)
  })

  it('with a compressed body is refused before anything reads it (RF61)', async () => {
    expect(await status({ ...json, 'content-encoding': 'gzip' }, 'no gzip')).to.equal(415)
  })

  it('from a form is refused', async () => {
    expect(await status({ 'content-type': 'application/x-www-form-urlencoded' }, 'a=b')).to.equal(415)
  })

  it('that is not JSON is refused', async () => {
    expect(await status(json, '{')).to.equal(400)
  })

  it('of more than a megabyte is refused', async () => {
    expect(await status(json, JSON.stringify({ text: 'x'.repeat(1_100_000) }))).to.equal(413)
  })
})
