import { expect } from 'chai'
import { join } from 'node:path'
import { StoreConflictError, StoreUnavailableError } from '../../src/domain/errors.js'
import { put } from '../../src/domain/ports.js'
import { nodeFileSystem } from '../../src/store/fileSystem.js'
import type { JsonStore, StoreEvent, StoreLimits } from '../../src/store/jsonStore.js'
import { FaultyFiles, type Fault } from './support/faultyFiles.js'
import { note, NOTES } from './support/kinds.js'
import { Stores } from './support/opening.js'
import { rejection } from './support/rejection.js'

const stores = new Stores()
const JOURNAL = /\.ndjson$/
const SHARD = /-of-\d{4}\.json/

interface Started {
  readonly files: FaultyFiles
  readonly folder: string
  readonly store: JsonStore
  readonly events: StoreEvent[]
}

async function started(limits: Partial<StoreLimits> = {}): Promise<Started> {
  const { disk, folder } = stores.simulated()
  const files = new FaultyFiles(disk)
  const events: StoreEvent[] = []
  const store = await stores.start({ files, folder, limits, report: (event) => events.push(event) })
  await store.commit('before', [put(NOTES, 'before', 'new', note('safe'))])
  return { files, folder, store, events }
}

const write = async (store: JsonStore, id: string): Promise<unknown> =>
  rejection(store.commit('write', [put(NOTES, id, 'new', note(id))]))
const idsIn = async (store: JsonStore): Promise<readonly string[]> =>
  (await store.all(NOTES)).map(({ id }) => id).sort()

describe('a store on a disk that fills up while a commit is appended (RF15)', () => {
  afterEach(() => stores.cleanUp())

  const ways: [what: string, fault: Fault][] = [
    ['nothing of the line arrives', { on: 'write', path: JOURNAL, code: 'ENOSPC' }],
    ['a part of the line arrives', { on: 'write', path: JOURNAL, code: 'ENOSPC', arrives: 50 }],
    [
      'a part of the line arrives and the system does not say why',
      { on: 'write', path: JOURNAL, code: 'ENOSPC', arrives: 50, silently: true },
    ],
    ['the quota is used up', { on: 'write', path: JOURNAL, code: 'EDQUOT', arrives: 10 }],
  ]
  for (const [what, fault] of ways) {
    it(`refuses the change, keeps what was there, and works again without a restart when ${what}`, async () => {
      const { files, folder, store, events } = await started()
      files.fail(fault)
      expect(await write(store, 'refused')).to.be.instanceOf(StoreUnavailableError)
      expect(await write(store, 'refused too')).to.be.instanceOf(StoreUnavailableError)
      expect(await idsIn(store)).to.deep.equal(['before'])
      expect(store.health().ok).to.equal(false)
      expect(events.at(-1)).to.include({ type: 'commitsRefused', untilRestart: false })

      files.heal()
      expect(await write(store, 'after')).to.equal(undefined)
      expect(store.health()).to.deep.equal({ ok: true })
      await store.close()
      const again = await stores.start({ files, folder })
      expect(again.opening.damage).to.deep.equal([])
      expect(await idsIn(again)).to.deep.equal(['after', 'before'])
    })
  }

  it('leaves no trace of refused changes even when the machine then loses power', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { disk, folder } = stores.simulated(seed)
      const files = new FaultyFiles(disk)
      const store = await stores.start({ files, folder })
      await write(store, 'before')
      files.fail({ on: 'write', path: JOURNAL, code: 'ENOSPC', arrives: 60 })
      expect(await write(store, 'refused')).to.be.instanceOf(StoreUnavailableError)
      disk.crashAt = disk.operations.length
      await store.close()
      disk.restartMachine()
      const again = await stores.start({ files: disk, folder })
      expect(again.opening).to.deep.include({ damage: [], replayed: 1 })
      expect(again.opening.torn).to.equal(undefined)
      expect(await idsIn(again)).to.deep.equal(['before'])
    }
  })

  it('refuses with it all that were decided on a state that did not come to be', async () => {
    const { files, store } = await started()
    files.fail({ on: 'write', path: JOURNAL, code: 'ENOSPC' })
    const first = write(store, 'a')
    const onTop = rejection(store.commit('on top', [put(NOTES, 'a', 1, note('of the first'))]))
    const against = write(store, 'a')
    expect(await first).to.be.instanceOf(StoreUnavailableError)
    expect(await onTop).to.be.instanceOf(StoreUnavailableError)
    expect(await against, 'a conflict with what did not happen').to.be.instanceOf(StoreUnavailableError)
    files.heal()
    expect(await write(store, 'a')).to.equal(undefined)
  })

  it('refuses those as well that waited for their turn while the flush before them failed', async () => {
    const { files, folder, store } = await started()
    const release = files.hold('sync')
    const flushing = write(store, 'flushing')
    await new Promise((resolve) => setImmediate(resolve))
    const waiting = [write(store, 'waiting'), write(store, 'waiting too')]
    files.fail({ on: 'sync', path: JOURNAL, code: 'EIO' })
    release()
    for (const error of [await flushing, ...(await Promise.all(waiting))])
      expect(error).to.be.instanceOf(StoreUnavailableError)
    files.heal()
    await store.close()
    expect(await idsIn(await stores.start({ files, folder }))).to.deep.equal(['before'])
  })

  it('stops for good when what arrived cannot be cut off again', async () => {
    const { files, folder, store, events } = await started()
    files.fail({ on: 'write', path: JOURNAL, code: 'ENOSPC', arrives: 30 })
    files.fail({ on: 'truncate', code: 'EIO' })
    expect(await write(store, 'refused')).to.be.instanceOf(StoreUnavailableError)
    files.heal()
    expect(await write(store, 'still refused')).to.be.instanceOf(StoreUnavailableError)
    expect(events.at(-1)).to.include({ type: 'commitsRefused', untilRestart: true })
    await store.close()
    const again = await stores.start({ files, folder })
    expect(again.opening.torn?.bytes).to.equal(30)
    expect(await idsIn(again)).to.deep.equal(['before'])
  })
})

