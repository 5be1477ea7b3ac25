import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf, fine, problem, warning, type Finding } from './finding.js'
import type { lockHolderOf } from './lockHolder.js'

/** File systems of other machines, by the magic numbers of Linux (statfs(2)): NFS, SMB, CIFS, SMB2. */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])
const LITTLE_ROOM_BYTES = 200 * 1024 * 1024

/** Rejects when this user may not read and write in a folder. */
export type MayUse = (folder: string) => Promise<void>
const mayUseHere: MayUse = (folder) => access(folder, constants.R_OK | constants.W_OK | constants.X_OK)

/**
 * Looks whether the store could work in a folder. Writes nothing, neither in it nor beside it.
 *
 * @param running Ferry answers on its port, so it is no fault that the folder is held
 */
export async function checkDataFolder(
  folder: string,
  running: boolean,
  lockHolder: typeof lockHolderOf,
  mayUse: MayUse = mayUseHere,
): Promise<Finding> {
  const found = await kindOf(folder)
  if (found === 'else') return problem(`${folder} is not a folder`, 'Name a folder in FERRY_DATA.')
  const place = found === 'folder' ? folder : await nearestFolder(folder)
  const unusable = await accessProblem(mayUse, place)
  if (unusable !== undefined) {
    return problem(
      `${place} cannot be used by this user (${unusable})`,
      'Give the user who runs Ferry the right to read and write it, or name another folder in FERRY_DATA.',
    )
  }
  const holder = found === 'folder' && !running ? await lockHolder(folder) : undefined
  if (holder !== undefined) {
    const who = holder.pid === undefined ? 'another process' : `process ${holder.pid}`
    return problem(`${folder} is held by ${who}`, 'Stop it, or name another folder in FERRY_DATA.')
  }
  const told = found === 'folder' ? folder : `${folder} will be made at the first start`
  return volumeFinding(running ? `${told}, held by the running Ferry` : told, await statfs(place))
}

/** What is to be said about the volume a usable folder lies on. */
export function volumeFinding(
  told: string,
  volume: { readonly type: number; readonly bavail: number; readonly bsize: number },
): Finding {
  if (NETWORK_FILE_SYSTEMS.has(volume.type)) {
    return warning(
      `${told}: it lies on another machine`,
      'Name a folder on a disk of this machine in FERRY_DATA: over a network, neither the lock nor flushing can be relied on.',
    )
  }
  const free = volume.bavail * volume.bsize
  if (free < LITTLE_ROOM_BYTES) {
    return warning(
      `${told}: only ${Math.floor(free / 1024 / 1024)} MB are free`,
      'Make room: on a full disk nothing is accepted.',
    )
  }
  return fine(told)
}

async function kindOf(path: string): Promise<'folder' | 'else' | 'missing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'else'
  } catch (thrown) {
    return codeOf(thrown) === 'ENOENT' ? 'missing' : 'else'
  }
}

async function nearestFolder(path: string): Promise<string> {
  const parent = dirname(path)
  return parent === path || (await kindOf(parent)) !== 'missing' ? parent : nearestFolder(parent)
}

async function accessProblem(mayUse: MayUse, folder: string): Promise<string | undefined> {
  try {
    await mayUse(folder)
    return undefined
  } catch (thrown) {
    return codeOf(thrown)
  }
}
