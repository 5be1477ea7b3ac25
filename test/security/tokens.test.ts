import { expect } from 'chai'
import { ToBotFromBotOrEmulatorTokenValidationParameters } from 'botframework-connector'
import { base64url, UnsecuredJWT, type JWTPayload } from 'jose'
import { captureConsole } from '../../src/bot/log.js'
import { APP_ID, OTHER_TENANT, secondsFromNow, startOuterWall, TENANT, type OuterWall } from './support/outerWall.js'

/** The token that a case sends, given the wall it knocks at. `undefined` sends no header. */
type Header = (wall: OuterWall) => Promise<string | undefined>

const bearer =
  (claims: JWTPayload): Header =>
  async (wall) =>
    `Bearer ${await wall.token(claims)}`
const signedBy =
  (key: 'teams' | 'webchat' | 'stranger', header: Record<string, unknown> = {}): Header =>
  async (wall) =>
    `Bearer ${await wall.keys.sign(await claimsOf(wall), key, header)}`

/** The claims of a valid token. */
async function claimsOf(wall: OuterWall): Promise<JWTPayload> {
  const [, payload = ''] = (await wall.token()).split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as JWTPayload
}

const encoded = (value: unknown) => base64url.encode(JSON.stringify(value))

const REFUSED: [what: string, header: Header][] = [
  ['no token', async () => undefined],
  ['an empty header', async () => ''],
  ['another scheme', async () => `Basic ${base64url.encode('ada:password')}`],
  ['the scheme in lower case', async (wall) => `bearer ${await wall.token()}`],
  ['words instead of a token', async () => 'Bearer let me in'],
  ['three parts that are no JSON', async () => 'Bearer aaaa.bbbb.cccc'],
  ['claims that are null', async () => `Bearer ${encoded({ alg: 'RS256', kid: 'teams' })}.${encoded(null)}.aaaa`],
  ['claims that are a list', async () => `Bearer ${encoded({ alg: 'RS256', kid: 'teams' })}.${encoded([])}.aaaa`],
  ['a header that is null', async (wall) => `Bearer ${encoded(null)}.${encoded(await claimsOf(wall))}.aaaa`],
  ['a token longer than any real one', async (wall) => `Bearer ${await wall.token({ more: 'x'.repeat(9_000) })}`],
  ['an expired token', bearer({ exp: secondsFromNow(-301) })],
  ['a token that is not valid yet', (wall) => bearer({ nbf: secondsFromNow(400) })(wall)],
  ['a token without an end', bearer({ exp: undefined })],
  ['a wrong audience', bearer({ aud: '99999999-9999-4999-8999-999999999999' })],
  ['no audience', bearer({ aud: undefined })],
  ['a list of audiences', bearer({ aud: [APP_ID] })],
  ['a wrong issuer', bearer({ iss: 'https://sts.windows.net/somebody/' })],
  ['no issuer', bearer({ iss: undefined })],
  ['another service URL than the activity', bearer({ serviceurl: 'https://smba.trafficmanager.net/emea/' })],
  ['no service URL in the token', bearer({ serviceurl: undefined })],
  ['the signature of a stranger', signedBy('stranger')],
  ['a key that nobody knows', signedBy('teams', { kid: 'unknown' })],
  ['no key id', signedBy('teams', { kid: undefined })],
  ['a key endorsed for another channel', signedBy('webchat')],
  ['a tampered payload', async (wall) => tampered(await wall.token(), { aud: APP_ID, extra: true })],
  ['a cut signature', async (wall) => `Bearer ${(await wall.token()).slice(0, -20)}`],
  ['no signature (alg none)', async (wall) => `Bearer ${new UnsecuredJWT(await claimsOf(wall)).encode()}`],
  [
    'the public key used as a shared secret',
    async (wall) => `Bearer ${await wall.keys.signWithPublicKey(await claimsOf(wall))}`,
  ],
  [
    'a token of the emulator',
    bearer({ iss: `https://sts.windows.net/${TENANT}/`, tid: TENANT, ver: '1.0', appid: APP_ID }),
  ],
  [
    'a token of a skill',
    bearer({
      ver: '1.0',
      appid: '99999999-9999-4999-8999-999999999999',
      iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
    }),
  ],
  ['a tenant that is not on the list', bearer({ tid: OTHER_TENANT })],
]

