import { z } from 'zod'

/**
 * The elements of Adaptive Cards 1.5 that our cards use, and no other: each is drawn by Teams on every kind of client.
 * Strict, so that a misspelt property is found.
 */

const text = z.string().min(1)
const spacing = z.enum(['None', 'Small', 'Default']).optional()
const common = { spacing, separator: z.boolean().optional() }
const colour = z.enum(['Default', 'Good', 'Warning', 'Attention'])
const surface = z.enum(['default', 'emphasis', 'good', 'warning', 'attention']).optional()

const TextBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text,
  wrap: z.literal(true),
  size: z.enum(['Small', 'Medium']).optional(),
  weight: z.literal('Bolder').optional(),
  style: z.literal('heading').optional(),
  isSubtle: z.boolean().optional(),
  color: colour.optional(),
  horizontalAlignment: z.literal('Center').optional(),
  ...common,
})

const RichTextBlock = z.strictObject({
  type: z.literal('RichTextBlock'),
  inlines: z.array(z.strictObject({ type: z.literal('TextRun'), text, weight: z.literal('Bolder').optional() })).min(1),
  ...common,
})

const FactSet = z.strictObject({
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: text, value: text })).min(1),
  ...common,
})

const choices = z.array(z.strictObject({ title: text, value: text })).min(2)
const input = { id: z.string().regex(/^(channel|reason|start|stopRenewal|seats_l\d+)$/), label: text, ...common }
const required = { isRequired: z.literal(true), errorMessage: text }

const Input = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Input.Number'),
    ...input,
    ...required,
    value: z.int().positive(),
    min: z.literal(1),
  }),
  z.strictObject({ type: z.literal('Input.Date'), ...input, ...required, value: z.iso.date() }),
  z.strictObject({
    type: z.literal('Input.Text'),
    ...input,
    ...required,
    placeholder: text,
    maxLength: z.literal(500),
    isMultiline: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('Input.ChoiceSet'),
    ...input,
    style: z.enum(['compact', 'expanded']),
    value: z.string(),
    choices,
    isRequired: z.literal(true).optional(),
    errorMessage: text.optional(),
  }),
])

const data = z.looseObject({ verb: text, press: z.string().min(8) })
const action = { title: text, data, associatedInputs: z.enum(['auto', 'none']) }
const Execute = z.strictObject({
  type: z.literal('Action.Execute'),
  ...action,
  verb: text,
  style: z.enum(['default', 'positive', 'destructive']),
  fallback: z.strictObject({ type: z.literal('Action.Submit'), ...action }),
})

const ActionSet = z.strictObject({ type: z.literal('ActionSet'), actions: z.array(Execute).min(1), ...common })

export type Node = { readonly type: string; readonly [name: string]: unknown }

const Element: z.ZodType = z.lazy(() =>
  z.discriminatedUnion('type', [TextBlock, RichTextBlock, FactSet, Input, ActionSet, Container, ColumnSet]),
)

const Container = z.strictObject({
  type: z.literal('Container'),
  style: surface,
  items: z.array(Element).min(1),
  ...common,
})

const ColumnSet = z.strictObject({
  type: z.literal('ColumnSet'),
  columns: z
    .array(
      z.strictObject({
        type: z.literal('Column'),
        width: z.union([z.enum(['stretch', 'auto']), z.string().regex(/^\d+px$/)]),
        style: surface,
        items: z.array(Element).min(1),
      }),
    )
    .min(1),
  ...common,
})

export const AdaptiveCard = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.url(),
  version: z.literal('1.5'),
  lang: z.enum(['en', 'pl']),
  fallbackText: text,
  body: z.array(Element).min(1),
  actions: z.array(Execute),
  refresh: z
    .strictObject({
      action: z.strictObject({ type: z.literal('Action.Execute'), verb: z.literal('refresh'), data }),
      userIds: z.array(text).min(1).max(60),
    })
    .optional(),
})

const NOT_SHOWN = new Set(['fallback', 'data', 'refresh'])

/** Everything with a type that a card shows, outermost first. */
export function nodesOf(node: unknown): readonly Node[] {
  if (Array.isArray(node)) return node.flatMap(nodesOf)
  if (typeof node !== 'object' || node === null) return []
  const inside = Object.entries(node).flatMap(([name, value]) => (NOT_SHOWN.has(name) ? [] : nodesOf(value)))
  return 'type' in node ? [node as Node, ...inside] : inside
}
