import { expect } from 'chai'
import { z } from 'zod'
import { StoreDamageError } from '../../src/domain/errors.js'
import { put, remove, type RecordKind } from '../../src/domain/ports.js'
import type { JsonStore } from '../../src/store/jsonStore.js'
import { FaultyFiles } from './support/faultyFiles.js'
import { seal } from '../../src/store/sealed.js'
import { KINDS, note, NOTES, TALLIES } from './support/kinds.js'
import { Stores } from './support/opening.js'
import { rejection } from './support/rejection.js'
import type { SimulatedDisk } from './support/simulatedDisk.js'

const stores = new Stores()
const limits = { shards: 2 }

type Kept = ReturnType<Stores['simulated']>

const open = async ({ disk, folder }: Kept): Promise<JsonStore> => stores.start({ files: disk, folder, limits })
const write = async (store: JsonStore, id: string, text = id): Promise<unknown> =>
  rejection(store.commit('write', [put(NOTES, id, 'any', note(text))]))
const textOf = async (store: JsonStore, id: string): Promise<string | undefined> =>
  (await store.get(NOTES, id))?.value.text
const idsIn = async (store: JsonStore): Promise<readonly string[]> =>
  (await store.all(NOTES)).map(({ id }) => id).sort()

/** A store whose commits are all in the journal, as after a crash: `one`, `two` and `three`, a line each, and a tally with `two`. */
async function journalled(): Promise<Kept> {
  const kept = stores.simulated()
  const store = await open(kept)
  await write(store, 'one')
  await store.commit('two', [put(NOTES, 'two', 'new', note('two')), put(TALLIES, 'with two', 'new', { count: 2 })])
  await write(store, 'three')
  await die(kept, store)
  return kept
}

/** A store with sixteen notes, a tally and a removed note in its shards, and one more change of `note-3` in the journal. */
async function checkpointed(): Promise<Kept> {
  const kept = stores.simulated()
  const store = await open(kept)
  await store.commit('many', [
    ...Array.from({ length: 16 }, (_, n) => put(NOTES, `note-${n}`, 'new', note(`${n}`))),
    put(TALLIES, 'tally', 'new', { count: 1 }),
  ])
  await store.checkpoint()
  await write(store, 'note-3', 'changed')
  await die(kept, store)
  return kept
}

/** Ends the process without a last checkpoint. */
async function die({ disk }: Kept, store: JsonStore): Promise<void> {
  disk.crashAt = disk.operations.length
  await store.close()
  disk.restartProcess()
}

const pathOf = (disk: SimulatedDisk, ending: string): string => {
  const found = disk.paths().filter((path) => path.endsWith(ending))
  expect(found, ending).to.have.length(1)
  return found[0] ?? ''
}

const JOURNAL = '/00000001.ndjson'

/** Where line `number` begins in a segment, from 1; the first is its header. */
function startOfLine(bytes: Buffer, number: number): number {
  let start = 0
  for (let line = 1; line < number; line++) start = bytes.indexOf(0x0a, start) + 1
  return start
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x04
  return copy
}

function flipIn(bytes: Buffer, text: string): Buffer {
  const at = bytes.indexOf(text)
  expect(at, text).to.be.greaterThan(-1)
  return flipped(bytes, at)
}

