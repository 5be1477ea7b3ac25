import { expect } from 'chai'
import type { Change } from '../../../src/domain/changes.js'
import { decide } from '../../../src/domain/decide.js'
import type { SourceSubscription } from '../../../src/domain/facts.js'
import { linesFrom, sourceEventsOf } from '../../../src/domain/lines.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import type { EndEvidence, MoveLine } from '../../../src/domain/moveLine.js'
import {
  after,
  afterEnd,
  at,
  caseIn,
  day,
  lastPaidDay,
  offer,
  opened,
  ordered,
  sara,
  sent,
  subscription,
  system,
  target,
  twoProducts,
} from '../../support/facts.js'
import { edit, nce } from './planning.js'
import { l1, l2 } from './transitionRows.js'

const stated: EndEvidence = { by: 'system', at: opened, source: 'CUSTOMER_STATED' }
const read = (subscriptions: SourceSubscription[], existing: readonly MoveLine[] = [], evidence = stated) =>
  linesFrom({ subscriptions, offers: [offer(), offer('VISIO')], segment: 'commercial', existing, evidence })

describe('lines made of what the customer holds', () => {
  it('are one for each product that others sell, with the total of its seats (R17, V15)', () => {
    const lines = read([
      subscription({ seats: 60, assigned: 58 }),
      subscription({ id: 101, sku: 'VISIO', seats: 5, assigned: 2 }),
      subscription({ id: 102, seats: 40, assigned: 39 }),
    ])
    expect(
      lines.map(({ id, sku, seats, assigned, sources }) => [id, sku, seats, assigned, sources.length]),
    ).to.deep.equal([
      ['l1', 'SPB', 100, 97, 2],
      ['l2', 'VISIO', 5, 2, 1],
    ])
  })
  it('leave out what is ours, but count its people and seats', () => {
    const [line, ...others] = read([
      subscription({ seats: 20, assigned: 20 }),
      subscription({ id: 7, ours: true, seats: 5, assigned: 4 }),
      subscription({ id: 8, sku: 'OURS', ours: true }),
    ])
    expect(others).to.deep.equal([])
    expect(line).to.include({ seats: 20, staying: 5, assigned: 24 })
  })
  it('leave out what is deleted, and what was cancelled beside others of the product', () => {
    const lines = read([
      subscription(),
      subscription({ id: 101, status: 'CANCELED', endDate: day('2026-03-01') }),
      subscription({ id: 102, sku: 'OLD', status: 'DELETED' }),
    ])
    expect(lines.map(({ sku, sources, assigned }) => [sku, sources.length, assigned])).to.deep.equal([['SPB', 1, 25]])
  })
  it('exclude a trial, and a trial beside paid seats (R3)', () => {
    expect(read([subscription({ isTrial: true })])[0]?.match).to.deep.equal({ level: 'EXCLUDED', why: 'TRIAL' })
    const [mixed] = read([subscription({ isTrial: true, seats: 10 }), subscription({ id: 101 })])
    expect([mixed?.match.level, mixed?.seats, mixed?.sources.length]).to.deep.equal(['SAME', 25, 1])
  })
  it('say from whom their dates are', () => expect(read([subscription()])[0]?.endEvidence).to.deep.equal(stated))
  it('know what is over already', () => {
    const over = subscription({ status: 'DISABLED', endDate: day('2026-11-20') })
    expect(read([over])[0]?.sourceEnd).to.deep.equal({ status: 'ended', on: '2026-11-20', how: 'DISABLED' })
    expect(read([{ ...over, endDate: day('2026-11-22') }])[0]?.sourceEnd).to.deep.equal({ status: 'running' }, 'I6')
  })
  it('have no seats to lose where nobody has any', () =>
    expect(read([subscription({ seats: 0, assigned: 0 })])[0]?.seats).to.equal(1))
})

