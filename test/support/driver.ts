import type { Ferry } from '../../src/app.js'
import { PRACTICE_ORDERS } from '../../src/partnerCenter/simulator/state.js'
import { unreachable } from '../../src/domain/unreachable.js'
import type { MoveCase } from '../../src/domain/moveCase.js'

/**
 * Moves a customer to the end by typed words alone, looking at each step only at where the case stands: what people do
 * after a restart, too. Whatever was lost by a crash, the same next word must lead on.
 */
export class Driver {
  constructor(
    private readonly ferry: Ferry,
    private readonly customer: string,
  ) {}

  /** @returns the case when it is completed */
  async toTheEnd(mostSteps = 60): Promise<MoveCase> {
    for (let step = 0; step < mostSteps; step++) {
      const move = await this.case()
      if (move?.state === 'COMPLETED') return move
      await this.oneStep(move)
    }
    throw new Error(
      `not completed after ${mostSteps} steps: ${JSON.stringify((await this.case())?.state)}\n${this.ferry.channel?.transcript(this.idOf('Sara Lind'))}`,
    )
  }

  private async case(): Promise<MoveCase | undefined> {
    return (await this.ferry.moves.all()).find((move) => move.customer.name === this.customer)
  }

  private async oneStep(move: MoveCase | undefined): Promise<void> {
    const { customer } = this
    switch (move?.state) {
      case undefined:
        return this.say('Sara Lind', `move ${customer}`)
      case 'DRAFT':
        await this.say('Sara Lind', `move ${customer}`)
        return this.say('Sara Lind', 'next')
      case 'READY_TO_INVITE':
        return this.say('Sara Lind', `move ${customer}`)
      case 'RELATIONSHIP_ACTIVE':
      case 'PLANNED':
        await this.say('Sara Lind', `plan ${customer}`)
        for (let card = 0; card < 3; card++) await this.say('Sara Lind', 'next')
        return undefined
      case 'AWAITING_APPROVAL':
        return this.say('Ben Fischer', `approve ${customer}`)
      case 'APPROVED':
        if (move.scheduled !== undefined) return this.say('Sara Lind', 'practice next')
        return this.say('Sara Lind', `schedule ${customer} ${move.lines[0]?.plannedStart}`)
      case 'PARTIALLY_PROVISIONED':
        return this.say('Sara Lind', `retry ${customer}`)
      case 'VERIFYING':
        return this.say('Sara Lind', `complete ${customer}`)
      case 'REGION_BLOCKED':
      case 'DECLINED':
      case 'COEXISTING':
      case 'CANCELLED':
      case 'ROLLED_BACK':
      case 'COMPLETED':
        throw new Error(`the driver cannot go on from ${move.state}`)
      case 'INVITED':
      case 'STALLED':
      case 'PROVISIONING':
      case 'OVERLAP':
      case 'TRANSFER_PENDING':
      case 'TRANSFER_RUNNING':
        return this.say('Sara Lind', 'practice next')
      default:
        return unreachable(move)
    }
  }

  private async say(name: string, text: string): Promise<void> {
    await this.ferry.channel?.say(this.idOf(name), text)
    await this.ferry.settled()
  }

  private idOf(name: string): string {
    return this.ferry.control.people().find((person) => person.name === name)?.id ?? ''
  }
}

/** What must be the same however often the process died on the way. */
export async function endStateOf(ferry: Ferry, move: MoveCase): Promise<object> {
  const held = await ferry.partnerCenter.subscriptions(move.customer.tenantId)
  return {
    state: move.state,
    orders: (await ferry.store.all(PRACTICE_ORDERS)).length,
    lines: move.lines.map(({ id, order, sourceEnd, seats }) => ({ id, order: order.status, sourceEnd, seats })),
    ours: held
      .filter((subscription) => subscription.ours)
      .map(({ sku, seats, startedOn, endDate, status }) => ({ sku, seats, startedOn, endDate, status })),
    approvedBy: 'approval' in move ? move.approval?.by : undefined,
    submittedBy: 'submission' in move ? move.submission?.by : undefined,
  }
}