async function tampered(token: string, changes: object): Promise<string> {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object
  return `Bearer ${header}.${encoded({ ...claims, ...changes })}.${signature}`
}

const ACCEPTED: [what: string, header: Header][] = [
  ['a valid token', bearer({})],
  // made when the test runs, since the suites before it may take minutes
  [
    'a token that expired four minutes ago, for clocks that differ',
    (wall) => bearer({ exp: secondsFromNow(-240) })(wall),
  ],
  ['a token that begins in four minutes', (wall) => bearer({ nbf: secondsFromNow(240) })(wall)],
  ['a tenant on the list', bearer({ tid: TENANT })],
]

describe('a bot with an app id, asked with a token (RF53)', () => {
  let wall: OuterWall
  let restoreConsole: () => void

  before(async () => {
    wall = await startOuterWall()
    restoreConsole = captureConsole(wall.log)
  })
  after(async () => {
    restoreConsole()
    await wall.close()
  })
  beforeEach(() => {
    for (const list of [wall.turns, wall.lines, wall.connector.sent]) list.length = 0
  })

  for (const [what, header] of REFUSED) {
    it(`refuses ${what} with 401: no turn, nothing sent, nothing logged from the body`, async () => {
      const authorization = await header(wall)
      const reply = await wall.post(
        wall.activity({ text: 'secret words' }),
        authorization === undefined ? {} : { authorization },
      )
      expect([reply.status, reply.text]).to.deep.equal([401, '{"error":"unauthorized"}'])
      expect(wall.turns).to.have.length(0)
      expect(wall.connector.sent).to.have.length(0)
      expect(wall.lines.join('')).not.to.match(/secret words|Nowak|conversation/)
    })
  }

  for (const [what, header] of ACCEPTED) {
    it(`takes ${what}`, async () => {
      const reply = await wall.post(wall.activity(), { authorization: (await header(wall)) ?? '' })
      expect([reply.status, wall.turns.length]).to.deep.equal([200, 1])
    })
  }

  it('counts what it refused', async () => {
    const before = wall.counters.count('ferry_requests_rejected_total', ['reason', 'token'])
    await wall.post(wall.activity(), {})
    expect(wall.counters.count('ferry_requests_rejected_total', ['reason', 'token'])).to.equal(before + 1)
  })

  it('lets no token add to the list of issuers that the SDK trusts', async () => {
    const issuers = () => [ToBotFromBotOrEmulatorTokenValidationParameters.issuer ?? []].flat()
    const known = issuers()
    expect(known).not.to.have.length(0)
    await wall.post(wall.activity(), { authorization: `Bearer ${await wall.token({ tid: 'attacker-1' })}` })
    await wall.post(wall.activity(), {
      authorization: `Bearer ${await wall.token({ tid: 'attacker-2', iss: 'https://x.example/' })}`,
    })
    expect(issuers()).to.deep.equal(known)
  })

  it('sends its own token with a reply, and only to the service URL of the activity', async () => {
    await wall.post(wall.activity())
    expect(
      wall.connector.sent.map(({ authorization, body }) => [authorization, (body as { text: string }).text]),
    ).to.deep.equal([['Bearer the-token-of-the-bot', 'heard']])
  })
})

describe('a bot whose token keys cannot be fetched', () => {
  it('answers 503, so that the message is delivered again, and tells nothing else', async () => {
    const wall = await startOuterWall({ keyStatus: 500 })
    try {
      const reply = await wall.post(wall.activity())
      expect([reply.status, reply.text]).to.deep.equal([503, '{"error":"cannot check the sender now"}'])
      expect(wall.turns).to.have.length(0)
    } finally {
      await wall.close()
    }
  })
})
