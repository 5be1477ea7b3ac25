import { expect } from 'chai'
import { captureConsole, createLog, type LogLevel } from '../../src/bot/log.js'

function logging(level: LogLevel = 'info') {
  const lines: string[] = []
  return { log: createLog(level, { write: (line) => void lines.push(line) }), lines }
}

/** Logs one event and gives what was written: exactly one line of JSON. */
function logged(facts: object, message = 'happened'): { line: string; read: Record<string, unknown> } {
  const { log, lines } = logging()
  log.info(facts, message)
  const text = lines.join('')
  expect(text.split('\n')).to.have.length(2).and.to.have.property('1', '')
  return { line: text, read: JSON.parse(text) as Record<string, unknown> }
}

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJmZXJyeSJ9.c2lnbmF0dXJl'

describe('the log (RF69)', () => {
  it('writes one line of JSON per event, with level and time', () => {
    const { read } = logged({ event: 'turn', ms: 3 })
    expect(read).to.include({ level: 'info', event: 'turn', ms: 3, msg: 'happened' })
    expect(Date.parse(String(read['time']))).to.be.a('number').and.not.to.be.NaN
  })

  it('cannot be made to begin a line by what it is given', () => {
    const forged = 'Ada\n{"level":"info","event":"approved"}\r\u2028\u0000'
    const { read } = logged({ event: forged }, forged)
    expect(read['event']).to.equal(forged)
  })

  it('shows a terminal no control, direction or invisible character', () => {
    const { line, read } = logged({ name: 'a\u001b[2Jb\u009b31mc\u202etxt\u200bd\u007f' })
    expect(line).not.to.match(/[^\n -~]/)
    expect(read['name']).to.equal('a\u001b[2Jb\u009b31mc\u202etxt\u200bd\u007f')
  })

  const fields: [name: string, facts: object][] = [
    ['authorization', { headers: { Authorization: `Bearer ${JWT}` } }],
    ['tokens', { accessToken: 'hush', nested: { refresh_token: 'hush' } }],
    ['passwords and secrets', { password: 'hush', a: { b: { clientSecret: 'hush' } } }],
    ['what a person wrote', { activity: { text: 'hush', value: { reason: 'hush' } } }],
    ['cards', { sent: [{ attachments: ['hush'] }, { card: 'hush' }, { body: 'hush' }, { data: 'hush' }] }],
    ['mail addresses', { person: { email: 'hush', userMail: 1, upn: 'hush' } }],
  ]
  for (const [name, facts] of fields) {
    it(`blanks ${name}`, () => {
      const { line } = logged(facts)
      expect(line).not.to.include('hush').and.not.to.include(JWT)
      expect(line).to.include('[redacted]')
    })
  }

  it('blanks tokens that got into a sentence', () => {
    const { line, read } = logged({ err: new Error(`401 for Bearer ${JWT}`) }, `sent with ${JWT}, "quoted"`)
    expect(line).not.to.include(JWT.slice(0, 20))
    expect(read['msg']).to.equal('sent with [redacted], "quoted"')
  })

  it('writes an error with its cause, and nothing that a library hung on it', () => {
    const cause = new Error('socket closed')
    const error = Object.assign(new Error('not sent', { cause }), {
      code: 'ECONNRESET',
      statusCode: 502,
      request: { body: 'hush' },
      details: 'hush',
    })
    const { line, read } = logged({ err: error })
    expect(read['err']).to.include({ name: 'Error', message: 'not sent', code: 'ECONNRESET', statusCode: 502 })
    expect((read['err'] as { cause: object }).cause).to.include({ message: 'socket closed' })
    expect((read['err'] as { stack: string }).stack).to.include('log.test')
    expect(line).not.to.include('hush')
  })

  it('stays small and whole whatever it is given (RP11)', () => {
    const circular: Record<string, unknown> = { deep: {} }
    circular['self'] = circular
    const { line } = logged({
      long: 'x'.repeat(1_000_000),
      many: Array.from({ length: 100_000 }, (_, i) => i),
      circular,
      big: 10n,
      fn: () => 1,
      at: new Date(Number.NaN),
    })
    expect(line.length).to.be.below(5_000)
  })

  it('keeps quiet below its level', () => {
    const { log, lines } = logging('warn')
    log.info({ event: 'turn' }, 'turn')
    expect(lines).to.deep.equal([])
  })
})

describe('what libraries print on the console', () => {
  it('goes into the log as one line at debug, and to the console again afterwards', () => {
    const { log, lines } = logging('debug')
    const { error } = console
    const restore = captureConsole(log)
    try {
      Reflect.get(console, 'error').call(console, new Error('two\nlines'), { a: 1 })
    } finally {
      restore()
    }
    expect(Reflect.get(console, 'error')).to.equal(error)
    expect(lines).to.have.length(1)
    expect(JSON.parse(lines[0] ?? '')).to.include({ level: 'debug', event: 'console' })
  })
})
