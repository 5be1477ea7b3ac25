import { dirname } from 'node:path'
import type { FileSystem, OpenFile } from '../../../src/store/fileSystem.js'
import type { Random } from './random.js'

/** What a process asked of the disk. */
export interface Operation {
  readonly name:
    | 'makeFolder'
    | 'list'
    | 'read'
    | 'create'
    | 'append'
    | 'write'
    | 'sync'
    | 'truncate'
    | 'close'
    | 'rename'
    | 'remove'
    | 'syncFolder'
  readonly path: string
}

interface Inode {
  /** As programs see it. */
  content: Buffer
  /** As it is after power came back. */
  lasting: Buffer
}

/** One change of the names in a folder that has not been flushed. */
type NameChange = (names: Map<string, Inode>) => void

export class CrashError extends Error {
  readonly code = 'ECRASH'
}

const error = (code: string, path: string): Error => Object.assign(new Error(`${code}: ${path}`), { code })

/**
 * A disk in memory that can lose power: what was not flushed is then there, not there, or there in part, as chance will
 * have it. Contents need the file's flush, names that of their folder, and neither brings the other along.
 */
export class SimulatedDisk implements FileSystem {
  readonly operations: Operation[] = []
  /** Number of the operation at which everything stops, from 0. */
  crashAt = Number.POSITIVE_INFINITY
  private readonly folders = new Set<string>(['/'])
  private readonly names = new Map<string, Inode>()
  private readonly lastingNames = new Map<string, Inode>()
  private readonly nameChanges = new Map<string, NameChange[]>()

  constructor(private readonly random: Random) {}

  get crashed(): boolean {
    return this.operations.length > this.crashAt
  }

  /** The process was killed; what it wrote stays with the system. */
  restartProcess(): void {
    this.crashAt = Number.POSITIVE_INFINITY
    this.operations.length = 0
  }

  /** The machine lost power and has started again. */
  restartMachine(): void {
    for (const changes of this.nameChanges.values()) {
      for (const change of changes.slice(0, this.random.upTo(changes.length))) change(this.lastingNames)
    }
    this.nameChanges.clear()
    this.names.clear()
    for (const [path, inode] of this.lastingNames) {
      inode.lasting = this.afterPowerLoss(inode)
      inode.content = inode.lasting
      this.names.set(path, inode)
    }
    this.restartProcess()
  }

  paths(): readonly string[] {
    return [...this.names.keys()].sort()
  }

  content(path: string): Buffer {
    return this.inode(path).content
  }

  /** Changes a file behind the store's back, lastingly. */
  put(path: string, content: Buffer): void {
    const inode = { content, lasting: content }
    this.addFolder(dirname(path))
    this.names.set(path, inode)
    this.lastingNames.set(path, inode)
  }

  /** Removes a file behind the store's back, lastingly. */
  lose(path: string): void {
    this.names.delete(path)
    this.lastingNames.delete(path)
  }

  async realPath(folder: string): Promise<string> {
    return folder
  }

  async makeFolder(folder: string): Promise<void> {
    this.begin('makeFolder', folder)
    this.addFolder(folder)
  }

  async list(folder: string): Promise<readonly string[]> {
    this.begin('list', folder)
    const start = `${folder}/`
    const below = [...this.folders, ...this.names.keys()].filter((path) => path.startsWith(start))
    return [...new Set(below.map((path) => path.slice(start.length).split('/')[0] ?? ''))]
  }

  async read(path: string): Promise<Buffer | undefined> {
    this.begin('read', path)
    const found = this.names.get(path)
    return found === undefined ? undefined : Buffer.from(found.content)
  }

  async create(path: string): Promise<OpenFile> {
    this.begin('create', path)
    if (!this.folders.has(dirname(path))) throw error('ENOENT', path)
    if (this.names.has(path)) throw error('EEXIST', path)
    const inode = { content: Buffer.alloc(0), lasting: Buffer.alloc(0) }
    this.renamed(path, (names) => names.set(path, inode))
    return this.opened(path, inode)
  }

  async append(path: string): Promise<OpenFile> {
    this.begin('append', path)
    return this.opened(path, this.inode(path))
  }

  async rename(from: string, to: string): Promise<void> {
    this.begin('rename', to)
    const inode = this.inode(from)
    this.renamed(to, (names) => names.delete(from) && names.set(to, inode))
  }

  async remove(path: string): Promise<void> {
    this.begin('remove', path)
    this.renamed(path, (names) => names.delete(path))
  }

  async syncFolder(folder: string): Promise<void> {
    const crashed = this.isCrash('syncFolder', folder)
    if (crashed && this.random.coin()) throw new CrashError()
    for (const change of this.nameChanges.get(folder) ?? []) change(this.lastingNames)
    this.nameChanges.delete(folder)
    if (crashed) throw new CrashError()
  }

  private addFolder(folder: string): void {
    for (let above = folder; above !== '/'; above = dirname(above)) this.folders.add(above)
  }

  private opened(path: string, inode: Inode): OpenFile {
    return {
      write: async (bytes) => {
        const crashed = this.isCrash('write', path)
        const written = crashed ? this.random.upTo(bytes.length) : bytes.length
        inode.content = Buffer.concat([inode.content, bytes.subarray(0, written)])
        if (crashed) throw new CrashError()
        return written
      },
      sync: async () => {
        const crashed = this.isCrash('sync', path)
        if (!crashed || this.random.coin()) inode.lasting = inode.content
        if (crashed) throw new CrashError()
      },
      truncate: async (length) => {
        this.begin('truncate', path)
        inode.content = inode.content.subarray(0, length)
      },
      close: async () => this.begin('close', path),
    }
  }

  /** Of what was appended and not flushed a part may be there, and its end may be zeros where nothing was written. */
  private afterPowerLoss({ content, lasting }: Inode): Buffer {
    if (content.length <= lasting.length || !content.subarray(0, lasting.length).equals(lasting)) {
      return this.random.coin() ? content : lasting
    }
    const kept = Buffer.from(content.subarray(0, lasting.length + this.random.upTo(content.length - lasting.length)))
    if (this.random.coin()) kept.fill(0, lasting.length + this.random.upTo(kept.length - lasting.length))
    return kept
  }

  private renamed(path: string, change: NameChange): void {
    change(this.names)
    this.nameChanges.set(dirname(path), [...(this.nameChanges.get(dirname(path)) ?? []), change])
  }

  private inode(path: string): Inode {
    const inode = this.names.get(path)
    if (inode === undefined) throw error('ENOENT', path)
    return inode
  }

  private begin(name: Operation['name'], path: string): void {
    if (this.isCrash(name, path)) throw new CrashError()
  }

  /** True in the operation that crashes, which may be half done; every later one fails at once. */
  private isCrash(name: Operation['name'], path: string): boolean {
    if (this.crashed) throw new CrashError()
    this.operations.push({ name, path })
    return this.crashed
  }
}
