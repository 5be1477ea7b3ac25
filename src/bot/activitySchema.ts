import type { Activity, AdaptiveCardInvokeResponse } from 'botbuilder'
import { z } from 'zod'
import { HttpRefusal } from './httpRefusal.js'

/**
 * What an incoming activity must look like before the SDK sees it, which checks nothing itself. Only what the SDK and
 * the bot read is described; everything else is kept as it came, since Teams adds fields. Texts are bounded by the
 * body's limit alone: that one is too long to work with is said by the bot, in words.
 */

const printable = (text: string) => !/\p{Cc}/u.test(text)
const id = z.string().min(1).max(512).refine(printable)
const word = z.string().min(1).max(256).refine(printable)
const moment = z
  .string()
  .max(64)
  .refine((text) => !Number.isNaN(Date.parse(text)))
/** What Teams leaves out it also sends as `null`. */
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish()

const Account = z.looseObject({ id, name: maybe(z.string().max(2_000)), aadObjectId: maybe(id), tenantId: maybe(id) })
const listOf = <T extends z.ZodType>(item: T) => maybe(z.array(item).max(1_000))

const IncomingActivity = z.looseObject({
  type: word,
  id: maybe(id),
  channelId: word,
  serviceUrl: maybe(z.string().max(512)), // judged by the wall, which answers 401 where it is missing
  timestamp: maybe(moment),
  localTimestamp: maybe(moment),
  expiration: maybe(moment),
  conversation: z.looseObject({
    id,
    tenantId: maybe(id),
    conversationType: maybe(word),
    isGroup: maybe(z.boolean()),
    name: maybe(z.string().max(2_000)),
  }),
  from: Account,
  recipient: maybe(Account),
  text: maybe(z.string()),
  name: maybe(word),
  locale: maybe(z.string().max(64)),
  replyToId: maybe(id),
  deliveryMode: maybe(z.string().max(64)),
  channelData: maybe(z.looseObject({ tenant: maybe(z.looseObject({ id: maybe(id) })) })),
  entities: listOf(z.looseObject({ type: maybe(z.string().max(256)) })),
  attachments: listOf(z.looseObject({ contentType: maybe(z.string().max(256)) })),
  membersAdded: listOf(Account),
  membersRemoved: listOf(Account),
})

/**
 * Reads a request's body as an activity, in the form that the SDK's adapter makes of it: moments as dates, beside them
 * the text they came as, and what was `null` left out.
 *
 * @throws {HttpRefusal} 400 when it is none; what is wrong is not told
 */
export function readActivity(body: unknown): Activity {
  const read = IncomingActivity.safeParse(body)
  if (!read.success) throw new HttpRefusal(400, 'notAnActivity', 'not a Bot Framework activity')
  const { timestamp, localTimestamp, expiration, ...rest } = read.data
  const moments = {
    ...(timestamp ? { timestamp: new Date(timestamp), rawTimestamp: timestamp } : {}),
    ...(localTimestamp ? { localTimestamp: new Date(localTimestamp), rawLocalTimestamp: localTimestamp } : {}),
    ...(expiration ? { expiration: new Date(expiration), rawExpiration: expiration } : {}),
  }
  const present = Object.entries(rest).filter(([, value]) => value !== null)
  // the SDK's own type demands fields (`label`, `listenFor`) that no channel sends
  return { ...Object.fromEntries(present), ...moments } as unknown as Activity
}

const CardPress = z.looseObject({
  action: z.looseObject({ type: z.literal('Action.Execute'), verb: z.string().max(256).nullish() }),
})

/** A press on a card that carries no usable action: the SDK throws on it. `undefined` for everything else. */
export function answerToMalformedPress(activity: Activity): AdaptiveCardInvokeResponse | undefined {
  if (activity.type !== 'invoke' || activity.name !== 'adaptiveCard/action') return undefined
  if (CardPress.safeParse(activity.value).success) return undefined
  return invokeError(400, 'BadRequest', 'The card sent no action.')
}

/**
 * The body in which Teams expects the failure of an invoke; its HTTP status has to equal `status`. Anything else makes
 * Teams deliver the same press again.
 *
 * @param message shown to the person who pressed
 */
export const invokeError = (status: number, code: string, message: string): AdaptiveCardInvokeResponse => ({
  statusCode: status,
  type: 'application/vnd.microsoft.error',
  value: { code, message },
})
