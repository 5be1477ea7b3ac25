import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { EXIT, WrongUseError } from '../../src/cli/command.js'
import { checkPort } from '../../src/cli/doctor/port.js'
import { doctorOn, type Machine } from '../../src/cli/doctor.js'
import { terminal } from '../support/terminal.js'

const Answer = z.strictObject({
  ok: z.boolean(),
  checks: z.array(
    z.strictObject({ check: z.string(), ok: z.boolean(), detail: z.string(), fix: z.string().optional() }),
  ),
})
type Check = z.infer<typeof Answer>['checks'][number]

const NOW = new Date('2126-11-22T10:15:00Z')
/** The world of a partner without customers. */
const WORLD = {
  version: 1,
  now: 'today',
  partner: {
    tenantId: '11111111-1111-4111-8111-111111111111',
    name: 'Baltic Cloud',
    country: 'PL',
    kind: 'DIRECT_BILL',
    currency: 'EUR',
  },
  people: [
    {
      id: '22222222-2222-4222-8222-222222222222',
      name: 'Ada Nowak',
      roles: ['adminAgent'],
      locale: 'pl-PL',
      timeZone: 'Europe/Warsaw',
    },
  ],
  customers: [],
}

describe('ferry doctor', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ferry-doctor-'))
    cpSync('appPackage', join(folder, 'appPackage'), { recursive: true })
    cpSync('package.json', join(folder, 'package.json'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function examine(env: Readonly<Record<string, string>> = {}, machine: Partial<Machine> = {}) {
    const io = terminal({ PORT: '0', FERRY_DATA: join(folder, 'data'), ...env })
    const code = await doctorOn(() => ({
      node: '22.12.0',
      folder,
      program: join(folder, 'package.json'),
      now: () => new Date(),
      lockHolder: () => Promise.resolve(undefined),
      findBrowser: () => '/usr/bin/chromium',
      ...machine,
    })).run(['--json'], io)
    const answer = Answer.parse(JSON.parse(io.said.join('\n')))
    expect(code).to.equal(answer.ok ? EXIT.done : EXIT.refused)
    expect(answer.ok).to.equal(answer.checks.every(({ ok }) => ok))
    const check = (name: string): Check => {
      const found = answer.checks.find(({ check }) => check === name)
      if (found === undefined)
        throw new Error(`no check ${name} among ${answer.checks.map(({ check }) => check).join(', ')}`)
      return found
    }
    return { ...answer, check }
  }

  describe('where all is well', () => {
    it('finds nothing to do, and looks at everything', async () => {
      const { ok, checks } = await examine()
      expect(checks.filter(({ fix }) => fix !== undefined)).to.deep.equal([])
      expect(ok).to.equal(true)
      expect(checks.map(({ check }) => check)).to.deep.equal([
        'node',
        'settings',
        'port',
        'data folder',
        'world',
        'app package',
        'browser',
        'clock',
      ])
    })

    it('changes nothing', async () => {
      await examine()
      expect(existsSync(join(folder, 'data'))).to.equal(false)
      expect(existsSync(join(folder, 'build'))).to.equal(false)
    })

    it('reads the file .env of the folder', async () => {
      writeFileSync(join(folder, '.env'), 'FERRY_WORLD=/no/such/world.json\n')
      expect((await examine()).check('world')).to.include({ ok: false })
    })

    it('reads the world file that is named', async () => {
      const file = join(folder, 'world.json')
      writeFileSync(file, JSON.stringify(WORLD))
      expect((await examine({ FERRY_WORLD: file })).check('world')).to.deep.equal({
        check: 'world',
        ok: true,
        detail: `${file}: 0 customers, 1 people`,
      })
    })
  })

  describe('where something is wrong', () => {
    const file = (name: string, text: string) => () => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const cases: [
      what: string,
      env: () => Record<string, string>,
      machine: Partial<Machine>,
      check: string,
      detail: RegExp,
    ][] = [
      ['an old Node', () => ({}), { node: '20.18.3' }, 'node', /^20\.18\.3 is too old$/],
      ['a very old Node', () => ({}), { node: '9.99.0' }, 'node', /too old/],
      ['a wrong port', () => ({ PORT: '99999' }), {}, 'settings', /^PORT must be a whole number/],
      ['two wrong settings', () => ({ PORT: 'x', FERRY_LOG: 'loud' }), {}, 'settings', /PORT .*; FERRY_LOG /],
      ['an identity without a mode', () => ({ MicrosoftAppId: NIL }), {}, 'settings', /FERRY_MODE must be given/],
      [
        'a file for a data folder',
        () => ({ FERRY_DATA: file('data.txt', '')() }),
        {},
        'data folder',
        /data\.txt is not a folder$/,
      ],
      [
        'a data folder below a file',
        () => ({ FERRY_DATA: join(file('data.txt', '')(), 'deeper') }),
        {},
        'data folder',
        /is not a folder$/,
      ],
      [
        'a world file that is missing',
        () => ({ FERRY_WORLD: '/no/such/world.json' }),
        {},
        'world',
        /cannot be read \(ENOENT\)$/,
      ],
      [
        'a world file with errors',
        () => ({ FERRY_WORLD: file('w.json', JSON.stringify({ ...WORLD, now: 'soon', people: [] }))() }),
        {},
        'world',
        /now: .*people: /,
      ],
      ['a world file that is not JSON', () => ({ FERRY_WORLD: file('w.json', 'hello')() }), {}, 'world', /not JSON/],
      [
        'an app id that is no GUID in the package',
        () => ({ MicrosoftAppId: 'contoso', FERRY_MODE: 'practice' }),
        {},
        'app package',
        /bots\[0\]\.botId/,
      ],
      ['a clock in another century', () => ({}), { now: () => NOW }, 'clock', /^it shows 2126-11-22T10:15:00\.000Z$/],
      [
        'a clock before the program was made',
        () => ({}),
        { now: () => new Date('2001-01-01T00:00:00Z') },
        'clock',
        /package\.json was written at/,
      ],
    ]
    for (const [what, env, machine, name, detail] of cases) {
      it(`finds ${what}, and says what to do`, async () => {
        const { ok, check } = await examine(env(), machine)
        expect(check(name)).to.include({ ok: false }).and.to.have.property('detail').that.matches(detail)
        expect(check(name).fix).to.match(/^[A-Z].*\.$/)
        expect(ok).to.equal(false)
      })
    }

    it('looks on at what does not hang on the settings', async () => {
      const { checks } = await examine({ PORT: 'x' }, { node: '18.0.0' })
      expect(checks.filter(({ ok }) => !ok).map(({ check }) => check)).to.deep.equal(['node', 'settings'])
      expect(checks.map(({ check }) => check)).to.include.members(['app package', 'browser', 'clock'])
    })

    it('does not repeat the value of a setting, which may be a secret', async () => {
      const { checks } = await examine({ FERRY_SECRET: 'hunter2' })
      expect(JSON.stringify(checks)).to.include('FERRY_SECRET').and.not.include('hunter2')
    })

    it('allows a clock that is a little behind', async () => {
      const minute = 60_000
      utimesSync(join(folder, 'package.json'), NOW, new Date('2026-03-29T01:04:00Z'))
      const at = (offset: number) => () => new Date(Date.parse('2026-03-29T01:04:00Z') - offset)
      expect((await examine({}, { now: at(4 * minute) })).check('clock')).to.include({ ok: true })
      expect((await examine({}, { now: at(6 * minute) })).check('clock')).to.include({ ok: false })
    })
  })

  describe('where something wants a look', () => {
    it('warns about a setting without effect', async () => {
      const { ok, check } = await examine({ FERRY_HOST: '0.0.0.0', FERRY_WROLD: 'x' })
      expect(ok).to.equal(true)
      expect(check('settings').detail).to.include('FERRY_HOST').and.to.include('FERRY_WROLD')
      expect(check('settings').fix).to.be.a('string')
    })

    it('warns when there is no browser for the tests', async () => {
      const { ok, check } = await examine({}, { findBrowser: () => undefined })
      expect(ok).to.equal(true)
      expect(check('browser').fix).to.include('CHROMIUM_PATH')
    })

    it('warns when it does not run in the project’s folder', async () => {
      rmSync(join(folder, 'package.json'))
      const { ok, check } = await examine({}, { program: join(folder, 'appPackage', 'manifest.json') })
      expect(ok).to.equal(true)
      expect(check('app package').fix).to.include(folder)
    })
  })

  describe('on a port', () => {
    let server: Server | undefined
    afterEach(() => server?.close())
    const listening = async (status: number, body: string) => {
      server = createServer((_request, response) => {
        // not chained: once restify is loaded, writeHead gives nothing back
        response.writeHead(status, { Connection: 'close' })
        response.end(body)
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return String((server.address() as AddressInfo).port)
    }

    it('tells that it is free', async () => {
      const PORT = await listening(200, '')
      server?.close()
      await once(server as Server, 'close')
      expect((await examine({ PORT })).check('port')).to.include({ ok: true, detail: `127.0.0.1:${PORT} is free` })
    })

    for (const [what, status, body] of [
      ['HTML', 200, '<html>'],
      ['something else', 404, '{"status":"unknown"}'],
    ] as const) {
      it(`names another program that answers ${what}`, async () => {
        const PORT = await listening(status, body)
        const { check } = await examine({ PORT })
        expect(check('port')).to.include({ ok: false, detail: `another program listens on 127.0.0.1:${PORT}` })
        expect(check('port').fix).to.include('PORT')
      })
    }

    it('knows the running Ferry, which rightly holds the data folder', async () => {
      const PORT = await listening(200, '{"status":"ok"}')
      mkdirSync(join(folder, 'data'))
      const { ok, check } = await examine({ PORT }, { lockHolder: () => Promise.resolve({ pid: 4711 }) })
      expect(ok).to.equal(true)
      expect(check('port').detail).to.equal(`Ferry runs already, on 127.0.0.1:${PORT}`)
      expect(check('data folder').detail).to.include('held by the running Ferry')
    })

    it('takes 0 for any free one', async () => {
      expect((await examine({ PORT: '0' })).check('port')).to.include({ ok: true, detail: '127.0.0.1, any free port' })
    })

    it('names a host that is no address of this machine', async () => {
      const { finding, running } = await checkPort('203.0.113.9', 0)
      expect(running).to.equal(false)
      expect(finding).to.include({ level: 'problem', detail: '203.0.113.9 is no address of this machine' })
      expect(finding).to.have.property('fix').that.includes('FERRY_HOST')
    })
  })

  it('tells a person the same, a line each and what to do below', async () => {
    const io = terminal({ PORT: '0', FERRY_DATA: join(folder, 'data'), FERRY_WORLD: '/no/such/world.json' })
    const machine: Machine = {
      node: '22.12.0',
      folder,
      program: join(folder, 'package.json'),
      now: () => new Date('2026-11-22T10:15:00Z'),
      lockHolder: () => Promise.resolve(undefined),
      findBrowser: () => undefined,
    }
    utimesSync(machine.program, NOW, new Date('2026-11-20T00:00:00Z'))
    expect(await doctorOn(() => machine).run([], io)).to.equal(EXIT.refused)
    expect(io.said.map((line) => line.replaceAll(folder, '~'))).to.deep.equal([
      'ok       node: 22.12.0',
      'ok       settings: practice mode',
      'ok       port: 127.0.0.1, any free port',
      'ok       data folder: ~/data will be made at the first start',
      'problem  world: /no/such/world.json cannot be read (ENOENT)',
      '         Name a file in FERRY_WORLD, or leave it away.',
      'ok       app package: manifest 1.30; what to fill in before it is published: npm run package',
      'warning  browser: none for the tests',
      '         Install Debian’s package chromium, or name a Chromium in CHROMIUM_PATH. Ferry itself needs none.',
      'ok       clock: 2026-11-22T10:15Z',
    ])
  })

  it('refuses a word: it takes none', async () => {
    const thrown = await doctorCommandOnNothing(['now']).catch((thrown: unknown) => thrown)
    expect(thrown).to.be.instanceOf(WrongUseError)
  })
})

const NIL = '00000000-0000-0000-0000-000000000000'

const doctorCommandOnNothing = (args: readonly string[]) =>
  doctorOn(() => {
    throw new Error('nothing is to be looked at')
  }).run(args, terminal())
