import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { readEnvironment, readSettings, SettingsError, type Environment } from '../../src/config.js'

const ID = '11111111-1111-4111-8111-111111111111'
const TENANT = '22222222-2222-4222-8222-222222222222'
const SECRET = Buffer.alloc(32, 7).toString('base64')
const NOT_YET =
  'FERRY_MODE=live cannot start yet: the gateway to Partner Center is not built in. Use FERRY_MODE=practice'

const identity = {
  MicrosoftAppId: ID,
  MicrosoftAppTenantId: TENANT,
  MicrosoftAppPassword: 'hush',
  MicrosoftAppType: 'SingleTenant',
}
const live = {
  ...identity,
  FERRY_MODE: 'live',
  FERRY_ALLOWED_TENANTS: TENANT,
  FERRY_ROLES: 'roles.json',
  FERRY_SECRET: SECRET,
  FERRY_PARTNER_TENANT_ID: TENANT,
  FERRY_PARTNER_COUNTRY: 'PL',
  FERRY_PARTNER_KIND: 'DIRECT_BILL',
  PARTNER_CENTER_CLIENT_ID: ID,
  PARTNER_CENTER_CLIENT_SECRET: 'hush',
  PARTNER_CENTER_REFRESH_TOKEN: 'hush',
}
const practiceInTeams = { ...identity, FERRY_MODE: 'practice', FERRY_ALLOWED_TENANTS: TENANT }

const read = (environment: Environment, file = '{}') => readSettings(environment, () => file)

