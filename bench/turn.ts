import { fork, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { atMost, median, quantile, result, seen, type BenchResult } from './result.js'

/** Design, 7: the first goal of each, and what a first version may be at. */
const MESSAGE_GOAL = 1.25
const PRESS_GOAL = 0.8
const MEMORY_GROWTH_LIMIT = 5

interface Side {
  readonly child: ChildProcess
  readonly url: string
  readonly told: Record<string, unknown>
}

/** One thing to be measured: sends one request and answers how long it took, in milliseconds. */
type Turn = () => Promise<number>

/**
 * Processor time of a turn of Ferry against a turn of a bare echo bot: both in processes of their own, taken in turn,
 * against the same connector. A message turn writes durable dialogue state and answers with a card; a press changes a
 * case durably and is answered in place.
 */
export async function benchTurn({ quick }: { quick: boolean }): Promise<BenchResult> {
  const connector = await startConnector()
  const [echo, ferry] = await Promise.all([startSide('echo'), startSide('ferry')])
  const serviceUrl = `http://127.0.0.1:${(connector.address() as AddressInfo).port}`
  const seller = String(ferry.told['seller'])
  const turns = {
    echo: typing(echo.url, serviceUrl, 'bench', () => 'hello'),
    message: typing(ferry.url, serviceUrl, seller, alternating('next', 'back')),
    press: pressing(ferry.url, serviceUrl, seller, ferry.told['schedule'] as Record<string, unknown>),
  }
  const [rounds, perRound, memoryTurns] = quick ? [3, 100, 1_000] : [11, 300, 20_000]
  for (const turn of Object.values(turns)) await times(200, turn)

  const cpu = { echo: [] as number[], message: [] as number[], press: [] as number[] }
  const latency = { echo: [] as number[], message: [] as number[], press: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    for (const name of ['echo', 'message', 'press'] as const) {
      const side = name === 'echo' ? echo : ferry
      const before = await ask(side, 'cpu', 'cpuMs')
      latency[name].push(...(await times(perRound, turns[name])))
      cpu[name].push(((await ask(side, 'cpu', 'cpuMs')) - before) / perRound)
    }
  }
  const ratio = (name: 'message' | 'press') =>
    median(cpu[name].map((value, round) => value / (cpu.echo[round] ?? Number.NaN)))

  const rssBefore = await ask(ferry, 'memory', 'rssMb')
  await times(memoryTurns, turns.message)
  const rssAfter = await ask(ferry, 'memory', 'rssMb')
  for (const { child } of [echo, ferry]) child.kill()
  connector.close()

  return result('turn', [
    atMost('message turn, CPU against echo', ratio('message'), '×', MESSAGE_GOAL),
    atMost('button press in place, CPU against echo', ratio('press'), '×', PRESS_GOAL),
    ...(['echo', 'message', 'press'] as const).flatMap((name) => [
      seen(`${name}, CPU`, median(cpu[name]), 'ms'),
      seen(`${name}, p50`, quantile(latency[name], 0.5), 'ms'),
      seen(`${name}, p99`, quantile(latency[name], 0.99), 'ms'),
    ]),
    seen(`memory before ${memoryTurns} turns`, rssBefore, 'MB RSS'),
    seen(`memory after ${memoryTurns} turns`, rssAfter, 'MB RSS'),
    atMost('memory growth', (rssAfter / rssBefore - 1) * 100, '%', MEMORY_GROWTH_LIMIT),
  ])
}

/** Plays Teams' side of a reply and does nothing with it. */
async function startConnector(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: randomUUID() })),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return server
}

async function startSide(what: 'echo' | 'ferry'): Promise<Side> {
  const child = fork(fileURLToPath(new URL('turnServer.js', import.meta.url)), [what], {
    execArgv: [...process.execArgv, '--expose-gc'],
  })
  const told = await new Promise<Record<string, unknown>>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Record<string, unknown>))
    child.once('exit', (code) => reject(new Error(`the ${what} side ended with ${code}`)))
  })
  return { child, url: String(told['url']), told }
}

async function ask(side: Side, question: string, field: string): Promise<number> {
  const answer = new Promise<Record<string, unknown>>((resolve) =>
    side.child.once('message', (message) => resolve(message as Record<string, unknown>)),
  )
  side.child.send(question)
  return Number((await answer)[field])
}

async function times(count: number, turn: Turn): Promise<number[]> {
  const taken: number[] = []
  for (let index = 0; index < count; index++) taken.push(await turn())
  return taken
}

function alternating(...texts: readonly string[]): () => string {
  let index = 0
  return () => texts[index++ % texts.length] ?? ''
}

const typing =
  (url: string, serviceUrl: string, person: string, text: () => string): Turn =>
  async () =>
    timed(url, { ...activity(serviceUrl, person), type: 'message', text: text() })

/** Presses schedule and unschedule in turn, each time with the data of the card that the last press was answered with. */
function pressing(url: string, serviceUrl: string, person: string, first: Record<string, unknown>): Turn {
  let verb: 'schedule' | 'unschedule' = 'schedule'
  let data = first
  return async () => {
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' }
    let card: unknown
    const taken = await timed(
      url,
      { ...activity(serviceUrl, person), type: 'invoke', name: 'adaptiveCard/action', value },
      (body) => (card = body),
    )
    verb = verb === 'schedule' ? 'unschedule' : 'schedule'
    data = buttonData(card, verb)
    return taken
  }
}

function buttonData(answer: unknown, verb: string): Record<string, unknown> {
  const found = objectsIn(answer).find((node) => node['type'] === 'Action.Execute' && node['verb'] === verb)
  if (found === undefined) throw new Error(`the answer has no button ${verb}: ${JSON.stringify(answer).slice(0, 500)}`)
  return found['data'] as Record<string, unknown>
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(objectsIn)
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner]
}

const TENANT = '11111111-1111-4111-8111-111111111111'

const activity = (serviceUrl: string, person: string) => ({
  id: randomUUID(),
  timestamp: '2026-11-22T09:00:00.000Z',
  channelId: 'msteams',
  serviceUrl,
  from: { id: `29:${person}`, aadObjectId: person, name: 'Sara Lind' },
  recipient: { id: '28:ferry', name: 'Ferry' },
  conversation: { id: `a:${person}`, conversationType: 'personal', tenantId: TENANT, isGroup: false },
  channelData: { tenant: { id: TENANT } },
  locale: 'en-US',
  localTimezone: 'Europe/Berlin',
})

async function timed(url: string, body: object, read?: (answer: unknown) => void): Promise<number> {
  const text = JSON.stringify(body)
  const begun = performance.now()
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
  const answer = await response.text()
  const taken = performance.now() - begun
  if (response.status >= 300) throw new Error(`${response.status} ${answer.slice(0, 300)}`)
  read?.(answer === '' ? undefined : JSON.parse(answer))
  return taken
}
