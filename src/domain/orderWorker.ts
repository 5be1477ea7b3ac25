import type { Actor, Change } from './changes.js'
import { addHours } from './days.js'
import { PartnerCenterRejectedError, PartnerCenterUnavailableError } from './errors.js'
import type { CaseId, Instant } from './ids.js'
import type { MoveCase } from './moveCase.js'
import type { LineOrder, MoveLine } from './moveLine.js'
import type { MoveService } from './moveService.js'
import { unreachable } from './unreachable.js'
import type { Clock, OrderPlaced, OrderRequest, PartnerCenter } from './ports.js'

const SYSTEM: Actor = { kind: 'system' }
/** How long an order may land late before its request may be repeated. Not documented by Microsoft: our choice, on the safe side. */
const SETTLE_HOURS = 0.25
/** How often one request is sent before a person has to look. */
const MAX_SENDS = 3

/** A gate that closed in between reads like Partner Center's own refusal of it (F12). */
const CODES: Readonly<Record<string, string>> = { noRelationship: '20002', noAgreement: '13605' }

/** A line that has something to do at Partner Center now. */
type Pending = MoveLine & { order: Extract<LineOrder, { status: 'intended' | 'sending' | 'unknown' | 'canceling' }> }

/**
 * Places the orders a case intends, one line after the other (reliability reference, 5). `sending` is durable before
 * each call; an outcome nobody saw is read back, and the same request is repeated only after the settle time.
 * May be run any number of times for the same case; two runs of one case at once are joined by {@link OrderWorker.run}.
 */
export class OrderWorker {
  private readonly running = new Map<CaseId, Promise<void>>()

  constructor(
    private readonly moves: MoveService,
    private readonly partnerCenter: PartnerCenter,
    private readonly now: Clock,
  ) {}

  /** Does all that can be done now for one case. Rejects only when the store fails. */
  async run(id: CaseId): Promise<void> {
    const underWay = this.running.get(id) ?? Promise.resolve()
    const next = underWay.catch(() => undefined).then(async () => this.work(id))
    this.running.set(id, next)
    try {
      await next
    } finally {
      if (this.running.get(id) === next) this.running.delete(id)
    }
  }

  /** Whether a case has something to be done at Partner Center now. */
  hasWork(move: MoveCase): boolean {
    return move.lines.some((line) => this.isPending(line))
  }

  private async work(id: CaseId): Promise<void> {
    for (let move = await this.moves.get(id); move !== undefined; move = await this.moves.get(id)) {
      const line = move.lines.find((candidate) => this.isPending(candidate))
      if (line === undefined || !(await this.advance(move, line as Pending))) return
    }
  }

  private isPending({ order }: MoveLine): boolean {
    if (order.status === 'unknown') return order.settleAt <= this.now()
    return order.status === 'intended' || order.status === 'sending' || order.status === 'canceling'
  }

  /** One step of one line. @returns false when nothing more can be done now */
  private async advance(move: MoveCase, line: Pending): Promise<boolean> {
    switch (line.order.status) {
      case 'intended':
        return this.send(move, line)
      // found at start, or left by a failed store: whether the call was made is not known
      case 'sending':
        return this.readBack(move, line, { settled: false })
      case 'unknown':
        return this.readBack(move, line, { settled: true })
      case 'canceling':
        return this.cancel(move, line, line.order)
      default:
        return unreachable(line.order)
    }
  }

  private async send(move: MoveCase, line: Pending): Promise<boolean> {
    const refused = await this.maySend(move, line)
    // what may not be ordered any more was not sent: the line has failed with the reason, and a person decides
    if (refused !== undefined) return this.record(move, { type: 'orderFailed', line: line.id, code: refused })
    return this.conclude(move, line, async () => this.partnerCenter.placeOrder(orderOf(move, line)))
  }

  private async readBack(move: MoveCase, line: Pending, { settled }: { settled: boolean }): Promise<boolean> {
    return this.conclude(move, line, async () => {
      const found = await this.partnerCenter.findOrder(orderOf(move, line))
      if (found !== undefined) return found
      const attempt = 'attempt' in line.order ? line.order.attempt : 1
      if (!settled) return { settleAt: addHours(this.now(), SETTLE_HOURS) }
      if (attempt >= MAX_SENDS) return 'needsAttention'
      if ((await this.maySend(move, line)) !== undefined) return 'needsAttention'
      return this.partnerCenter.placeOrder(orderOf(move, line))
    })
  }

  /** Writes `sending` down, which has to last before the call. @returns why the line may not be sent now */
  private async maySend(move: MoveCase, line: Pending): Promise<string | undefined> {
    const outcome = await this.moves.change(move.id, { type: 'orderSending', line: line.id }, SYSTEM)
    if (outcome === undefined) return 'caseGone' // removed meanwhile (practice reset): nothing may be sent for it
    return outcome.ok === false ? (CODES[outcome.refusal.code] ?? outcome.refusal.code) : undefined
  }

  /** Writes down what an attempt came to. */
  private async conclude(
    move: MoveCase,
    line: Pending,
    attempt: () => Promise<OrderPlaced | { settleAt: Instant } | 'needsAttention'>,
  ): Promise<boolean> {
    try {
      const result = await attempt()
      if (result === 'needsAttention') return await this.record(move, { type: 'orderNeedsAttention', line: line.id })
      if ('settleAt' in result)
        return await this.record(move, { type: 'orderUnknown', line: line.id, settleAt: result.settleAt })
      return await this.record(move, {
        type: 'orderActive',
        line: line.id,
        orderId: result.orderId,
        subscriptionId: result.subscriptionId,
        activeSince: result.activeSince,
        ...(result.cancellationAllowedUntil === undefined
          ? {}
          : { cancellationAllowedUntil: result.cancellationAllowedUntil }),
      })
    } catch (error) {
      if (error instanceof PartnerCenterRejectedError)
        return this.record(move, { type: 'orderFailed', line: line.id, code: error.partnerCenterCode })
      if (error instanceof PartnerCenterUnavailableError) {
        return this.record(move, { type: 'orderUnknown', line: line.id, settleAt: addHours(this.now(), SETTLE_HOURS) })
      }
      throw error
    }
  }

  private async cancel(
    move: MoveCase,
    line: Pending,
    order: Extract<LineOrder, { status: 'canceling' }>,
  ): Promise<boolean> {
    try {
      await this.partnerCenter.cancelSubscription(move.customer.tenantId, order.subscriptionId, order.requestId)
      return await this.record(move, { type: 'lineCanceled', line: line.id })
    } catch (error) {
      if (error instanceof PartnerCenterRejectedError)
        return this.record(move, { type: 'cancelFailed', line: line.id, code: error.partnerCenterCode })
      if (error instanceof PartnerCenterUnavailableError) return false // cancelling twice is harmless: the next run asks again
      throw error
    }
  }

  private async record(move: MoveCase, change: Change): Promise<boolean> {
    const outcome = await this.moves.change(move.id, change, SYSTEM)
    return outcome?.ok === true
  }
}

function orderOf(move: MoveCase, line: Pending): OrderRequest {
  if (!('target' in line.match)) throw new Error(`line ${line.id} of case ${move.id} is to be ordered but has no offer`)
  const { productId, skuId, sku, term, billing } = line.match.target
  return {
    customer: move.customer.tenantId,
    requestId: line.order.requestId,
    productId,
    skuId,
    sku,
    seats: line.seats,
    term,
    billing,
  }
}
