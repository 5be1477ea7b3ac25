import { expect } from 'chai'
import { StoreConflictError } from '../../src/domain/errors.js'
import { Counters } from '../../src/bot/counters.js'
import { HttpRefusal } from '../../src/bot/httpRefusal.js'
import { createLog } from '../../src/bot/log.js'
import { close, createHttpServer, type Readiness } from '../../src/bot/server.js'
import { startOuterWall, type OuterWall } from './support/outerWall.js'
import { openRaw, statusOfRaw } from './support/rawHttp.js'

const quiet = createLog('silent', { write: () => undefined })
const POST = 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'

describe('senders that take their time (RF62)', () => {
  let wall: OuterWall
  before(async () => {
    wall = await startOuterWall({ authenticated: false, patience: { headersMs: 300, requestMs: 600, checkMs: 50 } })
  })
  after(() => wall.close())

  const slow: [what: string, written: string][] = [
    ['no byte at all', ''],
    ['half of the headers', 'POST /api/messages HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['half of the body', `${POST}Content-Length: 100\r\n\r\n{"type":`],
    ['half of a body in pieces', `${POST}Transfer-Encoding: chunked\r\n\r\n8\r\n{"type":\r\n`],
  ]
  for (const [what, written] of slow) {
    it(`closes a connection that sends ${what}, and serves others meanwhile`, async () => {
      const { socket, closed } = await openRaw(wall.url)
      if (written !== '') socket.write(written)
      const other = await wall.post(wall.activity())
      expect(other.status).to.equal(200)
      expect(await closed).to.match(/^(HTTP\/1\.1 408 |$)/)
    })
  }

  it('closes a hundred idle connections', async () => {
    const idle = await Promise.all(Array.from({ length: 100 }, () => openRaw(wall.url)))
    expect((await wall.post(wall.activity())).status).to.equal(200)
    await Promise.all(idle.map(({ closed }) => closed))
  })

  it('does not let an upgrade take the connection out of the time limits', async () => {
    const { socket, seen, closed } = await openRaw(wall.url)
    socket.write('GET /health HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
    expect(await seen('{"status":"ok"}')).to.match(/^HTTP\/1\.1 200 /)
    socket.write('GET /hea')
    await closed
  })
})

describe('requests that are not what the bot serves', () => {
  let wall: OuterWall
  before(async () => {
    wall = await startOuterWall({ authenticated: false })
  })
  after(() => wall.close())

  const targets = [
    'http://',
    'http://[',
    'http://a:99999',
    'foo://?x',
    '*',
    'http:///@:99999999/',
    'mailto://',
    '//[',
    '/%',
    '/%ff',
    '/\\[',
    '/a;b=c',
    '///',
  ]
  for (const target of targets) {
    it(`answers a target like ${target} and lives on`, async () => {
      const status = await statusOfRaw(wall.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expect(status).to.match(/^HTTP\/1\.1 (400|404) /)
      expect((await fetch(`${wall.url}/health`)).status).to.equal(200)
    })
  }

  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    it(`answers ${method} with 405`, async () => {
      const response = await fetch(`${wall.url}/api/messages`, { method })
      expect([response.status, await response.text()]).to.deep.equal([405, '{"error":"method not allowed"}'])
    })
  }

  it('answers an unknown path with 404 and does not repeat it', async () => {
    const response = await fetch(`${wall.url}/api/<script>`)
    expect([response.status, await response.text()]).to.deep.equal([404, '{"error":"not found"}'])
  })

  for (const accept of ['text/html', 'application/javascript', 'text/plain', 'application/octet-stream']) {
    it(`answers in JSON even to somebody who accepts only ${accept}`, async () => {
      const response = await fetch(`${wall.url}/nowhere?callback=alert`, { headers: { accept } })
      expect([response.status, response.headers.get('content-type'), await response.text()]).to.deep.equal([
        404,
        'application/json',
        '{"error":"not found"}',
      ])
    })
  }

  it('names no product and no version', async () => {
    const response = await fetch(`${wall.url}/health`)
    expect([response.headers.get('server'), response.headers.get('x-powered-by')]).to.deep.equal([null, null])
  })
})

describe('failures inside (RF41)', () => {
  const internals = /at .*\.js|node_modules|Error|secret|stack/

  it('of a route answers 500 without a message, logs it, and the process lives', async () => {
    const lines: string[] = []
    const counters = new Counters()
    const server = createHttpServer({
      log: createLog('info', { write: (line) => void lines.push(line) }),
      counters,
      ready: () => ({ ok: true }),
    })
    const fail = (error: unknown) => async (_request: unknown, _response: unknown) => {
      throw error
    }
    server.get('/plain', fail(new Error('secret path /srv/ferry')))
    server.get('/thing', fail({ secret: 1 }))
    server.get('/dressed', fail(Object.assign(new Error('secret'), { statusCode: 409 })))
    server.get('/refused', fail(new HttpRefusal(429, 'flood', 'slow down', 7)))
    const url = await listening(server)
    try {
      expect(await ask(`${url}/plain`)).to.deep.equal([500, '{"error":"internal error"}'])
      expect(await ask(`${url}/thing`)).to.deep.equal([500, '{"error":"internal error"}'])
      expect(await ask(`${url}/dressed`)).to.deep.equal([409, '{"error":"refused"}'])
      expect(await ask(`${url}/refused`)).to.deep.equal([429, '{"error":"slow down"}'])
      expect((await fetch(`${url}/refused`)).headers.get('retry-after')).to.equal('7')
      expect(
        lines
          .filter((line) => line.includes('secret path'))
          .map((line) => (JSON.parse(line) as { event: string }).event),
      ).to.deep.equal(['requestFailed'])
      expect(counters.count('ferry_requests_rejected_total', ['reason', 'flood'])).to.equal(2)
    } finally {
      await close(server, 0)
    }
  })

  it('of a turn answers the person with a reference and the channel with 200', async () => {
    const wall = await startOuterWall({ authenticated: false })
    try {
      wall.handle = async () => {
        throw new Error('secret connection string')
      }
      const reply = await wall.post(wall.activity())
      expect([reply.status, reply.text]).to.deep.equal([200, ''])
      expect(wall.connector.sent.map(({ body }) => (body as { text: string }).text)).to.deep.equal([
        'sorry reference-1',
      ])
      expect(
        wall.lines.filter((line) => line.includes('reference-1') && line.includes('secret connection string')),
      ).to.have.length(1)
      expect(wall.counters.count('ferry_turn_errors_total', ['code', 'unexpected'])).to.equal(1)
    } finally {
      await wall.close()
    }
  })

  it('of a press answers in the form Teams expects, with the words for what is known', async () => {
    const wall = await startOuterWall({ authenticated: false })
    try {
      wall.handle = async (context) => {
        context.onSendActivities(async () => []) // a turn may hold back what it says
        throw new StoreConflictError('record 7 is at version 8')
      }
      const press = {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb: 'approve', data: {} } },
      }
      const reply = await wall.post(wall.activity(press))
      expect(reply.status).to.equal(500)
      expect(JSON.parse(reply.text)).to.deep.equal({
        statusCode: 500,
        type: 'application/vnd.microsoft.error',
        value: { code: 'storeConflict', message: 'storeConflict reference-1' },
      })
      expect(reply.text).not.to.match(internals)
    } finally {
      await wall.close()
    }
  })

  it('of the apology itself is logged and answered with 200', async () => {
    const wall = await startOuterWall({ authenticated: false })
    try {
      wall.handle = async () => {
        throw new Error('first')
      }
      wall.connector.next.push(403)
      const reply = await wall.post(wall.activity())
      expect([reply.status, reply.text]).to.deep.equal([200, ''])
      expect(wall.lines.filter((line) => line.includes('"apologyFailed"'))).to.have.length(1)
    } finally {
      await wall.close()
    }
  })
})

