import { readFile, realpath } from 'node:fs/promises'
import { connect } from 'node:net'
import { z } from 'zod'
import { Layout } from '../../store/layout.js'
import { lockAddress } from '../../store/lock.js'

/** Which process has a data folder open. `pid` is for people: it is read from a file that may have gone missing. */
export interface LockHolder {
  readonly pid: number | undefined
}

/**
 * Asks at the store's lock whether somebody has a folder open, without taking it.
 *
 * @returns `undefined` when nobody has
 */
export async function lockHolderOf(folder: string): Promise<LockHolder | undefined> {
  if (!(await answers(lockAddress(await realpath(folder), process.platform)))) return undefined
  return { pid: await pidIn(new Layout(folder).lock) }
}

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

async function pidIn(file: string): Promise<number | undefined> {
  try {
    return z.looseObject({ pid: z.int() }).parse(JSON.parse(await readFile(file, 'utf8'))).pid
  } catch {
    return undefined // the file is for people only; the lock holds without it
  }
}
