import { Instant, TenantId } from '../../../src/domain/ids.js'
import type { FaultName, PracticeControl } from '../../../src/practice/control.js'
import { PracticeRefusedError } from '../../../src/practice/practiceRefused.js'
import { mountRoom, type Room } from '../../../src/practice/room/mountRoom.js'
import { Person } from '../../../src/practice/world.js'
import { piotr, sara, teamsWith, type Teams } from './support.js'

export const contoso = TenantId.parse('aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa')
export const fabrikam = TenantId.parse('bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb')

const staff = [
  Person.parse({ ...sara, roles: ['salesAgent'] }),
  Person.parse({ ...piotr, roles: ['adminAgent', 'billingAdmin'] }),
]

/** A practice world of a few lines, which notes what it is told. */
export class FakeControl implements PracticeControl {
  readonly partnerName = 'Baltic Cloud'
  readonly done: string[] = []
  /** When the next thing is due. */
  due: Instant | undefined
  broken = false
  private current = Instant.parse('2026-03-24T12:00:00.000Z')
  private readonly on = new Map<FaultName, number>()

  now() {
    return this.current
  }

  people() {
    return staff
  }

  async customers() {
    if (this.broken) throw new Error('a secret of the inside')
    return [
      { tenantId: fabrikam, name: 'Fabrikam', domain: 'fabrikam.com', relationship: 'NONE' },
      { tenantId: contoso, name: 'Contoso', domain: 'contoso.com', relationship: 'INVITED', caseState: 'INVITED' },
    ]
  }

  async forwardTo(to: Instant) {
    this.current = to
    this.done.push(`forward to ${to}`)
  }

  async next() {
    if (this.due !== undefined) await this.forwardTo(this.due)
    return this.due
  }

  async act(customer: TenantId, act: string) {
    if (act === 'sourceEnds') throw new PracticeRefusedError('noSource', { customer })
    this.done.push(`${act} ${customer === contoso ? 'Contoso' : 'Fabrikam'}`)
  }

  async fail(fault: FaultName, times: number) {
    this.on.set(fault, (this.on.get(fault) ?? 0) + times)
  }

  async heal() {
    this.on.clear()
  }

  faults() {
    return [...this.on].map(([name, times]) => ({ name, times }))
  }

  async reset() {
    this.done.push('reset')
  }
}

export interface TeamsWithRoom extends Teams {
  readonly control: FakeControl
  readonly room: Room
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** What the room wrote into its log. */
  readonly logged: string[]
}

/** A channel with a fake bot, and the practice room on it. */
export async function teamsWithRoom(): Promise<TeamsWithRoom> {
  const control = new FakeControl()
  const teams = await teamsWith({ clock: () => control.now() })
  const logged: string[] = []
  const log = { error: (_facts: object, what: string) => logged.push(what) }
  const room = mountRoom(teams.server, { channel: teams.channel, control, log })
  return {
    ...teams,
    control,
    room,
    logged,
    origin: new URL(teams.serviceUrl).origin,
    close: async () => {
      room.close()
      await teams.close()
    },
  }
}