function problemsOf(environment: Environment, file?: string): readonly string[] {
  try {
    read(environment, file)
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
  return []
}

describe('settings of practice without an app id', () => {
  it('need nothing', () => {
    const settings = read({})
    expect(settings).to.deep.include({
      mode: 'practice',
      port: 3978,
      host: '127.0.0.1',
      store: 'json',
      practiceRoom: true,
      allowedTenants: 'any',
      serviceHosts: [],
      bot: undefined,
      logLevel: 'info',
      warnings: [],
    })
    expect(settings.dataFolder).to.equal(resolve('.ferry'))
    expect(settings.gateway.graphUrl).to.equal('https://graph.microsoft.com')
  })

  it('take what is given', () => {
    const settings = read({
      PORT: ' 4000 ',
      FERRY_DATA: '/tmp/ferry',
      FERRY_PRACTICE_ROOM: 'off',
      FERRY_WORLD: 'world.json',
      FERRY_LOG: 'debug',
      FERRY_SECRET: SECRET,
      FERRY_ALLOWED_TENANTS: ` ${TENANT.toUpperCase()}, ${ID} ,`,
      FERRY_ALLOWED_SERVICE_HOSTS: 'Smba.Example.gov, proxy.example:8443',
      FERRY_PARTNER_COUNTRY: 'pl',
      PARTNER_CENTER_URL: 'http://127.0.0.1:5000/',
      FERRY_HOST: '',
    })
    expect(settings).to.deep.include({
      port: 4000,
      dataFolder: '/tmp/ferry',
      practiceRoom: false,
      worldFile: 'world.json',
      logLevel: 'debug',
      serviceHosts: ['smba.example.gov', 'proxy.example:8443'],
    })
    expect(settings.allowedTenants).to.deep.equal(new Set([TENANT, ID]))
    expect(settings.secret).to.deep.equal(Buffer.alloc(32, 7))
    expect(settings.partner.country).to.equal('PL')
  })

  for (const host of ['0.0.0.0', '::', '192.168.0.7', 'ferry.example', '127.0.0.1.example', '1270.0.1']) {
    it(`listen on this machine only, though FERRY_HOST is ${host}, and say so`, () => {
      const { host: listens, warnings } = read({ FERRY_HOST: host })
      expect([listens, warnings.length]).to.deep.equal(['127.0.0.1', 1])
    })
  }

  for (const host of ['localhost', '127.0.0.2', '::1']) {
    it(`may choose ${host}, which is this machine`, () => expect(read({ FERRY_HOST: host }).host).to.equal(host))
  }

  it('warn of a name that nothing reads yet', () => {
    expect(read({ FERRY_POLICY: 'policy.json' }).warnings).to.deep.equal([
      'FERRY_POLICY has no effect yet: what it is for is not built in',
    ])
  })

  it('warn of a name that means nothing', () => {
    expect(read({ FERRY_ALOWED_TENANTS: 'x', OTHER: 'y' }).warnings).to.deep.equal([
      'FERRY_ALOWED_TENANTS has no effect: there is no such setting',
    ])
  })
})

describe('settings of practice with an app id', () => {
  it('are a whole identity and the tenants that may use it; then FERRY_HOST counts', () => {
    const settings = read({ ...practiceInTeams, FERRY_HOST: '0.0.0.0' })
    expect(settings.bot).to.deep.equal({ type: 'SingleTenant', appId: ID, tenantId: TENANT, password: 'hush' })
    expect(settings.host).to.equal('0.0.0.0')
  })

  it('may be a managed identity, without a password', () => {
    const { bot } = read({ ...practiceInTeams, MicrosoftAppType: 'userassignedmsi', MicrosoftAppPassword: undefined })
    expect(bot).to.deep.equal({ type: 'UserAssignedMSI', appId: ID, tenantId: TENANT })
  })

  const wrong: [what: string, changes: Environment, problems: RegExp[]][] = [
    ['no tenants', { FERRY_ALLOWED_TENANTS: undefined }, [/^FERRY_ALLOWED_TENANTS is missing/]],
    ['a list of tenants without one', { FERRY_ALLOWED_TENANTS: ' , ' }, [/^FERRY_ALLOWED_TENANTS must be/]],
    [
      'a password only',
      { MicrosoftAppId: undefined, MicrosoftAppTenantId: undefined, FERRY_ALLOWED_TENANTS: undefined },
      [/^MicrosoftAppId is missing/, /^MicrosoftAppTenantId is missing/],
    ],
    ['an app id that is none', { MicrosoftAppId: 'ferry' }, [/^MicrosoftAppId must be a GUID/]],
    ['no password', { MicrosoftAppPassword: ' ' }, [/^MicrosoftAppPassword is missing/]],
    ['a managed identity with a password', { MicrosoftAppType: 'UserAssignedMSI' }, [/^MicrosoftAppPassword must not/]],
    ['a multi-tenant app', { MicrosoftAppType: 'MultiTenant' }, [/^MicrosoftAppType must be/]],
  ]
  for (const [what, changes, problems] of wrong) {
    it(`with ${what} are refused`, () => {
      const found = problemsOf({ ...practiceInTeams, ...changes })
      expect(found).to.have.length(problems.length)
      problems.forEach((problem, i) => expect(found[i]).to.match(problem))
    })
  }
})

describe('settings without FERRY_MODE', () => {
  for (const name of [
    'MicrosoftAppId',
    'MicrosoftAppPassword',
    'MicrosoftAppType',
    'MicrosoftAppTenantId',
    'MICROSOFTAPPID',
    'MicrosoftAppCertificate',
  ]) {
    it(`are refused when ${name} is present, be it empty: a bot meant for live use must not practise unnoticed (RF54)`, () => {
      expect(problemsOf({ [name]: '' })).to.deep.equal([
        'FERRY_MODE must be given, practice or live, because a MicrosoftApp… setting is present',
      ])
    })
  }
})

describe('settings of live mode', () => {
  it('are refused even when all are right, because the gateway is not built in yet', () => {
    expect(problemsOf(live)).to.deep.equal([NOT_YET])
  })

  for (const appId of [undefined, '', '  ']) {
    it(`are refused with ${appId === undefined ? 'no' : 'an empty'} app id, which would switch authentication off (RF54)`, () => {
      expect(problemsOf({ ...live, MicrosoftAppId: appId })).to.include(
        'MicrosoftAppId is missing: without it nobody would be authenticated',
      )
    })
  }

  it('are told everything that is missing at once', () => {
    const problems = problemsOf({ FERRY_MODE: 'live' })
    const missing = Object.keys(live).filter((name) => name !== 'FERRY_MODE' && name !== 'MicrosoftAppType')
    for (const name of missing)
      expect(
        problems.filter((problem) => problem.startsWith(`${name} is missing`)),
        name,
      ).to.have.length(1)
    expect(problems).to.have.length(missing.length + 1)
  })

  it('cannot have the practice room', () => {
    expect(problemsOf({ ...live, FERRY_PRACTICE_ROOM: 'on' })).to.deep.equal([
      'FERRY_PRACTICE_ROOM cannot be on in live mode',
      NOT_YET,
    ])
  })
})

describe('settings that are wrong', () => {
  const wrong: [name: string, values: string[]][] = [
    ['FERRY_MODE', ['production', 'Live']],
    ['PORT', ['-1', '65536', '80a', '0x50', '1e3', '3.5']],
    ['FERRY_STORE', ['postgres://db/ferry', 'postgresql://db/ferry', 'sqlite']],
    ['FERRY_PRACTICE_ROOM', ['yes']],
    ['FERRY_ALLOWED_TENANTS', ['contoso', `${ID},*`]],
    [
      'FERRY_ALLOWED_SERVICE_HOSTS',
      ['*.trafficmanager.net', 'https://smba.example.gov', 'host', 'a..b', 'a.example/path'],
    ],
    ['FERRY_PARTNER_TENANT_ID', ['contoso.com']],
    ['FERRY_PARTNER_COUNTRY', ['Poland']],
    ['FERRY_PARTNER_KIND', ['direct']],
    ['FERRY_SECRET', ['short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')]],
    ['PARTNER_CENTER_URL', ['http://api.example/', 'api.example', 'javascript:alert(1)']],
    ['GRAPH_URL', ['http://localhost.example/']],
    ['LOGIN_URL', ['ftp://login.example']],
    ['PARTNER_CENTER_CLIENT_ID', ['ferry']],
    ['FERRY_LOG', ['verbose']],
  ]
  for (const [name, values] of wrong) {
    for (const value of values) {
      it(`like ${name}=${value} are named, once, without the value`, () => {
        const problems = problemsOf({ [name]: value })
        expect(problems).to.have.length(1)
        expect(problems[0]).to.match(new RegExp(`^${name}\\b`))
      })
    }
  }

  it('are all in one message, which repeats no value', () => {
    const environment = Object.fromEntries(wrong.map(([name, values], i) => [name, `hush-${i}${values[0]}`]))
    const problems = problemsOf(environment)
    expect(problems).to.have.length(wrong.length)
    const { message } = new SettingsError(problems)
    for (const [name] of wrong) expect(message).to.include(`- ${name}`)
    expect(message).not.to.include('hush')
  })

  it('include a roles file that cannot be read, or says what it must not', () => {
    expect(problemsOf({ FERRY_ROLES: 'roles.json' }, '{"users":{"ada":[]},"more":1}')).to.have.length(2)
    const unreadable = () => {
      throw new Error('ENOENT: /srv/hush')
    }
    expect(() => readSettings({ FERRY_ROLES: 'roles.json' }, unreadable)).to.throw(
      SettingsError,
      /- FERRY_ROLES: the file cannot be read$/,
    )
  })

  it('say of PostgreSQL that it is not there yet', () => {
    expect(problemsOf({ FERRY_STORE: 'postgres://db/ferry' })).to.deep.equal([
      'FERRY_STORE: the PostgreSQL store is not built in yet, use json',
    ])
  })
})

describe('the .env file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ferry-env-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('adds to the environment, which wins', () => {
    writeFileSync(join(folder, '.env'), '# settings\nPORT=4000\nFERRY_LOG="debug"\n')
    expect(readEnvironment(folder, { PORT: '5000', HOME: '/root' })).to.deep.equal({
      PORT: '5000',
      FERRY_LOG: 'debug',
      HOME: '/root',
    })
  })

  it('may be missing', () => expect(readEnvironment(folder, { PORT: '5000' })).to.deep.equal({ PORT: '5000' }))

  it('is a reason not to start when it cannot be read', () => {
    mkdirSync(join(folder, '.env'))
    expect(() => readEnvironment(folder, {})).to.throw(SettingsError, /\.env/)
  })
})
