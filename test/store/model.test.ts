import { expect } from 'chai'
import * as fc from 'fast-check'
import { StoreConflictError } from '../../src/domain/errors.js'
import { put, remove, type Expected, type RecordWrite } from '../../src/domain/ports.js'
import type { JsonStore } from '../../src/store/jsonStore.js'
import { note, NOTES, TALLIES } from './support/kinds.js'
import { Stores } from './support/opening.js'
import { rejection } from './support/rejection.js'

const stores = new Stores()

interface Wish {
  readonly kind: 'note' | 'tally'
  readonly id: string
  readonly expected: Expected | 'current'
  /** `undefined`: remove it. */
  readonly value: number | undefined
}
type Step =
  | { readonly do: 'commit'; readonly wishes: readonly Wish[] }
  | { readonly do: 'commitTogether'; readonly commits: readonly (readonly Wish[])[] }
  | { readonly do: 'clear'; readonly wishes: readonly Wish[] }
  | { readonly do: 'checkpoint' | 'reopen' }

const id = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => !/\p{Cc}/u.test(text)),
)
const wish = fc.record<Wish>({
  kind: fc.constantFrom('note', 'tally'),
  id,
  expected: fc.oneof(
    fc.constantFrom<Wish['expected']>('new', 'any', 'current', 'current', 'current'),
    fc.integer({ min: 1, max: 3 }),
  ),
  value: fc.option(fc.nat(1000), { nil: undefined }),
})
const wishes = fc.uniqueArray(wish, { minLength: 1, maxLength: 4, selector: (each) => `${each.kind} ${each.id}` })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: wishes.map((wishes): Step => ({ do: 'commit', wishes })) },
  {
    weight: 2,
    arbitrary: fc
      .array(wishes, { minLength: 2, maxLength: 5 })
      .map((commits): Step => ({ do: 'commitTogether', commits })),
  },
  { weight: 1, arbitrary: wishes.map((wishes): Step => ({ do: 'clear', wishes })) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ do: 'checkpoint' }, { do: 'reopen' }) },
)

/** What the store should hold, in the simplest form there is: one map. */
class Model {
  readonly records = new Map<string, { version: number; value: number }>()

  write({ kind, id, expected, value }: Wish): RecordWrite {
    const wanted = expected === 'current' ? (this.find(kind, id)?.version ?? 'new') : expected
    if (value === undefined) return kind === 'note' ? remove(NOTES, id, wanted) : remove(TALLIES, id, wanted)
    return kind === 'note' ? put(NOTES, id, wanted, note(`${value}`)) : put(TALLIES, id, wanted, { count: value })
  }

  accepts(writes: readonly RecordWrite[]): boolean {
    return writes.every(
      ({ kind, id, expected }) => expected === 'any' || expected === (this.find(kind.name, id)?.version ?? 'new'),
    )
  }

  apply(writes: readonly RecordWrite[], wishes: readonly Wish[]): void {
    for (const [index, { kind, id }] of writes.entries()) {
      const value = wishes[index]?.value
      const key = `${kind.name} ${id}`
      if (value === undefined) this.records.delete(key)
      else this.records.set(key, { version: (this.records.get(key)?.version ?? 0) + 1, value })
    }
  }

  clear(kind: string): void {
    for (const key of this.records.keys()) if (key.startsWith(`${kind} `)) this.records.delete(key)
  }

  private find(kind: string, id: string) {
    return this.records.get(`${kind} ${id}`)
  }
}

async function contentOf(store: JsonStore): Promise<Model['records']> {
  const notes = (await store.all(NOTES)).map(
    ({ id, version, value }) => [`note ${id}`, { version, value: Number(value.text) }] as const,
  )
  const tallies = (await store.all(TALLIES)).map(
    ({ id, version, value }) => [`tally ${id}`, { version, value: value.count }] as const,
  )
  for (const { id } of await store.all(NOTES)) expect((await store.get(NOTES, id))?.id).to.equal(id)
  return new Map([...notes, ...tallies])
}

describe('the JSON store against a map', () => {
  afterEach(() => stores.cleanUp())

  it('holds the same after any commits, conflicts, checkpoints, clearings and reopenings (RP1, RP5)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(500, 1_000_000),
        async (steps, checkpointBytes) => {
          const { disk: files, folder } = stores.simulated()
          const open = async () => stores.start({ files, folder, limits: { shards: 2, checkpointBytes } })
          let store = await open()
          const model = new Model()

          const commit = async (wanted: readonly Wish[], clearing: boolean): Promise<void> => {
            if (clearing) model.clear('note')
            const writes = wanted.map((each) => model.write(each))
            const accepted = model.accepts(writes)
            if (accepted) model.apply(writes, wanted)
            const error = await rejection(clearing ? store.clear([NOTES], writes) : store.commit('step', writes))
            if (accepted) expect(error).to.equal(undefined)
            else expect(error).to.be.instanceOf(StoreConflictError)
          }

          for (const each of steps) {
            switch (each.do) {
              case 'commit':
                await commit(each.wishes, false)
                break
              case 'commitTogether':
                await Promise.all(each.commits.map(async (wanted) => commit(wanted, false)))
                break
              case 'clear': {
                // a clearing that is refused clears nothing, so only what it accepts is asked for
                const accepted = each.wishes.map((wanted): Wish => ({ ...wanted, expected: 'any' }))
                await commit(accepted, true)
                break
              }
              case 'checkpoint':
                await store.checkpoint()
                break
              case 'reopen':
                await store.close()
                store = await open()
                expect(store.opening.damage).to.deep.equal([])
                break
            }
            expect(await contentOf(store)).to.deep.equal(model.records)
          }
          await store.close()
          store = await open()
          expect(await contentOf(store)).to.deep.equal(model.records)
          await store.close()
        },
      ),
      { numRuns: 100 },
    )
  })
})
