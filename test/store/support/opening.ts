import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJsonStore, type JsonStore, type JsonStoreOptions } from '../../../src/store/jsonStore.js'
import { KINDS } from './kinds.js'
import { Random } from './random.js'
import { SimulatedDisk } from './simulatedDisk.js'

let instances = 0

/** Opens stores for one test file, and closes and removes all of them after each test. */
export class Stores {
  private readonly open = new Set<JsonStore>()
  private readonly folders: string[] = []
  private readonly number = ++instances
  private disks = 0

  /** An empty folder on the real disk. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'ferry-store-'))
    this.folders.push(folder)
    return folder
  }

  /** A folder on a simulated disk; no other has the same name, so that their locks do not meet. */
  simulated(seed = 1): { readonly disk: SimulatedDisk; readonly folder: string } {
    this.disks += 1
    return {
      disk: new SimulatedDisk(new Random(seed)),
      folder: `/simulated-${process.pid}-${this.number}-${this.disks}`,
    }
  }

  async start(options: Omit<JsonStoreOptions, 'kinds'> & Partial<Pick<JsonStoreOptions, 'kinds'>>): Promise<JsonStore> {
    const store = await openJsonStore({ kinds: KINDS, ...options })
    this.open.add(store)
    return store
  }

  async cleanUp(): Promise<void> {
    for (const store of this.open) await store.close()
    this.open.clear()
    for (const folder of this.folders.splice(0)) await rm(folder, { recursive: true })
  }
}
