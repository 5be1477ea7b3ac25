import { expect } from 'chai'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../src/index.js', import.meta.url))

/** What `npm start` starts, in a process of its own: people see its words and its exit code. */
describe('starting Ferry', function () {
  this.timeout(30_000)
  let folder: string
  const children: ChildProcess[] = []

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ferry-start-'))
  })
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  interface Run {
    readonly child: ChildProcess
    readonly output: () => string
    readonly ended: Promise<number | null>
  }

  function run(settings: Readonly<Record<string, string>> = {}): Run {
    const env = {
      PATH: process.env['PATH'] ?? '',
      CI: 'true',
      PORT: '0',
      FERRY_DATA: join(folder, 'data'),
      FERRY_LOG: 'error',
      ...settings,
    }
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--enable-source-maps', MAIN], {
      cwd: folder,
      env,
    })
    children.push(child)
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
    return { child, output: () => output, ended }
  }

  async function started(settings?: Readonly<Record<string, string>>): Promise<Run & { url: string }> {
    const running = run(settings)
    const url = await new Promise<string>((resolve, reject) => {
      running.child.stdout?.on('data', () => {
        const found = /Practice room: (http\S+)/.exec(running.output())?.[1]
        if (found !== undefined) resolve(found)
      })
      void running.ended.then((code) => reject(new Error(`ended with ${code}: ${running.output()}`)))
    })
    return { ...running, url }
  }

  async function refused(settings: Readonly<Record<string, string>>): Promise<string> {
    const running = run(settings)
    expect(await running.ended, running.output()).to.equal(2)
    expect(running.output()).not.to.match(/\n\s+at /)
    return running.output()
  }

  it('prints the address of the practice room, answers there, and ends on SIGTERM (RF25)', async () => {
    const { url, child, ended } = await started()
    const page = await fetch(url)
    expect(page.status).to.equal(200)
    expect(await page.text()).to.include('Ferry')
    child.kill('SIGTERM')
    expect(await ended).to.equal(0)
  })

  it('says which setting is wrong, all of them at once', async () => {
    const output = await refused({ PORT: 'harbour', FERRY_MODE: 'rehearsal', FERRY_STORE: 'shoebox' })
    for (const name of ['PORT', 'FERRY_MODE', 'FERRY_STORE']) expect(output).to.include(name)
  })

  it('names the place of each error in a world file', async () => {
    const file = join(folder, 'world.json')
    writeFileSync(
      file,
      JSON.stringify({ version: 1, now: 'today', partner: { name: 'X' }, people: [], customers: [], colour: 'blue' }),
    )
    const output = await refused({ FERRY_WORLD: file })
    expect(output).to.include('partner.tenantId').and.to.include('colour')
  })

  it('says that a world file is not there', async () => {
    const output = await refused({ FERRY_WORLD: join(folder, 'nowhere.json') })
    expect(output).to.include('nowhere.json')
  })

  it('says that the port is busy', async () => {
    const other: Server = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()))
    try {
      expect(await refused({ PORT: String((other.address() as AddressInfo).port) })).to.include('port')
    } finally {
      other.close()
    }
  })

  it('says that the data folder cannot be written (RF17)', async () => {
    writeFileSync(join(folder, 'file'), 'not a folder')
    const output = await refused({ FERRY_DATA: join(folder, 'file') })
    expect(output).to.match(/folder/i)
  })

  it('refuses a data folder that another process has open, and takes it after that one was killed (RP7, RF21)', async () => {
    const first = await started()
    expect(await refused({})).to.match(/process|open/i)
    first.child.kill('SIGKILL')
    await first.ended
    await started()
  })

  it('does not start in live mode without what that needs (RF54)', async () => {
    const output = await refused({ FERRY_MODE: 'live' })
    for (const name of ['MicrosoftAppId', 'FERRY_ALLOWED_TENANTS', 'FERRY_ROLES']) expect(output).to.include(name)
  })
})
