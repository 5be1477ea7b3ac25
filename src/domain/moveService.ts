import type { Actor, Change, Checks, LinePrice, Refusal } from './changes.js'
import { decide } from './decide.js'
import { PartnerCenterUnavailableError, StoreConflictError } from './errors.js'
import type { EndEvidence } from './moveLine.js'
import type { Partner } from './facts.js'
import type { HistoryEntry } from './history.js'
import { RequestId, type CaseId, type LineId, type TenantId, type UtcDay } from './ids.js'
import { CaseId as CaseIdSchema } from './ids.js'
import { isMoving } from './moveLine.js'
import { linesFrom, sourceEventsOf } from './lines.js'
import { isIn, TERMINAL, type MoveCase } from './moveCase.js'
import { noticesFor, type Notice } from './notices.js'
import { priceFor, type OfferMatcher } from './offerMatch.js'
import { openCase } from './openCase.js'
import type { People } from './people.js'
import {
  put,
  type Clock,
  type CustomerFound,
  type NewId,
  type PartnerCenter,
  type RecordWrite,
  type Store,
} from './ports.js'
import { CASES, COUNTERS, HISTORY, historyId, OUTBOX, USED_KEYS, type OutboxItem, type UsedKey } from './records.js'

/** What a case was asked to do, and what came of it. `move` is always the case as it stands now. */
export type Outcome =
  | { readonly ok: true; readonly move: MoveCase }
  | { readonly ok: false; readonly refusal: Refusal; readonly move: MoveCase }
  /** The same button was pressed before: nothing happened now. */
  | { readonly ok: 'before'; readonly used: UsedKey; readonly move: MoveCase }

/** The button a change came from; its key is used up together with the change. */
export interface Press {
  readonly key: string
  readonly verb: string
}

export interface MoveServiceParts {
  readonly store: Store
  readonly partnerCenter: PartnerCenter
  readonly matcher: OfferMatcher
  readonly people: People
  readonly partner: Partner
  readonly holidays: readonly UtcDay[]
  readonly now: Clock
  readonly newId: NewId
  /** Called after a change is durable, so that orders and messages that it intends get under way. Must not throw. */
  readonly changed: (move: MoveCase, notices: readonly Notice[]) => void
}

const SYSTEM: Actor = { kind: 'system' }
/** Two people at one case is normal, six in a row losing every race is not. */
const ATTEMPTS = 6

/**
 * What people and time can do to a move. The decision is {@link decide}'s; this reads what it needs and writes its outcome
 * as one change: case, history, used key and the messages that follow (RP5). The outside learns of it after that.
 */
export class MoveService {
  constructor(private readonly parts: MoveServiceParts) {}

  async get(id: CaseId): Promise<MoveCase | undefined> {
    return (await this.parts.store.get(CASES, id))?.value
  }

  /** All cases, newest first. */
  async all(): Promise<readonly MoveCase[]> {
    const cases = await this.parts.store.all(CASES)
    return cases.map(({ value }) => value).sort((a, b) => b.number - a.number)
  }

  /** The case of a customer that is still open, or the one declined that could be re-opened. */
  async openCaseOf(customer: TenantId): Promise<MoveCase | undefined> {
    return (await this.all()).find((move) => move.customer.tenantId === customer && !isIn(move, TERMINAL))
  }

  /** What a button with this key has done already, if it has. */
  async usedKey(key: string): Promise<UsedKey | undefined> {
    return (await this.parts.store.get(USED_KEYS, key))?.value
  }

  /** The last `count` entries of a case's history, oldest first. */
  async history(move: MoveCase, count: number): Promise<readonly HistoryEntry[]> {
    const first = Math.max(1, move.historyLength - count + 1)
    const ids = Array.from({ length: move.historyLength - first + 1 }, (_, index) => historyId(move.id, first + index))
    const entries = await Promise.all(ids.map(async (id) => this.parts.store.get(HISTORY, id)))
    return entries.flatMap((entry) => (entry === undefined ? [] : [entry.value]))
  }

