import { z } from 'zod'
import { FerryError } from '../domain/errors.js'
import {
  AdminAccess,
  Agreement,
  Billing,
  EndAction,
  PartnerKind,
  Relationship,
  Segment,
  SourceChannel,
  Term,
} from '../domain/facts.js'
import {
  CountryCode,
  CurrencyCode,
  DecimalText,
  PersonId,
  SkuPartNumber,
  SubscriptionId,
  TenantId,
} from '../domain/ids.js'
import { ROLES } from '../domain/roles.js'
import { FAULT_NAMES } from '../partnerCenter/simulator/faults.js'

/**
 * The practice world as somebody writes it down: a partner, its people and its customers, each with the story it plays.
 * Unknown keys are refused, so that a misspelt one is noticed. Days may be relative to the world's own today.
 */

const RELATIVE_DAY = /^[+-]\d{1,5}d$/

/** `2026-12-15`, or days from the world's today: `+23d`, `-342d`. */
export const Day = z.string().refine((text) => RELATIVE_DAY.test(text) || z.iso.date().safeParse(text).success, {
  error: 'not a day: write 2026-12-15, +23d or -342d',
})
export type Day = z.infer<typeof Day>

const words = (max: number) => z.string().trim().min(1).max(max)

const Partner = z.strictObject({
  tenantId: TenantId,
  name: words(200),
  country: CountryCode,
  kind: PartnerKind,
  currency: CurrencyCode,
  provider: words(200).optional(),
})

const personId = z.guid().pipe(PersonId)

/** One of the partner's staff. */
export const Person = z.strictObject({
  /** Entra object id. */
  id: personId,
  name: words(200),
  roles: z.array(z.enum(ROLES)),
  locale: z.enum(['en-US', 'pl-PL']),
  timeZone: z.string().refine(isTimeZone, { error: 'not a time zone: write Europe/Warsaw' }),
  manager: personId.optional(),
  backup: personId.optional(),
})
export type Person = z.infer<typeof Person>

const Subscription = z.strictObject({
  id: SubscriptionId,
  skuPartNumber: SkuPartNumber,
  title: words(200),
  seats: z.int().nonnegative(),
  assigned: z.int().nonnegative(),
  channel: SourceChannel,
  /** Who sold it; the partner's own name makes it one of ours. */
  soldBy: words(200).optional(),
  startedOn: Day,
  endDate: Day,
  term: Term,
  billing: Billing,
  autoRenew: z.union([z.boolean(), z.literal('unknown')]),
  endAction: EndAction.optional(),
  status: z.enum(['active', 'suspended', 'expired', 'deleted']).optional(),
  isTrial: z.boolean().optional(),
  unitPrice: DecimalText.optional(),
  currency: CurrencyCode.optional(),
})
export type Subscription = z.infer<typeof Subscription>

const afterDays = z.number().nonnegative().max(3650).optional()

const Customer = z.strictObject({
  tenantId: TenantId,
  name: words(200),
  domain: words(253),
  country: CountryCode,
  locale: words(35).optional(),
  segment: Segment,
  cloud: z.enum(['public', 'usGovernment', '21Vianet']).optional(),
  relationship: Relationship,
  agreement: Agreement,
  adminAccess: AdminAccess,
  contact: z.strictObject({ name: words(200), email: words(320) }),
  invitation: z.strictObject({ answer: z.enum(['accepts', 'declines', 'silent']), afterDays }).optional(),
  transfer: z.strictObject({ answer: z.enum(['accepts', 'refuses', 'silent']), afterDays }).optional(),
  subscriptions: z.array(Subscription),
})
export type Customer = z.infer<typeof Customer>

export const Offer = z.strictObject({
  skuPartNumber: SkuPartNumber,
  title: words(200),
  productId: words(50),
  skuId: words(50),
  terms: z.array(Term).min(1),
  billing: z.array(Billing).min(1),
  unitPrice: DecimalText,
  currency: CurrencyCode,
  maxSeats: z.int().positive().optional(),
  onSale: z.boolean(),
  segment: Segment,
})
export type Offer = z.infer<typeof Offer>

