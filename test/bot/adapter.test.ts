import { expect } from 'chai'
import { ClaimsIdentity, type ConnectorClient } from 'botframework-connector'
import type { TurnContext } from 'botbuilder'
import { sdkConfig, StrictBotFrameworkAuthentication } from '../../src/bot/authentication.js'
import { buildWall } from '../../src/bot/wall.js'
import { APP_ID, startOuterWall, TENANT, type OuterWall } from '../security/support/outerWall.js'

const reference = (wall: OuterWall) => ({
  channelId: 'msteams',
  serviceUrl: wall.connector.url,
  bot: { id: APP_ID, name: 'Ferry' },
  conversation: { id: 'a:conversation', isGroup: false, conversationType: 'personal', name: '' },
})

const clientOf = (context: TurnContext): ConnectorClient =>
  context.turnState.get<ConnectorClient>(context.adapter.ConnectorClientKey)
const say = async (context: TurnContext) => void (await context.sendActivity('hello'))
const failure = (attempt: Promise<unknown>): Promise<Error | undefined> =>
  attempt.then(
    () => undefined,
    (error: Error) => error,
  )

describe('a proactive message', () => {
  let wall: OuterWall
  beforeEach(async () => {
    wall = await startOuterWall()
  })
  afterEach(() => wall.close())

  it('is sent once, with the bot’s token', async () => {
    await wall.adapter.continueConversationAsync(APP_ID, reference(wall), say)
    expect(
      wall.connector.sent.map(({ authorization, body }) => [authorization, (body as { text: string }).text]),
    ).to.deep.equal([['Bearer the-token-of-the-bot', 'hello']])
  })

  for (const status of [500, 502, 503, 504, 408, 429]) {
    it(`is not sent again by the SDK after ${status}: the sender learns of it and repeats by itself (RP4)`, async () => {
      wall.connector.next.push(status)
      const error = await failure(wall.adapter.continueConversationAsync(APP_ID, reference(wall), say))
      expect(error && Reflect.get(error, 'statusCode')).to.equal(status)
      expect(wall.connector.sent).to.have.length(1)
    })
  }

  it('does not wait for ever for a channel that is silent', async () => {
    const impatient = await startOuterWall({ patienceMs: 100 })
    try {
      impatient.connector.next.push('silence')
      const error = await failure(impatient.adapter.continueConversationAsync(APP_ID, reference(impatient), say))
      expect(error?.name).to.equal('AbortError')
    } finally {
      await impatient.close()
    }
  })

  it('that fails tells its sender and apologises to nobody', async () => {
    const error = await failure(
      wall.adapter.continueConversationAsync(APP_ID, reference(wall), async () => {
        throw new Error('no card')
      }),
    )
    expect([error?.message, wall.connector.sent.length]).to.deep.equal(['no card', 0])
  })

  for (const appId of ['', '99999999-9999-4999-8999-999999999999']) {
    it(`under the app id "${appId}" throws, also after one under the right id`, async () => {
      await wall.adapter.continueConversationAsync(APP_ID, reference(wall), say)
      const error = await failure(wall.adapter.continueConversationAsync(appId, reference(wall), say))
      expect([error?.message, wall.connector.sent.length]).to.deep.equal(['Invalid appId.', 1])
    })
  }
})

describe('the clients of the connector service', () => {
  let wall: OuterWall
  beforeEach(async () => {
    wall = await startOuterWall()
  })
  afterEach(() => wall.close())

  it('are made once per address and used again in the next turns', async () => {
    const clients: ConnectorClient[] = []
    wall.handle = async (context) => {
      clients.push(clientOf(context))
      await say(context)
    }
    for (let turn = 0; turn < 3; turn++) await wall.post(wall.activity())
    expect([new Set(clients).size, wall.connector.sent.length]).to.deep.equal([1, 3])
  })

  it('are others for proactive messages, which are never repeated', async () => {
    const clients: ConnectorClient[] = []
    const keep = async (context: TurnContext) => void clients.push(clientOf(context))
    wall.handle = keep
    await wall.post(wall.activity())
    for (let i = 0; i < 2; i++) await wall.adapter.continueConversationAsync(APP_ID, reference(wall), keep)
    expect([clients.length, new Set(clients).size, clients[1] === clients[2]]).to.deep.equal([3, 2, true])
  })

  it('repeat a reply within a turn when the channel was busy for a moment', async () => {
    wall.connector.next.push(503)
    await wall.post(wall.activity())
    expect(wall.connector.sent).to.have.length(2)
  })
})

describe('the identity of the bot', () => {
  const TEAMS = 'https://smba.trafficmanager.net/emea/'
  const identities = [
    { type: 'SingleTenant', appId: APP_ID, tenantId: TENANT, password: 'hush' },
    { type: 'UserAssignedMSI', appId: APP_ID, tenantId: TENANT },
  ]
  for (const bot of identities) {
    it(`as ${bot.type} is the only one under which the SDK sends`, async () => {
      const wall = buildWall({ appId: APP_ID, tenants: new Set([TENANT]), serviceHosts: [] })
      const authentication = new StrictBotFrameworkAuthentication({ config: sdkConfig(bot), wall })
      const clientFor = (appId: string) =>
        authentication.createConnectorFactory(new ClaimsIdentity([{ type: 'aud', value: appId }])).create(TEAMS)
      expect(await failure(clientFor(APP_ID))).to.equal(undefined)
      expect(await failure(clientFor(TENANT))).to.be.instanceOf(Error)
    })
  }
})
