import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { personalConversationId } from '../../../src/practice/channel/people.js'
import { attached, cardAnswer, cardOf, execute, sara, teamsWith, type BotAnswer, type Teams } from './support.js'

/** Bot turns that end when the test says so. */
class HeldTurns {
  private readonly held: ((answer: BotAnswer | undefined) => void)[] = []
  private readonly arrivals: (() => void)[] = []
  readonly turn = () =>
    new Promise<BotAnswer | undefined>((resolve) => {
      this.held.push(resolve)
      this.arrivals.shift()?.()
    })

  /** Resolves at the next delivery. */
  arrival(): Promise<void> {
    return new Promise((resolve) => this.arrivals.push(resolve))
  }

  end(place: number, answer?: BotAnswer): void {
    this.held[place]?.(answer)
  }
}

describe('a bot that is slow', () => {
  let teams: Teams
  let turns: HeldTurns
  beforeEach(async () => {
    teams = await teamsWith()
    await teams.channel.open(sara.id)
    turns = new HeldTurns()
    teams.bot.turn = turns.turn
  })
  afterEach(() => teams.close())

  it('is delivered the same activity again after 15 s, and its second answer counts (RF26, RF32)', async () => {
    let arrived = turns.arrival()
    const said = teams.channel.say(sara.id, 'hello')
    await arrived
    arrived = turns.arrival()
    expect(teams.timers.runOut()).to.equal(15_000)
    await arrived
    turns.end(1)
    await said
    const [first, second] = teams.bot.delivered.slice(-2)
    expect(second).to.deep.equal(first)
    expect(teams.channel.screen(sara.id)).to.equal('Sara: hello')
    turns.end(0)
    await teams.channel.settled()
  })

  it('that stays silent twice makes the person read that there was no answer; what comes later is dropped', async () => {
    teams.bot.turn = () => undefined
    const card = await teams.bot.posts(personalConversationId(sara.id), {
      attachments: [attached(cardOf('Move?', [execute('Go')]))],
    })
    teams.bot.turn = turns.turn
    let arrived = turns.arrival()
    const pressed = teams.channel.press(sara.id, card, 'Go')
    await arrived
    arrived = turns.arrival()
    teams.timers.runOut()
    await arrived
    teams.timers.runOut()
    expect(await pressed).to.deep.equal({ kind: 'undelivered' })
    turns.end(0, cardAnswer(cardOf('Too late')))
    turns.end(1, cardAnswer(cardOf('Too late')))
    await teams.channel.settled()
    expect(teams.channel.screen(sara.id)).to.equal(['Ferry: [Move? | Go]', 'Teams: (noAnswer)'].join('\n'))
  })
})

describe('a bot that fails', () => {
  let teams: Teams
  beforeEach(async () => {
    teams = await teamsWith()
    await teams.channel.open(sara.id)
  })
  afterEach(() => teams.close())

  const received = () => teams.bot.delivered.filter(({ type }) => type === 'message').length

  it('on a message makes the person read so', async () => {
    teams.bot.turn = () => ({ status: 500, body: { broken: true } })
    await teams.channel.say(sara.id, 'hello')
    expect([received(), teams.channel.screen(sara.id)]).to.deep.equal([1, 'Sara: hello\nTeams: (failed)'])
  })

  it('is delivered the message a second time when that is switched on', async () => {
    teams.channel.repeatFailed(true)
    const answers = [{ status: 502, body: '' }, undefined]
    teams.bot.turn = () => answers.shift()
    await teams.channel.say(sara.id, 'hello')
    expect([received(), teams.channel.screen(sara.id)]).to.deep.equal([2, 'Sara: hello'])
  })

  it('is not delivered a second time what it refused', async () => {
    teams.channel.repeatFailed(true)
    teams.bot.turn = () => ({ status: 401, body: '' })
    await teams.channel.say(sara.id, 'hello')
    expect(received()).to.equal(1)
  })
})

describe('a bot that is not there', () => {
  it('makes the person read that it cannot be reached', async () => {
    const teams = await teamsWith({ botUrl: () => 'http://127.0.0.1:1/api/messages' })
    await teams.channel.say(sara.id, 'hello')
    expect(teams.channel.screen(sara.id)).to.equal('Sara: hello\nTeams: (unreachable)')
    await teams.close()
  })
})

describe('a bot whose connection breaks', () => {
  it('is delivered the same activity again (RF26)', async () => {
    const bodies: string[] = []
    const server = createServer((request, response) => {
      request.setEncoding('utf8')
      request.on('data', (chunk: string) => bodies.push(chunk))
      request.on('end', () => (bodies.length === 3 ? request.socket.destroy() : response.end()))
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const teams = await teamsWith({ botUrl: () => `http://127.0.0.1:${port}/api/messages` })
    await teams.channel.open(sara.id)
    await teams.channel.say(sara.id, 'hello')
    expect(bodies, 'two of the installation, and twice the message').to.have.length(4)
    expect(bodies[3]).to.equal(bodies[2])
    expect(teams.channel.screen(sara.id)).to.equal('Sara: hello')
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    await teams.close()
  })
})

describe('a bot that wants a token', () => {
  it('gets the headers the channel was given', async () => {
    const teams = await teamsWith({ headers: async () => ({ authorization: 'Bearer from-a-test' }) })
    await teams.channel.say(sara.id, 'hello')
    expect(teams.bot.headers.map(({ authorization }) => authorization)).to.deep.equal(
      Array(3).fill('Bearer from-a-test'),
    )
    await teams.close()
  })
})