  /**
   * Opens a case for a customer, or gives the one that is open. What the customer holds today is read at once, so that
   * nobody is asked for what can be looked up.
   */
  async open(
    customer: CustomerFound,
    actor: Actor & { kind: 'person' },
  ): Promise<{ ok: true; move: MoveCase; existed: boolean } | { ok: false; refusal: Refusal }> {
    const { store, partnerCenter, matcher, partner, holidays, now, newId } = this.parts
    for (let attempt = 1; ; attempt++) {
      const existing = await this.openCaseOf(customer.tenantId)
      if (existing !== undefined) return { ok: true, move: existing, existed: true }

      const [counter, subscriptions, offers] = await Promise.all([
        store.get(COUNTERS, 'case'),
        partnerCenter.subscriptions(customer.tenantId),
        partnerCenter.offers(customer.tenantId),
      ])
      const number = (counter?.value.last ?? 0) + 1
      const at = now()
      const lines = linesFrom({
        subscriptions,
        offers,
        matcher,
        segment: customer.segment,
        existing: [],
        evidence: { by: 'system', at, source: 'CUSTOMER_STATED' },
      })
      const opened = openCase({
        id: CaseIdSchema.parse(newId()),
        number,
        customer,
        partner,
        subscriptions,
        lines,
        actor,
        now: at,
        holidays,
      })
      if (!opened.ok) return opened
      try {
        await store.commit('open', [
          put(COUNTERS, 'case', counter?.version ?? 'new', { last: number }),
          put(CASES, opened.move.id, 'new', opened.move),
          put(HISTORY, historyId(opened.move.id, opened.entry.n), 'new', opened.entry),
        ])
        return { ok: true, move: opened.move, existed: false }
      } catch (error) {
        if (!(error instanceof StoreConflictError) || attempt === ATTEMPTS) throw error
      }
    }
  }

  /**
   * Applies one change. A conflict with somebody else's change is decided anew on the case as it then is.
   *
   * @returns `undefined` when there is no such case
   */
  async change(id: CaseId, change: Change, actor: Actor, press?: Press): Promise<Outcome | undefined> {
    const { store, people, now } = this.parts
    for (let attempt = 1; ; attempt++) {
      const [stored, used] = await Promise.all([store.get(CASES, id), press && store.get(USED_KEYS, press.key)])
      if (stored === undefined) return undefined
      const before = stored.value
      if (used !== undefined) return { ok: 'before', used: used.value, move: before }

      const at = now()
      const decision = decide(before, change, { actor, now: at })
      if (!decision.ok) return { ok: false, refusal: decision.refusal, move: before }

      const { move, entry } = decision
      const notices = noticesFor(before, change, move, actor, people)
      const writes: RecordWrite[] = [
        put(CASES, id, stored.version, move),
        put(HISTORY, historyId(id, entry.n), 'new', entry),
        ...notices.map((notice) => this.outboxWrite(notice, id, entry)),
      ]
      if (press !== undefined && actor.kind === 'person') {
        writes.push(
          put(USED_KEYS, press.key, 'new', { caseId: id, verb: press.verb, by: actor.id, at, revision: move.revision }),
        )
      }
      try {
        await store.commit(change.type, writes)
      } catch (error) {
        if (!(error instanceof StoreConflictError) || attempt === ATTEMPTS) throw error
        continue
      }
      this.parts.changed(move, notices)
      return { ok: true, move }
    }
  }

  private outboxWrite({ type, to }: Notice, caseId: CaseId, entry: HistoryEntry): RecordWrite {
    const item: OutboxItem = { to, notice: type, caseId, at: entry.at, status: 'planned', attempts: 0 }
    return put(OUTBOX, `${historyId(caseId, entry.n)}.${type}.${to}`, 'new', item)
  }

  // ------------------------------------------------------------------------------ changes that need facts from outside

  /** As {@link sync}, for showing a case: without an answer from Partner Center it is shown as it was last known. */
  async look(id: CaseId): Promise<MoveCase | undefined> {
    try {
      return await this.sync(id)
    } catch (error) {
      if (!(error instanceof PartnerCenterUnavailableError)) throw error
      return this.get(id)
    }
  }

  /** Reads what is so at Microsoft now and records what differs: gates, what the customer holds, what ended or renewed. */
  async sync(id: CaseId): Promise<MoveCase | undefined> {
    const move = await this.get(id)
    if (move === undefined || isIn(move, TERMINAL) || move.state === 'DECLINED') return move
    const { partnerCenter } = this.parts
    const [gates, subscriptions, customer] = await Promise.all([
      partnerCenter.gates(move.customer.tenantId),
      partnerCenter.subscriptions(move.customer.tenantId),
      partnerCenter.customer(move.customer.tenantId),
    ])
    // an invitation that is on record but was not sent on: the process died in between
    if (move.state === 'INVITED' && gates.relationship === 'NONE' && !gates.declined)
      await partnerCenter.invitationSent(move.customer.tenantId)
    const changes: Change[] = []
    if (gates.agreement !== move.agreement && gates.agreement !== 'UNKNOWN')
      changes.push({ type: 'recordAgreement', agreement: gates.agreement })
    if (gates.adminAccess !== move.adminAccess)
      changes.push({ type: 'recordAdminAccess', adminAccess: gates.adminAccess })
    if (
      gates.relationship === 'ACTIVE' &&
      (move.relationship !== 'ACTIVE' || isIn(move, ['READY_TO_INVITE', 'INVITED', 'STALLED']))
    )
      changes.push({ type: 'relationshipFound' })
    if (gates.relationship !== 'ACTIVE' && move.relationship === 'ACTIVE') changes.push({ type: 'relationshipRemoved' })
    if (gates.declined && isIn(move, ['INVITED', 'STALLED'])) changes.push({ type: 'decline', reason: '' })
    if (customer !== undefined && customer.country !== move.customer.country)
      changes.push({ type: 'recheckRegion', country: customer.country })
    for (const change of changes) await this.change(id, change, SYSTEM)

    const current = await this.get(id)
    if (current === undefined) return undefined
    const evidence: EndEvidence['source'] = gates.adminAccess === 'ACTIVE' ? 'DIRECTORY' : 'CUSTOMER_STATED'
    for (const change of sourceEventsOf(current, subscriptions, this.parts.now(), evidence))
      await this.change(id, change, SYSTEM)
    return this.get(id)
  }

