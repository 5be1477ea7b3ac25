import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import restify from 'restify'
import { startFerry } from '../src/app.js'
import { createLog } from '../src/bot/log.js'
import { readSettings } from '../src/config.js'
import { CARD_PEOPLE, prepareCases } from './turnCases.js'

/**
 * One side of the bench `turn`, in a process of its own so that its processor time is its own: either a bare, stock
 * botbuilder echo bot, or Ferry. Told over the process channel what to report.
 */

const send = (message: object): void => {
  process.send?.(message)
}

process.on('message', (question) => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage()
    send({ cpuMs: (user + system) / 1000 })
  }
  if (question === 'memory') {
    globalThis.gc?.()
    send({ rssMb: process.memoryUsage().rss / 2 ** 20, heapMb: process.memoryUsage().heapUsed / 2 ** 20 })
  }
})

if (process.argv[2] === 'echo') echo()
else await ferry()

function echo(): void {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}))
  const bot = new ActivityHandler()
  bot.onMessage(async (context, next) => {
    await context.sendActivity(`Echo: ${context.activity.text}`)
    await next()
  })
  const server = restify.createServer()
  server.use(restify.plugins.bodyParser())
  server.post('/api/messages', async (request, response) => {
    await adapter.process(request, response, async (context) => bot.run(context))
  })
  server.listen(0, '127.0.0.1', () => send({ url: `http://127.0.0.1:${server.address().port}/api/messages` }))
}

async function ferry(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const settings = readSettings({ PORT: '0', FERRY_DATA: folder, FERRY_LOG: 'fatal', FERRY_PRACTICE_ROOM: 'off' })
  const app = await startFerry(settings, { log: createLog('silent') })
  await app.settled()
  const cases = await prepareCases(app)
  send({ url: `${app.url}/api/messages`, people: CARD_PEOPLE, ...cases })
}