describe('lines that are read again', () => {
  const [line] = read([subscription()])
  if (line === undefined) throw new Error('no line')
  const again = (
    subscriptions: SourceSubscription[],
    existing: MoveLine[] = [line],
    source: EndEvidence['source'] = 'CUSTOMER_STATED',
  ) => read(subscriptions, existing, { by: 'system', at: afterEnd, source })

  it('are the same when nothing has changed', () => expect(again([subscription()])).to.deep.equal([line]))
  it('keep their ids, whatever order the products come in', () => {
    const lines = again([subscription({ id: 101, sku: 'VISIO' }), subscription()])
    expect(lines.map(({ id, sku }) => [id, sku])).to.deep.equal([
      ['l1', 'SPB'],
      ['l2', 'VISIO'],
    ])
  })
  it('keep the line of a product that a reading does not show', () => expect(again([])).to.deep.equal([line]))
  it('follow the seats of the customer, unless somebody planned others', () => {
    expect(again([subscription({ seats: 30 })])[0]?.seats).to.equal(30)
    expect(again([subscription({ seats: 30 })], [{ ...line, seats: 20 }])[0]?.seats).to.equal(20)
  })
  it('keep what people decided', () => {
    const decided: MoveLine = {
      ...line,
      match: { level: 'EQUIVALENT', target: target('SPE_E3'), confirmed: { by: sara.id, at: opened } },
      plannedStart: day('2026-12-11'),
    }
    expect(again([subscription()], [decided])).to.deep.equal([decided])
  })
  it('are matched when nobody has decided, or a trial has become paid', () => {
    for (const match of [{ level: 'UNDECIDED' }, { level: 'EXCLUDED', why: 'TRIAL' }] as const) {
      expect(again([subscription()], [{ ...line, match }])[0]?.match.level).to.equal('SAME')
    }
  })
  it('do not forget what a reading does not know (F17)', () => {
    const [fresh] = again([subscription({ channel: 'UNKNOWN', autoRenew: 'UNKNOWN', endAction: 'UNKNOWN' })])
    expect(fresh?.sources[0]).to.include({ channel: 'WEB_DIRECT_MCA', autoRenew: 'OFF', endAction: 'CANCEL' })
  })
  it('take a date from the directory, but not over a person’s word from hearsay', () => {
    const told: MoveLine = {
      ...line,
      sources: [subscription({ endDate: day('2026-12-20') })],
      endEvidence: { by: sara.id, at: opened, source: 'SOURCE_PARTNER' },
    }
    expect(again([subscription()], [told])[0]?.sources[0]?.endDate).to.equal('2026-12-20')
    const [fromDirectory] = again([subscription()], [told], 'DIRECTORY')
    expect([fromDirectory?.sources[0]?.endDate, fromDirectory?.endEvidence?.source]).to.deep.equal([
      lastPaidDay,
      'DIRECTORY',
    ])
  })
})

