import { plugins, type Request, type Response, type Server } from 'restify'
import type { Connector, ConnectorAnswer } from './connector.js'
import { loopbackOnly } from '../../bot/loopbackOnly.js'

/** More than Teams takes in one message, so that the connector itself can refuse it in Teams' words. */
const LARGEST_BODY_BYTES = 1024 * 1024

/**
 * Serves the connector's REST paths under `prefix`, for callers on this machine. The bot's service URL is this server's
 * address with the prefix.
 *
 * @see the Bot Connector REST reference for the paths; botframework-connector calls these of them
 */
export function mountConnector(server: Server, prefix: string, connector: Connector): void {
  const limits = { maxBodySize: LARGEST_BODY_BYTES, mapParams: false } // the first is missing in restify's typings
  const body = plugins.jsonBodyParser(limits)
  const chat = `${prefix}/v3/conversations/:conversationId`

  type Answer = (
    request: Request,
    conversationId: string,
    otherId: string,
  ) => ConnectorAnswer | Promise<ConnectorAnswer>
  const answering = (answer: Answer) => async (request: Request, response: Response) => {
    const { conversationId = '', otherId = '' } = request.params as Record<string, string>
    const { status, body: answered, headers = {} } = await answer(request, conversationId, otherId)
    for (const [name, value] of Object.entries(headers)) response.header(name, value)
    if (answered === undefined) response.send(status)
    else response.send(status, answered)
  }

  server.post(
    `${prefix}/v3/conversations`,
    loopbackOnly,
    body,
    answering(({ body }) => connector.create(body)),
  )
  const send = answering(({ body }, conversationId) => connector.send(conversationId, body))
  server.post(`${chat}/activities`, loopbackOnly, body, send)
  server.post(`${chat}/activities/:otherId`, loopbackOnly, body, send)
  const edit = answering(({ body }, conversationId, messageId) => connector.edit(conversationId, messageId, body))
  server.put(`${chat}/activities/:otherId`, loopbackOnly, body, edit)
  const remove = answering((_, conversationId, messageId) => connector.remove(conversationId, messageId))
  server.del(`${chat}/activities/:otherId`, loopbackOnly, remove)
  const members = answering((_, conversationId) => connector.members(conversationId))
  server.get(`${chat}/members`, loopbackOnly, members)
  server.get(`${chat}/activities/:otherId/members`, loopbackOnly, members)
  const member = answering((_, conversationId, memberId) => connector.memberById(conversationId, memberId))
  server.get(`${chat}/members/:otherId`, loopbackOnly, member)
  server.get(
    `${chat}/pagedmembers`,
    loopbackOnly,
    answering((_, id) => connector.pagedMembers(id)),
  )
}
