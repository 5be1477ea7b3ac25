import { expect } from 'chai'
import { SourceChannel } from '../../src/domain/facts.js'
import { type PathFacts, pathFactsOf, type PathProposal, proposePath } from '../../src/domain/pathChoice.js'
import { day, source } from './ruleFacts.js'

const today = day('2026-11-22')
const facts: PathFacts = { channel: 'CSP_NCE', transferable: true, onlyTrials: false, daysIntoTerm: 200 }

describe('proposePath', () => {
  const manualAfterRefusal = {
    path: 'MANUAL',
    why: 'atTermEndSourceCancels',
    alternatives: [{ path: 'MANUAL', why: 'bridgeWhenLate' }],
  } as const
  const cases: [what: string, facts: Partial<PathFacts>, proposal: PathProposal][] = [
    [
      'M7 a transfer first for another partner’s new-commerce subscription',
      {},
      {
        path: 'TRANSFER',
        why: 'keepsTermAndLicenses',
        alternatives: [{ path: 'MANUAL', why: 'atTermEndSourceCancels' }],
      },
    ],
    ['the manual way after a refused transfer', { transferRefused: true }, manualAfterRefusal],
    ['P11 the manual way for what is not active', { transferable: false }, manualAfterRefusal],
    ['the manual way for an older CSP subscription', { channel: 'CSP_LEGACY' }, manualAfterRefusal],
    [
      'M8 a channel transfer first for an Enterprise Agreement',
      { channel: 'EA' },
      {
        path: 'CHANNEL_TRANSFER',
        why: 'carriesRetiredOffers',
        alternatives: [{ path: 'MANUAL', why: 'atEnrolmentEnd' }],
      },
    ],
    [
      'M20 a refund for a direct purchase of 7 days ago',
      { channel: 'WEB_DIRECT_MCA', daysIntoTerm: 7 },
      { path: 'MANUAL', why: 'cancelProratedOnceActive', alternatives: [] },
    ],
    [
      'M20 the term’s end for a direct purchase of 8 days ago',
      { channel: 'WEB_DIRECT_MCA', daysIntoTerm: 8 },
      { path: 'MANUAL', why: 'atTermEndCustomerCancels', alternatives: [] },
    ],
    [
      'the term’s end for a direct purchase of unknown age',
      { channel: 'WEB_DIRECT_MCA', daysIntoTerm: undefined },
      { path: 'MANUAL', why: 'atTermEndCustomerCancels', alternatives: [] },
    ],
    [
      'R10 a question to support for an older direct account',
      { channel: 'WEB_DIRECT_MOSA' },
      { path: 'MANUAL', why: 'askSupportForCredit', alternatives: [] },
    ],
    [
      'the agreement’s end for Open Value',
      { channel: 'OPEN_VALUE' },
      { path: 'MANUAL', why: 'atAgreementEnd', alternatives: [] },
    ],
    [
      'the agreement’s end for other volume licensing',
      { channel: 'OTHER_VL' },
      { path: 'MANUAL', why: 'atAgreementEnd', alternatives: [] },
    ],
    [
      'F17 nothing before the channel is known',
      { channel: 'UNKNOWN' },
      { path: null, why: 'channelUnknown', alternatives: [] },
    ],
    [
      'nothing for a trial: it is no move',
      { onlyTrials: true, transferable: false },
      { path: null, why: 'trialIsNoMove', alternatives: [] },
    ],
    [
      'nothing for another tenant: it is out of scope',
      { otherTenant: true },
      { path: null, why: 'otherTenant', alternatives: [] },
    ],
    [
      'R5 coexistence when the customer only wants to be looked after',
      { onlyManagement: true, channel: 'EA' },
      { path: 'COEXIST', why: 'onlyManagement', alternatives: [] },
    ],
  ]
  for (const [what, given, proposal] of cases)
    it(`proposes ${what}`, () => expect(proposePath({ ...facts, ...given }, today)).to.deep.equal(proposal))

  it('P11 never proposes a transfer of what cannot be transferred', () => {
    for (const channel of SourceChannel.options) {
      const { path, alternatives } = proposePath({ ...facts, channel, transferable: false }, today)
      expect([path, ...alternatives.map((option) => option.path)]).to.not.include('TRANSFER')
    }
  })
})

describe('pathFactsOf', () => {
  it('takes active subscriptions for transferable, and their age from the term that runs now', () => {
    const renewed = { ...source, startedOn: day('2020-12-16') }
    expect(pathFactsOf('CSP_NCE', [renewed], today)).to.deep.equal({
      channel: 'CSP_NCE',
      transferable: true,
      onlyTrials: false,
      daysIntoTerm: 341,
    })
  })

  it('takes the oldest age, so that a refund is proposed only when all are inside the window', () => {
    const fresh = { ...source, startedOn: day('2026-11-20'), endDate: day('2027-11-19') }
    expect(pathFactsOf('WEB_DIRECT_MCA', [fresh], today).daysIntoTerm).to.equal(2)
    expect(pathFactsOf('WEB_DIRECT_MCA', [fresh, source], today).daysIntoTerm).to.equal(341)
  })

  it('leaves trials out, unless there is nothing else', () => {
    const trial = { ...source, isTrial: true }
    expect(pathFactsOf('CSP_NCE', [trial, source], today)).to.deep.include({ onlyTrials: false, transferable: true })
    expect(pathFactsOf('CSP_NCE', [trial], today)).to.deep.include({
      onlyTrials: true,
      transferable: false,
      daysIntoTerm: undefined,
    })
  })

  it('sees that one subscription which is not active keeps all from being transferred', () => {
    expect(pathFactsOf('CSP_NCE', [source, { ...source, status: 'SUSPENDED' }], today).transferable).to.be.false
  })

  it('knows nothing about a customer without subscriptions', () => {
    expect(pathFactsOf('CSP_NCE', [], today)).to.deep.include({
      onlyTrials: false,
      transferable: false,
      daysIntoTerm: undefined,
    })
  })
})
