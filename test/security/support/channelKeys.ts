import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose'

/** The issuer of tokens that the channel sends, its keys and its OpenID document, on loopback. */
export interface ChannelKeys {
  readonly metadataUrl: string
  readonly issuer: string
  /** Signs with the key of this name. */
  sign(claims: JWTPayload, key?: 'teams' | 'webchat' | 'stranger', header?: Record<string, unknown>): Promise<string>
  /** A token that is "signed" with the public key as if it were a shared secret. */
  signWithPublicKey(claims: JWTPayload): Promise<string>
  close(): Promise<void>
}

/** Keys are generated once: each pair costs some tens of milliseconds. `stranger` is never published. */
const pairs = { teams: generateKeyPair('RS256'), webchat: generateKeyPair('RS256'), stranger: generateKeyPair('RS256') }

/** @param answers what the server answers with; the SDK keeps keys per address, so each suite needs one of its own */
export async function startChannelKeys(answers: { status: number } = { status: 200 }): Promise<ChannelKeys> {
  const keys = await Promise.all([publish('teams', ['msteams']), publish('webchat', ['webchat'])])
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const body =
      request.url === '/openid' ? { issuer: 'https://api.botframework.com', jwks_uri: `${base}/keys` } : { keys }
    response.writeHead(answers.status, { 'content-type': 'application/json' }) // not chained: restify changes what it returns
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    metadataUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/openid`,
    issuer: 'https://api.botframework.com',
    sign: async (claims, key = 'teams', header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key === 'stranger' ? 'teams' : key, ...header })
        .sign((await pairs[key]).privateKey),
    signWithPublicKey: async (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: 'teams' })
        .sign(Buffer.from(await exportSPKI((await pairs.teams).publicKey))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function publish(kid: 'teams' | 'webchat', endorsements: string[]) {
  const publicKey: CryptoKey = (await pairs[kid]).publicKey
  return { ...(await exportJWK(publicKey)), kid, use: 'sig', endorsements }
}
