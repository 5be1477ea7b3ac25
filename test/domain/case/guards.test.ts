import { expect } from 'chai'
import type { Change, Refusal } from '../../../src/domain/changes.js'
import { CountryCode } from '../../../src/domain/ids.js'
import type { MoveCase } from '../../../src/domain/moveCase.js'
import { ada, after, caseIn, day, offer, subscription, system, target } from '../../support/facts.js'
import { l1 } from './transitionRows.js'
import { nce, now, completePlan, title, unmatched, edit, planning, refusal } from './planning.js'

const other = { what: 'offer', line: l1, level: 'EQUIVALENT', target: target('O365_BUSINESS_PREMIUM') } as const
const poorer = { what: 'offer', line: l1, level: 'DIFFERENT', target: target('SPE_E3'), missing: ['Teams'] } as const

describe('REGION_OK', () => {
  it('is asked again before a case is re-opened (X31)', () => {
    const declined = {
      ...caseIn('DECLINED'),
      customer: { ...caseIn('DECLINED').customer, country: CountryCode.parse('US') },
    }
    expect(refusal(declined, { type: 'reopen' })).to.deep.equal({
      code: 'regionMismatch',
      partnerRegion: 'EUROPE',
      customerRegion: 'UNITED_STATES',
      listDate: '2023-08-17',
    })
  })

  it('blocks on a country that the list does not have (I5)', () => {
    const blocked = caseIn('REGION_BLOCKED', { customer: { country: CountryCode.parse('RU') } })
    expect(refusal(blocked, { type: 'recheckRegion' })).to.deep.equal({
      code: 'regionUnknown',
      country: 'RU',
      listDate: '2023-08-17',
    })
  })

  it('is satisfied by an audited override, until the country is corrected', () => {
    const overridden = after(
      caseIn('REGION_BLOCKED'),
      { type: 'overrideRegion', reason: 'Microsoft confirmed' },
      ada,
      now,
    )
    expect(refusal(overridden, { type: 'recheckRegion' })).to.deep.equal({ code: 'nothingNew' })
    expect(after(overridden, { type: 'recheckRegion', country: CountryCode.parse('CA') }, ada, now).state).to.equal(
      'REGION_BLOCKED',
    )
  })

  it('wants a reason for an override', () => {
    expect(refusal(caseIn('REGION_BLOCKED'), { type: 'overrideRegion', reason: '  ' })).to.deep.equal({
      code: 'emptyReason',
    })
  })
})

describe('AGREEMENT_OK', () => {
  for (const agreement of ['UNKNOWN', 'REQUESTED', 'REFUSED'] as const) {
    it(`says no to a plan while the agreement is ${agreement} (M6)`, () => {
      const asked = caseIn('RELATIONSHIP_ACTIVE')
      const move = agreement === 'UNKNOWN' ? asked : after(asked, { type: 'recordAgreement', agreement }, system, now)
      expect(refusal(move, completePlan)).to.deep.equal({ code: 'noAgreement' })
    })
  }
  it('says no to a submission when the agreement is withdrawn meanwhile (X11)', () => {
    const move = after(caseIn('PLANNED'), { type: 'recordAgreement', agreement: 'REFUSED' }, system, now)
    expect(refusal(move, { type: 'submit' })).to.deep.equal({ code: 'noAgreement' })
  })
})

