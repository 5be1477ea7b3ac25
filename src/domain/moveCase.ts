import { z } from 'zod'
import { AdminAccess, Agreement, MovePath, PartnerKind, Relationship, Said, Segment, SourceChannel } from './facts.js'
import {
  CaseId,
  CountryCode,
  CurrencyCode,
  DecimalText,
  Instant,
  LineId,
  PersonId,
  RequestId,
  TenantId,
  UtcDay,
} from './ids.js'
import { MoveLine } from './moveLine.js'

/**
 * A move as a union of states (domain 3.1, 3.4). Each state holds the facts that exist by then: an approved case cannot
 * lack its approver, a draft has none to forget. What changes a case is in `changes.ts`, what a change does in `decide.ts`.
 */

/** A decision whether this partner may serve this tenant, with the list it was made by (domain 5.3). */
export const RegionDecision = z.object({
  result: z.enum(['OK', 'MISMATCH', 'UNKNOWN']),
  partnerRegion: z.string().nullable(),
  customerRegion: z.string().nullable(),
  listDate: UtcDay,
  override: Said.extend({ reason: z.string() }).optional(),
})
export type RegionDecision = z.infer<typeof RegionDecision>

/** Prices a plan was made with, per line; read again at execution when older than a week (GATES_STILL_OK). */
export const PriceSnapshot = z.object({
  takenAt: Instant,
  currency: CurrencyCode,
  prices: z.array(z.object({ line: LineId, unitPrice: DecimalText.nullable() })),
})
export type PriceSnapshot = z.infer<typeof PriceSnapshot>

export const Plan = z.object({ path: MovePath, prices: PriceSnapshot })
export type Plan = z.infer<typeof Plan>

/** `planKey` names exactly what was submitted: see `fingerprint.ts`. */
export const Submission = z.object({ by: PersonId, at: Instant, planKey: z.string() })
export type Submission = z.infer<typeof Submission>
export const Approval = z.object({ by: PersonId, at: Instant, planKey: z.string() })
export type Approval = z.infer<typeof Approval>

/** A day of our own tables: some fifty of them stand in each case, and they need not be taken apart on each write. */
const OwnDay = z.custom<UtcDay>((value) => typeof value === 'string' && value.length === 10)

const facts = {
  id: CaseId,
  /** What people say: `#12`. Unique, from 1, never reused. */
  number: z.int().positive(),
  /** Goes up by one with each accepted change, from 0. Cards name the revision they show, which tells an old button. */
  revision: z.int().nonnegative(),
  customer: z.object({
    tenantId: TenantId,
    name: z.string(),
    domain: z.string(),
    country: CountryCode,
    locale: z.string().optional(),
    segment: Segment,
    cloud: z.enum(['public', 'usGovernment', '21Vianet']),
    contact: z.object({ name: z.string(), email: z.string() }),
  }),
  partner: z.object({ tenantId: TenantId, country: CountryCode, kind: PartnerKind, currency: CurrencyCode }),
  /** How the customer buys today; lines may differ, this is what the path is chosen by. */
  channel: SourceChannel,
  soldBy: z.string().optional(),
  /** Proposed by 2.2, chosen by a person. */
  path: MovePath,
  relationship: Relationship,
  agreement: Agreement,
  adminAccess: AdminAccess,
  lines: z.array(MoveLine),
  createdBy: PersonId,
  createdAt: Instant,
  owner: PersonId,
  /** When the case came into its present state: since when somebody is awaited. */
  since: Instant,
  /** History entries written so far; entry n of a case is the record `<case id>.<n>`, n from 1. */
  historyLength: z.int().nonnegative(),
  /** Days that are not worked, for the deadlines of this case. */
  holidays: z.array(OwnDay),
  /** Subscriptions the tenant held when last read, whoever sold them, without cancelled and deleted ones (capacity, 4.6). */
  held: z.int().nonnegative().optional(),
  /** The day the old subscriptions were last looked at after one of them should have ended (X21, X27, X28). */
  lookedOn: UtcDay.optional(),
}
export type CaseFacts = z.infer<z.ZodObject<typeof facts>>
const decided = { ...facts, region: RegionDecision }
const invited = { invitation: z.object({ sentAt: Instant, by: PersonId, deadline: Instant }) }
const planned = { ...decided, plan: Plan }
const submitted = { ...planned, submission: Submission }
const approved = { ...submitted, approval: Approval }
const running = { ...approved, started: Said }
const transfer = z.object({ requestId: RequestId, sentAt: Instant, by: PersonId, lapsesAt: Instant })
/** `blocked`: the clock has tried on the day and a gate said no, with that refusal's code; it goes on trying. */
const scheduled = Said.extend({ day: UtcDay, blocked: z.object({ at: Instant, code: z.string() }).optional() })
/** Facts of an earlier part of the move may exist or not, depending on the way that led here. */
const ended = {
  ...facts,
  region: RegionDecision.optional(),
  plan: Plan.optional(),
  submission: Submission.optional(),
  approval: Approval.optional(),
  ended: Said.extend({ reason: z.string().optional() }),
}

