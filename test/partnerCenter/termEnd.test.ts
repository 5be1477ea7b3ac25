import { expect } from 'chai'
import * as fc from 'fast-check'
import { endFactsOf, endRegime } from '../../src/domain/endRegime.js'
import type { SourceSubscription } from '../../src/domain/facts.js'
import { addDays, startOf } from '../../src/domain/days.js'
import { actualRegime } from '../../src/partnerCenter/simulator/termEnd.js'
import {
  customer,
  guid,
  openSimulator,
  subscription,
  TENANT,
  TODAY,
  worldOf,
  type WrittenSubscription,
} from './openSimulator.js'

describe('the end of a term in the practice world (domain 4.2)', () => {
  /** What was bought, and what it is on the last day, the day after, and later days counted from `E`. */
  const table: readonly [what: string, held: Partial<WrittenSubscription>, after: Record<number, string>][] = [
    ['direct, cancel set: CUT_OFF', {}, { 0: 'ACTIVE', 1: 'DISABLED', 90: 'DISABLED', 91: 'DELETED' }],
    ['direct, EST set: PAID_EXTENSION', { endAction: 'EST' }, { 0: 'ACTIVE', 1: 'EST', 400: 'EST' }],
    [
      'CSP, cancel set: CUT_OFF',
      { channel: 'CSP_NCE', soldBy: 'Lamna' },
      { 0: 'ACTIVE', 1: 'DISABLED', 91: 'DELETED' },
    ],
    [
      'CSP, renewal only switched off: PAID_EXTENSION (M3, I4)',
      { channel: 'CSP_NCE', soldBy: 'Lamna', endAction: 'NONE' },
      { 1: 'EST', 200: 'EST' },
    ],
    [
      'MOSA, off: FREE_GRACE_30',
      { channel: 'WEB_DIRECT_MOSA', endAction: 'NONE' },
      { 0: 'ACTIVE', 1: 'EXPIRED', 30: 'EXPIRED', 31: 'DISABLED', 120: 'DISABLED', 121: 'DELETED' },
    ],
    [
      'Open Value, off: FREE_GRACE_30',
      { channel: 'OPEN_VALUE', endAction: 'NONE' },
      { 1: 'EXPIRED', 31: 'DISABLED', 121: 'DELETED' },
    ],
    [
      'CSP for three years since 2024: FREE_GRACE_30 (V8)',
      {
        channel: 'CSP_NCE',
        soldBy: 'Lamna',
        term: 'P3Y',
        startedOn: '2024-01-01',
        endDate: '2026-12-31',
        endAction: 'NONE',
      },
      { 1: 'EXPIRED', 31: 'DISABLED' },
    ],
    [
      'suspended: out at once, SUSPENDED_AT_END (M13)',
      { status: 'suspended' },
      { 0: 'SUSPENDED', 1: 'DISABLED', 120: 'DISABLED', 121: 'DELETED' },
    ],
    [
      'Enterprise Agreement, nothing known: it ends',
      { channel: 'EA', autoRenew: 'unknown', endAction: 'UNKNOWN' },
      { 0: 'ACTIVE', 1: 'DISABLED', 91: 'DELETED' },
    ],
    ['old CSP, off', { channel: 'CSP_LEGACY', soldBy: 'Lamna', endAction: 'UNKNOWN' }, { 1: 'DISABLED' }],
  ]
  for (const [what, held, after] of table) {
    it(what, async () => {
      const { simulator, clock } = await openSimulator(worldOf(customer({ subscriptions: [subscription(held)] })))
      const { endDate } = (await simulator.subscriptions(TENANT))[0]!
      for (const [days, status] of Object.entries(after)) {
        await clock.set(startOf(addDays(endDate, Number(days))))
        await simulator.runDue(clock.now())
        const [found] = await simulator.subscriptions(TENANT)
        expect({ days, status: found?.status, endDate: found?.endDate }).to.deep.equal({ days, status, endDate })
      }
    })
  }

  const renewing: readonly [what: string, held: Partial<WrittenSubscription>][] = [
    ['direct, renewal on: AUTO_RENEW', { autoRenew: true, endAction: 'RENEW' }],
    [
      'renewal on wins over an end action (domain 4.2)',
      { channel: 'CSP_NCE', soldBy: 'Lamna', autoRenew: true, endAction: 'CANCEL' },
    ],
    ['Enterprise Agreement, a renewal agreed', { channel: 'EA', autoRenew: 'unknown', endAction: 'RENEW' }],
    ['Enterprise Agreement with renewal on', { channel: 'EA', autoRenew: true, endAction: 'UNKNOWN' }],
    ['nothing known of a direct one: Microsoft’s default is to renew', { autoRenew: 'unknown', endAction: 'UNKNOWN' }],
    [
      'nothing known of an old CSP one',
      { channel: 'CSP_LEGACY', soldBy: 'Lamna', autoRenew: 'unknown', endAction: 'UNKNOWN' },
    ],
  ]
  for (const [what, held] of renewing) {
    it(`${what}: a new full term from E+1, again and again`, async () => {
      const { simulator, forward } = await openSimulator(worldOf(customer({ subscriptions: [subscription(held)] })))
      await forward(23 * 24)
      expect((await simulator.subscriptions(TENANT))[0]).to.include({ endDate: '2026-12-15' })
      await forward(16)
      expect((await simulator.subscriptions(TENANT))[0]).to.include({
        status: 'ACTIVE',
        startedOn: '2026-12-16',
        endDate: '2027-12-15',
      })
      await forward((365 + 366) * 24)
      expect((await simulator.subscriptions(TENANT))[0]).to.include({ startedOn: '2028-12-16', endDate: '2029-12-15' })
    })
  }

  it('one that had ended before the world began is what it has become by then', async () => {
    const held = [
      subscription({ id: guid(1), startedOn: '-366d', endDate: '-2d' }),
      subscription({ id: guid(2), startedOn: '-400d', endDate: '-36d', channel: 'WEB_DIRECT_MOSA', endAction: 'NONE' }),
      subscription({ id: guid(3), startedOn: '-370d', endDate: '-6d', status: 'expired' }),
      subscription({ id: guid(4), startedOn: '-500d', endDate: '-136d', status: 'deleted' }),
    ]
    const { simulator, clock, forward } = await openSimulator(worldOf(customer({ subscriptions: held })))
    await simulator.runDue(clock.now())
    const statuses = async () => (await simulator.subscriptions(TENANT)).map(({ status }) => status)
    expect(await statuses()).to.deep.equal(['DISABLED', 'DISABLED', 'EXPIRED', 'DELETED'])
    await forward(25 * 24)
    expect(await statuses()).to.deep.equal(['DISABLED', 'DISABLED', 'DISABLED', 'DELETED'])
    await forward(365 * 24)
    expect(await statuses()).to.deep.equal(['DELETED', 'DELETED', 'DELETED', 'DELETED'])
    expect(await simulator.nextDue()).to.equal(undefined)
  })

  it('is known to the world wherever staff have to plan for the worst', () => {
    const sources = fc.record({
      channel: fc.constantFrom(
        'CSP_NCE',
        'CSP_LEGACY',
        'WEB_DIRECT_MCA',
        'WEB_DIRECT_MOSA',
        'EA',
        'OPEN_VALUE',
        'OTHER_VL',
        'UNKNOWN',
      ),
      endDate: fc.integer({ min: -400, max: 1200 }).map((days) => addDays(TODAY, days)),
      startedOn: fc.option(
        fc.integer({ min: -2000, max: -401 }).map((days) => addDays(TODAY, days)),
        { nil: undefined },
      ),
      term: fc.constantFrom('P1M', 'P1Y', 'P3Y'),
      autoRenew: fc.constantFrom('ON', 'OFF', 'UNKNOWN'),
      endAction: fc.constantFrom('CANCEL', 'EST', 'RENEW', 'NONE', 'UNKNOWN'),
      status: fc.constantFrom('ACTIVE', 'SUSPENDED', 'EST', 'CANCELED', 'DELETED', 'EXPIRED', 'DISABLED'),
    })
    fc.assert(
      fc.property(sources, (source) => {
        const facts = endFactsOf(source as SourceSubscription)
        const regime = endRegime(facts)
        return regime === 'UNKNOWN_WORST'
          ? ['AUTO_RENEW', 'CUT_OFF', 'PAID_EXTENSION'].includes(actualRegime(facts))
          : actualRegime(facts) === regime
      }),
    )
  })
})
