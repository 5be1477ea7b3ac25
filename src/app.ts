import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import type { Server as NodeServer } from 'node:http'
import { Background, realAfter, type After } from './background.js'
import { createAdapter } from './bot/adapter.js'
import { sdkConfig, StrictBotFrameworkAuthentication } from './bot/authentication.js'
import { Counters } from './bot/counters.js'
import { FerryBot } from './bot/ferryBot.js'
import { Identity } from './bot/identity.js'
import { createLog, type Log } from './bot/log.js'
import { loopbackOnly } from './bot/loopbackOnly.js'
import { ProactiveMessages } from './bot/proactive.js'
import { BOT_KINDS } from './bot/records.js'
import { serveBot } from './bot/serveBot.js'
import { close as closeServer, createHttpServer } from './bot/server.js'
import { Staff, type StaffMember } from './bot/staff.js'
import { buildWall } from './bot/wall.js'
import { explainError, noticeHeadline } from './cards/sentences.js'
import { wordsFor } from './cards/words.js'
import { SettingsError, type Settings } from './config.js'
import { currentCard } from './dialogs/caseCards.js'
import { pressedCommand } from './dialogs/caseCommands.js'
import type { Desk } from './dialogs/desk.js'
import { MainDialog } from './dialogs/mainDialog.js'
import { DueWork } from './domain/dueWork.js'
import type { Partner } from './domain/facts.js'
import { holidaysFor } from './domain/holidays.js'
import { TenantId, UtcDay, type PersonId } from './domain/ids.js'
import { isIn, TERMINAL } from './domain/moveCase.js'
import { MoveService } from './domain/moveService.js'
import { skuIdMatcher } from './domain/offerMatch.js'
import { OrderWorker } from './domain/orderWorker.js'
import { OutboxWorker } from './domain/outboxWorker.js'
import type { RecordKind } from './domain/ports.js'
import { DOMAIN_KINDS } from './domain/records.js'
import { ROLES } from './domain/roles.js'
import { Simulator } from './partnerCenter/simulator/simulator.js'
import { builtInWorld } from './practice/builtInWorld.js'
import { PracticeChannel } from './practice/channel/practiceChannel.js'
import { PracticeConversationRecord, PracticeMessageRecord, storeJournal } from './practice/channel/records.js'
import { mountConnector } from './practice/channel/routes.js'
import { openPracticeWorld } from './practice/installWorld.js'
import { createPracticeControl } from './practice/practiceControl.js'
import { PRACTICE_KINDS } from './practice/practiceKinds.js'
import { mountRoom } from './practice/room/mountRoom.js'
import { practise } from './practice/words.js'
import { readWorld, type Person, type World } from './practice/world.js'
import { openJsonStore, type JsonStore, type JsonStoreOptions, type StoreEvent } from './store/jsonStore.js'

export interface Ferry {
  readonly url: string
  /** Address of the practice room, where it is on. */
  readonly practiceRoom: string | undefined
  /** For tests: the parts that a conversation is held and looked at through. */
  readonly channel: PracticeChannel | undefined
  readonly control: Awaited<ReturnType<typeof createPracticeControl>>
  readonly moves: MoveService
  readonly store: JsonStore
  readonly partnerCenter: Simulator
  /** Resolves when no message, order or delivery is under way any more. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface FerryOptions {
  readonly log?: Log
  readonly newId?: () => string
  /** The real UTC day that a new practice world begins on. */
  readonly today?: () => UtcDay
  /** Handed to the store: for tests that make it fail. */
  readonly storeOptions?: Partial<JsonStoreOptions>
  /** Real time, by which what failed is tried again: for tests that will not wait. */
  readonly after?: After
}

const EVERY_KIND = [
  ...DOMAIN_KINDS,
  ...BOT_KINDS,
  ...PRACTICE_KINDS,
  PracticeConversationRecord,
  PracticeMessageRecord,
] as readonly RecordKind<unknown>[]
const CONNECTOR = '/practice/connector'
/** How many years ahead the days off are known to a new case. */
const HOLIDAY_YEARS = 3
const CLOSE_GRACE_MS = 5_000

/**
 * Puts the parts together and starts them. Read it from top to bottom to see what the product is made of. The gateway to
 * Microsoft is not there yet, so whatever the mode, what stands behind the port is the practice world.
 *
 * @throws {FerryError} when the data folder or the world file cannot be used
 */
