import { expect } from 'chai'
import * as fc from 'fast-check'
import { addDays } from '../../src/domain/days.js'
import { type EndFacts, endFactsOf, endRegime, type Regime, REGIMES } from '../../src/domain/endRegime.js'
import { AutoRenew, EndAction, SourceChannel, SourceStatus, Term } from '../../src/domain/facts.js'
import { anyDay, day, source } from './ruleFacts.js'

/** Another CSP partner's subscription that the Extended Service Term applies to; what is left out is unknown. */
const est: EndFacts = { channel: 'CSP_NCE', endDate: day('2026-12-15'), boughtOrRenewedOn: day('2025-12-16') }
const grace: EndFacts = { channel: 'CSP_NCE', endDate: day('2026-03-09'), boughtOrRenewedOn: day('2025-03-10') }
const threeYears: EndFacts = {
  channel: 'CSP_NCE',
  endDate: day('2027-06-30'),
  term: 'P3Y',
  autoRenew: 'OFF',
  endAction: 'NONE',
}
const direct: EndFacts = { channel: 'WEB_DIRECT_MCA', endDate: day('2026-12-15') }

describe('endRegime', () => {
  const cases: [what: string, facts: EndFacts, regime: Regime][] = [
    // what has happened already
    ['cut off once cancelled, whatever the channel', { ...est, channel: 'EA', status: 'CANCELED' }, 'CUT_OFF'],
    ['cut off once deleted', { ...est, autoRenew: 'ON', status: 'DELETED' }, 'CUT_OFF'],
    ['a paid extension once it runs', { ...est, channel: 'UNKNOWN', status: 'EST' }, 'PAID_EXTENSION'],
    [
      'suspended at its end, although it would renew',
      { ...est, autoRenew: 'ON', status: 'SUSPENDED' },
      'SUSPENDED_AT_END',
    ],
    // channels of which nothing certain is known
    [
      'the worst for an Enterprise Agreement, even with a cancellation set',
      { ...est, channel: 'EA', endAction: 'CANCEL' },
      'UNKNOWN_WORST',
    ],
    ['the worst for other volume licensing', { ...est, channel: 'OTHER_VL', autoRenew: 'ON' }, 'UNKNOWN_WORST'],
    ['the worst for an unknown channel', { ...est, channel: 'UNKNOWN', autoRenew: 'OFF' }, 'UNKNOWN_WORST'],
    // renewal
    ['a renewal while it is on, whatever else is set', { ...est, autoRenew: 'ON', endAction: 'CANCEL' }, 'AUTO_RENEW'],
    ['a renewal of an older CSP subscription', { ...est, channel: 'CSP_LEGACY', autoRenew: 'ON' }, 'AUTO_RENEW'],
    ['a renewal of a direct purchase', { ...direct, autoRenew: 'ON' }, 'AUTO_RENEW'],
    // new commerce under the extension
    ['cut off at an explicit cancellation', { ...est, autoRenew: 'OFF', endAction: 'CANCEL' }, 'CUT_OFF'],
    ['cut off at a cancellation, the renewal unknown', { ...est, endAction: 'CANCEL' }, 'CUT_OFF'],
    ['an extension that was chosen', { ...est, autoRenew: 'OFF', endAction: 'EST' }, 'PAID_EXTENSION'],
    ['I4 an extension when only the renewal is off', { ...est, autoRenew: 'OFF', endAction: 'NONE' }, 'PAID_EXTENSION'],
    ['the worst when nobody knows the renewal', { ...est, autoRenew: 'UNKNOWN', endAction: 'NONE' }, 'UNKNOWN_WORST'],
    ['I4 the worst when nobody knows the end action', { ...est, autoRenew: 'OFF' }, 'UNKNOWN_WORST'],
    ['the worst at a contradiction', { ...est, autoRenew: 'OFF', endAction: 'RENEW' }, 'UNKNOWN_WORST'],
    // new commerce with the free grace
    ['the grace when it ended before the extension', { ...grace, autoRenew: 'OFF' }, 'FREE_GRACE_30'],
    ['the worst before the extension while the renewal is unknown', grace, 'UNKNOWN_WORST'],
    [
      'the grace when bought one day before the cut-off',
      { ...est, boughtOrRenewedOn: day('2025-03-31'), autoRenew: 'OFF' },
      'FREE_GRACE_30',
    ],
    [
      'an extension when bought on the cut-off',
      { ...est, boughtOrRenewedOn: day('2025-04-01'), autoRenew: 'OFF', endAction: 'NONE' },
      'PAID_EXTENSION',
    ],
    // the purchase derived
    [
      'an extension by a one-year term alone',
      { channel: 'CSP_NCE', endDate: day('2026-05-04'), term: 'P1Y', endAction: 'EST' },
      'PAID_EXTENSION',
    ],
    [
      'an extension by a one-month term alone',
      { channel: 'CSP_NCE', endDate: day('2026-05-04'), term: 'P1M', endAction: 'EST' },
      'PAID_EXTENSION',
    ],
    ['the worst for three years of which nobody knows the purchase', threeYears, 'UNKNOWN_WORST'],
    ['the worst for a term nobody knows', { ...threeYears, term: undefined }, 'UNKNOWN_WORST'],
    [
      'the grace for three years that began before the cut-off',
      { ...threeYears, startedOn: day('2024-07-01') },
      'FREE_GRACE_30',
    ],
    [
      'an extension for a shortened first term begun after the cut-off',
      { ...threeYears, startedOn: day('2025-04-01') },
      'PAID_EXTENSION',
    ],
    [
      'the worst when it was renewed since it began, who knows when',
      { ...threeYears, startedOn: day('2021-07-01') },
      'UNKNOWN_WORST',
    ],
    [
      'the worst for a full three years begun on the last day before the cut-off, unless that is known',
      { ...threeYears, endDate: day('2028-03-30') },
      'UNKNOWN_WORST',
    ],
    [
      'an extension for three years that cannot have begun earlier',
      { ...threeYears, endDate: day('2028-03-31') },
      'PAID_EXTENSION',
    ],
    [
      'an extension for any term that cannot have begun earlier',
      { ...threeYears, term: undefined, endDate: day('2028-03-31') },
      'PAID_EXTENSION',
    ],
    // bought from Microsoft
    ['cut off for a direct purchase with a cancellation', { ...direct, endAction: 'CANCEL' }, 'CUT_OFF'],
    ['an extension for a direct purchase that chose it', { ...direct, endAction: 'EST' }, 'PAID_EXTENSION'],
    [
      'the worst for a direct purchase merely switched off (U6)',
      { ...direct, autoRenew: 'OFF', endAction: 'NONE' },
      'UNKNOWN_WORST',
    ],
    [
      'cut off for a direct purchase from 9 February 2026',
      { ...direct, endDate: day('2026-02-09'), endAction: 'CANCEL' },
      'CUT_OFF',
    ],
    [
      'the worst for a direct purchase until 8 February 2026',
      { ...direct, endDate: day('2026-02-08'), endAction: 'CANCEL' },
      'UNKNOWN_WORST',
    ],
    [
      'the grace for an older direct account',
      { ...direct, channel: 'WEB_DIRECT_MOSA', autoRenew: 'OFF' },
      'FREE_GRACE_30',
    ],
    [
      'the worst for an older direct account, renewal unknown',
      { ...direct, channel: 'WEB_DIRECT_MOSA' },
      'UNKNOWN_WORST',
    ],
    ['the grace for Open Value', { ...direct, channel: 'OPEN_VALUE', autoRenew: 'OFF' }, 'FREE_GRACE_30'],
    [
      'the worst for an older CSP subscription',
      { ...direct, channel: 'CSP_LEGACY', autoRenew: 'OFF', endAction: 'CANCEL' },
      'UNKNOWN_WORST',
    ],
  ]
  for (const [what, facts, regime] of cases)
    it(`is ${what}: ${regime}`, () => expect(endRegime(facts)).to.equal(regime))

  it('I4 never takes what is missing for off, nothing or old', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SourceChannel.options), anyDay, (channel, endDate) => {
        expect(endRegime({ channel, endDate })).to.equal('UNKNOWN_WORST')
      }),
    )
  })

  it('is one of the six regimes whatever the facts', () => {
    const facts = fc.record(
      {
        channel: fc.constantFrom(...SourceChannel.options),
        endDate: anyDay,
        startedOn: anyDay,
        boughtOrRenewedOn: anyDay,
        term: fc.constantFrom(...Term.options),
        autoRenew: fc.constantFrom(...AutoRenew.options),
        endAction: fc.constantFrom(...EndAction.options),
        status: fc.constantFrom(...SourceStatus.options),
      },
      { requiredKeys: ['channel', 'endDate'] },
    )
    fc.assert(
      fc.property(facts, (one) => {
        expect(REGIMES).to.include(endRegime(one))
      }),
    )
  })

  it('I4 shows a hard stop only where somebody set or did one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SourceChannel.options),
        anyDay,
        fc.constantFrom(...AutoRenew.options),
        fc.constantFrom('NONE', 'UNKNOWN', 'EST', 'RENEW'),
        (channel, endDate, autoRenew, endAction) => {
          expect(
            endRegime({ channel, endDate, autoRenew, endAction: EndAction.parse(endAction), term: 'P1Y' }),
          ).to.not.equal('CUT_OFF')
        },
      ),
    )
  })

  it('needs no purchase date for a term of up to a year that ends under the extension', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom('P1M', 'P1Y'), (offset, term) => {
        const endDate = addDays(day('2026-05-04'), offset)
        expect(endRegime({ channel: 'CSP_NCE', endDate, term: Term.parse(term), endAction: 'CANCEL' })).to.equal(
          'CUT_OFF',
        )
      }),
    )
  })
})

describe('endFactsOf', () => {
  it('reads a subscription as it was found, and claims no purchase date', () => {
    expect(endFactsOf(source)).to.deep.equal({
      channel: 'CSP_NCE',
      endDate: '2026-12-15',
      startedOn: '2025-12-16',
      term: 'P1Y',
      autoRenew: 'OFF',
      endAction: 'CANCEL',
      status: 'ACTIVE',
    })
    expect(endRegime(endFactsOf(source))).to.equal('CUT_OFF')
  })
})