export const MoveCase = z.discriminatedUnion('state', [
  z.object({ ...facts, state: z.literal('DRAFT') }),
  z.object({ ...decided, state: z.literal('REGION_BLOCKED') }),
  z.object({ ...decided, state: z.literal('READY_TO_INVITE') }),
  z.object({ ...decided, ...invited, state: z.literal('INVITED') }),
  z.object({ ...decided, ...invited, state: z.literal('STALLED') }),
  z.object({ ...decided, state: z.literal('RELATIONSHIP_ACTIVE') }),
  z.object({ ...planned, state: z.literal('PLANNED'), rejected: Said.extend({ reason: z.string() }).optional() }),
  z.object({ ...submitted, state: z.literal('AWAITING_APPROVAL') }),
  z.object({ ...approved, state: z.literal('APPROVED'), scheduled: scheduled.optional() }),
  z.object({ ...running, state: z.literal('PROVISIONING') }),
  z.object({ ...running, state: z.literal('PARTIALLY_PROVISIONED') }),
  z.object({ ...running, state: z.literal('OVERLAP') }),
  z.object({ ...approved, state: z.literal('TRANSFER_PENDING'), transfer }),
  z.object({
    ...approved,
    state: z.literal('TRANSFER_RUNNING'),
    transfer,
    acceptedAt: Instant,
    stuckSince: Instant.optional(),
  }),
  z.object({ ...approved, state: z.literal('VERIFYING'), gap: z.boolean() }),
  z.object({ ...ended, state: z.literal('COMPLETED') }),
  z.object({ ...ended, state: z.literal('COEXISTING') }),
  z.object({ ...ended, state: z.literal('DECLINED') }),
  z.object({ ...ended, state: z.literal('CANCELLED') }),
  z.object({ ...ended, state: z.literal('ROLLED_BACK') }),
])
export type MoveCase = z.infer<typeof MoveCase>
export type CaseState = MoveCase['state']
/** The case in one of some states: `InState<'PLANNED' | 'APPROVED'>`. */
export type InState<S extends CaseState> = Extract<MoveCase, { state: S }>

export const CASE_STATES = MoveCase.options.map((option) => option.shape.state.value) as readonly CaseState[]

/** `DRAFT` to `APPROVED` in the order of domain 3.4: nothing has been ordered or transferred yet. */
export const BEFORE_PROVISIONING = [
  'DRAFT',
  'REGION_BLOCKED',
  'READY_TO_INVITE',
  'INVITED',
  'STALLED',
  'RELATIONSHIP_ACTIVE',
  'PLANNED',
  'AWAITING_APPROVAL',
  'APPROVED',
] as const satisfies readonly CaseState[]

/** The plan of a case can be worked on. Where it has been submitted or approved, an edit takes it back (X15). */
export const IN_PLANNING = [
  'RELATIONSHIP_ACTIVE',
  'PLANNED',
  'AWAITING_APPROVAL',
  'APPROVED',
] as const satisfies readonly CaseState[]

/** No new subscription is known to be active for every line yet (domain 3.6). */
export const BEFORE_OVERLAP = [
  ...BEFORE_PROVISIONING,
  'PROVISIONING',
  'PARTIALLY_PROVISIONED',
  'TRANSFER_PENDING',
  'TRANSFER_RUNNING',
] as const satisfies readonly CaseState[]

/** Nothing follows. `DECLINED` is not among them: it can be re-opened (X31). */
export const TERMINAL = ['COMPLETED', 'COEXISTING', 'CANCELLED', 'ROLLED_BACK'] as const satisfies readonly CaseState[]

export const isIn = <S extends CaseState>(move: MoveCase, states: readonly S[]): move is InState<S> =>
  (states as readonly CaseState[]).includes(move.state)