export async function startFerry(settings: Settings, options: FerryOptions = {}): Promise<Ferry> {
  const log = options.log ?? createLog(settings.logLevel)
  const newId = options.newId ?? randomUUID
  const today = options.today ?? (() => UtcDay.parse(new Date().toISOString().slice(0, 10)))
  const world = await worldOf(settings)

  const store = await openJsonStore({
    folder: settings.dataFolder,
    kinds: EVERY_KIND,
    report: (event) => reportStore(log, event),
    ...options.storeOptions,
  })
  try {
    return await assemble()
  } catch (error) {
    await store.close()
    throw error
  }

  async function assemble(): Promise<Ferry> {
    const background = new Background(log, options.after ?? realAfter)
    const counters = new Counters()
    const clock = await openPracticeWorld(store, world, today())
    const { now } = clock
    const partnerCenter = new Simulator({ store, now, newId })
    const practiceWorld = await partnerCenter.world()

    // ------------------------------------------------------------------------------------------- staff and use cases
    const staff = new Staff(store, staffOf(settings, practiceWorld.people), settings.roles?.default ?? ROLES)
    await staff.load()
    const identity = new Identity(staff, now, {
      practice: settings.mode === 'practice',
      authenticated: settings.bot !== undefined,
    })
    const partner = partnerOf(settings, practiceWorld.partner)
    const year = Number(now().slice(0, 4))
    const moves: MoveService = new MoveService({
      store,
      partnerCenter,
      matcher: skuIdMatcher,
      people: staff,
      partner,
      holidays: holidaysFor(partner.country, year, year + HOLIDAY_YEARS),
      now,
      newId,
      changed: (move, notices) => {
        background.noteEffect()
        if (orders.hasWork(move)) background.run('orders', async () => orders.run(move.id))
        if (notices.length > 0) background.run('messages', async () => outbox.run())
      },
    })
    const orders = new OrderWorker(moves, partnerCenter, now)

    // --------------------------------------------------------------------------------------------------------- bot
    const wall = buildWall({
      appId: settings.bot?.appId,
      tenants: settings.allowedTenants,
      serviceHosts: settings.serviceHosts,
    })
    const authentication = new StrictBotFrameworkAuthentication({ config: sdkConfig(settings.bot), wall })
    const adapter = createAdapter({
      authentication,
      log,
      counters,
      newId,
      sayError: async (context, error, reference) =>
        explainError(
          identity.readerOf(await identity.personOf(context.activity), context.activity).words,
          error,
          reference,
        ),
    })
    const notifier = new ProactiveMessages({
      adapter,
      appId: settings.bot?.appId ?? '',
      store,
      readerOf: (person) => identity.readerOf(person),
      cardFor: async (move, notice, reader) =>
        currentCard({ moves, partnerCenter }, move, reader, noticeHeadline(reader.words, notice, move)),
      mayReach: (url) => wall.allowsService(url),
    })
    const outbox = new OutboxWorker({
      store,
      notifier,
      later: (ms, task) => background.later('messages', ms, task),
      random: Math.random,
      failed: (id, { status, why, attempts }) =>
        log.warn({ event: 'messageNotDelivered', id, status, why, attempts }, 'a message did not arrive'),
    })
    const dueWork = new DueWork(moves, orders, outbox, now)

    const control = await createPracticeControl({
      store,
      clock,
      simulator: partnerCenter,
      dueWork,
      world,
      today,
      everyKind: EVERY_KIND,
      caseStateOf: async (customer) => (await moves.openCaseOf(customer))?.state,
      afterReset: async () => {
        staff.forget()
        await channel?.clear()
        if (channel !== undefined) background.run('install', async () => installEverybody(channel))
      },
    })
    const desk: Desk = {
      moves,
      partnerCenter,
      people: staff,
      setLanguage: async (person, language) => {
        await staff.change(person, { language })
        const reader = identity.readerOf(person)
        return wordsFor(reader.language, reader.words.timeZone)
      },
      ...(settings.mode === 'practice' && {
        practise: async (context, line) =>
          practise(
            practiceWords,
            identity.readerOf(await identity.personOf(context.activity), context.activity),
            identity.senderOf(context.activity),
            line,
          ),
      }),
    }
    const practiceWords = {
      control,
      isKnown: (person: PersonId) => settings.bot !== undefined || staff.isKnown(person),
      lastCustomerOf: async (person: PersonId) =>
        (await moves.all()).find(
          (move) => !isIn(move, TERMINAL) && (move.owner === person || move.createdBy === person),
        )?.customer.tenantId,
      actAs: async (stranger: PersonId, typed: string) => {
        const [only, ...others] = staff.find(typed).filter((id) => staff.isKnown(id))
        if (only === undefined || others.length > 0) return undefined
        await staff.change(stranger, { actsAs: only })
        return staff.nameOf(only)
      },
    }

    // ------------------------------------------------------------------------------------------------------- server
    const server = createHttpServer({ log, counters, ready: () => store.health() })
    const bot = new FerryBot({
      store,
      dialog: new MainDialog(desk),
      identity,
      command: async (context, action) => pressedCommand(context, desk, action),
      hadEffect: () => background.hadEffect(),
    })
    serveBot({
      server,
      adapter,
      counters,
      log,
      handle: async (context) => background.inTurn(async () => bot.handle(context)),
    })

    let url = ''
    // with an app id the bot listens to Teams alone, and the look-alike would be turned away like any stranger
    const unauthenticated = settings.bot === undefined
    if (unauthenticated) server.pre(loopbackOnly)
    const channel =
      settings.mode === 'practice' && unauthenticated
        ? await PracticeChannel.load({
            people: () => control.people(),
            tenantId: partner.tenantId,
            botUrl: () => `${url}/api/messages`,
            serviceUrl: () => `${url}${CONNECTOR}`,
            clock: now,
            newId,
            journal: storeJournal(store),
            report: (problem, error) =>
              log.error({ event: 'practiceChannel', problem, err: error }, 'practice channel'),
          })
        : undefined
    if (channel !== undefined) mountConnector(server, CONNECTOR, channel.connector)
    const room =
      channel !== undefined && settings.practiceRoom ? mountRoom(server, { channel, control, log }) : undefined

    const node = server.server as NodeServer
    await new Promise<void>((resolve, reject) => {
      // restify gives its own event for what Node's server reports
      server.once('error', reject)
      node.listen(settings.port, settings.host, () => resolve())
    })
    const { port } = node.address() as AddressInfo
    url = `http://${hostInUrl(settings.host)}:${port}`

    // ----------------------------------------------------------------------- what a dead process left undone goes on
    if (channel !== undefined) await installEverybody(channel)
    background.run('resume', async () => {
      await control.settle()
      await dueWork.runDue()
    })

    const settled = async (): Promise<void> => {
      await background.settled()
      await channel?.settled()
      await background.settled()
    }
    return {
      url,
      practiceRoom: channel !== undefined && settings.practiceRoom ? `${url}/practice` : undefined,
      channel,
      control,
      moves,
      store,
      partnerCenter,
      settled,
      close: async () => {
        room?.close()
        await closeServer(server, CLOSE_GRACE_MS)
        await background.close()
        await channel?.settled() // its chats are in the store too
        await store.close()
      },
    }

    /** In a partner's own Teams the administrator installs Ferry for the staff; only then can it write to them first. */
    async function installEverybody(room: PracticeChannel): Promise<void> {
      for (const person of control.people()) await room.install(person.id)
    }
  }
}

