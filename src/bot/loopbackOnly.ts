import type { RequestHandler } from 'restify'

/** Host names under which this machine is reached by itself alone. */
const HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i
const PROXIES = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']
const OWN_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** What of a request tells where it comes from. */
export interface Caller {
  readonly remoteAddress: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/**
 * Why a request must not be served; `undefined` when it may. Without an app id nobody signs in, so only this machine is
 * served; and since a web page on this machine could be made to ask, also only under a name of this machine (a foreign
 * page's domain can be pointed at 127.0.0.1), never for a page of another origin, and never through a tunnel.
 */
export function strangerBecause({ remoteAddress, headers }: Caller): string | undefined {
  const { host, origin } = headers
  // a tunnel or proxy on this machine speaks for somebody who is not on it
  if (PROXIES.some((name) => headers[name] !== undefined)) return 'asked through a proxy'
  if (remoteAddress === undefined || !OWN_ADDRESSES.has(remoteAddress)) return 'not from this machine'
  if (typeof host !== 'string' || !HOST.test(host)) return 'asked under a foreign host name'
  if (origin !== undefined && origin !== `http://${host}`) return 'asked by a page of another origin'
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none' ? undefined : 'asked by a page of another site'
}

/** Lets only this machine through, and only bodies that the JSON reader takes without harm. */
export const loopbackOnly: RequestHandler = (request, response, next) => {
  const { remoteAddress } = request.socket
  const because = strangerBecause({ remoteAddress, headers: request.headers })
  if (because !== undefined) {
    response.send(403, { error: { code: 'Forbidden', message: `Practice is for this machine only: ${because}.` } })
    return next(false)
  }
  const { 'content-encoding': encoding = 'identity', 'content-type': type = '' } = request.headers
  const hasBody = request.method === 'POST' || request.method === 'PUT'
  if (encoding !== 'identity' || (hasBody && !/^application\/json\b/i.test(type))) {
    response.send(415, { error: { code: 'UnsupportedMediaType', message: 'Send JSON without an encoding.' } })
    return next(false)
  }
  return next()
}