describe('a store whose disk fails', () => {
  afterEach(() => stores.cleanUp())

  it('asks for a failed flush once only, and is read-only until a restart (RF18)', async () => {
    const { files, folder, store } = await started()
    files.fail({ on: 'sync', path: JOURNAL, code: 'EIO' })
    const syncs = files.count('sync')
    const together = await Promise.all([write(store, 'a'), write(store, 'b'), write(store, 'c')])
    for (const error of together) expect(error).to.be.instanceOf(StoreUnavailableError)
    files.heal()
    expect(await write(store, 'd')).to.be.instanceOf(StoreUnavailableError)
    expect(files.count('sync') - syncs).to.equal(1)
    expect(store.health().ok).to.equal(false)
    expect(store.health().reason).to.contain('EIO')
    expect(await idsIn(store), 'still read').to.deep.equal(['before'])
    expect(await rejection(store.checkpoint())).to.be.instanceOf(StoreUnavailableError)

    await store.close()
    const again = await stores.start({ files, folder })
    expect(await idsIn(again)).to.deep.equal(['before'])
    expect(await write(again, 'd')).to.equal(undefined)
  })

  for (const code of ['EROFS', 'EACCES', 'EIO']) {
    it(`is read-only and says so when the journal cannot be written any more (${code}, RF17)`, async () => {
      const { files, store } = await started()
      files.fail({ on: 'write', path: JOURNAL, code })
      const error = await write(store, 'refused')
      expect(error).to.be.instanceOf(StoreUnavailableError)
      expect((error as Error).message).to.contain(code)
      files.heal()
      expect(await write(store, 'refused too'), 'until a restart').to.be.instanceOf(StoreUnavailableError)
      expect(await idsIn(store)).to.deep.equal(['before'])
    })

    it(`refuses to start on a folder that cannot be written (${code}, RF17)`, async () => {
      const { disk, folder } = stores.simulated()
      const files = new FaultyFiles(disk)
      files.fail({ on: 'create', code })
      const error = await rejection(stores.start({ files, folder }))
      expect(error).to.be.instanceOf(StoreUnavailableError)
      expect((error as Error).message)
        .to.contain(folder)
        .and.to.contain(code)
      files.heal()
      await stores.start({ files, folder })
    })
  }

  it('refuses to start on a full disk, and starts once there is room (RF15)', async () => {
    const { disk, folder } = stores.simulated()
    const files = new FaultyFiles(disk)
    files.fail({ on: 'write', path: /manifest/, code: 'ENOSPC' })
    const error = await rejection(stores.start({ files, folder }))
    expect(error).to.be.instanceOf(StoreUnavailableError)
    expect(files.count('close', JOURNAL), 'nothing is left open').to.equal(files.count('append'))
    files.heal()
    expect((await stores.start({ files, folder })).opening.damage).to.deep.equal([])
  })

  it('refuses to start, instead of starting empty, when its files may not be read (RF17, RP6)', async () => {
    const { files, folder, store } = await started()
    await store.close()
    files.fail({ on: 'read', code: 'EACCES' })
    expect(await rejection(stores.start({ files, folder }))).to.be.instanceOf(StoreUnavailableError)
    files.heal()
    expect(await idsIn(await stores.start({ files, folder }))).to.deep.equal(['before'])
  })
})