  /** X4: the customer is invited; whoever plays the world is told after that is on record. */
  async invite(id: CaseId, actor: Actor): Promise<Outcome | undefined> {
    const outcome = await this.change(id, { type: 'invite' }, actor)
    if (outcome?.ok === true) await this.parts.partnerCenter.invitationSent(outcome.move.customer.tenantId)
    return outcome
  }

  /** X10: freezes today's prices into the plan. */
  async completePlan(id: CaseId, actor: Actor, press?: Press): Promise<Outcome | undefined> {
    const move = await this.get(id)
    return move && this.change(id, { type: 'completePlan', prices: await this.prices(move) }, actor, press)
  }

  /** X16, by hand or by the clock: gates and prices are read again first (GATES_STILL_OK). */
  async start(id: CaseId, actor: Actor, press?: Press): Promise<Outcome | undefined> {
    const move = await this.sync(id)
    return (
      move &&
      this.change(
        id,
        { type: 'start', requestIds: this.requestIds(move), prices: await this.prices(move) },
        actor,
        press,
      )
    )
  }

  /** X19: orders again what failed, under new request ids; never what is active (I9). */
  async retry(id: CaseId, actor: Actor, press?: Press): Promise<Outcome | undefined> {
    const move = await this.sync(id)
    return (
      move &&
      this.change(
        id,
        { type: 'retry', requestIds: this.requestIds(move), prices: await this.prices(move) },
        actor,
        press,
      )
    )
  }

  /** X20: takes back what was ordered, while the window is open. */
  async undo(id: CaseId, actor: Actor, press?: Press): Promise<Outcome | undefined> {
    const move = await this.get(id)
    return move && this.change(id, { type: 'undo', requestIds: this.requestIds(move) }, actor, press)
  }

  /** X22: counts once more and completes when the counts are right. */
  async complete(id: CaseId, actor: Actor, press?: Press): Promise<Outcome | undefined> {
    const move = await this.sync(id)
    return move && this.change(id, { type: 'complete', checks: await this.checks(move) }, actor, press)
  }

  /** What the closing checks of X22 find now. */
  async checks(move: MoveCase): Promise<Checks> {
    const pools = await this.parts.partnerCenter.seatPools(move.customer.tenantId)
    const subscriptions = await this.parts.partnerCenter.subscriptions(move.customer.tenantId)
    const moving = move.lines.filter(isMoving)
    const pool = (sku: string) => pools.find((found) => found.sku === sku)
    return {
      pools: moving.flatMap((line) => {
        if (!('target' in line.match)) return []
        const { sku } = line.match.target
        const found = pool(sku)
        const planned = moving
          .filter((other) => 'target' in other.match && other.match.target.sku === sku)
          .reduce((sum, other) => sum + other.seats, 0)
        return [{ sku, enabled: found?.enabled ?? 0, assigned: found?.assigned ?? 0, planned }]
      }),
      leftOnOldSku: moving
        .filter((line) => line.match.level === 'EQUIVALENT' || line.match.level === 'DIFFERENT')
        .reduce((sum, line) => sum + (pool(line.sku)?.assigned ?? 0), 0),
      stillBilling: moving
        .filter((line) =>
          line.sources.some((source) => {
            const found = subscriptions.find((subscription) => subscription.id === source.id)
            return found !== undefined && (found.status === 'ACTIVE' || found.status === 'EST')
          }),
        )
        .map((line) => line.id),
    }
  }

  private async prices(move: MoveCase): Promise<LinePrice[]> {
    const offers = await this.parts.partnerCenter.offers(move.customer.tenantId)
    return move.lines.flatMap((line) => {
      if (!isMoving(line) || !('target' in line.match)) return []
      const { productId, skuId } = line.match.target
      const offer = offers.find((found) => found.productId === productId && found.skuId === skuId)
      return [{ line: line.id, unitPrice: (offer && priceFor(offer, line.match.target.term)) ?? null }]
    })
  }

  /** One new id for every line: `decide` takes those it needs. */
  private requestIds(move: MoveCase): Record<LineId, RequestId> {
    return Object.fromEntries(move.lines.map((line) => [line.id, RequestId.parse(this.parts.newId())]))
  }
}
