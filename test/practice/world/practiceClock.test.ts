import { expect } from 'chai'
import * as fc from 'fast-check'
import { addHours } from '../../../src/domain/days.js'
import { StoreUnavailableError } from '../../../src/domain/errors.js'
import { openPracticeClock } from '../../../src/practice/practiceClock.js'
import { PracticeRefusedError } from '../../../src/practice/practiceRefused.js'
import { WatchedStore } from '../../partnerCenter/watchedStore.js'
import { failure, openSimulator, START } from '../../partnerCenter/openSimulator.js'

describe('the practice clock (contracts, 3)', () => {
  it('stands still until it is moved, and a restart finds it where it stood', async () => {
    const { clock, store } = await openSimulator()
    expect([clock.now(), clock.now()]).to.deep.equal([START, START])
    await clock.set(addHours(START, 5))
    expect(clock.now()).to.equal('2026-11-22T13:00:00.000Z')
    expect((await openPracticeClock(store)).now()).to.equal('2026-11-22T13:00:00.000Z')
  })

  it('never goes backwards, whatever it is set to', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 20 }), async (moves) => {
        const { clock, store } = await openSimulator()
        let latest = clock.now()
        for (const hours of moves) {
          const to = addHours(START, hours)
          const refused = await clock.set(to).then(
            () => undefined,
            (error: unknown) => error,
          )
          expect(refused instanceof PracticeRefusedError).to.equal(to < latest)
          latest = to < latest ? latest : to
          expect(clock.now()).to.equal(latest)
          expect((await openPracticeClock(store)).now()).to.equal(latest)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('set to where it stands writes nothing', async () => {
    const { clock, store } = await openSimulator()
    const commits = store.journal.length
    await clock.set(START)
    expect(store.journal).to.have.length(commits)
  })

  it('does not show a time that could not be written (RF15)', async () => {
    const { clock, store } = await openSimulator()
    store.failAfter(0)
    expect(await failure(clock.set(addHours(START, 1)))).to.be.instanceOf(StoreUnavailableError)
    expect(clock.now()).to.equal(START)
  })

  it('is missing in a store without a world', async () => {
    expect(await failure(openPracticeClock(new WatchedStore())))
      .to.have.property('message')
      .that.includes('no practice clock')
  })
})
