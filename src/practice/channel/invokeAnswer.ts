import { z } from 'zod'
import { Card } from './cards.js'

/** What the answer to a press means for the person who pressed. */
export type InvokeAnswer =
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'message'; readonly text: string }
  /** The bot said no, in Teams' own form for errors. */
  | { readonly kind: 'refused'; readonly detail: string }
  /** Not a form Teams knows; the person reads that something went wrong. */
  | { readonly kind: 'unreadable'; readonly detail: string }

const Body = z.discriminatedUnion('type', [
  z.looseObject({
    statusCode: z.literal(200),
    type: z.literal('application/vnd.microsoft.card.adaptive'),
    value: Card,
  }),
  z.looseObject({
    statusCode: z.literal(200),
    type: z.literal('application/vnd.microsoft.activity.message'),
    value: z.string(),
  }),
  z.looseObject({
    statusCode: z.int().min(400).max(599),
    type: z.literal('application/vnd.microsoft.error'),
    value: z.looseObject({ code: z.string(), message: z.string() }),
  }),
])

/**
 * Reads the answer to an `adaptiveCard/action`.
 *
 * @see Microsoft Learn, "Universal Action Model", response format
 */
export function readInvokeAnswer(status: number, body: unknown): InvokeAnswer {
  const read = Body.safeParse(body)
  if (!read.success) return { kind: 'unreadable', detail: `HTTP ${status}: ${z.prettifyError(read.error)}` }
  const { type, value } = read.data
  if (type === 'application/vnd.microsoft.card.adaptive') return { kind: 'card', card: value }
  if (type === 'application/vnd.microsoft.activity.message') return { kind: 'message', text: value }
  return { kind: 'refused', detail: `${value.code}: ${value.message}` }
}
