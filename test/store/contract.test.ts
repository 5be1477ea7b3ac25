import { expect } from 'chai'
import { StoreConflictError } from '../../src/domain/errors.js'
import { put, remove, type RecordWrite, type Store } from '../../src/domain/ports.js'
import { memoryStore } from '../support/memoryStore.js'
import { rejection } from './support/rejection.js'
import { note, NOTES, TALLIES } from './support/kinds.js'
import { Stores } from './support/opening.js'

const stores = new Stores()

const jsonStore = async (): Promise<Store> => {
  const { disk: files, folder } = stores.simulated()
  return stores.start({ files, folder })
}

for (const [name, open] of [
  ['the JSON store', jsonStore],
  ['the store in memory that other tests use', async () => memoryStore()],
] as const) {
  describe(`${name}, as any store`, () => {
    afterEach(() => stores.cleanUp())

    it('gives back what was committed, with its version', async () => {
      const store = await open()
      await store.commit('write', [put(NOTES, 'a', 'new', note('first'))])
      await store.commit('write', [put(NOTES, 'a', 1, note('second'))])
      expect(await store.get(NOTES, 'a')).to.deep.equal({ id: 'a', version: 2, value: note('second') })
    })

    it('has nothing under an id that was never written, nor in another kind', async () => {
      const store = await open()
      await store.commit('write', [put(NOTES, 'a', 'new', note('first'))])
      expect(await store.get(NOTES, 'b')).to.equal(undefined)
      expect(await store.get(TALLIES, 'a')).to.equal(undefined)
      expect(await store.all(TALLIES)).to.deep.equal([])
    })

    it('lists all records of a kind', async () => {
      const store = await open()
      await store.commit('write', [
        put(NOTES, 'a', 'new', note('1')),
        put(NOTES, 'b', 'new', note('2')),
        put(TALLIES, 'a', 'new', { count: 0 }),
      ])
      expect((await store.all(NOTES)).map(({ id }) => id)).to.have.members(['a', 'b'])
    })

    const found = { 'at version 2': 2, absent: undefined } as const
    const expectations: [expected: RecordWrite['expected'], state: keyof typeof found, accepted: boolean][] = [
      [2, 'at version 2', true],
      [1, 'at version 2', false],
      [3, 'at version 2', false],
      ['new', 'at version 2', false],
      ['any', 'at version 2', true],
      [2, 'absent', false],
      [1, 'absent', false],
      ['new', 'absent', true],
      ['any', 'absent', true],
    ]
    for (const [expected, state, accepted] of expectations) {
      for (const what of ['put', 'remove'] as const) {
        it(`${accepted ? 'accepts' : 'refuses'} to ${what} a record that is ${state} when ${expected} is expected`, async () => {
          const store = await open()
          if (state === 'at version 2') {
            await store.commit('write', [put(NOTES, 'a', 'new', note('1'))])
            await store.commit('write', [put(NOTES, 'a', 1, note('2'))])
          }
          const before = await store.get(NOTES, 'a')
          const write = what === 'put' ? put(NOTES, 'a', expected, note('3')) : remove(NOTES, 'a', expected)
          const refused = await rejection(store.commit('change', [write, put(NOTES, 'beside', 'new', note('x'))]))
          if (!accepted) {
            expect(refused).to.be.instanceOf(StoreConflictError)
            expect(await store.get(NOTES, 'a')).to.deep.equal(before)
            expect(await store.get(NOTES, 'beside')).to.equal(undefined)
            return
          }
          expect(refused).to.equal(undefined)
          const after = await store.get(NOTES, 'a')
          expect(after).to.deep.equal(
            what === 'put' ? { id: 'a', version: (found[state] ?? 0) + 1, value: note('3') } : undefined,
          )
          expect(await store.get(NOTES, 'beside')).to.not.equal(undefined)
        })
      }
    }

    it('counts a record that comes back after its removal from 1 again', async () => {
      const store = await open()
      await store.commit('write', [put(NOTES, 'a', 'new', note('1'))])
      await store.commit('write', [put(NOTES, 'a', 1, note('2'))])
      await store.commit('remove', [remove(NOTES, 'a', 2)])
      await store.commit('write', [put(NOTES, 'a', 'new', note('3'))])
      expect((await store.get(NOTES, 'a'))?.version).to.equal(1)
    })

    it('lets only one of two changes win that saw the same version, however close they come (RP2)', async () => {
      const store = await open()
      await store.commit('write', [put(NOTES, 'a', 'new', note('0'))])
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) => store.commit('race', [put(NOTES, 'a', 1, note(`${n}`))])),
      )
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
      expect((await store.get(NOTES, 'a'))?.version).to.equal(2)
    })

    it('tells of a conflict only when a reader would see what came first', async () => {
      const store = await open()
      const first = store.commit('first', [put(NOTES, 'a', 'new', note('first'))])
      const second = rejection(store.commit('second', [put(NOTES, 'a', 'new', note('second'))])).then(
        async (error) => ({ error, seen: await store.get(NOTES, 'a') }),
      )
      await first
      const { error, seen } = await second
      expect(error).to.be.instanceOf(StoreConflictError)
      expect(seen?.value).to.deep.equal(note('first'))
    })

    it('keeps its own copy, which neither writer nor reader can change (RP5)', async () => {
      const store = await open()
      const mine = note('as committed')
      await store.commit('write', [put(NOTES, 'a', 'new', mine)])
      mine.text = 'changed later'
      const found = await store.get(NOTES, 'a')
      expect(found?.value.text).to.equal('as committed')
      expect(() => Object.assign(found?.value ?? {}, { text: 'changed by a reader' })).to.throw(TypeError)
    })

    it('gives defaults of the schema at once, not only after a restart', async () => {
      const store = await open()
      await store.commit('write', [put(NOTES, 'a', 'new', { text: 'x' } as never)])
      expect((await store.get(NOTES, 'a'))?.value).to.deep.equal({ text: 'x', done: false })
    })

    const loop: { self?: unknown } = {}
    loop.self = loop
    const wrong: [what: string, write: RecordWrite][] = [
      ['a value of another shape', put(NOTES, 'a', 'new', { text: 1 } as never)],
      ['a value that is no JSON', put(TALLIES, 'a', 'new', { count: Number.NaN })],
      ['no value at all', put(NOTES, 'a', 'new', undefined as never)],
      ['a value that contains itself', put(NOTES, 'a', 'new', loop as never)],
      ['an empty id (RF64)', put(NOTES, '', 'new', note('x'))],
      ['an id with a control character (RF64)', put(NOTES, 'a\u0000b', 'new', note('x'))],
      ['an id of 513 characters (RF64)', put(NOTES, 'x'.repeat(513), 'new', note('x'))],
    ]
    for (const [what, write] of wrong) {
      it(`takes ${what} for a mistake of the program, and writes nothing`, async () => {
        const store = await open()
        expect(
          await rejection(store.commit('write', [put(NOTES, 'beside', 'new', note('x')), write])),
        ).to.be.instanceOf(TypeError)
        expect(await store.all(NOTES)).to.deep.equal([])
      })
    }

    it('takes a record named twice in one commit for a mistake of the program', async () => {
      const store = await open()
      const twice = [put(NOTES, 'a', 'any', note('1')), put(NOTES, 'a', 'any', note('2'))]
      expect(await rejection(store.commit('write', twice))).to.be.instanceOf(TypeError)
    })

    for (const id of [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      '../../etc/passwd',
      'CON',
      'a/b\\c',
      '😀',
      '\ud800',
      '{"head":"',
      ' ',
      'x'.repeat(512),
    ]) {
      it(`keeps ${JSON.stringify(id.slice(0, 20))} as an id like any other (RF63, RF64)`, async () => {
        const store = await open()
        await store.commit('write', [put(NOTES, id, 'new', note('plain'))])
        expect(await store.get(NOTES, id)).to.deep.equal({ id, version: 1, value: note('plain') })
        expect(await store.get(NOTES, 'other')).to.equal(undefined)
        expect(({} as Record<string, unknown>).text).to.equal(undefined)
      })
    }

    it('does nothing when asked to write nothing', async () => {
      const store = await open()
      await store.commit('nothing', [])
      expect(await store.all(NOTES)).to.deep.equal([])
    })
  })
}
