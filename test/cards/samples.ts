import { addDays } from '../../src/domain/days.js'
import type { Checks } from '../../src/domain/changes.js'
import type { HistoryEntry } from '../../src/domain/history.js'
import { Instant, LineId, PersonId, SkuPartNumber, TenantId, UtcDay } from '../../src/domain/ids.js'
import { MoveCase, type CaseState, type InState } from '../../src/domain/moveCase.js'
import { MoveLine } from '../../src/domain/moveLine.js'
import type { CustomerFound } from '../../src/domain/ports.js'
import { ROLES, type Role } from '../../src/domain/roles.js'
import { readerFor, type Reader } from '../../src/cards/reader.js'
import type { Language } from '../../src/cards/words.js'

/** Cases in every state and people who read them, for the tests of the cards: plain facts, no rule. */

export const NOW = Instant.parse('2026-11-22T09:00:00.000Z')
export const TODAY = UtcDay.parse('2026-11-22')
export const END = UtcDay.parse('2026-12-15')

const guid = (kind: string, n: number): string => `${kind.repeat(8)}-0000-4000-8000-${String(n).padStart(12, '0')}`

export const ADA = PersonId.parse(guid('a', 1))
export const BEN = PersonId.parse(guid('a', 2))
export const SARA = PersonId.parse(guid('a', 3))
const NAMES = new Map<string, string>([
  [ADA, 'Ada Nowak'],
  [BEN, 'Ben Fischer'],
  [SARA, 'Sara Lind'],
  ['system', 'Ferry'],
])

/** A reader whose keys are counted, so that a card drawn twice is the same card. */
export function reader(language: Language, options: Partial<Reader> = {}): Reader {
  let keys = 0
  return readerFor({
    language,
    timeZone: 'Europe/Warsaw',
    person: SARA,
    roles: ['salesAgent'],
    now: NOW,
    practice: true,
    nameOf: (id) => NAMES.get(id) ?? id,
    newKey: () => `key-${String((keys += 1)).padStart(8, '0')}`,
    ...options,
  })
}

export const everyRole: readonly Role[] = ROLES

export interface Story {
  /** How the customer, its products and its people are named. */
  readonly name: string
  readonly title: (n: number) => string
  readonly lines: number
  readonly reason: string
}

/** One product and ordinary names. */
export const SHORT: Story = {
  name: 'Contoso',
  title: () => 'Microsoft 365 Business Premium',
  lines: 1,
  reason: 'The overlap is too long',
}

const HOSTILE =
  '**Evil** [click](https://evil.example) <at>Ada</at> ${x} {{DATE(2026-01-01T00:00:00Z)}} `code`\n# big\n- item\n1. one \u202Egnp.exe\u200B 👩‍👩‍👧 עברית &lt;b&gt; www.evil.example'

/** Everything at once that a name must not be able to do, twenty times, and ten thousand characters long. */
export const HOSTILE_STORY: Story = {
  name: HOSTILE.padEnd(10_000, '𝕏_*'),
  title: (n) => `${n} ${HOSTILE}`.padEnd(10_000, '~[]'),
  lines: 20,
  reason: HOSTILE.padEnd(10_000, '`'),
}

/** Twenty products with long, but honest, names. */
export const MANY: Story = {
  name: 'Zażółć Gęślą Jaźń Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe Spółka z ograniczoną odpowiedzialnością',
  title: (n) =>
    `Microsoft 365 Enterprise E5 with Audio Conferencing and Extended Service Term Edition number ${n} (no Teams)`,
  lines: 20,
  reason: 'Za długi okres podwójnej płatności dla większości produktów, proszę przesunąć początek',
}

export const STORIES: Readonly<Record<string, Story>> = { short: SHORT, many: MANY, hostile: HOSTILE_STORY }

type Order = MoveLine['order']

