import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Sent {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly body: unknown
}

/** What the bot sends to its channel, on loopback. */
export interface FakeConnector {
  readonly url: string
  readonly sent: Sent[]
  /** Statuses of the next answers; 200 when none is left. `silence` never answers. */
  readonly next: (number | 'silence')[]
  /** Where a 307 leads to. */
  redirectTo: string
  close(): Promise<void>
}

export async function startFakeConnector(): Promise<FakeConnector> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const connector: FakeConnector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    sent: [],
    next: [],
    redirectTo: '',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return connector

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url: path = '', headers } = request
    connector.sent.push({
      method,
      path,
      authorization: headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null'),
    })
    const status = connector.next.shift() ?? 200
    if (status === 'silence') return
    const location = status === 307 ? { location: connector.redirectTo } : {}
    response.writeHead(status, { 'content-type': 'application/json', ...location })
    response.end(JSON.stringify({ id: `sent-${connector.sent.length}` }))
  }
}