describe('a journal whose last line is torn (RF11)', () => {
  afterEach(() => stores.cleanUp())

  const tears: [what: string, tear: (bytes: Buffer) => Buffer][] = [
    ['is cut off in the middle', (bytes) => bytes.subarray(0, startOfLine(bytes, 4) + 60)],
    ['has only its first byte', (bytes) => bytes.subarray(0, startOfLine(bytes, 4) + 1)],
    ['ends in zeros', (bytes) => Buffer.concat([bytes.subarray(0, startOfLine(bytes, 4) + 60), Buffer.alloc(100)])],
    ['is nothing but zeros', (bytes) => Buffer.concat([bytes.subarray(0, startOfLine(bytes, 4)), Buffer.alloc(4096)])],
  ]
  for (const [what, tear] of tears) {
    it(`drops a line that ${what}, says so, and goes on`, async () => {
      const kept = await journalled()
      const path = pathOf(kept.disk, JOURNAL)
      const torn = tear(kept.disk.content(path))
      const start = startOfLine(torn, 4)
      kept.disk.put(path, torn)

      const store = await open(kept)
      expect(store.opening.torn).to.deep.equal({
        place: `journal/00000001.ndjson line 4, byte ${start}`,
        bytes: torn.length - start,
      })
      expect(store.opening.damage).to.deep.equal([])
      expect(store.health()).to.deep.equal({ ok: true })
      expect(await idsIn(store)).to.deep.equal(['one', 'two'])
      expect(await write(store, 'four')).to.equal(undefined)
      await die(kept, store)
      const again = await open(kept)
      expect(again.opening).to.deep.include({ damage: [], replayed: 3 })
      expect(again.opening.torn).to.equal(undefined)
      expect(await idsIn(again)).to.deep.equal(['four', 'one', 'two'])
    })
  }

  it('keeps a last line that lacks nothing but its line end', async () => {
    const kept = await journalled()
    const path = pathOf(kept.disk, JOURNAL)
    kept.disk.put(path, kept.disk.content(path).subarray(0, -1))
    const store = await open(kept)
    expect(store.opening.torn).to.equal(undefined)
    expect(await write(store, 'four')).to.equal(undefined)
    await die(kept, store)
    expect(await idsIn(await open(kept))).to.deep.equal(['four', 'one', 'three', 'two'])
  })

  it('removes temporary files that a crash left, and nothing else (RF8)', async () => {
    const kept = await checkpointed()
    const { disk, folder } = kept
    const leftovers = [
      `${folder}/manifest.json.9-9.tmp`,
      `${folder}/journal/00000009.ndjson.9-9.tmp`,
      `${folder}/records/note/0000-of-0002.json.9-9.tmp`,
    ]
    for (const path of leftovers) disk.put(path, Buffer.from('half'))
    disk.put(`${folder}/notes of the administrator.txt`, Buffer.from('mine'))
    const store = await open(kept)
    expect(store.opening.removed.map((place) => `${folder}/${place}`)).to.have.members(leftovers)
    expect(disk.paths().filter((path) => path.endsWith('.tmp'))).to.deep.equal([])
    expect(disk.content(`${folder}/notes of the administrator.txt`).toString()).to.equal('mine')
  })
})

