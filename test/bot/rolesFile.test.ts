import { expect } from 'chai'
import { PersonId } from '../../src/domain/ids.js'
import { readRolesFile, RolesFileError } from '../../src/rolesFile.js'

const ADA = 'aaaaaaaa-1111-4111-8111-111111111111'
const BEN = 'bbbbbbbb-1111-4111-8111-111111111111'

function problemsOf(content: unknown): readonly string[] {
  try {
    readRolesFile(typeof content === 'string' ? content : JSON.stringify(content))
  } catch (error) {
    if (error instanceof RolesFileError) return error.problems
    throw error
  }
  return []
}

describe('a roles file', () => {
  it('tells roles, managers and backups, with ids in any case', () => {
    const file = readRolesFile(
      JSON.stringify({
        users: { [ADA.toUpperCase()]: ['adminAgent', 'salesAgent', 'salesAgent'] },
        groups: { [BEN]: ['helpdeskAgent'] },
        default: ['salesAgent'],
        managers: { [ADA]: BEN.toUpperCase() },
        backups: { [BEN]: ADA },
      }),
    )
    expect(file.users.get(PersonId.parse(ADA))).to.deep.equal(['adminAgent', 'salesAgent'])
    expect(file.groups.get(BEN)).to.deep.equal(['helpdeskAgent'])
    expect(file.default).to.deep.equal(['salesAgent'])
    expect(file.managers.get(PersonId.parse(ADA))).to.equal(BEN)
    expect(file.backups.get(PersonId.parse(BEN))).to.equal(ADA)
  })

  it('may leave out everything: then nobody has a role', () => {
    const file = readRolesFile('\ufeff{}')
    expect([file.users.size, file.groups.size, file.managers.size, file.backups.size, file.default]).to.deep.equal([
      0,
      0,
      0,
      0,
      [],
    ])
  })

  const wrong: [what: string, content: unknown, problem: RegExp][] = [
    ['that is no JSON', '{ users: }', /^not valid JSON$/],
    ['that is a list', [], /^the file: /],
    ['with an unknown part', { user: {} }, /^the file: .*user/],
    ['with users that are a list', { users: [] }, /^users: must be an object$/],
    ['with an unknown role', { users: { [ADA]: ['admin'] } }, new RegExp(`^users\\.${ADA}: `)],
    ['with roles that are no list', { users: { [ADA]: 'adminAgent' } }, new RegExp(`^users\\.${ADA}: `)],
    [
      'with a name instead of an id',
      { users: { 'ada@contoso.com': [] } },
      /^users\.ada@contoso\.com: the name is not an object id$/,
    ],
    [
      'with JavaScript’s own names',
      '{"users":{"__proto__":["adminAgent"]}}',
      /^users\.__proto__: the name is not an object id$/,
    ],
    ['that names somebody twice', { users: { [ADA]: [], [ADA.toUpperCase()]: ['adminAgent'] } }, /named twice$/],
    ['with a manager who is no id', { managers: { [ADA]: 'Marta' } }, new RegExp(`^managers\\.${ADA}: `)],
    ['with an unknown default', { default: ['everything'] }, /^default\.0: /],
  ]
  for (const [what, content, problem] of wrong) {
    it(`${what} is refused with its place`, () => {
      const problems = problemsOf(content)
      expect(problems).to.have.length(1)
      expect(problems[0]).to.match(problem)
    })
  }

  it('is told all that is wrong at once', () => {
    expect(problemsOf({ users: { x: [] }, default: 7, managers: { [ADA]: 1 }, more: 1 })).to.have.length(4)
  })
})