interface LineOptions {
  readonly order?: Order
  readonly ended?: boolean
  readonly endDate?: string
  readonly autoRenew?: 'ON' | 'OFF'
  readonly plannedStart?: string | null
  readonly seats?: number
  readonly unitPrice?: string | null
}

const request = guid('e', 1)

export function line(n: number, story: Story, options: LineOptions = {}): MoveLine {
  const { order = { status: 'none' }, endDate = END, autoRenew = 'OFF', seats = 25, unitPrice = '20.60' } = options
  const title = story.title(n)
  const start = options.plannedStart === undefined ? '2026-12-11' : options.plannedStart
  return MoveLine.parse({
    id: `l${n}`,
    sku: n === 1 ? 'SPB' : `SPB_${n}`,
    title,
    sources: [
      {
        id: guid('b', n),
        sku: n === 1 ? 'SPB' : `SPB_${n}`,
        title,
        seats: 25,
        assigned: 21,
        channel: 'WEB_DIRECT_MCA',
        ours: false,
        startedOn: '2025-12-16',
        endDate,
        term: 'P1Y',
        billing: 'annual',
        autoRenew,
        endAction: autoRenew === 'ON' ? 'RENEW' : 'CANCEL',
        status: 'ACTIVE',
        isTrial: false,
      },
    ],
    assigned: 21,
    match: {
      level: 'SAME',
      target: {
        sku: n === 1 ? 'SPB' : `SPB_${n}`,
        title,
        productId: 'CFQ7TTC0LCHC',
        skuId: '0002',
        term: 'P1Y',
        billing: 'monthly',
        ...(unitPrice === null ? {} : { unitPrice }),
        currency: 'EUR',
        maxSeats: 300,
      },
    },
    seats,
    endEvidence: { source: 'CUSTOMER_STATED', by: 'system', at: NOW },
    ...(start === null ? {} : { plannedStart: start }),
    order,
    sourceEnd: options.ended === true ? { status: 'ended', on: '2026-12-16', how: 'EXPIRED' } : { status: 'running' },
  })
}

export const ORDERS = {
  intended: { status: 'intended', requestId: request, at: NOW },
  sending: { status: 'sending', requestId: request, at: NOW, attempt: 1 },
  unknown: { status: 'unknown', requestId: request, at: NOW, attempt: 1, settleAt: '2026-11-22T09:15:00.000Z' },
  active: {
    status: 'active',
    requestId: request,
    orderId: 'order-1',
    subscriptionId: guid('d', 1),
    activeSince: NOW,
    undoUntil: '2026-11-29T09:00:00.000Z',
  },
  failed: { status: 'failed', requestId: request, at: NOW, code: '800088' },
  needsAttention: { status: 'needsAttention', requestId: request, at: NOW },
  dropped: { status: 'dropped', at: NOW, by: SARA },
  canceling: {
    status: 'canceling',
    requestId: request,
    orderId: 'order-1',
    subscriptionId: guid('d', 1),
    activeSince: NOW,
    undoUntil: '2026-11-29T09:00:00.000Z',
  },
  canceled: { status: 'canceled', subscriptionId: guid('d', 1), at: NOW },
  none: { status: 'none' },
} as unknown as Record<Order['status'], Order>

interface CaseOptions extends LineOptions {
  readonly story?: Story
  readonly lines?: readonly MoveLine[]
  readonly rejected?: boolean
  readonly scheduled?: boolean
  readonly more?: Readonly<Record<string, unknown>>
}

