import { expect } from 'chai'
import { APP_ID, OTHER_TENANT, startOuterWall, TENANT, type OuterWall } from './support/outerWall.js'

type Case = [what: string, changes: Record<string, unknown>, status: number, reason: string]

/** Each with a token that is valid for the service URL which the activity names. */
const REFUSED: Case[] = [
  ['RF55 no service URL', { serviceUrl: undefined }, 401, 'serviceUrlMissing'],
  ['RF55 an empty service URL', { serviceUrl: '' }, 401, 'serviceUrlMissing'],
  ['RF55 a foreign service URL', { serviceUrl: 'https://evil.example/' }, 403, 'serviceUrl'],
  [
    'RF55 a foreign name under the domain of Teams',
    { serviceUrl: 'https://evil.trafficmanager.net/' },
    403,
    'serviceUrl',
  ],
  ['RF55 Teams without encryption', { serviceUrl: 'http://smba.trafficmanager.net/emea/' }, 403, 'serviceUrl'],
  ['RF55 this machine, in practice the only address', { serviceUrl: 'http://127.0.0.1:9/' }, 403, 'serviceUrl'],
  ['RF56 another channel', { channelId: 'webchat' }, 403, 'channel'],
  ['RF56 the channel of an old hosting form', { channelId: 'AseChannel' }, 403, 'channel'],
  ['RF56 the emulator', { channelId: 'emulator' }, 403, 'channel'],
  [
    'RF56 another tenant',
    { conversation: { id: 'a:1', tenantId: OTHER_TENANT }, channelData: { tenant: { id: OTHER_TENANT } } },
    403,
    'tenant',
  ],
  ['RF56 no tenant at all', { conversation: { id: 'a:1' }, channelData: {} }, 403, 'tenant'],
  ['RF56 two tenants that disagree', { channelData: { tenant: { id: OTHER_TENANT } } }, 403, 'tenantMismatch'],
  [
    'RF58 a press brought over from another tenant',
    {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'approve', data: {} } },
      channelData: { tenant: { id: OTHER_TENANT } },
    },
    403,
    'tenantMismatch',
  ],
]

describe('a bot with an app id', () => {
  let wall: OuterWall
  before(async () => {
    wall = await startOuterWall()
  })
  after(() => wall.close())
  beforeEach(() => {
    for (const list of [wall.turns, wall.connector.sent, wall.lines]) list.length = 0
  })

  for (const [what, changes, status, reason] of REFUSED) {
    it(`refuses ${what}: counted, no turn, nothing sent`, async () => {
      const counted = () => wall.counters.count('ferry_requests_rejected_total', ['reason', reason])
      const before = counted()
      const activity = wall.activity(changes)
      const reply = await wall.post(activity, {
        authorization: `Bearer ${await wall.token({ serviceurl: activity['serviceUrl'] })}`,
      })
      expect(reply.status).to.equal(status)
      expect(reply.text).to.equal(status === 401 ? '{"error":"unauthorized"}' : '{"error":"forbidden"}')
      expect(counted()).to.equal(before + 1)
      expect(wall.turns).to.have.length(0)
      expect(wall.connector.sent).to.have.length(0)
    })
  }

  it('takes one tenant in either place, in any case of letters', async () => {
    await wall.post(wall.activity({ channelData: { tenant: { id: TENANT.toUpperCase() } } }))
    await wall.post(wall.activity({ channelData: undefined }))
    await wall.post(wall.activity({ conversation: { id: 'a:1' } }))
    expect(wall.turns).to.have.length(3)
  })

  it('RF57 knows who acts from the sender, whatever a button claims', async () => {
    const forged = { aadObjectId: 'the-approver', from: { aadObjectId: 'the-approver' } }
    await wall.post(wall.activity({ text: undefined, value: forged }))
    expect(wall.turns.map(({ from }) => from.aadObjectId)).to.deep.equal(['44444444-4444-4444-8444-444444444444'])
  })

  it('RF55 sends nothing to a stored address that is not allowed (any more)', async () => {
    const reference = {
      channelId: 'msteams',
      serviceUrl: 'https://evil.example/',
      bot: { id: APP_ID, name: 'Ferry' },
      conversation: { id: 'a:1', isGroup: false, conversationType: 'personal', name: '' },
    }
    const attempt = wall.adapter.continueConversationAsync(
      APP_ID,
      reference,
      async (context) => void (await context.sendActivity('hello')),
    )
    expect(
      await attempt.then(
        () => 'sent',
        ({ name }: Error) => name,
      ),
    ).to.equal('ServiceNotAllowedError')
  })

  it('follows no redirect to another place', async () => {
    wall.connector.next.push(307)
    wall.connector.redirectTo = `${wall.connector.url}elsewhere`
    await wall.post(wall.activity())
    expect(wall.connector.sent.map(({ path }) => path).filter((path) => path.includes('elsewhere'))).to.deep.equal([])
  })
})

describe('a bot without an app id, in practice', () => {
  let wall: OuterWall
  before(async () => {
    wall = await startOuterWall({ authenticated: false })
  })
  after(() => wall.close())
  beforeEach(() => {
    for (const list of [wall.turns, wall.connector.sent]) list.length = 0
  })

  for (const channelId of ['msteams', 'emulator', 'test']) {
    it(`takes activities of the channel ${channelId} and answers on this machine`, async () => {
      const reply = await wall.post(wall.activity({ channelId }))
      expect([reply.status, wall.connector.sent.length]).to.deep.equal([200, 1])
    })
  }

  const refused: [what: string, changes: Record<string, unknown>, status: number][] = [
    ['RF55 an address in the network', { serviceUrl: 'http://192.168.0.7:3978/' }, 403],
    ['RF55 an address in the internet', { serviceUrl: 'https://smba.trafficmanager.net/emea/' }, 403],
    ['RF55 no service URL', { serviceUrl: undefined }, 401],
    ['RF56 a real channel', { channelId: 'webchat' }, 403],
    ['RF56 two tenants that disagree', { channelData: { tenant: { id: OTHER_TENANT } } }, 403],
  ]
  for (const [what, changes, status] of refused) {
    it(`refuses ${what}`, async () => {
      const reply = await wall.post(wall.activity(changes))
      expect([reply.status, wall.turns.length, wall.connector.sent.length]).to.deep.equal([status, 0, 0])
    })
  }
})
