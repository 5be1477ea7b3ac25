import { expect } from 'chai'
import * as fc from 'fast-check'
import { type Action, ACTIONS, may, type Permission, ROLES, rolesFor } from '../../src/domain/roles.js'

describe('who may do what', () => {
  /** In the order Admin agent, Sales agent, Helpdesk agent, Billing admin. */
  const table: [action: Action, permissions: [Permission, Permission, Permission, Permission]][] = [
    ['editCase', ['yes', 'yes', 'no', 'no']],
    ['recordFacts', ['yes', 'yes', 'no', 'no']],
    ['sendInvitation', ['yes', 'yes', 'no', 'no']],
    ['requestAdminAccess', ['yes', 'ask', 'ask', 'no']],
    ['attestAgreement', ['yes', 'yes', 'no', 'no']],
    ['confirmEquivalent', ['yes', 'yes', 'no', 'no']],
    ['confirmDifferent', ['yes', 'no', 'no', 'no']],
    ['overrideRegion', ['yes', 'no', 'no', 'no']],
    ['submit', ['yes', 'yes', 'no', 'no']],
    ['approve', ['yes', 'no', 'no', 'yes']],
    ['placeOrder', ['yes', 'yes', 'no', 'no']],
    ['undoOrder', ['yes', 'yes', 'no', 'no']],
    ['transfer', ['yes', 'ask', 'no', 'no']],
    ['contactSupport', ['yes', 'no', 'yes', 'no']],
    ['recordCredit', ['yes', 'yes', 'yes', 'yes']],
    ['reassignLicenses', ['yes', 'no', 'yes', 'no']],
    ['requestCredit', ['yes', 'no', 'no', 'ask']],
    ['changeReminders', ['yes', 'yes', 'no', 'no']],
    ['readCase', ['yes', 'yes', 'yes', 'yes']],
  ]

  it('is settled for every action', () =>
    expect(table.map(([action]) => action).sort()).to.deep.equal([...ACTIONS].sort()))

  for (const [action, permissions] of table)
    it(`M14 ${action}: ${ROLES.map((role, index) => `${role} ${permissions[index]}`).join(', ')}`, () => {
      expect(ROLES.map((role) => may(action, [role]))).to.deep.equal(permissions)
      expect(rolesFor(action)).to.deep.equal(ROLES.filter((_, index) => permissions[index] === 'yes'))
    })

  it('M14 turns to the Admin agent for what others may only ask for', () => {
    expect(rolesFor('requestAdminAccess')).to.deep.equal(['adminAgent'])
    expect(rolesFor('approve')).to.deep.equal(['adminAgent', 'billingAdmin'])
  })

  it('is nothing without a role, not even reading', () => {
    for (const action of ACTIONS) expect(may(action, [])).to.equal('no')
  })

  it('is what the best of several roles may, so that a further role never takes anything away', () => {
    const rank = { no: 0, ask: 1, yes: 2 }
    const someRoles = fc.subarray([...ROLES])
    fc.assert(
      fc.property(fc.constantFrom(...ACTIONS), someRoles, someRoles, (action, some, more) => {
        const best = Math.max(0, ...some.map((role) => rank[may(action, [role])]))
        expect(rank[may(action, some)]).to.equal(best)
        expect(rank[may(action, [...some, ...more])]).to.be.at.least(best)
      }),
    )
  })
})
