import { z } from 'zod'
import { addHours } from '../../domain/days.js'
import { TenantId } from '../../domain/ids.js'
import type { PracticeChannel } from '../channel/practiceChannel.js'
import { FAULTS, type PracticeControl } from '../control.js'
import type { RoomAnswer, RoomRequests } from '../page/wire.js'

/** Thrown for a body that no page of ours sends. */
export class RoomRequestError extends Error {
  override readonly name = 'RoomRequestError'
}

type RoomRequest = (body: unknown) => Promise<RoomAnswer>

const person = z.string().min(1).max(200)
const message = z.string().min(1).max(40)
const HOURS = { day: 24, week: 7 * 24 } as const

function request<T>(schema: z.ZodType<T>, run: (body: T) => Promise<{ nothingDue: boolean } | undefined>): RoomRequest {
  return async (body) => {
    const read = schema.safeParse(body)
    if (!read.success) throw new RoomRequestError(z.prettifyError(read.error))
    return { ok: true, ...(await run(read.data)) }
  }
}

/** For what has no more to say than that it was done. */
const order = <T>(schema: z.ZodType<T>, run: (body: T) => Promise<unknown>): RoomRequest =>
  request(schema, async (body) => {
    await run(body)
    return undefined
  })

/**
 * What the page can ask for, by the last part of its path. Texts are let through longer than a bot should take, so that
 * it can be seen what the bot does then.
 */
export function roomRequests(
  channel: PracticeChannel,
  control: PracticeControl,
): { readonly [Name in keyof RoomRequests]: RoomRequest } {
  return {
    say: order(z.strictObject({ person, text: z.string().min(1).max(120_000) }), (body) =>
      channel.say(body.person, body.text),
    ),
    press: order(
      z.strictObject({
        person,
        message,
        button: z.int().min(0).max(1_000),
        inputs: z.record(z.string().max(200), z.string().max(20_000)),
      }),
      (body) => channel.press(body.person, body.message, body.button, body.inputs),
    ),
    refresh: order(z.strictObject({ person, messages: z.array(message).max(500) }), (body) =>
      channel.show(body.person, body.messages),
    ),
    switch: order(z.strictObject({ person }), (body) => channel.open(body.person)),
    read: order(z.strictObject({ person }), (body) => channel.markRead(body.person)),
    clock: request(z.strictObject({ by: z.enum(['day', 'week', 'event']) }), async ({ by }) => {
      if (by === 'event') return { nothingDue: (await control.next()) === undefined }
      await control.forwardTo(addHours(control.now(), HOURS[by]))
      return undefined
    }),
    act: order(
      z.strictObject({
        customer: TenantId,
        act: z.enum(['accept', 'decline', 'removeUs', 'sourceEnds', 'sourceRenews']),
      }),
      (body) => control.act(body.customer, body.act),
    ),
    fault: order(z.strictObject({ name: z.enum(FAULTS), times: z.int().min(1).max(1_000) }), (body) =>
      control.fail(body.name, body.times),
    ),
    heal: order(z.strictObject({}), () => control.heal()),
    reset: order(z.strictObject({}), () => control.reset()),
  }
}
