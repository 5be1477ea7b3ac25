import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { checkDataFolder, volumeFinding } from '../../../src/cli/doctor/dataFolder.js'
import { lockHolderOf } from '../../../src/cli/doctor/lockHolder.js'
import { nodeFileSystem } from '../../../src/store/fileSystem.js'
import { Layout } from '../../../src/store/layout.js'
import { lockFolder, type Lock } from '../../../src/store/lock.js'

describe('the data folder, to the doctor', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ferry-data-'))))
  afterEach(() => rmSync(folder, { recursive: true }))
  const free = () => Promise.resolve(undefined)
  const refused = () => Promise.reject(Object.assign(new Error('permission denied'), { code: 'EACCES' }))

  it('is refused while another process holds it, which is named (RF21)', async () => {
    const finding = await checkDataFolder(folder, false, () => Promise.resolve({ pid: 4711 }))
    expect(finding).to.include({ level: 'problem', detail: `${folder} is held by process 4711` })
  })

  describe('that a store has open', () => {
    let lock: Lock
    beforeEach(async () => (lock = await lockFolder(nodeFileSystem, new Layout(folder), realpathSync(folder))))
    afterEach(() => lock.release())

    it('is found held, and by which process (RF21)', async () => {
      const finding = await checkDataFolder(folder, false, lockHolderOf)
      expect(finding).to.include({ level: 'problem', detail: `${folder} is held by process ${process.pid}` })
    })

    it('is found held also when the file that names the process is gone', async () => {
      rmSync(new Layout(folder).lock)
      const finding = await checkDataFolder(folder, false, lockHolderOf)
      expect(finding).to.include({ level: 'problem', detail: `${folder} is held by another process` })
    })

    it('is as it was afterwards', async () => {
      const before = readdirSync(folder)
      await checkDataFolder(folder, false, lockHolderOf)
      expect(readdirSync(folder)).to.deep.equal(before)
    })

    it('is free again when the store is closed, or its process killed', async () => {
      await lock.release()
      writeFileSync(new Layout(folder).lock, '{"host":"ferry","pid":4711}') // what a killed process leaves
      expect(await checkDataFolder(folder, false, lockHolderOf)).to.include({ level: 'ok' })
      lock = await lockFolder(nodeFileSystem, new Layout(folder), realpathSync(folder))
    })
  })

  it('is refused when this user may not write there', async () => {
    const finding = await checkDataFolder(folder, false, free, refused)
    expect(finding).to.include({ level: 'problem', detail: `${folder} cannot be used by this user (EACCES)` })
  })

  it('is refused when it cannot be made', async () => {
    const finding = await checkDataFolder(join(folder, 'not', 'yet'), false, free, refused)
    expect(finding).to.include({ level: 'problem', detail: `${folder} cannot be used by this user (EACCES)` })
  })

  const EXT4 = 0xef53
  const NFS = 0x6969
  const volumes: [
    what: string,
    volume: { type: number; bavail: number; bsize: number },
    level: string,
    detail: RegExp,
  ][] = [
    ['fine with room', { type: EXT4, bavail: 100_000, bsize: 4096 }, 'ok', /^there$/],
    [
      'warned about with little room',
      { type: EXT4, bavail: 10_000, bsize: 4096 },
      'warning',
      /^there: only 39 MB are free$/,
    ],
    [
      'warned about on another machine',
      { type: NFS, bavail: 100_000, bsize: 4096 },
      'warning',
      /^there: it lies on another machine$/,
    ],
  ]
  for (const [what, volume, level, detail] of volumes) {
    it(`is ${what}`, () => {
      const finding = volumeFinding('there', volume)
      expect(finding.level).to.equal(level)
      expect(finding.detail).to.match(detail)
    })
  }
})
