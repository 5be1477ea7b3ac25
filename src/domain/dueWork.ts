import type { Actor } from './changes.js'
import { earlier } from './days.js'
import { PartnerCenterUnavailableError } from './errors.js'
import type { CaseId, Instant } from './ids.js'
import { isIn, TERMINAL, type MoveCase } from './moveCase.js'
import type { MoveService } from './moveService.js'
import { dueAt } from './nextSteps.js'
import type { OrderWorker } from './orderWorker.js'
import type { OutboxWorker } from './outboxWorker.js'

const SYSTEM: Actor = { kind: 'system' }

/** What time alone brings: deadlines passing, scheduled orders starting, old subscriptions ending, orders settling. */
export class DueWork {
  constructor(
    private readonly moves: MoveService,
    private readonly orders: OrderWorker,
    private readonly outbox: OutboxWorker,
    private readonly now: () => Instant,
  ) {}

  /** The next moment at which something is due, later than now or already waiting; `undefined` when nothing is. */
  async nextDue(): Promise<Instant | undefined> {
    const open = await this.open()
    const moments = open.flatMap((move) => dueAt(move, this.now()) ?? [])
    return moments.length === 0 ? undefined : moments.reduce(earlier)
  }

  /** Does all that is due now, in the order of its time. May be run any number of times (X6, X7, X16, X21, X27, X28). */
  async runDue(): Promise<void> {
    const due = (move: MoveCase) => dueAt(move, this.now()) ?? '9999'
    const open = (await this.open()).sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : a.number - b.number))
    for (const { id } of open) {
      await this.moves.look(id)
      await this.timers(id)
      await this.orders.run(id)
    }
    await this.outbox.run()
  }

  private async timers(id: CaseId): Promise<void> {
    try {
      await this.timersOf(id)
    } catch (error) {
      // what is due stays due: it is tried again at the next moment, and one silent answer must not hold up other cases
      if (!(error instanceof PartnerCenterUnavailableError)) throw error
    }
  }

  private async timersOf(id: CaseId): Promise<void> {
    const move = await this.moves.get(id)
    if (move === undefined) return
    const now = this.now()
    if (move.state === 'INVITED' && move.invitation.deadline <= now)
      await this.moves.change(id, { type: 'invitationDeadlinePassed' }, SYSTEM)
    if (move.state === 'APPROVED' && move.scheduled !== undefined && move.scheduled.day <= now.slice(0, 10))
      await this.moves.start(id, SYSTEM)
    if (move.state === 'TRANSFER_PENDING' && move.transfer.lapsesAt <= now)
      await this.moves.change(id, { type: 'transferClosed', how: 'LAPSED' }, SYSTEM)
    if (move.state === 'TRANSFER_RUNNING') await this.moves.change(id, { type: 'transferStuck' }, SYSTEM)
  }

  private async open(): Promise<MoveCase[]> {
    return (await this.moves.all()).filter((move) => !isIn(move, TERMINAL))
  }
}
