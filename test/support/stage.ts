import { expect } from 'chai'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFerry, type Ferry, type FerryOptions } from '../../src/app.js'
import { createLog } from '../../src/bot/log.js'
import { readSettings, type Environment } from '../../src/config.js'
import { UtcDay } from '../../src/domain/ids.js'
import type { MoveCase } from '../../src/domain/moveCase.js'
import { buttonsOf, inOneLine } from '../../src/practice/channel/cards.js'
import { cardFor, type ChannelEvent } from '../../src/practice/channel/messages.js'
import type { PracticeChannel } from '../../src/practice/channel/practiceChannel.js'

/** Day on which the practice world of every conversation test begins. */
export const TODAY = UtcDay.parse('2026-11-22')

/**
 * The whole product on loopback with people around it: the real bot, adapter, server and store, and the practice channel
 * instead of Teams. Each stage has a data folder of its own.
 */
export class Stage {
  private readonly heard: string[] = []

  private constructor(
    private current: Ferry,
    readonly folder: string,
    private readonly environment: Environment,
    private readonly options: FerryOptions,
  ) {
    this.listen()
  }

  static async open(environment: Environment = {}, options: FerryOptions = {}): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-stage-'))
    const ferry = await start(folder, environment, options)
    return new Stage(ferry, folder, environment, options)
  }

  get ferry(): Ferry {
    return this.current
  }

  get channel(): PracticeChannel {
    const { channel } = this.ferry
    if (channel === undefined) throw new Error('this stage has no practice channel')
    return channel
  }

  /** Id of one of the world's people by first name, whatever its case. */
  idOf(name: string): string {
    const person = this.ferry.control
      .people()
      .find((one) => one.name.toLowerCase().split(' ')[0] === name.toLowerCase())
    if (person === undefined) throw new Error(`nobody on this stage is called ${name}`)
    return person.id
  }

  async say(name: string, text: string): Promise<void> {
    await this.channel.say(this.idOf(name), text)
    await this.ferry.settled()
  }

  /** Presses a button of the newest card this person sees that has it. */
  async press(name: string, title: string, inputs: Readonly<Record<string, string>> = {}): Promise<void> {
    const id = this.idOf(name)
    const cards = this.channel.messages(id).filter((message) => message.kind === 'card')
    const card = cards.toReversed().find((message) => inOneLine(cardFor(message, id)).includes(`| ${title}`))
    if (card === undefined)
      throw new Error(`${name} sees no card with the button ${title}:\n${this.channel.screen(id)}`)
    await this.channel.press(id, card.id, title, inputs)
    await this.ferry.settled()
  }

  /** The newest card of this person as JSON text, and its text twin. */
  lastCard(name: string): { json: string; twin: string; id: string } {
    const id = this.idOf(name)
    const card = this.channel.messages(id).findLast((message) => message.kind === 'card')
    if (card?.kind !== 'card') throw new Error(`${name} sees no card`)
    const shown = cardFor(card, id)
    const twin = shown['fallbackText']
    return { json: JSON.stringify(shown), twin: typeof twin === 'string' ? twin : '', id: card.id }
  }

  /** Sends an activity of this person that no client would: whatever `changed` says, on top of the last real one. */
  async send(name: string, changed: Readonly<Record<string, unknown>>): Promise<{ status: number; body: string }> {
    const last = this.channel.lastActivity(this.idOf(name))
    const response = await fetch(`${this.ferry.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...last, id: randomUUID(), ...changed }),
    })
    const body = await response.text()
    await this.ferry.settled()
    return { status: response.status, body }
  }

  /** Presses a button that may be on no card: the answer as the client gets it. */
  async invoke(name: string, verb: unknown, data: unknown): Promise<{ status: number; body: string }> {
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' }
    return this.send(name, { type: 'invoke', name: 'adaptiveCard/action', text: undefined, value })
  }

  /** The data of a button on the newest card of this person that has it. */
  dataOf(name: string, verb: string): Record<string, unknown> {
    const id = this.idOf(name)
    for (const message of this.channel.messages(id).toReversed()) {
      const found =
        message.kind === 'card' ? buttonsOf(cardFor(message, id)).find((button) => button.verb === verb) : undefined
      if (found !== undefined) return found.data as Record<string, unknown>
    }
    throw new Error(`${name} sees no button ${verb}:\n${this.channel.screen(id)}`)
  }

  /** The only case of a customer. */
  async caseOf(customer: string): Promise<MoveCase | undefined> {
    return (await this.ferry.moves.all()).find((move) => move.customer.name === customer)
  }

  /** The newest line that this person reads, whatever it is. */
  lastLine(name: string): string {
    return this.channel.screen(this.idOf(name)).split('\n').at(-1) ?? ''
  }

  /** What was heard since the last call, one line each: `ferry > sara: …`. */
  takeHeard(): string[] {
    return this.heard.splice(0)
  }

  /** Stops the product and starts it again on the same folder, as a restart of the machine would. */
  async restart(): Promise<void> {
    await this.ferry.close()
    this.current = await start(this.folder, this.environment, this.options)
    this.listen()
  }

  async close(): Promise<void> {
    await this.ferry.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private listen(): void {
    const names = new Map(
      this.ferry.control
        .people()
        .map((person) => [this.channel.conversation(person.id).id, person.name.split(' ')[0]?.toLowerCase() ?? '']),
    )
    this.channel.subscribe((event: ChannelEvent) => {
      if (event.type !== 'message') return
      const { message } = event
      const to = names.get(message.conversationId) ?? '?'
      const place = message.revision > 0 ? '(in place) ' : ''
      if (message.kind === 'card' && message.from.who === 'bot') {
        const [reader] = Object.keys(message.views)
        this.heard.push(
          `ferry > ${to}: ${place}${inOneLine(reader === undefined ? message.card : cardFor(message, reader))}`,
        )
      }
      if (message.kind === 'text' && message.from.who === 'bot')
        this.heard.push(`ferry > ${to}: ${place}${message.text}`)
      if (message.kind === 'note') this.heard.push(`teams > ${to}: ${message.problem}`)
    })
  }
}

async function start(folder: string, environment: Environment, options: FerryOptions): Promise<Ferry> {
  const settings = readSettings({ PORT: '0', FERRY_DATA: folder, FERRY_LOG: 'fatal', ...environment })
  const ferry = await startFerry(settings, { log: createLog('silent'), today: () => TODAY, ...options })
  await ferry.settled()
  return ferry
}

/** Messages to different people have no order among them: first what the one who acted reads, then the others by name. */
function inOrder(heard: readonly string[], actor: string): string[] {
  const reader = (line: string) => line.slice(line.indexOf('> ') + 2, line.indexOf(':'))
  const others = [...new Set(heard.map(reader))].filter((name) => name !== actor).toSorted()
  return [actor, ...others].flatMap((name) => heard.filter((line) => reader(line) === name))
}

const PRESS = /^\(presses (.+?)(?: with (.+))?\)$/

/**
 * Plays a conversation: what people say and press is done, what Ferry answers to whom is compared as a whole at the end,
 * so that a failure shows two transcripts side by side.
 */
export async function plays(stage: Stage, script: string): Promise<void> {
  const lines = script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  const happened: string[] = []
  stage.takeHeard()
  for (const line of lines) {
    const [, name = '', what = ''] = /^(?!ferry >|teams >)([a-z]+): (.*)$/.exec(line) ?? []
    if (name === '') continue
    happened.push(line)
    const [, title, inputs] = PRESS.exec(what) ?? []
    if (title === undefined) await stage.say(name, what)
    else
      await stage.press(
        name,
        title,
        Object.fromEntries(
          (inputs ?? '')
            .split(', ')
            .filter(Boolean)
            .map((pair) => pair.split('=') as [string, string]),
        ),
      )
    happened.push(...inOrder(stage.takeHeard(), name))
  }
  expect(happened.join('\n')).to.equal(lines.join('\n'))
}
