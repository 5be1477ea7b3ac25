import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { startOuterWall, type OuterWall } from './support/outerWall.js'
import { openRaw } from './support/rawHttp.js'

const MB = 1024 * 1024

describe('what is sent as a body', () => {
  let wall: OuterWall
  before(async () => {
    wall = await startOuterWall({ authenticated: false })
  })
  after(() => wall.close())
  beforeEach(() => {
    wall.turns.length = 0
  })
  afterEach('the server still works', async () => {
    wall.turns.length = 0
    const reply = await wall.post(wall.activity())
    expect([reply.status, wall.turns.length]).to.deep.equal([200, 1])
  })

  describe('RF61 in another encoding', () => {
    const bomb = gzipSync(Buffer.alloc(64 * MB))
    const bodies: [what: string, encoding: string, body: Uint8Array<ArrayBuffer>][] = [
      ['garbage that calls itself gzip', 'gzip', Uint8Array.from('not gzip at all', (c) => c.charCodeAt(0))],
      ['a cut gzip', 'gzip', Uint8Array.from(gzipSync('{"type":"message"}').subarray(0, 12))],
      ['a gzip bomb', 'gzip', Uint8Array.from(bomb)],
      ['gzip in capital letters', 'GZIP', Uint8Array.from(bomb.subarray(0, 100))],
      ['deflate', 'deflate', Uint8Array.from([120, 156])],
      ['br', 'br', Uint8Array.from([1])],
      ['two encodings', 'identity, gzip', Uint8Array.from([1])],
    ]
    for (const [what, encoding, body] of bodies) {
      it(`refuses ${what} with 415 and unpacks nothing`, async () => {
        const before = memory()
        const response = await fetch(`${wall.url}/api/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-encoding': encoding },
          body,
        })
        expect([response.status, await response.text()]).to.deep.equal([
          415,
          '{"error":"content encoding not supported"}',
        ])
        expect(memory() - before).to.be.below(32 * MB)
        expect(wall.turns).to.have.length(0)
      })
    }

    it('takes identity, which is no encoding', async () => {
      const reply = await wall.post(wall.activity(), { 'content-encoding': 'identity' })
      expect(reply.status).to.equal(200)
    })
  })

  describe('RF60 larger than any activity', () => {
    it('refuses 50 MB by their announced length, without reading them', async () => {
      const { socket, seen } = await openRaw(wall.url)
      socket.write(head(`Content-Length: ${50 * MB}`))
      expect(await seen('\r\n\r\n')).to.match(/^HTTP\/1\.1 413 .*Connection: close/s)
      socket.destroy()
    })

    it('refuses 50 MB of unknown length after the first 256 KB, with memory flat', async () => {
      const { socket, seen, closed } = await openRaw(wall.url)
      const before = memory()
      socket.write(head('Transfer-Encoding: chunked'))
      const block = `10000\r\n${' '.repeat(65_536)}\r\n`
      let written = 0
      const push = () => {
        while (written < 50 * MB && !socket.destroyed) {
          written += 65_536
          if (socket.write(block)) continue
          socket.once('drain', push)
          break
        }
      }
      push()
      expect(await seen('\r\n\r\n')).to.match(/^HTTP\/1\.1 413 /)
      await closed
      expect(memory() - before).to.be.below(32 * MB)
    })

    it('refuses 5 MB of nesting after the first 256 KB', async () => {
      const { socket, seen } = await openRaw(wall.url)
      socket.write(head('Transfer-Encoding: chunked'))
      socket.write(`${(5 * MB).toString(16)}\r\n${'['.repeat(5 * MB)}\r\n`)
      expect(await seen('\r\n\r\n')).to.match(/^HTTP\/1\.1 413 /)
      socket.destroy()
    })

    it('takes an activity just below the limit: its text is for the bot to judge', async () => {
      const reply = await wall.post(wall.activity({ text: 'x'.repeat(255 * 1024) }))
      expect([reply.status, wall.turns.length]).to.deep.equal([200, 1])
    })
  })

  describe('RF59 that is no activity', () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    const withValue = (value: string) => JSON.stringify({ ...wall.activity(), value: 'here' }).replace('"here"', value)
    const bodies: [what: string, body: unknown][] = [
      ['nothing', ''],
      ['null', null],
      ['a number', '7'],
      ['a string', '"message"'],
      ['a list', []],
      ['an empty object', {}],
      ['half of a JSON text', '{"type":"message"'],
      ['120,000 brackets', '['.repeat(120_000)],
    ]
    for (const [what, body] of bodies) {
      it(`refuses ${what} with 400`, async () => expectRefused(await wall.post(body)))
    }

    it('takes a value that lies 32 levels deep, refuses 33 and 30,000, in objects and in lists', async () => {
      expect((await wall.post(withValue(nested(31)))).status).to.equal(200)
      wall.turns.length = 0
      expectRefused(await wall.post(withValue(nested(32))))
      expectRefused(await wall.post(withValue(nested(30_000))))
      expectRefused(await wall.post(withValue('['.repeat(32) + ']'.repeat(32))))
      expectRefused(await wall.post(withValue('['.repeat(100_000) + ']'.repeat(100_000))))
    })

    it('refuses any JSON that is no activity with 400 (property)', () =>
      fc.assert(
        fc.asyncProperty(fc.json(), async (text) => expectRefused(await wall.post(text))),
        { numRuns: 60 },
      ))

    it('answers an activity with any JSON in the place of a field, without a failure of its own (property)', async () => {
      wall.handle = async () => undefined
      const field = fc.constantFrom(
        ...Object.keys(wall.activity()),
        'entities',
        'value',
        'attachments',
        'membersAdded',
        'locale',
        'name',
      )
      await fc.assert(
        fc.asyncProperty(field, fc.jsonValue(), async (name, content) => {
          const { status } = await wall.post(wall.activity({ [name]: content }))
          expect(status).to.be.oneOf([200, 400, 401, 403])
        }),
        { numRuns: 100 },
      )
      wall.turns.length = 0
    })

    const wrong: [what: string, changes: Record<string, unknown>][] = [
      ['no type', { type: undefined }],
      ['a type that is a number', { type: 7 }],
      ['no conversation', { conversation: undefined }],
      ['a conversation that is a string', { conversation: 'a:1' }],
      ['a conversation without an id', { conversation: {} }],
      ['an empty conversation id', { conversation: { id: '' } }],
      ['a conversation id that is an object', { conversation: { id: { $ne: 1 } } }],
      ['a conversation id of 513 characters (RF64)', { conversation: { id: 'a'.repeat(513) } }],
      ['a conversation id with NUL (RF64)', { conversation: { id: 'a\u0000b' } }],
      ['no sender', { from: undefined }],
      ['a sender without an id', { from: { name: 'Ada' } }],
      ['a text that is a number', { text: 7 }],
      ['a text that is an object', { text: { toString: 'x' } }],
      ['a service URL that is a list', { serviceUrl: ['http://127.0.0.1/'] }],
      ['a moment that is none', { timestamp: 'yesterday' }],
      ['channel data that is a string', { channelData: 'tenant' }],
      ['a tenant that is a list', { channelData: { tenant: { id: ['x'] } } }],
      ['entities that are no list', { entities: { type: 'mention' } }],
      ['attachments with null in them', { attachments: [null] }],
      ['new members without ids', { type: 'conversationUpdate', membersAdded: [{}] }],
      [
        '1,001 new members',
        { type: 'conversationUpdate', membersAdded: Array.from({ length: 1_001 }, (_, i) => ({ id: `m${i}` })) },
      ],
    ]
    for (const [what, changes] of wrong) {
      it(`refuses ${what} with 400`, async () => expectRefused(await wall.post(wall.activity(changes))))
    }

    it('takes fields that nobody knows yet, and null for what is absent', async () => {
      await wall.post(
        wall.activity({ brandNew: { a: 1 }, text: null, entities: null, value: null, locale: null, replyToId: null }),
      )
      expect(wall.turns.map((turn) => [Reflect.get(turn, 'brandNew'), 'text' in turn])).to.deep.equal([
        [{ a: 1 }, false],
      ])
    })
  })

  describe('RF59 a press without a usable action', () => {
    const press = { type: 'invoke', name: 'adaptiveCard/action', text: undefined }
    const values: [what: string, value: unknown][] = [
      ['no value', undefined],
      ['null', null],
      ['a number', 7],
      ['a list', []],
      ['no action', {}],
      ['an action that is null', { action: null }],
      ['an action without a type', { action: { verb: 'approve' } }],
      ['another type of action', { action: { type: 'Action.Submit', verb: 'approve' } }],
      ['a verb that is a number', { action: { type: 'Action.Execute', verb: 7 } }],
    ]
    for (const [what, value] of values) {
      it(`answers ${what} in the form Teams expects, without a turn`, async () => {
        const reply = await wall.post(wall.activity({ ...press, value }))
        expect(reply.status).to.equal(400)
        expect(JSON.parse(reply.text)).to.deep.equal({
          statusCode: 400,
          type: 'application/vnd.microsoft.error',
          value: { code: 'BadRequest', message: 'The card sent no action.' },
        })
        expect(wall.turns).to.have.length(0)
      })
    }
  })

  describe('RF63 with keys of JavaScript itself', () => {
    for (const where of ['{"__proto__":{"polluted":1},', '{"value":{"a":[{"__proto__":{"polluted":1}}]},']) {
      it(`refuses ${where}… and changes nothing for others`, async () => {
        const rest = JSON.stringify(wall.activity()).slice(1)
        expectRefused(await wall.post(`${where}${rest}`))
        expect(Reflect.get({}, 'polluted')).to.equal(undefined)
      })
    }

    it('takes constructor, prototype and toString as plain data', async () => {
      const value = { constructor: { prototype: { polluted: 1 } }, prototype: 1, toString: 'x' }
      const text = `{"value":${JSON.stringify(value)},"conversation":{"id":"constructor"},${JSON.stringify({ ...wall.activity(), conversation: undefined }).slice(1)}`
      const reply = await wall.post(text)
      expect([reply.status, wall.turns.length]).to.deep.equal([200, 1])
      expect(Reflect.get({}, 'polluted')).to.equal(undefined)
      expect(wall.turns[0]?.value).to.deep.equal(value)
    })
  })

  describe('in another form than JSON', () => {
    const types: [type: string | undefined, status: number][] = [
      ['application/x-www-form-urlencoded', 415],
      ['multipart/form-data; boundary=x', 415],
      ['text/plain', 415],
      ['application/json-seq', 415],
      ['application/jsonx', 415],
      ['application/octet-stream', 415],
    ]
    for (const [type, status] of types) {
      it(`refuses ${type}`, async () => {
        const reply = await wall.post(wall.activity(), { 'content-type': type ?? '' })
        expect([reply.status, reply.text]).to.deep.equal([status, '{"error":"only application/json is read"}'])
        expect(wall.turns).to.have.length(0)
      })
    }

    it('refuses a body without a type with 400', async () => {
      const { socket, closed } = await openRaw(wall.url)
      socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}')
      expect(await closed).to.match(/^HTTP\/1\.1 400 /)
    })

    it('takes JSON with a character set', async () => {
      const reply = await wall.post(wall.activity(), { 'content-type': 'Application/JSON; charset=utf-8' })
      expect(reply.status).to.equal(200)
    })
  })

  function expectRefused({ status, text }: { status: number; text: string }): void {
    expect(status).to.equal(400)
    expect(Object.keys(JSON.parse(text) as object)).to.deep.equal(['error'])
    expect(text.length).to.be.below(80)
    expect(wall.turns).to.have.length(0)
  }
})

const head = (header: string) =>
  `POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${header}\r\n\r\n`

const memory = (): number => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}