describe('a journal with a damaged line (RF12)', () => {
  afterEach(() => stores.cleanUp())

  const damages: [what: string, harm: (bytes: Buffer) => Buffer][] = [
    ['a flipped bit', (bytes) => flipIn(bytes, '"text":"two"')],
    ['zeros', (bytes) => Buffer.from(bytes).fill(0, bytes.indexOf('"text":"two"'), bytes.indexOf('"text":"two"') + 8)],
    [
      'invalid UTF-8',
      (bytes) => Buffer.from(bytes).fill(0xff, bytes.indexOf('"text":"two"') + 8, bytes.indexOf('"text":"two"') + 10),
    ],
    [
      'a line break too many',
      (bytes) => Buffer.from(bytes).fill('\n', bytes.indexOf('"text":"two"'), bytes.indexOf('"text":"two"') + 1),
    ],
    [
      'a piece cut out',
      (bytes) =>
        Buffer.concat([
          bytes.subarray(0, bytes.indexOf('"text":"two"')),
          bytes.subarray(bytes.indexOf('"text":"two"') + 5),
        ]),
    ],
  ]
  for (const [what, harm] of damages) {
    it(`opens the rest and refuses to change exactly the records of a line with ${what} in what it puts`, async () => {
      const kept = await journalled()
      const path = pathOf(kept.disk, JOURNAL)
      const harmed = harm(kept.disk.content(path))
      kept.disk.put(path, harmed)

      const store = await open(kept)
      const [damage] = store.opening.damage
      expect(damage?.place).to.match(/^journal\/00000001\.ndjson line 3, byte \d+$/)
      expect(damage?.what).to.contain('note two').and.to.contain('tally with two')
      expect(kept.disk.content(`${kept.folder}/${damage?.setAside}`).equals(harmed), 'kept as it was found').to.equal(
        true,
      )
      expect(store.health().ok).to.equal(false)

      expect(await idsIn(store)).to.deep.equal(['one', 'three'])
      expect(await store.all(TALLIES), 'nothing of the damaged commit is applied (RP5)').to.deep.equal([])
      expect(await write(store, 'two')).to.be.instanceOf(StoreDamageError)
      expect(await rejection(store.commit('x', [remove(TALLIES, 'with two', 'any')]))).to.be.instanceOf(
        StoreDamageError,
      )
      expect(await rejection(store.get(NOTES, 'two')), 'absent is more than is known').to.be.instanceOf(
        StoreDamageError,
      )
      expect(await write(store, 'one', 'changed')).to.equal(undefined)
      expect(await write(store, 'four')).to.equal(undefined)
    })
  }

  it('still refuses after restarts and checkpoints, until somebody accepts the loss', async () => {
    const kept = await journalled()
    const path = pathOf(kept.disk, JOURNAL)
    kept.disk.put(path, flipIn(kept.disk.content(path), '"text":"two"'))
    let store = await open(kept)
    await store.checkpoint()
    await store.close()
    store = await open(kept)
    expect(store.opening.damage).to.have.length(1)
    expect(store.health().ok).to.equal(false)
    expect(await write(store, 'two')).to.be.instanceOf(StoreDamageError)

    await store.acceptLoss()
    expect(store.health()).to.deep.equal({ ok: true })
    expect(await store.get(NOTES, 'two')).to.equal(undefined)
    expect(await write(store, 'two', 'again')).to.equal(undefined)
    await die(kept, store)
    store = await open(kept)
    expect(store.opening.damage).to.deep.equal([])
    expect(await textOf(store, 'two')).to.equal('again')
    expect(disksDamaged(kept), 'the copy stays').to.have.length(1)
  })

  it('leaves one copy however often the same damage is found', async () => {
    const kept = await journalled()
    const path = pathOf(kept.disk, JOURNAL)
    kept.disk.put(path, flipIn(kept.disk.content(path), '"text":"two"'))
    for (let n = 0; n < 3; n++) {
      const files = new FaultyFiles(kept.disk)
      files.fail({ on: 'create', path: /records/, code: 'ENOSPC' }) // no checkpoint that would settle it
      const store = await stores.start({ files, folder: kept.folder, limits })
      expect(store.opening.damage).to.have.length(1)
      expect(await write(store, 'two')).to.be.instanceOf(StoreDamageError)
      expect(await write(store, `new-${n}`)).to.equal(undefined)
      await store.close()
    }
    expect(disksDamaged(kept)).to.have.length(1)
    expect(await idsIn(await open(kept))).to.deep.equal(['new-0', 'new-1', 'new-2', 'one', 'three'])
  })

  it('knows a record again that a later line writes', async () => {
    const kept = stores.simulated()
    let store = await open(kept)
    await write(store, 'a', 'first')
    await write(store, 'a', 'second')
    await die(kept, store)
    const path = pathOf(kept.disk, JOURNAL)
    kept.disk.put(path, flipIn(kept.disk.content(path), '"text":"first"'))
    store = await open(kept)
    expect(store.opening.damage).to.have.length(1)
    expect(store.health()).to.deep.equal({ ok: true })
    expect(await textOf(store, 'a')).to.equal('second')
    expect(await write(store, 'a', 'third')).to.equal(undefined)
    expect((await store.get(NOTES, 'a'))?.version).to.equal(3)
  })

  const unknowable: [what: string, harm: (bytes: Buffer) => Buffer][] = [
    ['a line is damaged where it says what it concerns', (bytes) => flipIn(bytes, '"id":"two"')],
    [
      'a line is gone',
      (bytes) => Buffer.concat([bytes.subarray(0, startOfLine(bytes, 3)), bytes.subarray(startOfLine(bytes, 4))]),
    ],
    ['two lines have run together', (bytes) => flipped(bytes, startOfLine(bytes, 4) - 1)],
    ['a page is zeros', (bytes) => Buffer.from(bytes).fill(0, startOfLine(bytes, 3) + 5, startOfLine(bytes, 4) + 5)],
  ]
  for (const [what, harm] of unknowable) {
    it(`lets nothing be changed that is not written again later when ${what}, for it may have concerned anything`, async () => {
      const kept = await journalled()
      const path = pathOf(kept.disk, JOURNAL)
      const bytes = kept.disk.content(path)
      kept.disk.put(path, harm(bytes))
      const store = await open(kept)
      expect(store.opening.damage).to.not.deep.equal([])
      expect(store.health().ok).to.equal(false)
      expect(await textOf(store, 'one'), 'as it last was').to.equal('one')
      for (const id of ['one', 'two', 'never seen'])
        expect(await write(store, id), id).to.be.instanceOf(StoreDamageError)
      expect(await rejection(store.get(NOTES, 'two'))).to.be.instanceOf(StoreDamageError)

      await store.acceptLoss()
      expect(await write(store, 'one', 'changed')).to.equal(undefined)
      await store.close()
      const again = await open(kept)
      expect(again.health()).to.deep.equal({ ok: true })
      expect(await textOf(again, 'one')).to.equal('changed')
    })
  }

  it('takes back nothing that came after the damaged line', async () => {
    const kept = await journalled()
    const path = pathOf(kept.disk, JOURNAL)
    kept.disk.put(path, flipIn(kept.disk.content(path), '"id":"two"'))
    const store = await open(kept)
    expect(await textOf(store, 'three')).to.equal('three')
    expect(await write(store, 'three', 'changed')).to.equal(undefined)
  })

  it('does not take a damaged last line that was whole for a torn one: it may have been answered', async () => {
    const kept = await journalled()
    const path = pathOf(kept.disk, JOURNAL)
    kept.disk.put(path, flipIn(kept.disk.content(path), '"text":"three"'))
    const store = await open(kept)
    expect(store.opening.torn).to.equal(undefined)
    expect(store.opening.damage).to.have.length(1)
    expect(await write(store, 'three')).to.be.instanceOf(StoreDamageError)
    expect(await write(store, 'one', 'changed')).to.equal(undefined)
    await store.close()
    expect(await textOf(await open(kept), 'one')).to.equal('changed')
  })

  it('finds every single flipped bit in the journal, and never shows a changed value (RP6)', async () => {
    const kept = await journalled()
    const path = pathOf(kept.disk, JOURNAL)
    const bytes = kept.disk.content(path)
    const manifest = kept.disk.content(pathOf(kept.disk, '/manifest.json'))
    for (let at = 0; at < bytes.length; at += 7) {
      const copy = stores.simulated()
      copy.disk.put(`${copy.folder}/manifest.json`, manifest)
      copy.disk.put(`${copy.folder}/journal${JOURNAL}`, flipped(bytes, at))
      const store = await open(copy)
      const { torn, damage } = store.opening
      expect(torn !== undefined || damage.length > 0, `bit at ${at}`).to.equal(true)
      for (const { id, value } of await store.all(NOTES)) expect(value, `bit at ${at}`).to.deep.equal(note(id))
      await store.close()
    }
  })
})