describe('the state of the process', () => {
  async function asked(ready: () => Readiness | Promise<Readiness>, path: string): Promise<[number, string]> {
    const server = createHttpServer({ log: quiet, ready, metrics: () => 'ferry_cases 3\n' })
    const url = await listening(server)
    try {
      return await ask(`${url}${path}`)
    } finally {
      await close(server, 0)
    }
  }

  it('is healthy while it answers', async () => {
    expect(await asked(() => ({ ok: false }), '/health')).to.deep.equal([200, '{"status":"ok"}'])
  })

  it('is ready when the store and the gateway are', async () => {
    expect(await asked(() => ({ ok: true }), '/ready')).to.deep.equal([200, '{"status":"ready"}'])
  })

  it('says why it is not ready', async () => {
    const answer = await asked(async () => ({ ok: false, reason: 'the store is read-only' }), '/ready')
    expect(answer).to.deep.equal([503, '{"status":"not ready","reason":"the store is read-only"}'])
  })

  it('is not ready when that cannot be found out', async () => {
    const answer = await asked(() => Promise.reject(new Error('secret')), '/ready')
    expect(answer).to.deep.equal([503, '{"status":"not ready"}'])
  })

  it('counts in Prometheus’ text, together with what others count', async () => {
    const [status, text] = await asked(() => ({ ok: true }), '/metrics')
    expect(status).to.equal(200)
    expect(text)
      .to.include('# TYPE ferry_requests_rejected_total counter\n')
      .and.to.match(/\nferry_cases 3\n$/)
  })
})

describe('a server that is closed (RF25)', () => {
  it('lets the turn that runs be answered, refuses new connections, and is gone then', async () => {
    const wall = await startOuterWall({ authenticated: false })
    let finish = () => undefined as void
    const started = new Promise<void>((resolve) => {
      wall.handle = async () => {
        resolve()
        await new Promise<void>((done) => {
          finish = done
        })
      }
    })
    const reply = wall.post(wall.activity())
    await started
    const closed = close(wall.server, 5_000)
    expect(await wall.post(wall.activity()).catch(() => 'refused')).to.equal('refused')
    finish()
    expect((await reply).status).to.equal(200)
    await closed
    await wall.close()
  })

  it('does not wait longer than it is told to', async () => {
    const wall = await startOuterWall({ authenticated: false })
    const started = new Promise<void>((resolve) => {
      wall.handle = () => {
        resolve()
        return new Promise(() => undefined)
      }
    })
    const reply = wall.post(wall.activity()).catch(() => 'cut off')
    await started
    await close(wall.server, 50)
    expect(await reply).to.equal('cut off')
    await wall.close()
  })
})

async function listening(server: ReturnType<typeof createHttpServer>): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${server.address().port}`
}

async function ask(url: string): Promise<[number, string]> {
  const response = await fetch(url)
  return [response.status, await response.text()]
}