/** A case in one state, with the facts that state has. */
export function sampleCase<S extends CaseState>(state: S, options: CaseOptions = {}): InState<S> {
  const { story = SHORT, rejected = false, scheduled = false, more = {} } = options
  const ordered = Array.from({ length: story.lines }, (_, index) => line(index + 1, story, options))
  const lines = options.lines ?? ordered
  const at = NOW
  const prices = lines.map(({ id }) => ({ line: id, unitPrice: options.unitPrice === null ? null : '20.60' }))
  const region = { result: 'OK', partnerRegion: 'EUROPE', customerRegion: 'EUROPE', listDate: '2023-08-17' }
  const beforeRelationship = ['DRAFT', 'REGION_BLOCKED', 'READY_TO_INVITE', 'INVITED', 'STALLED', 'DECLINED'].includes(
    state,
  )
  return MoveCase.parse({
    state,
    id: guid('c', 12),
    number: 12,
    revision: 7,
    customer: {
      tenantId: guid('1', 1),
      name: story.name,
      domain: 'contoso.com',
      country: state === 'REGION_BLOCKED' ? 'US' : 'DE',
      locale: 'de-DE',
      segment: 'commercial',
      cloud: 'public',
      contact: { name: story === SHORT ? 'Erika Mustermann' : story.name, email: 'erika@contoso.com' },
    },
    partner: { tenantId: guid('2', 1), country: 'PL', kind: 'DIRECT_BILL', currency: 'EUR' },
    channel: 'WEB_DIRECT_MCA',
    path: 'MANUAL',
    relationship: beforeRelationship ? 'NONE' : 'ACTIVE',
    agreement: beforeRelationship ? 'UNKNOWN' : 'ACCEPTED_DIRECT',
    adminAccess: 'ACTIVE',
    lines,
    createdBy: SARA,
    createdAt: at,
    owner: SARA,
    since: at,
    historyLength: 5,
    holidays: [],
    region: state === 'REGION_BLOCKED' ? { ...region, result: 'MISMATCH', customerRegion: 'UNITED_STATES' } : region,
    invitation: { sentAt: at, by: SARA, deadline: '2026-12-06T09:00:00.000Z' },
    plan: { path: 'MANUAL', prices: { takenAt: at, currency: 'EUR', prices } },
    ...(rejected ? { rejected: { by: BEN, at, reason: story.reason } } : {}),
    submission: { by: SARA, at, planKey: 'key' },
    approval: { by: BEN, at, planKey: 'key' },
    ...(scheduled ? { scheduled: { by: SARA, at, day: '2026-12-11' } } : {}),
    started: { by: SARA, at },
    transfer: { requestId: request, sentAt: at, by: SARA, lapsesAt: '2026-12-22T09:00:00.000Z' },
    acceptedAt: at,
    gap: false,
    ended: { by: SARA, at, reason: story.reason },
    ...more,
  }) as InState<S>
}

/** Some history that shows each kind of detail. */
export const history = (story: Story = SHORT): readonly HistoryEntry[] =>
  (
    [
      ['invite', SARA, {}],
      ['relationshipFound', 'system', {}],
      ['reject', BEN, { reason: story.reason }],
      ['orderFailed', 'system', { line: 'l1', product: story.title(1), code: '800088' }],
      ['sourceEnded', 'system', { line: 'l1', product: story.title(1), day: END, how: 'EXPIRED' }],
    ] as const
  ).map(([what, by, facts], index) => ({ n: index + 1, at: NOW, by, what, from: 'DRAFT', to: 'DRAFT', facts }))

export const checksOf = (move: MoveCase, right = true): Checks => ({
  pools: move.lines.map((one) => ({
    sku: SkuPartNumber.parse(one.sku),
    enabled: right ? one.seats : one.seats - 5,
    planned: one.seats,
    assigned: one.assigned,
  })),
  leftOnOldSku: right ? 0 : 2,
  stillBilling: right ? [] : move.lines.map(({ id }) => LineId.parse(id)),
})

export const found = (story: Story, count: number): readonly CustomerFound[] =>
  Array.from({ length: count }, (_, index) => ({
    tenantId: TenantId.parse(guid('1', index + 1)),
    name: story.name,
    domain: `contoso${index + 1}.example`,
    country: 'DE' as CustomerFound['country'],
    segment: 'commercial',
    cloud: 'public',
    contact: { name: story.name, email: 'a@contoso.example' },
  }))

export const daysFromNow = (days: number): UtcDay => addDays(TODAY, days)
