import { expect } from 'chai'
import { RecentActivities } from '../../src/bot/recentActivities.js'

const counting = () => {
  let calls = 0
  return { work: async () => ++calls, calls: () => calls }
}

describe('an activity that was delivered before (RF26)', () => {
  it('gets the answer of the first, while it is worked on and later', async () => {
    const recent = new RecentActivities<number>(() => true)
    const { work, calls } = counting()
    const together = await Promise.all([recent.once('a', work), recent.once('a', work)])
    expect(together).to.deep.equal([
      { answer: 1, repeated: false },
      { answer: 1, repeated: true },
    ])
    expect(await recent.once('a', work)).to.deep.equal({ answer: 1, repeated: true })
    expect(calls()).to.equal(1)
  })

  it('is worked on anew when the first failed; those who waited for it get its failure', async () => {
    const recent = new RecentActivities<string>(() => true)
    const fail = () => Promise.reject(new Error('broken'))
    const results = await Promise.allSettled([recent.once('a', fail), recent.once('a', fail)])
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected'])
    expect(await recent.once('a', async () => 'fine')).to.deep.equal({ answer: 'fine', repeated: false })
  })

  it('is worked on anew when the answer was not one to keep', async () => {
    const recent = new RecentActivities<number>((answer) => answer < 500)
    await recent.once('a', async () => 500)
    expect(await recent.once('a', async () => 200)).to.deep.equal({ answer: 200, repeated: false })
    expect(await recent.once('a', async () => 201)).to.deep.equal({ answer: 200, repeated: true })
  })

  it('is not remembered without a name', async () => {
    const recent = new RecentActivities<number>(() => true)
    const { work } = counting()
    await recent.once(undefined, work)
    expect(await recent.once(undefined, work)).to.deep.equal({ answer: 2, repeated: false })
    expect(recent.size).to.equal(0)
  })

  it('is forgotten once enough others were asked for since', async () => {
    const recent = new RecentActivities<number>(() => true, 2)
    const { work } = counting()
    await recent.once('a', work)
    await recent.once('b', work)
    await recent.once('a', work) // asked for again: now `b` is the oldest
    await recent.once('c', work)
    expect(recent.size).to.equal(2)
    expect((await recent.once('a', work)).repeated).to.equal(true)
    expect((await recent.once('b', work)).repeated).to.equal(false)
  })
})