describe('a store whose checkpoint fails', () => {
  afterEach(() => stores.cleanUp())

  const faults: [what: string, fault: Fault][] = [
    ['there is no room for a shard (RF16)', { on: 'write', path: SHARD, code: 'ENOSPC', arrives: 20 }],
    ['there is no room for a new segment (RF16)', { on: 'create', path: /journal/, code: 'ENOSPC' }],
    ['there is no room for the manifest (RF16)', { on: 'write', path: /manifest/, code: 'ENOSPC' }],
    ['there are too many open files (EMFILE, RF19)', { on: 'create', path: SHARD, code: 'EMFILE' }],
    ['there are too many open files in the system (ENFILE, RF19)', { on: 'append', code: 'ENFILE' }],
    ['a shard cannot be flushed', { on: 'sync', path: SHARD, code: 'EIO' }],
    ['the folder of a shard cannot be flushed', { on: 'syncFolder', path: /records/, code: 'EIO' }],
    ['a shard cannot be put in its place', { on: 'rename', path: SHARD, code: 'EACCES' }],
    ['the folder of the journal cannot be flushed', { on: 'syncFolder', path: /journal/, code: 'EIO' }],
  ]
  for (const [what, fault] of faults) {
    it(`goes on with the journal, loses nothing and tries again later when ${what}`, async () => {
      const { files, folder, store, events } = await started({ checkpointBytes: 1000 })
      files.fail(fault)
      for (let n = 0; n < 20; n++) expect(await write(store, `during-${n}`)).to.equal(undefined)
      expect(await rejection(store.checkpoint())).to.be.instanceOf(StoreUnavailableError)
      expect(events.map(({ type }) => type))
        .to.include('checkpointFailed')
        .and.not.include('checkpoint')
      expect(store.health(), 'commits are as safe as ever').to.deep.equal({ ok: true })

      files.heal()
      await write(store, 'after')
      await store.checkpoint()
      expect(events.at(-1)).to.include({ type: 'checkpoint' })
      const ids = await idsIn(store)
      expect(ids).to.have.length(22)
      await store.close()
      const again = await stores.start({ files, folder })
      expect(again.opening).to.deep.include({ damage: [], replayed: 0, records: 22 })
      expect(await idsIn(again)).to.deep.equal(ids)
    })

    it(`has everything after a restart all the same when ${what}`, async () => {
      const { files, folder, store } = await started()
      files.fail(fault)
      await rejection(store.checkpoint())
      await write(store, 'between')
      await store.close()
      files.heal()
      const again = await stores.start({ files, folder })
      expect(again.opening.damage).to.deep.equal([])
      expect(await idsIn(again)).to.deep.equal(['before', 'between'])
      await write(again, 'after')
      await again.close()
      expect(await idsIn(await stores.start({ files, folder }))).to.deep.equal(['after', 'before', 'between'])
    })
  }
})

