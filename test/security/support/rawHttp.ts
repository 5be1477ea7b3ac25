import { connect, type Socket } from 'node:net'

/** A socket on which anything can be written, as no HTTP library would let us. */
export interface RawConnection {
  readonly socket: Socket
  /** Everything that came back so far. */
  readonly received: () => string
  /** Resolves when the other side has closed, with everything that came back. */
  readonly closed: Promise<string>
  /** Resolves once this came back. */
  readonly seen: (text: string) => Promise<string>
}

export async function openRaw(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  socket.on('error', () => undefined) // a reset is one way of being closed
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(text))
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  const seen = (wanted: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => void (text.includes(wanted) && resolve(text))
      socket.on('data', look)
      socket.once('close', () =>
        text.includes(wanted) ? resolve(text) : reject(new Error(`closed without ${wanted}: ${text}`)),
      )
      look()
    })
  return { socket, received: () => text, closed, seen }
}

/** Writes one request and returns the status line of what comes back before the connection is closed. */
export async function statusOfRaw(url: string, request: string): Promise<string> {
  const { socket, closed } = await openRaw(url)
  socket.write(request)
  const answer = await closed
  return answer.split('\r\n')[0] ?? ''
}
