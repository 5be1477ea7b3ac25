import { hash } from 'node:crypto'
import { rename, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { hostname } from 'node:os'
import { StoreLockedError } from '../domain/errors.js'
import { codeOf, replaceFile, type FileSystem } from './fileSystem.js'
import type { Layout } from './layout.js'

/**
 * One process at a time on one data folder (RP7). The lock is a local socket named after the folder: the system frees
 * it when its process ends, however it ends, so that nothing is left to clean by hand. It reaches as far as the sockets
 * of one machine do: containers that share a folder but not their network, and network shares, are not covered.
 */
export interface Lock {
  release(): Promise<void>
}

/**
 * @param folder the data folder by its real path
 * @throws {StoreLockedError} naming host and process that have it, as far as they are known
 */
export async function lockFolder(
  files: FileSystem,
  layout: Layout,
  folder: string,
  address = lockAddress(folder, process.platform),
): Promise<Lock> {
  const server = await bind(address)
  if (server === undefined) throw new StoreLockedError(`${folder} is open already: ${await holder(files, layout)}`)
  server.unref()
  try {
    await replaceFile(files, layout.lock, [Buffer.from(`${JSON.stringify({ host: hostname(), pid: process.pid })}\n`)])
  } catch (error) {
    await closed(server)
    throw error
  }
  return {
    release: async () => {
      await files.remove(layout.lock).catch(() => undefined) // it is for people, and says nothing once the socket is gone
      await closed(server)
    },
  }
}

/** Where the lock of a folder is: an abstract socket on Linux, a pipe on Windows, elsewhere a socket in `/tmp`. */
export function lockAddress(folder: string, platform: NodeJS.Platform): string {
  const name = `ferry-${hash('sha256', folder).slice(0, 32)}`
  if (platform === 'linux') return `\0${name}`
  return platform === 'win32' ? `\\\\.\\pipe\\${name}` : `/tmp/${name}.sock`
}

const ATTEMPTS = 3

/** @returns `undefined` when another process has it */
async function bind(address: string): Promise<Server | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const server = await listening(address)
    if (server !== undefined) return server
    if (!address.startsWith('/') || (await answers(address))) return undefined
    if (!(await takeAway(address))) return undefined
  }
  return undefined
}

/**
 * A socket that is a file outlives a killed process. It is moved before it is removed: when another process took it over
 * a moment ago, it still answers under the new name and is put back.
 */
async function takeAway(address: string): Promise<boolean> {
  const moved = `${address}.${process.pid}`
  try {
    await rename(address, moved)
    if (await answers(moved)) {
      await rename(moved, address)
      return false
    }
    await unlink(moved)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error // otherwise somebody else was faster; who has it now, the next attempt tells
  }
  return true
}

async function listening(address: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    server.on('error', (error) => (codeOf(error) === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(address, () => resolve(server))
  })
}

async function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

const closed = async (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

async function holder(files: FileSystem, layout: Layout): Promise<string> {
  const text = await files.read(layout.lock).catch(() => undefined)
  return text === undefined ? 'another process' : text.toString('utf8', 0, 200).trim()
}