describe('LINES_OK', () => {
  const cases: [what: string, move: () => MoveCase, refusal: Refusal | undefined][] = [
    [
      'nothing is to be moved',
      () => planning({}, { what: 'exclude', line: l1, why: 'KEPT_AT_SOURCE' }),
      { code: 'noLines' },
    ],
    ['the customer holds nothing', () => planning({ subscriptions: [] }), { code: 'noLines' }],
    ['the path orders nothing', () => planning({}, { what: 'path', path: 'COEXIST' }), { code: 'noLines' }],
    ['nobody has decided on a line', () => planning(unmatched), { code: 'lineUndecided', line: l1, title }],
    [
      'a line has no equivalent (F4)',
      () => planning({}, { what: 'noEquivalent', line: l1 }),
      { code: 'noEquivalent', line: l1, title },
    ],
    [
      'an equivalent is not confirmed',
      () => planning({}, other),
      { code: 'notConfirmed', line: l1, title, level: 'EQUIVALENT' },
    ],
    ['an equivalent is confirmed', () => planning({}, other, { what: 'confirmEquivalent', line: l1 }), undefined],
    [
      'a different offer is not confirmed',
      () => planning({}, poorer),
      { code: 'notConfirmed', line: l1, title, level: 'DIFFERENT' },
    ],
    [
      'a different offer is confirmed with consent',
      () =>
        planning({}, poorer, {
          what: 'confirmDifferent',
          line: l1,
          reason: 'cheaper',
          customerConsent: 'mail of 24 November',
        }),
      undefined,
    ],
    [
      'the offer is for another segment (M19)',
      () =>
        planning(
          {},
          { ...other, target: { ...other.target, segment: 'education' } },
          { what: 'confirmEquivalent', line: l1 },
        ),
      { code: 'otherSegment', line: l1, title },
    ],
    [
      'the product is not sold in so many seats',
      () => planning({}, { what: 'seats', line: l1, seats: 301 }),
      { code: 'seatLimit', line: l1, title, limit: 300 },
    ],
    [
      'people would lose their licence (F5)',
      () => planning({}, { what: 'seats', line: l1, seats: 20 }),
      { code: 'seatShortfall', line: l1, title, shortfall: 5, assigned: 25, seats: 20 },
    ],
    [
      'the shortfall is overridden',
      () =>
        planning({}, { what: 'seats', line: l1, seats: 20 }, { what: 'overrideSeats', line: l1, reason: 'five leave' }),
      undefined,
    ],
    [
      'seats that we sell already make up for it',
      () =>
        planning({
          subscriptions: [
            subscription({ seats: 20, assigned: 20 }),
            subscription({ id: 7, ours: true, seats: 5, assigned: 5 }),
          ],
        }),
      undefined,
    ],
    [
      'a transfer finds another channel than new commerce',
      () => planning({}, { what: 'path', path: 'TRANSFER' }),
      { code: 'pathNotForChannel', line: l1, title, path: 'TRANSFER', channel: 'WEB_DIRECT_MCA' },
    ],
    [
      'a channel transfer finds no Enterprise Agreement',
      () => planning({}, { what: 'path', path: 'CHANNEL_TRANSFER' }),
      { code: 'pathNotForChannel', line: l1, title, path: 'CHANNEL_TRANSFER', channel: 'WEB_DIRECT_MCA' },
    ],
    ['a transfer matches nothing (P3)', () => planning({ ...nce, offers: [] }), undefined],
    [
      'a transfer meets a suspended subscription (P11)',
      () =>
        planning(
          { subscriptions: [subscription({ channel: 'CSP_NCE', status: 'SUSPENDED' })] },
          { what: 'path', path: 'TRANSFER' },
        ),
      { code: 'trialOnTransfer', line: l1, title },
    ],
    [
      'a transfer meets a trial (P11)',
      () =>
        planning(
          { subscriptions: [subscription({ channel: 'CSP_NCE', isTrial: true })] },
          { what: 'include', line: l1 },
          { what: 'path', path: 'TRANSFER' },
        ),
      { code: 'trialOnTransfer', line: l1, title },
    ],
  ]
  for (const [what, build, expected] of cases) {
    it(`${expected === undefined ? 'passes' : `says ${expected.code}`} when ${what}`, () => {
      const move = build()
      expect(refusal(move, completePlan)).to.deep.equal(expected)
    })
  }

  it('counts the subscriptions of the tenant (V17): 151 cannot be doubled', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => subscription({ id: 2000 + n, sku: `SKU${n}` }))
    expect(refusal(planning({ subscriptions: many(151) }), completePlan)).to.deep.equal({
      code: 'capacity',
      total: 302,
      limit: 300,
    })
    expect(refusal(planning({ subscriptions: many(150) }), completePlan)).to.equal(undefined)
    const cancelled = subscription({ id: 5000, sku: 'SKU0', status: 'CANCELED', endDate: day('2026-01-01') })
    expect(refusal(planning({ subscriptions: [...many(150), cancelled] }), completePlan)).to.equal(undefined)
  })

  it('is asked again on submission (X11)', () => {
    expect(
      refusal(edit(caseIn('PLANNED'), { what: 'exclude', line: l1, why: 'OTHER' }), { type: 'submit' }),
    ).to.deep.equal({ code: 'noLines' })
  })
})

describe('offers on sale', () => {
  it('match on the identical SKU id alone (I7)', () => {
    const move = caseIn('RELATIONSHIP_ACTIVE', {
      offers: [offer('SPB_NO_TEAMS'), offer('SPB', { segment: 'education' })],
    })
    expect(move.lines[0]?.match).to.deep.equal({ level: 'UNDECIDED' })
  })
  it('are never chosen as the same under another SKU id (I7)', () => {
    const change: Change = {
      type: 'editPlan',
      edit: { what: 'offer', line: l1, level: 'SAME', target: target('SPB_NO_TEAMS') },
    }
    expect(refusal(caseIn('RELATIONSHIP_ACTIVE'), change)).to.deep.equal({ code: 'notSame', line: l1, title })
  })
  it('are the same under the same SKU id, whatever was chosen', () => {
    const change: Change = {
      type: 'editPlan',
      edit: { what: 'offer', line: l1, level: 'DIFFERENT', target: target('SPB'), missing: ['x'] },
    }
    expect(after(caseIn('RELATIONSHIP_ACTIVE', unmatched), change, ada, now).lines[0]?.match.level).to.equal('SAME')
  })
})