describe('a store on a slow disk (RF20)', () => {
  afterEach(() => stores.cleanUp())

  it('is read at once, lets a bounded number of commits wait, and says busy to the next', async () => {
    const { files, store } = await started({ queuedCommits: 5 })
    const release = files.hold('sync')
    const waiting = Array.from({ length: 5 }, (_, n) => write(store, `waiting-${n}`))
    const busy = await write(store, 'one too many')
    expect(busy).to.be.instanceOf(StoreUnavailableError)
    expect((busy as Error).message).to.contain('busy')
    expect(await idsIn(store), 'nothing is shown before it lasts').to.deep.equal(['before'])
    release()
    expect(await Promise.all(waiting)).to.deep.equal(Array.from({ length: 5 }))
    expect(await write(store, 'now')).to.equal(undefined)
    expect(await idsIn(store)).to.have.length(7)
  })

  it('bounds what waits by its length, too', async () => {
    const { files, store } = await started({ queuedLength: 1000 })
    const release = files.hold('sync')
    const long = store.commit('write', [put(NOTES, 'long', 'new', note('x'.repeat(800)))])
    expect(
      await rejection(store.commit('write', [put(NOTES, 'second', 'new', note('x'.repeat(800)))])),
    ).to.be.instanceOf(StoreUnavailableError)
    release()
    await long
    expect(
      await rejection(store.commit('write', [put(NOTES, 'never', 'new', note('x'.repeat(1001)))])),
    ).to.be.instanceOf(RangeError)
  })

  it('answers all that wait before it is closed, and none afterwards (RF25)', async () => {
    const { files, folder, store } = await started()
    const release = files.hold('sync')
    const waiting = write(store, 'waiting')
    const closing = store.close()
    expect(await write(store, 'late')).to.be.instanceOf(StoreUnavailableError)
    release()
    expect(await waiting).to.equal(undefined)
    await closing
    await store.close()
    expect(await idsIn(await stores.start({ files, folder }))).to.deep.equal(['before', 'waiting'])
  })

  it('tells of a conflict with a commit that waits when that one lasts, and not before', async () => {
    const { files, store } = await started()
    const release = files.hold('sync')
    const first = write(store, 'a')
    let told = false
    const second = write(store, 'a').finally(() => (told = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).to.equal(false)
    release()
    expect(await first).to.equal(undefined)
    expect(await second).to.be.instanceOf(StoreConflictError)
  })
})

describe('what a commit costs', () => {
  afterEach(() => stores.cleanUp())

  it('is one append and one flush, however much the store holds (G1, G2)', async () => {
    const folder = join(await stores.folder(), 'data')
    const files = new FaultyFiles(nodeFileSystem)
    const store = await stores.start({ files, folder })
    await store.commit(
      'fill',
      Array.from({ length: 500 }, (_, n) => put(NOTES, `${n}`, 'new', note('x'))),
    )
    const before = files.operations.length
    await store.commit('one', [put(NOTES, '7', 1, note('y'))])
    expect(files.operations.slice(before).map(({ name }) => name)).to.deep.equal(['write', 'sync'])
  })

  it('is shared by all that come while a flush runs (G4)', async () => {
    const { files, store } = await started()
    const syncs = files.count('sync')
    await Promise.all(Array.from({ length: 64 }, (_, n) => write(store, `${n}`)))
    expect(files.count('sync') - syncs).to.be.at.most(2)
    expect(await idsIn(store)).to.have.length(65)
  })
})
