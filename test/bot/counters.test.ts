import { expect } from 'chai'
import { Counters } from '../../src/bot/counters.js'
import { createLog } from '../../src/bot/log.js'
import { Rejections } from '../../src/bot/rejections.js'

describe('counters', () => {
  it('are shown as Prometheus text, also before anything was counted', () => {
    const counters = new Counters()
    counters.add('ferry_turns_total', ['type', 'message'])
    counters.add('ferry_turns_total', ['type', 'message'])
    counters.add('ferry_turns_repeated_total')
    expect(counters.text().split('\n')).to.include.members([
      '# TYPE ferry_turn_errors_total counter',
      'ferry_turns_total{type="message"} 2',
      'ferry_turns_repeated_total 1',
    ])
  })

  it('cannot be broken by a label', () => {
    const counters = new Counters()
    counters.add('ferry_turns_total', ['type', 'a"} 1\nferry_forged 9\\'])
    expect(counters.text())
      .to.include('ferry_turns_total{type="a\\"} 1\\nferry_forged 9\\\\"} 1\n')
      .and.not.to.match(/^ferry_forged/m)
  })

  it('count together what has too many labels', () => {
    const counters = new Counters()
    for (let i = 0; i < 5_000; i++) counters.add('ferry_turns_total', ['type', `kind ${i}`])
    expect(counters.text().split('\n')).to.have.length.below(120)
    expect(counters.count('ferry_turns_total', ['type', 'other'])).to.equal(4_900)
  })
})

describe('rejections', () => {
  it('are all counted, and logged once per reason in ten seconds', () => {
    const lines: string[] = []
    const counters = new Counters()
    let now = 0
    const rejections = new Rejections(
      counters,
      createLog('warn', { write: (line) => void lines.push(line) }),
      () => now,
    )
    for (let i = 0; i < 1_000; i++) rejections.record('token', 401)
    rejections.record('tenant', 403)
    now = 10_000
    rejections.record('token', 401)
    expect(counters.count('ferry_requests_rejected_total', ['reason', 'token'])).to.equal(1_001)
    expect(lines.map((line) => JSON.parse(line) as object)).to.have.length(3)
    expect(JSON.parse(lines[2] ?? '')).to.include({
      event: 'requestRejected',
      reason: 'token',
      status: 401,
      unlogged: 999,
    })
  })
})
