import type { Reader } from '../cards/reader.js'
import { addDays, addHours } from '../domain/days.js'
import { Instant, UtcDay, type PersonId, type TenantId } from '../domain/ids.js'
import { normalised } from '../dialogs/commands.js'
import { FAULTS, type CustomerAct, type FaultName, type PracticeControl, type PracticeCustomer } from './control.js'

/** The words that only exist in practice (contracts, 2): they play the customer, the old seller, and time. */

export interface PracticeWordsParts {
  readonly control: PracticeControl
  /** The customer a person is busy with, when they name none. */
  readonly lastCustomerOf: (person: PersonId) => Promise<TenantId | undefined>
  /** Lets somebody whom the world does not know act as one of its people; undefined when the name is nobody's. */
  readonly actAs: (person: PersonId, typed: string) => Promise<string | undefined>
  /** Whether the person is one of the world's: then who they are is known and cannot be changed. */
  readonly isKnown: (person: PersonId) => boolean
}

const ACTS: readonly (readonly [phrase: string, act: CustomerAct])[] = [
  ['accept', 'accept'],
  ['przyjmij', 'accept'],
  ['akceptuj', 'accept'],
  ['decline', 'decline'],
  ['odmow', 'decline'],
  ['remove us', 'removeUs'],
  ['usun nas', 'removeUs'],
  ['source ends', 'sourceEnds'],
  ['zrodlo konczy', 'sourceEnds'],
  ['source renews', 'sourceRenews'],
  ['zrodlo odnawia', 'sourceRenews'],
]

const MAX_FORWARD_DAYS = 3_660
const MOST_TIMES = 1_000

/**
 * Carries out one practice word and says, in the reader's language, what came of it.
 *
 * @param sender who typed it; the reader is somebody else when the sender acts as one of the world's people
 */
export async function practise(
  parts: PracticeWordsParts,
  reader: Reader,
  sender: PersonId,
  line: string,
): Promise<string> {
  const { control } = parts
  const { words } = reader
  const original = line.trim().replace(/\s+/g, ' ')
  const plain = normalised(original)
  const [first = '', second = '', third = ''] = plain.split(' ')

  for (const [phrase, act] of ACTS) {
    if (plain === phrase || plain.startsWith(`${phrase} `))
      return customerActs(parts, reader, act, original.slice(phrase.length).trim())
  }
  switch (first) {
    case 'forward':
    case 'naprzod':
      return forward(control, reader, second, third)
    case 'date':
    case 'data':
      return toDate(control, reader, original.split(' ')[1] ?? '')
    case 'next':
    case 'dalej': {
      const at = await control.next()
      return at === undefined
        ? words.say('practice.nothingDue')
        : words.say('practice.now', { moment: words.exactly(at) })
    }
    case 'fail':
    case 'blad':
      return fail(control, reader, second, plain)
    case 'heal':
    case 'napraw':
      await control.heal()
      return words.say('practice.healed')
    case 'as':
    case 'jako': {
      if (parts.isKnown(sender)) return words.say('practice.knownAlready', { name: reader.nameOf(sender) })
      const name = await parts.actAs(sender, original.slice(first.length).trim())
      return name === undefined
        ? words.say('practice.nobody', { people: words.list(control.people().map((person) => person.name)) })
        : words.say('practice.actsAs', { name })
    }
    case 'reset':
    case 'od':
      if (first === 'od' && plain !== 'od nowa') break
      await control.reset()
      return words.say('practice.reset', { moment: words.exactly(control.now()) })
    default:
  }
  return words.say('practice.help')
}

async function customerActs(
  { control, lastCustomerOf }: PracticeWordsParts,
  { words, person }: Reader,
  act: CustomerAct,
  typed: string,
): Promise<string> {
  const customers = await control.customers()
  const last = typed === '' ? await lastCustomerOf(person) : undefined
  const customer = typed === '' ? customers.find(({ tenantId }) => tenantId === last) : named(customers, typed)
  if (customer === undefined) return words.say('practice.whichCustomer')
  await control.act(customer.tenantId, act)
  return words.say(`practice.did.${act}`, { customer: customer.name })
}

function named(customers: readonly PracticeCustomer[], typed: string): PracticeCustomer | undefined {
  const wanted = normalised(typed)
  return (
    customers.find(({ name, domain, tenantId }) => [normalised(name), domain, tenantId as string].includes(wanted)) ??
    customers.find(({ name }) => normalised(name).startsWith(wanted))
  )
}

async function forward(control: PracticeControl, { words }: Reader, amount: string, unit: string): Promise<string> {
  const count = /^\d{1,5}$/.test(amount) ? Number(amount) : 0
  const hours = /^(hours?|h|godz.*)$/.test(unit)
  const days = /^(days?|d|dni|dzien)?$/.test(unit)
  if (count === 0 || (!hours && !days) || count > MAX_FORWARD_DAYS) return words.say('practice.forwardHow')
  return moveTo(control, words, addHours(control.now(), hours ? count : count * 24))
}

async function toDate(control: PracticeControl, { words }: Reader, typed: string): Promise<string> {
  const [, day = '', time = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})Z)?$/i.exec(typed) ?? []
  const date = UtcDay.safeParse(day)
  const at = Instant.safeParse(`${day}T${time}:00Z`)
  if (!date.success || !at.success) return words.say('practice.dateHow')
  if (at.data < control.now()) return words.say('practice.notBack', { moment: words.exactly(control.now()) })
  if (date.data > addDays(UtcDay.parse(control.now().slice(0, 10)), MAX_FORWARD_DAYS))
    return words.say('practice.forwardHow')
  return moveTo(control, words, at.data)
}

async function moveTo(control: PracticeControl, words: Reader['words'], at: Instant): Promise<string> {
  await control.forwardTo(at)
  return words.say('practice.now', { moment: words.exactly(control.now()) })
}

async function fail(control: PracticeControl, { words }: Reader, typed: string, plain: string): Promise<string> {
  const fault = (FAULTS as readonly string[]).includes(typed) ? (typed as FaultName) : undefined
  const read = /^\S+ \S+(?: (?:times|razy) (\d{1,4}))?$/.exec(plain)
  const times = Number(read?.[1] ?? '1')
  if (fault === undefined || read === null || times < 1 || times > MOST_TIMES) {
    return words.say('practice.failHow', { faults: FAULTS.join(', ') })
  }
  await control.fail(fault, times)
  return words.say('practice.fails', { fault, times })
}
