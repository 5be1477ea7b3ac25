import { expect } from 'chai'
import { same } from '../../../src/domain/same.js'

describe('two values that would be kept', () => {
  const rows: [a: unknown, b: unknown, alike: boolean][] = [
    [{ a: 1, b: [{ c: 'x' }] }, { b: [{ c: 'x' }], a: 1 }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: undefined }, { b: undefined }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{ a: 1 }, { b: 1 }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [null, {}, false],
    ['1', 1, false],
  ]
  for (const [a, b, alike] of rows) {
    it(`are ${alike ? '' : 'not '}alike: ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () =>
      expect([same(a, b), same(b, a)]).to.deep.equal([alike, alike]))
  }
})
