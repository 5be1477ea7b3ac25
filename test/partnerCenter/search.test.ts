import { expect } from 'chai'
import * as fc from 'fast-check'
import { findFitting, folded, slips } from '../../src/partnerCenter/simulator/search.js'
import { builtInWorld } from '../../src/practice/builtInWorld.js'

const { customers } = builtInWorld
const names = (typed: string) => findFitting(customers, typed).map(({ name }) => name)

describe('finding a customer by what somebody typed', () => {
  const table: readonly [typed: string, found: string[]][] = [
    ['Contoso', ['Contoso']],
    ['  cOnToSo ', ['Contoso']],
    ['contoso.com', ['Contoso']],
    ['d294b129-7b99-4fe4-9686-8ad8c16707b4', ['Contoso']],
    ['D294B129-7B99-4FE4-9686-8AD8C16707B4', ['Contoso']],
    ['d294b129', ['Contoso']],
    ['Contsoo', ['Contoso']],
    ['Cóntosó', ['Contoso']],
    ['Kontoso', ['Contoso']],
    ['toys', ['Tailspin Toys', 'Wingtip Toys']],
    ['north', ['Northwind Traders']],
    ['traders', ['Northwind Traders']],
    ['Northwnd', ['Northwind Traders']],
    ['fine art', ['School of Fine Art']],
    ['margies travel', ["Margie's Travel"]],
    ['margie’s', ["Margie's Travel"]],
    ['arsdel', ['VanArsdel']],
    ['', []],
    ['   ', []],
    ['xq', []],
    ['no such customer anywhere', []],
    ['🚢', []],
    ['${name}', []],
    ['.*', []],
  ]
  for (const [typed, found] of table) {
    it(`${JSON.stringify(typed)} finds ${found.join(', ') || 'nobody'}`, () =>
      expect(names(typed)).to.deep.equal(found))
  }

  it('gives the exact one first, then what begins with it, then words, then parts', () => {
    const named = (name: string) => ({ name, domain: `${folded(name).replaceAll(' ', '-')}.test`, tenantId: name })
    const some = ['My Alpha', 'Malphas', 'Alpha Beta', 'Alpha', 'Aplha'].map(named)
    expect(findFitting(some, 'alpha').map(({ name }) => name)).to.deep.equal([
      'Alpha',
      'Alpha Beta',
      'My Alpha',
      'Malphas',
    ])
  })

  it('gives at most ten', () => {
    expect(names('o')).to.have.length(10)
  })

  it('looks at letters of Polish and other languages as they are typed without marks', () => {
    expect(folded('Zażółć Łódź Straße Ærø')).to.equal('zazolc lodz strasse aero')
  })

  it('answers for any text, quickly, with customers there are (RF67)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (typed) => {
        const found = findFitting(customers, typed)
        return found.length <= 10 && found.every((one) => customers.includes(one))
      }),
    )
    const started = performance.now()
    findFitting(customers, 'contoso '.repeat(12_500))
    expect(performance.now() - started).to.be.below(50)
  })
})

describe('slips of the finger between two texts', () => {
  it('one for a letter swapped, dropped, added or replaced', () => {
    expect(
      ['contsoo', 'contso', 'contosoo', 'kontoso', 'contoso'].map((typed) => slips('contoso', typed)),
    ).to.deep.equal([1, 1, 1, 1, 0])
  })

  it('are the same both ways, none only for the same text, and never more than the longer text has letters', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        const count = slips(a, b)
        return count === slips(b, a) && (count === 0) === (a === b) && count <= Math.max(a.length, b.length)
      }),
    )
  })
})