describe('what a reading says has happened', () => {
  const events = (move: MoveCase, subscriptions: SourceSubscription[], now = afterEnd) =>
    sourceEventsOf(move, subscriptions, now, 'CUSTOMER_STATED')
  const types = (move: MoveCase, subscriptions: SourceSubscription[], now = afterEnd) =>
    events(move, subscriptions, now).map(({ type }) => type)
  const over = (status: SourceSubscription['status']) => subscription({ status })

  for (const status of ['EXPIRED', 'DISABLED', 'CANCELED', 'DELETED'] as const) {
    it(`is that a subscription ended which reads ${status} after its last day (X21)`, () => {
      expect(events(caseIn('OVERLAP'), [over(status)])).to.deep.equal([
        { type: 'sourceEnded', line: l1, on: lastPaidDay, how: status },
      ])
    })
  }
  it('is nothing on the last paid day itself (I6)', () => {
    expect(events(caseIn('OVERLAP'), [over('DISABLED')], at('2026-12-15T23:59:59Z'))).to.deep.equal([])
  })
  it('is that it renewed when it ends later (X28, X28c)', () => {
    const renewed = subscription({ endDate: day('2027-12-15') })
    expect(events(caseIn('OVERLAP'), [renewed])).to.deep.equal([
      { type: 'sourceRenewed', line: l1, sources: [renewed] },
    ])
    expect(types(caseIn('APPROVED'), [renewed])).to.include('sourceRenewed')
  })
  it('is that it went into the paid extension, which is neither an end nor a new term', () => {
    expect(types(caseIn('OVERLAP'), [over('EST')])).to.deep.equal(['sourceRenewed'])
    const extended = after(
      caseIn('OVERLAP'),
      { type: 'sourceRenewed', line: l1, sources: [over('EST')] },
      system,
      afterEnd,
    )
    expect(extended.lines[0]?.sourceEnd.status).to.equal('running')
    expect(types(extended, [over('EST')])).to.deep.equal([])
    expect(types(extended, [over('EST')], at('2026-12-17T00:00:00Z'))).to.deep.equal(['sourcesLooked'])
  })
  it('is that its end passed without a new one, once (X27, F6)', () => {
    const move = caseIn('APPROVED')
    expect(types(move, [subscription()])).to.deep.equal(['sourceEndPassed'])
    const told = after(move, { type: 'sourceEndPassed', line: l1 }, system, afterEnd)
    expect(types(told, [subscription()], at('2026-12-17T01:00:00Z'))).to.deep.equal(['sourcesLooked'])
  })
  it('is both, when it ended and nothing replaced it (X27)', () => {
    expect(types(caseIn('PROVISIONING'), [over('DISABLED')])).to.deep.equal(['sourceEnded', 'sourceEndPassed'])
  })
  it('is no passed end while a renewal may still be under way (AUTO_RENEW)', () => {
    const renewing = subscription({ autoRenew: 'ON' })
    expect(types(caseIn('RELATIONSHIP_ACTIVE', { subscriptions: [renewing] }), [renewing])).to.deep.equal([
      'sourcesLooked',
    ])
  })
  it('is no passed end of a line that has its new subscription', () => {
    const failed = caseIn('PARTIALLY_PROVISIONED')
    expect(events(failed, twoProducts)).to.deep.equal([
      { type: 'sourceEndPassed', line: l2 },
      { type: 'sourcesLooked' },
    ])
  })
  it('waits for the last subscription of a product', () => {
    const pair = [subscription(), subscription({ id: 101, endDate: day('2026-12-31') })]
    const move = caseIn('OVERLAP', { subscriptions: pair })
    expect(
      types(move, [{ ...pair[0], status: 'DISABLED' } as SourceSubscription, pair[1] as SourceSubscription]),
    ).to.deep.equal(['sourcesLooked'])
    expect(
      events(
        move,
        pair.map((one) => ({ ...one, status: 'DISABLED' as const })),
        at('2027-01-01T00:00:00Z'),
      ),
    ).to.deep.equal([{ type: 'sourceEnded', line: l1, on: '2026-12-31', how: 'DISABLED' }])
  })
  it('is also that a date is known better than before', () => {
    expect(
      sourceEventsOf(caseIn('APPROVED'), [subscription()], opened, 'DIRECTORY').map(({ type }) => type),
    ).to.deep.equal(['refreshLines'])
  })
  it('is that the customer holds something else, before anything is ordered', () => {
    expect(events(caseIn('INVITED'), [subscription({ seats: 30 })], opened)).to.deep.equal([
      { type: 'refreshLines', subscriptions: [subscription({ seats: 30 })], evidence: 'CUSTOMER_STATED' },
    ])
    expect(types(caseIn('OVERLAP'), [subscription({ seats: 30 })], ordered)).to.deep.equal([])
  })
  it('is nothing where a subscription is not shown at all', () =>
    expect(types(caseIn('OVERLAP'), [])).to.deep.equal(['sourcesLooked']))
  it('is nothing for a case that is over, declined, or transferred', () => {
    for (const state of ['COMPLETED', 'DECLINED', 'CANCELLED', 'ROLLED_BACK', 'COEXISTING'] as const)
      expect(events(caseIn(state), [over('DISABLED')])).to.deep.equal([])
    const transferred = after(caseIn('TRANSFER_RUNNING'), { type: 'transferFinished', moved: [l1] }, system, opened)
    expect(
      events(transferred, [subscription({ ...nce.subscriptions?.[0], id: 100, sku: 'SPB', ours: true })]),
    ).to.deep.equal([])
  })
  it('does not take a person’s earlier date for a renewal', () => {
    const told = edit(caseIn('RELATIONSHIP_ACTIVE'), {
      what: 'endDate',
      line: l1,
      day: day('2026-12-10'),
      evidence: 'SOURCE_PARTNER',
    })
    expect(sourceEventsOf(told, [subscription()], opened, 'CUSTOMER_STATED')).to.deep.equal([])
    expect(sourceEventsOf(told, [subscription()], opened, 'DIRECTORY').map(({ type }) => type)).to.include(
      'sourceRenewed',
    )
  })

  it('does not take a person’s word of an end for a renewal, unless Microsoft itself says so', () => {
    const told = after(
      caseIn('PLANNED'),
      { type: 'sourceEnded', line: l1, on: day('2026-11-20'), how: 'CANCELED' },
      sara,
      opened,
    )
    const types = (evidence: EndEvidence['source']) =>
      sourceEventsOf(told, [subscription()], opened, evidence).map(({ type }) => type)
    expect(types('CUSTOMER_STATED')).to.not.include('sourceRenewed')
    expect(types('DIRECTORY')).to.include('sourceRenewed')
  })

  const readings: [what: string, move: () => MoveCase, subscriptions: SourceSubscription[]][] = [
    ['an end', () => caseIn('OVERLAP'), [over('DISABLED')]],
    ['a renewal', () => caseIn('APPROVED'), [subscription({ endDate: day('2027-12-15'), seats: 30 })]],
    ['an extension before the order', () => caseIn('PLANNED'), [over('EST')]],
    [
      'an end before the order',
      () => caseIn('PLANNED'),
      [over('CANCELED'), subscription({ id: 101, sku: 'VISIO', endDate: day('2027-03-01') })],
    ],
    [
      'an early cancellation (F7)',
      () => caseIn('APPROVED'),
      [subscription({ status: 'CANCELED', endDate: day('2026-12-01') })],
    ],
    ['a silence', () => sent(caseIn('PROVISIONING'), ...caseIn('PROVISIONING').lines), [subscription()]],
  ]
  for (const [what, build, subscriptions] of readings) {
    it(`is told once: ${what}`, () => {
      const told = events(build(), subscriptions).reduce<MoveCase>((move, change: Change) => {
        const decision = decide(move, change, { actor: system, now: afterEnd })
        return decision.ok ? decision.move : move
      }, build())
      expect(events(told, subscriptions)).to.deep.equal([])
    })
  }
})
