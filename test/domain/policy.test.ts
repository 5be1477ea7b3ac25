import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { POLICIES, type PolicyName, type PolicyRow } from '../../src/domain/data/policy.js'
import { addDays } from '../../src/domain/days.js'
import { policyOn, policyRowOn } from '../../src/domain/policy.js'
import { day } from './ruleFacts.js'

describe('the dated policies', () => {
  for (const [name, rows] of Object.entries(POLICIES) as [PolicyName, readonly PolicyRow<unknown>[]][]) {
    it(`${name} has one value for every day, and says where it comes from`, () => {
      expect(rows.at(0)?.from).to.be.null
      expect(rows.at(-1)?.to).to.be.null
      rows.slice(1).forEach((row, index) => {
        const before = rows[index]?.to ?? null
        expect(before === null ? null : addDays(before, 1)).to.equal(row.from).and.not.to.be.null
      })
      for (const row of rows) expect(row.source).to.not.equal('')
    })
  }

  const changes: [name: PolicyName, lastDay: string, was: unknown, firstDay: string, is: unknown][] = [
    ['cspTermEnd', '2026-05-03', 'FREE_GRACE', '2026-05-04', 'EXTENDED_SERVICE_TERM'],
    ['cspPurchase', '2025-03-31', 'FREE_GRACE', '2025-04-01', 'EXTENDED_SERVICE_TERM'],
    ['webDirectMcaTermEnd', '2026-02-08', 'UNDOCUMENTED', '2026-02-09', 'EXTENDED_SERVICE_TERM'],
    ['cancellationWindowHours', '2022-02-28', 72, '2022-03-01', 168],
  ]
  for (const [name, lastDay, was, firstDay, is] of changes)
    it(`${name} is ${String(was)} through ${lastDay} and ${String(is)} from ${firstDay}`, () => {
      expect(policyOn(name, day(lastDay))).to.equal(was)
      expect(policyOn(name, day(firstDay))).to.equal(is)
    })

  it('tell with a value how sure it is', () => {
    expect(policyRowOn('bufferBusinessDays', day('2026-11-22'))).to.deep.include({
      value: 2,
      grade: 'D',
      source: 'Ferry',
    })
    expect(policyRowOn('subscriptionsPerTenant', day('2026-11-22'))).to.deep.include({ value: 300, grade: 'A' })
  })
})

describe('the rules of the domain', () => {
  it('name no date in code: what changes with time stands in src/domain/data', () => {
    const withoutComments = (code: string) => code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    const folder = join('src', 'domain')
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
    expect(files).to.include('endRegime.ts')
    const dated = files.filter((name) =>
      /\b(19|20)\d\d-\d\d/.test(withoutComments(readFileSync(join(folder, name), 'utf8'))),
    )
    expect(dated).to.deep.equal([])
  })
})
