import { expect } from 'chai'
import { CountryCode } from '../../../src/domain/ids.js'
import { MoveCase } from '../../../src/domain/moveCase.js'
import { openCase } from '../../../src/domain/openCase.js'
import {
  ada,
  contoso,
  hana,
  nobody,
  opened,
  opening,
  sara,
  subscription,
  system,
  type Start,
} from '../../support/facts.js'

describe('a case that is opened', () => {
  it('is a draft of its opener, with the first entry of its history', () => {
    const decision = openCase(opening())
    if (!decision.ok) throw new Error(decision.refusal.code)
    expect(decision.move).to.include({
      state: 'DRAFT',
      number: 12,
      revision: 0,
      historyLength: 1,
      createdBy: sara.id,
      owner: sara.id,
      createdAt: opened,
      since: opened,
      held: 1,
    })
    expect(decision.entry).to.deep.equal({
      n: 1,
      at: opened,
      by: sara.id,
      what: 'open',
      from: 'DRAFT',
      to: 'DRAFT',
      facts: { customer: 'Contoso' },
    })
  })
  it('has no gates open, whatever the customer had with others', () => {
    expect(contoso()).to.include({ relationship: 'NONE', agreement: 'UNKNOWN', adminAccess: 'NONE' })
  })
  it('reads back as it was written', () => {
    for (const start of [{}, { subscriptions: [] }, { customer: { locale: undefined } }]) {
      const move = contoso(start)
      expect(MoveCase.parse(JSON.parse(JSON.stringify(move)))).to.deep.equal(move)
    }
  })

  for (const cloud of ['usGovernment', '21Vianet'] as const) {
    it(`is refused in another cloud: ${cloud} (F18)`, () => {
      expect(openCase(opening({ customer: { cloud } }))).to.deep.equal({ ok: false, refusal: { code: 'otherCloud' } })
    })
  }
  it('is not opened by those who only read, nor by the system', () => {
    for (const actor of [hana, nobody, system])
      expect(openCase(opening({ actor }))).to.have.nested.property('refusal.code', 'notAllowed')
    expect(openCase(opening({ actor: ada })).ok).to.equal(true)
  })
  it('is opened for a country that may be blocked: that is decided with the next step (X2)', () => {
    expect(openCase(opening({ customer: { country: CountryCode.parse('BY') } })).ok).to.equal(true)
  })

  const sellers: [what: string, start: Start, expected: Partial<MoveCase>][] = [
    ['directly from Microsoft', {}, { channel: 'WEB_DIRECT_MCA', path: 'MANUAL' }],
    [
      'from another partner, in new commerce',
      { subscriptions: [subscription({ channel: 'CSP_NCE', soldBy: 'Old Partner' })] },
      { channel: 'CSP_NCE', soldBy: 'Old Partner', path: 'TRANSFER' },
    ],
    [
      'from another partner, suspended there (P11)',
      { subscriptions: [subscription({ channel: 'CSP_NCE', status: 'SUSPENDED' })] },
      { channel: 'CSP_NCE', path: 'MANUAL' },
    ],
    [
      'under an Enterprise Agreement',
      { subscriptions: [subscription({ channel: 'EA' })] },
      { channel: 'EA', path: 'CHANNEL_TRANSFER' },
    ],
    [
      'by nobody knows what',
      { subscriptions: [subscription({ channel: 'UNKNOWN' })] },
      { channel: 'UNKNOWN', path: 'MANUAL' },
    ],
    [
      'by several ways: most seats decide',
      {
        subscriptions: [
          subscription({ channel: 'EA', seats: 60, soldBy: 'Reseller A' }),
          subscription({ id: 101, sku: 'VISIO', channel: 'CSP_NCE', soldBy: 'Partner B', seats: 40 }),
          subscription({ id: 102, sku: 'PROJECT', channel: 'CSP_NCE', soldBy: 'Partner C', seats: 30 }),
        ],
      },
      { channel: 'CSP_NCE', soldBy: 'Partner B', path: 'TRANSFER' },
    ],
    [
      'not from us: what is ours does not count',
      {
        subscriptions: [
          subscription({ ours: true, channel: 'CSP_NCE', seats: 500 }),
          subscription({ id: 101, sku: 'VISIO', channel: 'EA' }),
        ],
      },
      { channel: 'EA' },
    ],
    ['nothing at all', { subscriptions: [] }, { channel: 'UNKNOWN', path: 'MANUAL', lines: [], held: 0 }],
  ]
  for (const [what, start, expected] of sellers) {
    it(`proposes its path by how the customer buys: ${what} (2.2)`, () =>
      expect(contoso(start)).to.deep.include(expected))
  }
})
