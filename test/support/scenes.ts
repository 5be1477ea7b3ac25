import type { HistoryEntry } from '../../src/domain/history.js'
import type { MoveCase } from '../../src/domain/moveCase.js'
import { OUTBOX } from '../../src/domain/records.js'
import { PRACTICE_ORDERS } from '../../src/partnerCenter/simulator/state.js'
import type { After } from '../../src/background.js'
import type { Stage } from './stage.js'

/** Where many tests begin: cases brought so far by typed words, and what is looked at afterwards. */

export async function planned(stage: Stage, customer: string, by = 'sara'): Promise<void> {
  await stage.say(by, `move ${customer}`)
  await stage.say(by, 'next')
  await stage.say(by, `practice accept ${customer}`)
  await stage.say(by, `plan ${customer}`)
  await stage.say(by, 'next')
  await stage.say(by, 'next')
}

export async function submitted(stage: Stage, customer: string, by = 'sara'): Promise<void> {
  await planned(stage, customer, by)
  await stage.say(by, 'next')
}

export async function scheduled(stage: Stage, customer: string): Promise<void> {
  await submitted(stage, customer)
  await stage.say('ben', `approve ${customer}`)
  const { lines } = await caseOf(stage, customer)
  await stage.say('sara', `schedule ${customer} ${lines.find((line) => line.plannedStart !== undefined)?.plannedStart}`)
}

export async function caseOf(stage: Stage, customer: string): Promise<MoveCase> {
  const found = await stage.caseOf(customer)
  if (found === undefined) throw new Error(`there is no case of ${customer}`)
  return found
}

export async function historyOf(stage: Stage, customer: string): Promise<readonly HistoryEntry[]> {
  return stage.ferry.moves.history(await caseOf(stage, customer), 1_000)
}

/** How often a kind of change is in the history of a case. */
export const countOf = async (stage: Stage, customer: string, what: HistoryEntry['what']): Promise<number> =>
  (await historyOf(stage, customer)).filter((entry) => entry.what === what).length

/** What was put into the outbox, as `notice to first name`, with what became of it. */
export async function outboxOf(stage: Stage): Promise<string[]> {
  const names = new Map(stage.ferry.control.people().map(({ id, name }) => [id as string, name.split(' ')[0]]))
  const items = await stage.ferry.store.all(OUTBOX)
  return items.map(({ value }) => `${value.notice} to ${names.get(value.to)}: ${value.status}`).sort()
}

/** How many subscriptions of ours a customer has, and how many orders were ever placed. */
export async function boughtBy(stage: Stage, customer: string): Promise<{ subscriptions: number; orders: number }> {
  const { tenantId } = (await caseOf(stage, customer)).customer
  const held = await stage.ferry.partnerCenter.subscriptions(tenantId)
  const orders = await stage.ferry.store.all(PRACTICE_ORDERS)
  return {
    subscriptions: held.filter((subscription) => subscription.ours).length,
    orders: orders.filter(({ value }) => value.status === 'placed').length,
  }
}

/** The answer to a press as the client reads it. */
export interface Answer {
  readonly status: number
  readonly type: string
  /** The sentence, or all that the card says. */
  readonly text: string
}

export function answerOf({ status, body }: { readonly status: number; readonly body: string }): Answer {
  const { type, value } = JSON.parse(body) as { type: string; value: unknown }
  const text = typeof value === 'string' ? value : (value as { fallbackText?: string; message?: string })
  const said = typeof text === 'string' ? text : (text.fallbackText ?? text.message ?? '')
  return { status, type, text: said.replaceAll('\\', '') }
}

/** Real time that passes only when a test says so. */
export class Timers {
  private waiting: { readonly ms: number; readonly run: () => void }[] = []

  readonly after: After = (ms, run) => {
    const timer = { ms, run }
    this.waiting.push(timer)
    return () => {
      this.waiting = this.waiting.filter((other) => other !== timer)
    }
  }

  /** How long each of those waits that wait now. */
  get times(): readonly number[] {
    return this.waiting.map(({ ms }) => ms)
  }

  /** Lets the time of all of them come. */
  ring(): void {
    for (const { run } of this.waiting.splice(0)) run()
  }
}