/** All files but the one that says who has the folder open. */
const contents = ({ disk }: Kept): ReadonlyMap<string, string> =>
  new Map(
    disk
      .paths()
      .filter((path) => !path.endsWith('lock.json'))
      .map((path) => [path, disk.content(path).toString()]),
  )

const disksDamaged = ({ disk }: Kept): readonly string[] => disk.paths().filter((path) => path.includes('/damaged/'))

describe('a store with a damaged shard (RF12, RF14)', () => {
  afterEach(() => stores.cleanUp())

  const SHARD = 'records/note/0001-of-0002.json'
  const damages: [what: string, harm: (disk: SimulatedDisk, path: string) => void, said: RegExp, kept: boolean][] = [
    ['has a flipped bit', (disk, path) => disk.put(path, flipped(disk.content(path), 200)), /checksum/, true],
    ['is cut off', (disk, path) => disk.put(path, disk.content(path).subarray(0, 300)), /checksum/, true],
    ['is empty', (disk, path) => disk.put(path, Buffer.alloc(0)), /empty/, true],
    ['is zeros', (disk, path) => disk.put(path, Buffer.alloc(500)), /checksum/, true],
    ['is not UTF-8', (disk, path) => disk.put(path, Buffer.alloc(500, 0xff)), /checksum/, true],
    [
      'is another shard',
      (disk, path) => disk.put(path, disk.content(path.replace('0001', '0000'))),
      /shard 0 of 2/,
      true,
    ],
    ['is missing', (disk, path) => disk.lose(path), /missing/, false],
  ]
  for (const [what, harm, said, isKept] of damages) {
    it(`opens without a shard that ${what}, names it, sets it aside, and changes none of its records`, async () => {
      const kept = await checkpointed()
      const path = `${kept.folder}/${SHARD}`
      const inShard = [
        ...kept.disk
          .content(path)
          .toString()
          .matchAll(/"id":"([^"]+)"/g),
      ].map(([, id]) => id ?? '')
      expect(inShard).to.include('note-3').and.to.have.length.greaterThan(3)
      harm(kept.disk, path)
      const harmed = isKept ? kept.disk.content(path) : undefined

      let store = await open(kept)
      for (const start of ['found', 'found earlier']) {
        expect(
          store.opening.damage.map(({ place }) => place),
          start,
        ).to.deep.equal([SHARD])
        expect(store.opening.damage[0]?.what).to.match(said)
        expect(store.health().ok).to.equal(false)
        const { setAside } = store.opening.damage[0] ?? {}
        if (harmed === undefined) expect(setAside).to.equal(undefined)
        else expect(kept.disk.content(`${kept.folder}/${setAside}`).equals(harmed)).to.equal(true)

        for (let n = 0; n < 16; n++) {
          const id = `note-${n}`
          if (id === 'note-3') expect(await textOf(store, id), 'the journal has it').to.equal('changed')
          else if (inShard.includes(id))
            expect(await rejection(store.get(NOTES, id)), id).to.be.instanceOf(StoreDamageError)
          else expect(await textOf(store, id)).to.equal(`${n}`)
          expect(
            (await rejection(store.commit('check', [put(NOTES, id, 'new', note('x'))]))) instanceof StoreDamageError,
            `${id} ${start}`,
          ).to.equal(inShard.includes(id) && id !== 'note-3')
        }
        expect((await store.get(TALLIES, 'tally'))?.value.count).to.equal(1)
        await store.close()
        store = await open(kept)
      }

      await store.acceptLoss()
      for (const id of inShard) expect(await write(store, id, 'anew')).to.equal(undefined)
      await store.close()
      expect((await open(kept)).health()).to.deep.equal({ ok: true })
    })
  }

  it('knows a shard again when the journal still has everything from the first commit on', async () => {
    const kept = await journalled()
    kept.disk.put(`${kept.folder}/${SHARD}`, Buffer.from('rubbish'))
    const store = await open(kept)
    expect(store.opening.damage.map(({ place }) => place)).to.deep.equal([SHARD])
    expect(store.health()).to.deep.equal({ ok: true })
    expect(await idsIn(store)).to.deep.equal(['one', 'three', 'two'])
    expect(await write(store, 'one', 'changed')).to.equal(undefined)
    await store.close()
    expect((await open(kept)).opening.damage).to.deep.equal([])
  })

  it('notices a shard that was exchanged for an older one (RF22)', async () => {
    const kept = await checkpointed()
    const path = `${kept.folder}/${SHARD}`
    const old = kept.disk.content(path)
    let store = await open(kept)
    await write(store, 'note-3', 'changed again')
    await store.close()
    kept.disk.put(path, old)
    store = await open(kept)
    expect(store.opening.damage[0]?.place).to.equal(SHARD)
    expect(store.opening.damage[0]?.what).to.contain('older')
    expect(await write(store, 'note-3')).to.be.instanceOf(StoreDamageError)
  })

  for (const [what, harm] of [
    ['older', (disk: SimulatedDisk, path: string, old: Buffer) => disk.put(path, old)],
    ['missing', (disk: SimulatedDisk, path: string) => disk.lose(path)],
  ] as const) {
    it(`finds a shard ${what} again when the checkpoint that was to settle it did not come to its end`, async () => {
      const kept = await checkpointed()
      const path = `${kept.folder}/${SHARD}`
      const old = kept.disk.content(path)
      await (await open(kept)).close()
      harm(kept.disk, path, old)
      for (let start = 1; start <= 3; start++) {
        const files = new FaultyFiles(kept.disk)
        files.fail({ on: 'create', path: /\/records\//, code: 'ENOSPC' })
        const store = await stores.start({ files, folder: kept.folder, limits })
        expect(await write(store, 'note-3'), `start ${start}`).to.be.instanceOf(StoreDamageError)
        await store.commit('beside', [put(TALLIES, 'tally', 'any', { count: start })])
        await store.close()
      }
    })
  }

  it('opens without a shard that the disk does not give back, and moves it away unread', async () => {
    const kept = await checkpointed()
    const files = new FaultyFiles(kept.disk)
    files.fail({ on: 'read', path: /note.0001-of-0002/, code: 'EIO' })
    const store = await stores.start({ files, folder: kept.folder, limits })
    expect(store.opening.damage[0]).to.deep.include({
      place: SHARD,
      setAside: 'damaged/records-note-0001-of-0002.json.unreadable1',
    })
    expect(disksDamaged(kept)).to.have.length(1)
  })

  it('refuses to start rather than put anything in the place of what it cannot set aside', async () => {
    const kept = await checkpointed()
    const path = `${kept.folder}/${SHARD}`
    kept.disk.put(path, Buffer.from('rubbish'))
    const files = new FaultyFiles(kept.disk)
    files.fail({ on: 'write', path: /damaged/, code: 'ENOSPC' })
    const error = await rejection(stores.start({ files, folder: kept.folder, limits }))
    expect((error as Error).message)
      .to.contain(SHARD)
      .and.to.contain('ENOSPC')
    expect(kept.disk.content(path).toString()).to.equal('rubbish')
  })

  it('forgets what was lost of a kind when the kind is cleared', async () => {
    const kept = await checkpointed()
    kept.disk.lose(`${kept.folder}/${SHARD}`)
    const store = await open(kept)
    await store.clear([NOTES], [put(NOTES, 'note-3', 'new', note('new world'))])
    expect(store.health()).to.deep.equal({ ok: true })
    await die(kept, store)
    const again = await open(kept)
    expect(again.health()).to.deep.equal({ ok: true })
    expect(await idsIn(again)).to.deep.equal(['note-3'])
    expect((await again.get(TALLIES, 'tally'))?.value.count).to.equal(1)
  })
})

describe('a store of which whole files are gone (RF14)', () => {
  afterEach(() => stores.cleanUp())

  const gone: [what: string, harm: (kept: Kept) => void][] = [
    ['the manifest is missing', ({ disk, folder }) => disk.lose(`${folder}/manifest.json`)],
    ['the manifest is empty', ({ disk, folder }) => disk.put(`${folder}/manifest.json`, Buffer.alloc(0))],
    [
      'the manifest is damaged',
      ({ disk, folder }) => disk.put(`${folder}/manifest.json`, flipped(disk.content(`${folder}/manifest.json`), 30)),
    ],
    ['the journal is missing', ({ disk }) => disk.lose(pathOf(disk, '.ndjson'))],
    ['the journal is empty', ({ disk }) => disk.put(pathOf(disk, '.ndjson'), Buffer.alloc(0))],
    [
      'the journal is cut off within its first line',
      ({ disk }) => disk.put(pathOf(disk, '.ndjson'), disk.content(pathOf(disk, '.ndjson')).subarray(0, 20)),
    ],
    [
      'all shards are missing',
      ({ disk }) =>
        disk
          .paths()
          .filter((path) => path.includes('/records/'))
          .forEach((path) => disk.lose(path)),
    ],
    [
      'manifest and journal are missing',
      ({ disk, folder }) => [pathOf(disk, '.ndjson'), `${folder}/manifest.json`].forEach((path) => disk.lose(path)),
    ],
    [
      'all but one shard is missing',
      ({ disk }) =>
        disk
          .paths()
          .filter((path) => path.includes('/records/') && !path.includes('note/0001'))
          .forEach((path) => disk.lose(path)),
    ],
  ]
  for (const [what, harm] of gone) {
    it(`is damaged, not new, when ${what}`, async () => {
      const kept = await checkpointed()
      harm(kept)
      let store = await open(kept)
      for (const start of ['first', 'second']) {
        expect(store.opening.fresh, start).to.equal(false)
        expect(store.opening.damage, start).to.not.deep.equal([])
        const manifestOnly = what.startsWith('the manifest')
        // Without the manifest nobody knows whether the empty shard of the tallies had a file. All else is there.
        expect(store.health().ok, start).to.equal(false)
        if (manifestOnly) expect(await textOf(store, 'note-3')).to.equal('changed')
        expect((await write(store, 'note-3', 'changed')) instanceof StoreDamageError, start).to.equal(
          !manifestOnly && !what.includes('shard'),
        )
        await store.close()
        store = await open(kept)
      }
      await store.acceptLoss()
      expect(store.health()).to.deep.equal({ ok: true })
      expect(await write(store, 'note-3', 'anew')).to.equal(undefined)
      await store.close()
      expect(await textOf(await open(kept), 'note-3')).to.equal('anew')
    })
  }

  it('does not count from the first line that is whole when the manifest and all before that line are lost', async () => {
    const kept = await journalled()
    const path = pathOf(kept.disk, JOURNAL)
    const bytes = kept.disk.content(path)
    kept.disk.put(path, flipped(flipIn(bytes, '"id":"one"'), 10))
    kept.disk.lose(`${kept.folder}/manifest.json`)
    const store = await open(kept)
    expect(await idsIn(store)).to.deep.equal(['three', 'two'])
    for (const id of ['one', 'never seen']) expect(await write(store, id)).to.be.instanceOf(StoreDamageError)
    for (const id of ['two', 'three']) expect(await write(store, id)).to.equal(undefined)
  })

  it('notices that the journal lost whole lines at its end when a shard is ahead of it', async () => {
    const kept = stores.simulated()
    const files = new FaultyFiles(kept.disk)
    const store = await stores.start({ files, folder: kept.folder, limits })
    for (const id of ['a', 'b', 'c']) await write(store, id)
    files.fail({ on: 'remove', path: /journal/, code: 'EACCES' })
    await store.checkpoint()
    const { disk, folder } = stores.simulated()
    for (const path of kept.disk.paths().filter((each) => each.includes('/records/'))) {
      disk.put(path.replace(kept.folder, folder), kept.disk.content(path))
    }
    const bytes = kept.disk.content(`${kept.folder}/journal${JOURNAL}`)
    disk.put(`${folder}/journal${JOURNAL}`, bytes.subarray(0, startOfLine(bytes, 3)))
    const found = await open({ disk, folder })
    expect(found.opening.damage.map(({ what }) => what).join()).to.contain('ends with change 1')
    expect(found.health().ok).to.equal(false)
    expect(await write(found, 'c')).to.be.instanceOf(StoreDamageError)
  })

  it('is whole without its manifest when the journal has everything from the first commit on', async () => {
    const kept = await journalled()
    kept.disk.lose(`${kept.folder}/manifest.json`)
    const store = await open(kept)
    expect(store.opening.damage.map(({ place }) => place)).to.deep.equal(['manifest.json'])
    expect(store.health()).to.deep.equal({ ok: true })
    expect(await idsIn(store)).to.deep.equal(['one', 'three', 'two'])
    expect(await write(store, 'one', 'changed')).to.equal(undefined)
  })

  it('notices that a segment in the middle is missing', async () => {
    const kept = stores.simulated()
    const files = new FaultyFiles(kept.disk)
    let store = await stores.start({ files, folder: kept.folder, limits })
    files.fail({ on: 'write', path: /records/, code: 'ENOSPC' })
    for (const id of ['a', 'b', 'c']) {
      await write(store, id)
      await rejection(store.checkpoint())
    }
    await store.close()
    kept.disk.lose(pathOf(kept.disk, '/00000002.ndjson'))
    store = await open(kept)
    expect(store.opening.damage.map(({ place }) => place)).to.include('journal/00000002.ndjson')
    expect(await idsIn(store)).to.deep.equal(['a', 'c'])
    expect(await write(store, 'c', 'later than the gap')).to.equal(undefined)
    for (const id of ['a', 'b']) expect(await write(store, id)).to.be.instanceOf(StoreDamageError)
  })

  it('gives no number twice that a lost commit may have had', async () => {
    const kept = await checkpointed()
    kept.disk.lose(pathOf(kept.disk, '.ndjson'))
    const files = new FaultyFiles(kept.disk)
    files.fail({ on: 'create', path: /records|manifest/, code: 'ENOSPC' })
    await (await stores.start({ files, folder: kept.folder, limits })).close()
    const store = await open(kept)
    expect(store.health().ok, 'found again, though there is a journal by now').to.equal(false)
    expect(await write(store, 'note-3')).to.be.instanceOf(StoreDamageError)
  })
})

describe('a store with something intact that this version cannot read (RF13)', () => {
  afterEach(() => stores.cleanUp())

  const later: RecordKind<unknown> = { ...NOTES, schemaVersion: 2 }
  const stricter: RecordKind<unknown> = {
    ...NOTES,
    schema: z.object({ text: z.string().max(3), done: z.boolean() }),
  }
  const wheres: [where: string, make: () => Promise<Kept>][] = [
    ['in the journal', journalled],
    ['in a shard', checkpointed],
  ]
  for (const [where, make] of wheres) {
    const cases: [
      what: string,
      written: readonly RecordKind<unknown>[],
      read: readonly RecordKind<unknown>[],
      said: RegExp,
    ][] = [
      [
        'a record of a newer schema version',
        [later, TALLIES],
        KINDS,
        /note \S+ in (journal|records)\/.*version 2.*up to 1/,
      ],
      ['a record of another shape', KINDS, [stricter, TALLIES], /note (three|note-3) in journal\/.*line \d+.*text/],
      ['records of a kind it does not know', KINDS, [NOTES], /knows no records of the kind tally/],
    ]
    for (const [what, written, read, said] of cases) {
      it(`refuses ${what} ${where}, says which, and touches nothing`, async () => {
        const kept = await make()
        if (written !== KINDS) {
          const store = await stores.start({ files: kept.disk, folder: kept.folder, kinds: written, limits })
          await store.commit('newer', [put(later, 'one', 'any', note('by a newer version'))])
          if (where === 'in a shard') await store.close()
          else await die(kept, store)
        }
        const before = contents(kept)
        const error = await rejection(stores.start({ files: kept.disk, folder: kept.folder, kinds: read, limits }))
        expect(error).to.be.instanceOf(StoreDamageError)
        expect((error as Error).message).to.match(said)
        const after = contents(kept)
        expect(after).to.deep.equal(before)
        await open(kept).catch(() => undefined)
      })
    }
  }

  it('reads records of an older schema version through the schema of today, and brings their files up to date', async () => {
    const kept = await checkpointed()
    const today: RecordKind<{ text: string; done: boolean; colour: string }> = {
      name: 'note',
      schemaVersion: 2,
      schema: z.object({ text: z.string(), done: z.boolean(), colour: z.string().default('none') }),
    }
    const start = async (): Promise<JsonStore> =>
      stores.start({ files: kept.disk, folder: kept.folder, kinds: [today, TALLIES], limits })
    const store = await start()
    expect((await store.get(today, 'note-1'))?.value).to.deep.equal({ text: '1', done: false, colour: 'none' })
    await store.close()
    for (const path of kept.disk.paths().filter((path) => path.includes('records/note')))
      expect(kept.disk.content(path).toString()).to.contain('"schema":2')
    expect((await (await start()).get(today, 'note-1'))?.version).to.equal(1)
  })

  const formats: [file: string, ending: string][] = [
    ['the manifest', 'manifest.json'],
    ['a segment of the journal', '.ndjson'],
    ['a shard', 'note/0001-of-0002.json'],
  ]
  for (const [file, ending] of formats) {
    it(`refuses ${file} of a newer format`, async () => {
      const kept = await checkpointed()
      const path = pathOf(kept.disk, ending)
      kept.disk.put(path, ofNewerFormat(kept.disk.content(path)))
      const error = await rejection(open(kept))
      expect(error).to.be.instanceOf(StoreDamageError)
      expect((error as Error).message)
        .to.contain(ending)
        .and.to.contain('format 2')
    })
  }
})

/** The file as a newer version would write it: its first object says format 2, and its checksum is in order. */
function ofNewerFormat(bytes: Buffer): Buffer {
  const [first = '', ...rest] = bytes.toString().includes('\n{"seq"')
    ? bytes.toString().split('\n')
    : [bytes.toString().trimEnd()]
  const open = first.slice(0, first.lastIndexOf(',"sum":')).replace('"format":1', '"format":2')
  return Buffer.concat([seal(open).bytes, Buffer.from(rest.join('\n'))])
}
