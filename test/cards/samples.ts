import type { Checks } from '../../src/domain/changes.js'
import type { HistoryEntry } from '../../src/domain/history.js'
import { SubscriptionId, TenantId } from '../../src/domain/ids.js'
import type { CaseState, InState, MoveCase } from '../../src/domain/moveCase.js'
import type { LineOrder, MoveLine } from '../../src/domain/moveLine.js'
import type { CustomerFound } from '../../src/domain/ports.js'
import { readerFor, type Reader } from '../../src/cards/reader.js'
import type { Language } from '../../src/cards/words.js'
import {
  at,
  ben,
  caseIn,
  contosoFound,
  guid,
  lastPaidDay,
  offer,
  opened,
  sara,
  subscription,
  type Start,
} from '../support/facts.js'

/** Cases and people for the tests and the gallery of the cards: what is shown, under names of every kind. */

const NAMES = new Map<string, string>([
  ['ada', 'Ada Nowak'],
  ['ben', 'Ben Fischer'],
  ['sara', 'Sara Lind'],
  ['hana', 'Hana Kowal'],
  ['system', 'Ferry'],
])

/** A reader whose keys are counted, so that a card drawn twice is the same card. Sara, unless somebody else is named. */
export function reader(language: Language, options: Partial<Reader> = {}): Reader {
  let keys = 0
  return readerFor({
    language,
    timeZone: 'Europe/Warsaw',
    person: sara.id,
    roles: sara.roles,
    now: opened,
    practice: true,
    nameOf: (id) => NAMES.get(id) ?? id,
    newKey: () => `key-${String((keys += 1)).padStart(8, '0')}`,
    ...options,
  })
}

/** How the customer and its products are named, and how many there are. */
export interface Story {
  readonly name: string
  readonly contact: string
  readonly title: (n: number) => string
  readonly lines: number
  readonly reason: string
}

/** One product and ordinary names. */
export const SHORT: Story = {
  name: 'Contoso',
  contact: 'Erika Muster',
  title: () => 'Microsoft 365 Business Premium',
  lines: 1,
  reason: 'The overlap is too long',
}

/** Twenty products with long, but honest, names. */
export const MANY: Story = {
  contact: 'Małgorzata Brzęczyszczykiewicz-Chrząszczyżewoszycka',
  name: 'Zażółć Gęślą Jaźń Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe Spółka z ograniczoną odpowiedzialnością',
  title: (n) =>
    `Microsoft 365 Enterprise E5 with Audio Conferencing and Extended Service Term, edition ${n} (no Teams)`,
  lines: 20,
  reason: 'Za długi okres podwójnej płatności dla większości produktów, proszę przesunąć początek',
}

const HOSTILE =
  '**Evil** [click](https://evil.example) <at>Ada</at> ${x} {{DATE(2026-01-01T00:00:00Z)}} `code`\n# big\n- item\n1. one \u202Egnp.exe\u200B 👩‍👩‍👧 עברית &lt;b&gt; www.evil.example'

/** Everything that a name must not be able to do, twenty times, and ten thousand characters long. */
export const HOSTILE_STORY: Story = {
  contact: HOSTILE.padEnd(10_000, '#'),
  name: HOSTILE.padEnd(10_000, '𝕏_*'),
  title: (n) => `${n} ${HOSTILE}`.padEnd(10_000, '~[]'),
  lines: 20,
  reason: HOSTILE.padEnd(10_000, '`'),
}

export const STORIES: Readonly<Record<'short' | 'many' | 'hostile', Story>> = {
  short: SHORT,
  many: MANY,
  hostile: HOSTILE_STORY,
}

const skuOf = (n: number): string => (n === 1 ? 'SPB' : `SPB_${n}`)

interface StartOptions {
  readonly autoRenew?: true
  readonly unpriced?: true
}

