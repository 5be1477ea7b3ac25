import { expect } from 'chai'
import { mkdir, readdir, readFile, rename, stat, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StoreLockedError } from '../../src/domain/errors.js'
import { put } from '../../src/domain/ports.js'
import { nodeFileSystem } from '../../src/store/fileSystem.js'
import { Layout } from '../../src/store/layout.js'
import { lockAddress, lockFolder } from '../../src/store/lock.js'
import { surviveKills } from './support/kills.js'
import { note, NOTES } from './support/kinds.js'
import { Stores } from './support/opening.js'
import { rejection } from './support/rejection.js'
import { Running } from './support/running.js'

const stores = new Stores()

describe('a process with a store that is killed with -9', () => {
  afterEach(() => stores.cleanUp())

  it('loses nothing it has answered, and no commit is there in part (RF1, RF2, RF3, G11)', async () => {
    expect(await surviveKills(await stores.folder(), 8, 20_261_122)).to.be.greaterThan(8)
  })
})

describe('a data folder that a process has open (RF21)', () => {
  let running: Running | undefined
  afterEach(async () => {
    await running?.kill()
    await stores.cleanUp()
  })

  it('is refused to a second process, which is told who has it, and is free at once when the first is killed', async () => {
    const folder = await stores.folder()
    running = new Running(folder)
    await running.says('open')
    const error = await rejection(stores.start({ folder }))
    expect(error).to.be.instanceOf(StoreLockedError)
    expect((error as Error).message)
      .to.contain(folder)
      .and.to.contain(`"pid":${running.pid}`)
      .and.to.contain(hostname())
    await running.kill()
    expect(await readdir(folder), 'nothing was cleaned up').to.include('lock.json')
    const store = await stores.start({ folder })
    await store.commit('write', [put(NOTES, 'a', 'new', note('x'))])
  })

  it('is refused to a second store in the same process, by whatever way it is named', async () => {
    const folder = await stores.folder()
    await mkdir(join(folder, 'data'))
    await symlink(join(folder, 'data'), join(folder, 'link'))
    const store = await stores.start({ folder: join(folder, 'data') })
    for (const name of ['data', 'link', 'data/../link/.']) {
      expect(await rejection(stores.start({ folder: `${folder}/${name}` })), name).to.be.instanceOf(StoreLockedError)
    }
    await store.close()
    await stores.start({ folder: join(folder, 'link') })
  })

  it('says who has it, and no longer when it is closed', async () => {
    const folder = await stores.folder()
    const store = await stores.start({ folder })
    expect(JSON.parse(await readFile(join(folder, 'lock.json'), 'utf8'))).to.deep.equal({
      host: hostname(),
      pid: process.pid,
    })
    await store.close()
    expect(await readdir(folder)).to.not.include('lock.json')
  })

  const addresses: [platform: NodeJS.Platform, like: RegExp][] = [
    ['linux', /^\0ferry-[0-9a-f]{32}$/],
    ['win32', /^\\\\\.\\pipe\\ferry-[0-9a-f]{32}$/],
    ['darwin', /^\/tmp\/ferry-[0-9a-f]{32}\.sock$/],
  ]
  for (const [platform, like] of addresses) {
    it(`is locked by an address of its own on ${platform}`, () => {
      expect(lockAddress('/data/a', platform)).to.match(like).and.to.not.equal(lockAddress('/data/b', platform))
    })
  }
})

describe('a lock that is a socket in a folder, as on systems without any other', () => {
  afterEach(() => stores.cleanUp())

  it('is refused while its holder lives, and taken over from one that was killed (RF21)', async function () {
    if (process.platform === 'win32') this.skip() // there are no sockets in folders there
    const folder = await stores.folder()
    const layout = new Layout(folder)
    const address = join(folder, 'lock.sock')
    const first = await lockFolder(nodeFileSystem, layout, folder, address)
    expect(await rejection(lockFolder(nodeFileSystem, layout, folder, address))).to.be.instanceOf(StoreLockedError)
    await first.release()

    const killed = createServer()
    await new Promise<void>((resolve) => killed.listen(`${address}.killed`, resolve))
    await rename(`${address}.killed`, address) // closing now leaves the socket behind, as a kill does
    await new Promise((resolve) => killed.close(resolve))
    expect(await readdir(folder)).to.include('lock.sock')
    const second = await lockFolder(nodeFileSystem, layout, folder, address)
    expect(await rejection(lockFolder(nodeFileSystem, layout, folder, address))).to.be.instanceOf(StoreLockedError)
    await second.release()
  })
})

describe('the files of a store', () => {
  afterEach(() => stores.cleanUp())

  it('are for their owner only, and named after kinds and numbers alone (RF64)', async function () {
    if (process.platform === 'win32') this.skip() // rights are inherited from the folder above there
    const folder = join(await stores.folder(), 'new', 'data')
    const store = await stores.start({ folder })
    const ids = ['../../outside', '/etc/passwd', 'CON', '__proto__', 'a'.repeat(512), 'x\u202ey']
    await store.commit(
      'write',
      ids.map((id) => put(NOTES, id, 'new', note(id))),
    )
    await store.checkpoint()
    const names = (await readdir(folder, { recursive: true })).sort()
    for (const name of names) {
      const { mode } = await stat(join(folder, name))
      expect((mode & 0o777).toString(8), name).to.equal((await stat(join(folder, name))).isDirectory() ? '700' : '600')
      expect(name).to.match(
        /^(manifest\.json|lock\.json|journal(\/\d{8}\.ndjson)?|records(\/note(\/\d{4}-of-0016\.json)?)?)$/,
      )
    }
    expect(((await stat(folder)).mode & 0o777).toString(8)).to.equal('700')
    await store.close()
    const again = await stores.start({ folder })
    expect((await again.all(NOTES)).map(({ id }) => id)).to.have.members(ids)
  })

  for (const names of [
    ['Note'],
    ['a/b'],
    ['../up'],
    ['con'],
    [''],
    ['note', 'nOte'],
    ['a'.repeat(42)],
    ['__proto__'],
  ]) {
    it(`cannot be those of kinds called ${names.map((name) => JSON.stringify(name)).join(' and ')} (RF64)`, async () => {
      const kinds = names.map((name) => ({ ...NOTES, name }))
      expect(await rejection(stores.start({ folder: '/nowhere', kinds }))).to.be.instanceOf(TypeError)
    })
  }
})
