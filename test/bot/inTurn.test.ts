import { expect } from 'chai'
import { Queues, TooManyWaitingError } from '../../src/bot/inTurn.js'

/** A task that ends when it is told to. */
function task(log: string[], name: string) {
  let end = () => undefined as void
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const run = async () => {
    log.push(`${name} begins`)
    await ended
    log.push(`${name} ends`)
    return name
  }
  return { run, end: () => end() }
}

describe('tasks in queues', () => {
  it('of one key run one after another in the order they came', async () => {
    const log: string[] = []
    const queues = new Queues()
    const [first, second] = [task(log, 'first'), task(log, 'second')]
    const results = Promise.all([queues.inTurn('a', first.run), queues.inTurn('a', second.run)])
    second.end()
    first.end()
    expect(await results).to.deep.equal(['first', 'second'])
    expect(log).to.deep.equal(['first begins', 'first ends', 'second begins', 'second ends'])
  })

  it('of different keys run side by side', async () => {
    const log: string[] = []
    const queues = new Queues()
    const [a, b] = [task(log, 'a'), task(log, 'b')]
    const held = queues.inTurn('a', a.run)
    const other = queues.inTurn('b', b.run)
    b.end()
    expect(await other).to.equal('b')
    a.end()
    await held
    expect(log.indexOf('b ends')).to.be.below(log.indexOf('a ends'))
  })

  it('go on after one that failed, and its caller learns why', async () => {
    const queues = new Queues()
    const failed = queues.inTurn('a', () => Promise.reject(new Error('broken')))
    const next = queues.inTurn('a', async () => 'fine')
    expect(await failed.catch((error: Error) => error.message)).to.equal('broken')
    expect(await next).to.equal('fine')
  })

  it('go on after one that throws before it promises anything', async () => {
    const queues = new Queues()
    const failed = queues.inTurn('a', () => {
      throw new Error('at once')
    })
    expect(await failed.catch((error: Error) => error.message)).to.equal('at once')
    expect(await queues.inTurn('a', async () => 'fine')).to.equal('fine')
  })

  it('are refused without running when too many of their key wait', async () => {
    const log: string[] = []
    const queues = new Queues(1)
    const held = task(log, 'held')
    const running = queues.inTurn('a', held.run)
    const waiting = queues.inTurn('a', async () => log.push('waited'))
    const refused = await queues.inTurn('a', async () => log.push('refused')).catch((error: Error) => error)
    expect(refused).to.be.instanceOf(TooManyWaitingError)
    expect(await queues.inTurn('b', async () => 'others are not')).to.equal('others are not')
    held.end()
    await Promise.all([running, waiting])
    expect(log).to.deep.equal(['held begins', 'held ends', 'waited'])
  })

  it('leave nothing behind', async () => {
    const queues = new Queues()
    await Promise.all(Array.from({ length: 1_000 }, (_, i) => queues.inTurn(`key ${i % 500}`, async () => i)))
    await queues.inTurn('failing', () => Promise.reject(new Error('x'))).catch(() => undefined)
    await Promise.resolve()
    expect(queues.size).to.equal(0)
  })
})