const Fault = z.strictObject({
  name: z
    .string()
    .refine((name) => FAULT_NAMES.some((known) => known === name), { error: `not one of ${FAULT_NAMES.join(', ')}` }),
  times: z.int().positive().optional(),
  customer: TenantId.optional(),
})

export const World = z
  .strictObject({
    version: z.literal(1),
    now: z.union([z.literal('today'), Day]),
    partner: Partner,
    people: z.array(Person).min(1),
    customers: z.array(Customer),
    offers: z.array(Offer).optional(),
    faults: z.array(Fault).optional(),
  })
  .superRefine((world, context) => {
    for (const { path, message } of contradictions(world))
      context.addIssue({ code: 'custom', path: [...path], message })
  })
export type World = z.infer<typeof World>
/** A world as it is written, before ids are folded to lower case. */
export type WrittenWorld = z.input<typeof World>

/** A world file that cannot be played. The message names each wrong place by its path, a place to a line. */
export class WorldFileError extends FerryError {
  readonly code = 'worldFile'
  override readonly facts: { readonly detail: string }
  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`the practice world file cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`, options)
    this.facts = { detail: problems.join('; ') }
  }
}

/**
 * Reads a world file.
 *
 * @throws {WorldFileError} when it is not JSON, not a world, or contradicts itself
 */
export function readWorld(text: string): World {
  return asWorld(parseJson(text))
}

/** @throws {WorldFileError} when it is not a world */
export function asWorld(written: unknown): World {
  const read = World.safeParse(written)
  if (read.success) return read.data
  throw new WorldFileError(read.error.issues.flatMap(inWords), { cause: read.error })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new WorldFileError([`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`], { cause })
  }
}

function inWords(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${pathText([...issue.path, key])}: unknown key`)
  return [`${pathText(issue.path)}: ${issue.message}`]
}

/** `customers[3].subscriptions[0].endDate` */
export function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the world'
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('')
}

interface Contradiction {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What is right place by place and wrong together: ids used twice, people and customers that are named and do not exist. */
function contradictions({ people, customers, offers = [], faults = [] }: z.infer<typeof World>): Contradiction[] {
  const subscriptions = customers.flatMap((customer, c) =>
    customer.subscriptions.map(({ id }, s) => ({ key: id, path: ['customers', c, 'subscriptions', s, 'id'] })),
  )
  const staff = new Set(people.map(({ id }) => id))
  const tenants = new Set(customers.map(({ tenantId }) => tenantId))
  return [
    ...twice(people.map(({ id }, i) => ({ key: id, path: ['people', i, 'id'] }))),
    ...twice(customers.map(({ tenantId }, i) => ({ key: tenantId, path: ['customers', i, 'tenantId'] }))),
    ...twice(customers.map(({ domain }, i) => ({ key: domain.toLowerCase(), path: ['customers', i, 'domain'] }))),
    ...twice(subscriptions),
    ...twice(
      offers.map(({ productId, skuId, segment }, i) => ({
        key: [productId, skuId, segment].join(':'),
        path: ['offers', i],
      })),
    ),
    ...people.flatMap((person, i) =>
      (['manager', 'backup'] as const).flatMap((who) => {
        const id = person[who]
        return id === undefined || staff.has(id)
          ? []
          : [{ path: ['people', i, who], message: 'nobody among the people has this id' }]
      }),
    ),
    ...faults.flatMap(({ customer }, i) =>
      customer === undefined || tenants.has(customer)
        ? []
        : [{ path: ['faults', i, 'customer'], message: 'no customer has this tenant id' }],
    ),
  ]
}

function twice(
  named: readonly { readonly key: string; readonly path: readonly (string | number)[] }[],
): Contradiction[] {
  const seen = new Set<string>()
  return named.flatMap(({ key, path }) => {
    if (seen.has(key)) return [{ path, message: `${key} is used twice` }]
    seen.add(key)
    return []
  })
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
