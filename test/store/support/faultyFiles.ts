import type { FileSystem, OpenFile } from '../../../src/store/fileSystem.js'
import type { Operation } from './simulatedDisk.js'

export interface Fault {
  readonly on: Operation['name']
  readonly path?: RegExp
  /** What the system says, `ENOSPC`. */
  readonly code: string
  /** How many bytes of a write arrive all the same. */
  readonly arrives?: number
  /** A write that ends early and says nothing. */
  readonly silently?: boolean
}

interface Gate {
  readonly on: Operation['name']
  readonly opened: Promise<void>
}

/** A file system that fails, or takes its time, where a test says so. */
export class FaultyFiles implements FileSystem {
  readonly operations: Operation[] = []
  private faults: Fault[] = []
  private gate: Gate | undefined

  constructor(private readonly inner: FileSystem) {}

  /** Every operation it fits fails from now on. */
  fail(fault: Fault): void {
    this.faults.push(fault)
  }

  heal(): void {
    this.faults = []
  }

  /** Holds operations up until the function it returns is called. */
  hold(on: Operation['name']): () => void {
    let open = (): void => undefined
    this.gate = { on, opened: new Promise((resolve) => (open = resolve)) }
    return () => {
      this.gate = undefined
      open()
    }
  }

  count(name: Operation['name'], path = /./): number {
    return this.operations.filter((operation) => operation.name === name && path.test(operation.path)).length
  }

  async realPath(folder: string): Promise<string> {
    return this.inner.realPath(folder)
  }

  async makeFolder(folder: string): Promise<void> {
    await this.begin('makeFolder', folder)
    await this.inner.makeFolder(folder)
  }

  async list(folder: string): Promise<readonly string[]> {
    await this.begin('list', folder)
    return this.inner.list(folder)
  }

  async read(path: string): Promise<Buffer | undefined> {
    await this.begin('read', path)
    return this.inner.read(path)
  }

  async create(path: string): Promise<OpenFile> {
    await this.begin('create', path)
    return this.opened(path, await this.inner.create(path))
  }

  async append(path: string): Promise<OpenFile> {
    await this.begin('append', path)
    return this.opened(path, await this.inner.append(path))
  }

  async rename(from: string, to: string): Promise<void> {
    await this.begin('rename', to)
    await this.inner.rename(from, to)
  }

  async remove(path: string): Promise<void> {
    await this.begin('remove', path)
    await this.inner.remove(path)
  }

  async syncFolder(folder: string): Promise<void> {
    await this.begin('syncFolder', folder)
    await this.inner.syncFolder(folder)
  }

  private opened(path: string, file: OpenFile): OpenFile {
    return {
      write: async (bytes) => {
        const fault = await this.next('write', path)
        if (fault === undefined) return file.write(bytes)
        const written = await file.write(bytes.subarray(0, fault.arrives ?? 0))
        if (fault.silently === true) return written
        throw failure(fault, path)
      },
      sync: async () => {
        await this.begin('sync', path)
        await file.sync()
      },
      truncate: async (length) => {
        await this.begin('truncate', path)
        await file.truncate(length)
      },
      close: async () => {
        await this.begin('close', path)
        await file.close()
      },
    }
  }

  private async begin(name: Operation['name'], path: string): Promise<void> {
    const fault = await this.next(name, path)
    if (fault !== undefined) throw failure(fault, path)
  }

  private async next(name: Operation['name'], path: string): Promise<Fault | undefined> {
    this.operations.push({ name, path })
    if (this.gate?.on === name) await this.gate.opened
    return this.faults.find((fault) => fault.on === name && (fault.path?.test(path) ?? true))
  }
}

const failure = ({ code, on }: Fault, path: string): Error =>
  Object.assign(new Error(`${code}: ${on} ${path}`), { code })