/** The customer of a story and what it has: each product 25 seats, 21 of them assigned. */
export function startOf(story: Story, { autoRenew, unpriced }: StartOptions = {}): Start {
  const numbers = Array.from({ length: story.lines }, (_, index) => index + 1)
  return {
    customer: { name: story.name, contact: { name: story.contact, email: contosoFound.contact.email } },
    subscriptions: numbers.map((n) =>
      subscription({
        id: 100 + n,
        sku: skuOf(n),
        title: story.title(n),
        assigned: 21,
        ...(autoRenew === true ? { autoRenew: 'ON', endAction: 'RENEW' } : {}),
      }),
    ),
    offers: numbers.map((n) =>
      offer(skuOf(n), { title: story.title(n), ...(unpriced === true ? { unitPrice: undefined } : {}) }),
    ),
  }
}

/** The case of a story in a state, reached by the changes that lead there. */
export function sampleCase<S extends CaseState>(
  state: S,
  story: Story = SHORT,
  options: StartOptions = {},
): InState<S> {
  if (state.startsWith('TRANSFER')) {
    const start = startOf(story, options)
    const sold = (start.subscriptions ?? []).map((one) => ({
      ...one,
      channel: 'CSP_NCE' as const,
      soldBy: 'Old Partner',
    }))
    return caseIn(state, { ...start, subscriptions: sold })
  }
  // one order of two is refused there
  const lines = state === 'PARTIALLY_PROVISIONED' ? 2 : story.lines
  return caseIn(state, startOf({ ...story, lines }, options))
}

const request = { requestId: guid(1), at: opened } as const
const undoable = {
  subscriptionId: SubscriptionId.parse(guid(2)),
  activeSince: opened,
  undoUntil: at('2026-11-29T09:00:00Z'),
}

/** An order of every status. */
export const ORDERS = {
  none: { status: 'none' },
  intended: { status: 'intended', ...request },
  sending: { status: 'sending', ...request, attempt: 1 },
  unknown: { status: 'unknown', ...request, attempt: 1, settleAt: at('2026-11-22T09:15:00Z') },
  active: { status: 'active', requestId: request.requestId, orderId: 'order-1', ...undoable },
  failed: { status: 'failed', ...request, code: '800088' },
  needsAttention: { status: 'needsAttention', ...request },
  dropped: { status: 'dropped', at: opened, by: sara.id },
  canceling: { status: 'canceling', requestId: request.requestId, orderId: 'order-1', ...undoable },
  canceled: { status: 'canceled', subscriptionId: undoable.subscriptionId, at: opened },
} as unknown as { readonly [S in LineOrder['status']]: Extract<LineOrder, { status: S }> }

/** The case with its first lines in other hands than a plain run leaves them in: what cards show of each status. */
export const withOrders = <M extends MoveCase>(move: M, ...orders: readonly LineOrder[]): M => ({
  ...move,
  lines: orders.map((order, index): MoveLine => {
    const [first] = move.lines
    const line = move.lines[index] ?? first
    if (line === undefined) throw new Error('a case without lines')
    return { ...line, id: `l${index + 1}` as MoveLine['id'], order }
  }),
})

export const sampleHistory = (story: Story = SHORT): readonly HistoryEntry[] =>
  (
    [
      ['invite', sara.id, {}],
      ['relationshipFound', 'system', {}],
      ['reject', ben.id, { reason: story.reason }],
      ['orderFailed', 'system', { line: 'l1', product: story.title(1), code: '800088' }],
      ['sourceEnded', 'system', { line: 'l1', product: story.title(1), day: lastPaidDay, how: 'EXPIRED' }],
    ] as const
  ).map(([what, by, facts], index) => ({ n: index + 1, at: opened, by, what, from: 'DRAFT', to: 'DRAFT', facts }))

/** Closing checks that find something wrong everywhere. */
export const wrongChecks = (move: MoveCase): Checks => ({
  pools: move.lines.map(({ sku, seats, assigned }) => ({ sku, enabled: seats - 5, planned: seats, assigned })),
  leftOnOldSku: 2,
  stillBilling: move.lines.map(({ id }) => id),
})

export const customersFound = (story: Story, count: number): readonly CustomerFound[] =>
  Array.from({ length: count }, (_, index) => ({
    ...contosoFound,
    tenantId: TenantId.parse(guid(index + 1)),
    name: story.name,
    domain: `contoso${index + 1}.example`,
  }))
