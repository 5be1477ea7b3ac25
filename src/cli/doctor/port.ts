import { once } from 'node:events'
import { createServer } from 'node:net'
import { z } from 'zod'
import { codeOf, fine, problem, type Finding } from './finding.js'

const ANSWER_WITHIN_MS = 2_000
const Health = z.looseObject({ status: z.literal('ok') })

export interface PortState {
  readonly finding: Finding
  /** Ferry itself answers there, so it also holds the data folder. */
  readonly running: boolean
}

/** Looks whether Ferry could listen on a port, by listening for a moment. Port 0 stands for any free one. */
export async function checkPort(host: string, port: number): Promise<PortState> {
  const refused = await tryToListen(host, port)
  if (refused === undefined) {
    return { running: false, finding: fine(port === 0 ? `${host}, any free port` : `${host}:${port} is free`) }
  }
  if (refused === 'EADDRINUSE' && (await isFerry(host, port))) {
    return { running: true, finding: fine(`Ferry runs already, on ${host}:${port}`) }
  }
  return { running: false, finding: problem(...explain(refused, host, port)) }
}

async function tryToListen(host: string, port: number): Promise<string | undefined> {
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return undefined
  } catch (thrown) {
    return codeOf(thrown)
  }
}

async function isFerry(host: string, port: number): Promise<boolean> {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const authority = reachable.includes(':') ? `[${reachable}]` : reachable
  try {
    const answer = await fetch(`http://${authority}:${port}/health`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    return Health.safeParse(await answer.json()).success
  } catch {
    return false // whatever it is that listens there, it does not answer like Ferry
  }
}

function explain(code: string, host: string, port: number): [detail: string, fix: string] {
  switch (code) {
    case 'EADDRINUSE':
      return [`another program listens on ${host}:${port}`, 'Stop that program, or set PORT to another port.']
    case 'EACCES':
      return [`this user may not listen on ${host}:${port}`, 'Set PORT to a port above 1023.']
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return [`${host} is no address of this machine`, 'Set FERRY_HOST to one, or leave it away.']
    default:
      return [
        `nothing can listen on ${host}:${port} (${code})`,
        'Set PORT and FERRY_HOST to what this machine can offer.',
      ]
  }
}