/** What was refused or lost is for everybody to see, the rest for whoever looks closely. */
function reportStore(log: Log, { type, ...facts }: StoreEvent): void {
  const level =
    type === 'commitsRefused'
      ? 'error'
      : type === 'checkpointFailed' || (type === 'opened' && 'report' in facts && facts.report.damage.length > 0)
        ? 'warn'
        : 'debug'
  log[level]({ event: `store.${type}`, ...facts }, 'store')
}

/** A host as it stands in an address: every address of this machine is reached by its own, and IPv6 wants brackets. */
const hostInUrl = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host)

async function worldOf(settings: Settings): Promise<World> {
  if (settings.worldFile === undefined) return builtInWorld
  const text = await readFile(settings.worldFile, 'utf8').catch(() => {
    throw new SettingsError([`FERRY_WORLD: the file ${settings.worldFile} cannot be read`])
  })
  return readWorld(text)
}

/** The roles file decides where there is one; in practice the world's people are known by name as well. */
function staffOf({ roles, mode }: Settings, people: readonly Person[]): StaffMember[] {
  const known = new Map<PersonId, StaffMember>()
  for (const [id, granted] of roles?.users ?? []) known.set(id, { id, roles: granted })
  if (mode !== 'practice') return [...known.values()]
  for (const { id, name, roles: own, locale, timeZone } of people) {
    const granted = roles === undefined ? own : (roles.users.get(id) ?? roles.default)
    known.set(id, { id, name, roles: granted, locale, timeZone })
  }
  return [...known.values()]
}

function partnerOf({ partner }: Settings, practice: Partner): Partner {
  return {
    ...practice,
    ...(partner.tenantId && { tenantId: TenantId.parse(partner.tenantId) }),
    ...(partner.country && { country: partner.country }),
    ...(partner.kind && { kind: partner.kind }),
  }
}
