import { expect } from 'chai'
import * as fc from 'fast-check'
import { type CreditActor, creditAdvice, type CreditCode, type CreditFacts } from '../../src/domain/creditAdvice.js'
import { SourceChannel } from '../../src/domain/facts.js'
import { anyDay, day } from './ruleFacts.js'

const today = day('2026-11-22')
const facts: CreditFacts = { channel: 'UNKNOWN', today, seats: 10, supportAccess: false }
const weekOld = day('2026-11-15')
const eightDaysOld = day('2026-11-14')

describe('creditAdvice (R10 to R13)', () => {
  const cases: [what: string, facts: Partial<CreditFacts>, code: CreditCode, who: CreditActor][] = [
    [
      'a direct purchase of 7 days ago',
      { channel: 'WEB_DIRECT_MCA', termStart: weekOld },
      'proratedLikely',
      'CUSTOMER_ADMIN',
    ],
    [
      'a direct purchase of 8 days ago',
      { channel: 'WEB_DIRECT_MCA', termStart: eightDaysOld },
      'noneAtTermEndOnly',
      'CUSTOMER',
    ],
    ['a direct purchase of unknown age', { channel: 'WEB_DIRECT_MCA' }, 'noneAtTermEndOnly', 'CUSTOMER'],
    ['an older account with 25 licences', { channel: 'WEB_DIRECT_MOSA', seats: 25 }, 'possibleSelfService', 'CUSTOMER'],
    ['an older account with 26 licences', { channel: 'WEB_DIRECT_MOSA', seats: 26 }, 'possibleBySupport', 'CUSTOMER'],
    [
      'R12 an older account where we may contact support',
      { channel: 'WEB_DIRECT_MOSA', seats: 26, supportAccess: true },
      'possibleBySupport',
      'HELPDESK_AGENT',
    ],
    [
      'another partner’s subscription of 7 days ago',
      { channel: 'CSP_NCE', termStart: weekOld },
      'sourceMayCancel',
      'CUSTOMER_WITH_SOURCE',
    ],
    [
      'another partner’s subscription of 8 days ago',
      { channel: 'CSP_NCE', termStart: eightDaysOld },
      'noneTransferInstead',
      'NOBODY',
    ],
    [
      'an older CSP subscription',
      { channel: 'CSP_LEGACY', termStart: weekOld },
      'contractDecides',
      'CUSTOMER_WITH_SOURCE',
    ],
    ['an Enterprise Agreement', { channel: 'EA', termStart: weekOld }, 'noneByThisRoute', 'LICENSING_PARTNER'],
    ['Open Value', { channel: 'OPEN_VALUE' }, 'noneByThisRoute', 'LICENSING_PARTNER'],
    ['other volume licensing', { channel: 'OTHER_VL' }, 'noneByThisRoute', 'LICENSING_PARTNER'],
    ['an unknown channel', { channel: 'UNKNOWN' }, 'findOutFirst', 'CUSTOMER'],
  ]
  for (const [what, given, code, who] of cases)
    it(`for ${what} is ${code}, up to ${who}`, () =>
      expect(creditAdvice({ ...facts, ...given })).to.deep.equal({ code, who }))

  it('I8 names what may be and who decides, and no amount', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SourceChannel.options),
        anyDay,
        fc.nat(),
        fc.boolean(),
        (channel, termStart, seats, supportAccess) => {
          const advice = creditAdvice({ channel, termStart, today, seats, supportAccess })
          expect(Object.keys(advice)).to.deep.equal(['code', 'who'])
          expect(JSON.stringify(advice)).to.not.match(/\d/)
        },
      ),
    )
  })
})
