import { expect } from 'chai'
import { FerryError } from '../../../src/domain/errors.js'
import { readWorld, WorldFileError } from '../../../src/practice/world.js'
import { customer, guid, subscription, written } from '../../partnerCenter/openSimulator.js'

type Json = Record<string, unknown>

/** What is wrong with a world, place by place. */
function problems(world: unknown): readonly string[] {
  try {
    readWorld(typeof world === 'string' ? world : JSON.stringify(world))
  } catch (error) {
    if (error instanceof WorldFileError) return error.problems
    throw error
  }
  return []
}

const withCustomer = (change: Json) => ({ ...written, customers: [{ ...customer(), ...change }] })
const withSubscription = (change: Json) => withCustomer({ subscriptions: [{ ...subscription(), ...change }] })
const withPerson = (change: Json) => ({ ...written, people: [{ ...written.people[0], ...change }] })
const without = (key: string, { [key]: _gone, ...rest }: Json) => rest

describe('a world file', () => {
  it('is read as it is written; ids are folded to lower case', () => {
    const world = readWorld(
      JSON.stringify(withCustomer({ tenantId: 'D294B129-7B99-4FE4-9686-8AD8C16707B4', country: 'de' })),
    )
    expect(world.customers[0]).to.include({ tenantId: 'd294b129-7b99-4fe4-9686-8ad8c16707b4', country: 'DE' })
    expect(world.partner.name).to.equal('Baltic Cloud')
  })

  it('may begin with a byte-order mark, as some editors write it', () => {
    expect(problems(`\uFEFF${JSON.stringify(written)}`)).to.deep.equal([])
  })

  it('may give everything that the contract names', () => {
    const everything = {
      ...written,
      now: '2026-12-01',
      partner: { ...written.partner, kind: 'INDIRECT_RESELLER', provider: 'Trey Research' },
      people: [{ ...written.people[0], manager: written.people[0].id, backup: written.people[0].id }],
      customers: [
        {
          ...customer(),
          locale: 'de-DE',
          cloud: 'public',
          invitation: { answer: 'silent', afterDays: 0.5 },
          transfer: { answer: 'refuses', afterDays: 2 },
          subscriptions: [
            {
              ...subscription(),
              soldBy: 'Lamna',
              autoRenew: 'unknown',
              endAction: 'EST',
              status: 'suspended',
              isTrial: true,
              unitPrice: '9.95',
              currency: 'EUR',
            },
          ],
        },
      ],
      offers: [
        {
          skuPartNumber: 'SPB',
          title: 'x',
          productId: 'p',
          skuId: 's',
          terms: ['P1M'],
          billing: ['monthly'],
          unitPrice: '1',
          currency: 'EUR',
          maxSeats: 5,
          onSale: true,
          segment: 'nonprofit',
        },
      ],
      faults: [{ name: 'throttle', times: 3, customer: customer().tenantId }],
    }
    expect(problems(everything)).to.deep.equal([])
  })

  const table: readonly [what: string, world: unknown, ...problems: RegExp[]][] = [
    ['text that is not JSON', '{ "version": 1,', /^not JSON: /],
    ['something else than an object', '[]', /^the world: /],
    ['a version of the future', { ...written, version: 2 }, /^version: /],
    ['no partner', without('partner', written), /^partner: /],
    ['nobody to play', { ...written, people: [] }, /^people: /],
    ['an unknown key at the top', { ...written, customer: [] }, /^customer: unknown key$/],
    [
      'an unknown key deep inside',
      withCustomer({ contact: { name: 'x', email: 'y', phone: '1' } }),
      /^customers\[0\]\.contact\.phone: unknown key$/,
    ],
    ['a misspelt key', withSubscription({ seat: 5 }), /^customers\[0\]\.subscriptions\[0\]\.seat: unknown key$/],
    [
      'a missing field',
      withCustomer({ subscriptions: [without('endDate', { ...subscription() })] }),
      /^customers\[0\]\.subscriptions\[0\]\.endDate: /,
    ],
    [
      '31 February',
      withSubscription({ endDate: '2027-02-31' }),
      /^customers\[0\]\.subscriptions\[0\]\.endDate: not a day/,
    ],
    [
      'a day in words',
      withSubscription({ endDate: 'in 23 days' }),
      /endDate: not a day: write 2026-12-15, \+23d or -342d$/,
    ],
    ['a day without a sign', withSubscription({ startedOn: '341d' }), /startedOn: not a day/],
    ['negative seats', withSubscription({ seats: -1 }), /subscriptions\[0\]\.seats: /],
    ['half a seat', withSubscription({ seats: 1.5 }), /subscriptions\[0\]\.seats: /],
    ['an unknown channel', withSubscription({ channel: 'CSP' }), /subscriptions\[0\]\.channel: /],
    ['a price with a comma', withSubscription({ unitPrice: '20,60' }), /subscriptions\[0\]\.unitPrice: /],
    ['a name where a GUID belongs', withCustomer({ tenantId: 'Contoso' }), /^customers\[0\]\.tenantId: /],
    ['a country of three letters', withCustomer({ country: 'DEU' }), /^customers\[0\]\.country: /],
    [
      'an answer nobody gives',
      withCustomer({ invitation: { answer: 'maybe' } }),
      /^customers\[0\]\.invitation\.answer: /,
    ],
    [
      'an answer before the question',
      withCustomer({ invitation: { answer: 'accepts', afterDays: -1 } }),
      /invitation\.afterDays: /,
    ],
    ['a name of 10,000 characters', withCustomer({ name: 'x'.repeat(10_000) }), /^customers\[0\]\.name: /],
    ['an unknown role', withPerson({ roles: ['admin'] }), /^people\[0\]\.roles\[0\]: /],
    ['an unknown time zone', withPerson({ timeZone: 'Europe/Danzig' }), /^people\[0\]\.timeZone: not a time zone/],
    ['a manager who is nobody', withPerson({ manager: guid(5) }), /^people\[0\]\.manager: nobody/],
    [
      'a tenant used twice',
      { ...written, customers: [customer(), { ...customer({ domain: 'two.com' }), subscriptions: [] }] },
      /^customers\[1\]\.tenantId: .* is used twice$/,
    ],
    [
      'a domain used twice',
      { ...written, customers: [customer(), { ...customer({ tenantId: guid(5) }), subscriptions: [] }] },
      /^customers\[1\]\.domain: contoso\.com is used twice$/,
    ],
    [
      'a subscription used twice',
      withCustomer({ subscriptions: [subscription(), subscription()] }),
      /^customers\[0\]\.subscriptions\[1\]\.id: .* is used twice$/,
    ],
    ['a fault of no name', { ...written, faults: [{ name: 'explode' }] }, /^faults\[0\]\.name: not one of throttle, /],
    [
      'a fault for nobody',
      { ...written, faults: [{ name: 'slow', customer: guid(5) }] },
      /^faults\[0\]\.customer: no customer/,
    ],
    ['two mistakes at once', { ...withSubscription({ seats: -1 }), now: 'tomorrow' }, /^now: /, /seats: /],
  ]
  for (const [what, world, ...patterns] of table) {
    it(`with ${what} is refused, and the place is named`, () => {
      const found = problems(world)
      expect(found, found.join('\n')).to.have.length(patterns.length)
      patterns.forEach((pattern, index) => expect(found[index]).to.match(pattern))
    })
  }

  it('that is refused says everything in one readable message', () => {
    const read = () => readWorld(JSON.stringify({ ...withSubscription({ seats: -1, seat: 5 }), now: 'tomorrow' }))
    expect(read).to.throw(FerryError).with.property('code', 'worldFile')
    expect(read)
      .to.throw(FerryError)
      .with.nested.property('facts.detail')
      .that.matches(/^now: .+; customers\[0\].+; /)
    expect(read).to.throw(
      WorldFileError,
      /^the practice world file cannot be used:\n {2}now: .+\n {2}customers\[0\]\.subscriptions\[0\]\.seats: .+\n {2}customers\[0\]\.subscriptions\[0\]\.seat: unknown key$/,
    )
  })

  it('takes names literally: Markdown, braces, emoji and right-to-left text are only text (RF65, RF63)', () => {
    for (const name of ['**Con**[toso](http://x)', '${x}', '🚢 Łódź', 'شركة', '__proto__', 'constructor']) {
      expect(readWorld(JSON.stringify(withCustomer({ name }))).customers[0]?.name).to.equal(name)
    }
    expect(problems(JSON.stringify(written).replace('"version"', '"__proto__":{"x":1},"version"'))).to.deep.equal([
      '__proto__: unknown key',
    ])
    expect(({} as Json)['x']).to.equal(undefined)
  })
})
