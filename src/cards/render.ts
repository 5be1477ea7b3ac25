import { GlobalSettings, Template } from 'adaptivecards-templating'
import { KEY_IN_DATA } from './actions.js'
import type { Button, OnCase } from './buttons.js'
import { escaped } from './plainText.js'
import type { Reader } from './reader.js'
import frame from './templates/frame.json' with { type: 'json' }
import { twinOf } from './twin.js'

/** A card, and the same in words: for notifications, for clients without cards, and for whoever would rather type. */
export interface CardMessage {
  readonly card: object
  readonly text: string
}

/** What every card has around its own content. */
export interface Frame {
  readonly title: string
  /** Small, under the title: which case, which step. */
  readonly subtitle?: string | undefined
  /** One sentence above everything: what was just done, or why something was not. */
  readonly headline?: string | undefined
  /** Below the content, the main one first. */
  readonly buttons: readonly Button[]
  /** The case whose card goes out of date when the case changes: see {@link Reader.refreshFor}. */
  readonly refresh?: OnCase | undefined
  /** Buttons that the content itself places. */
  readonly inline?: readonly Button[] | undefined
}

/** Fields that a template names and its data lacks, found while the card at hand is bound. Binding never awaits. */
let unbound: string[] = []
// Left alone, the library prints an unbound field as the text `${field}`, and it swallows whatever is thrown here.
GlobalSettings.getUndefinedFieldValueSubstitutionString = (path) => {
  unbound.push(path)
  return ' '
}

/**
 * Pairs the content of a card with the type of the data it is bound to, so that cards are made from typed facts only.
 * Data is plain text: whatever lands in a Markdown field is escaped here, once.
 *
 * A part that may be absent is bound to an array of none or one (`$data`), never to `$when`: of a `$when` the library
 * cannot tell "no" from "no such field".
 *
 * @throws {Error} when the template names a field the data lacks
 */
export function cardFrom<Data extends object>(content: { readonly body: readonly object[] }) {
  // parsing costs more than binding: once, at start
  const template = new Template({ ...frame, body: [...frame.body, ...content.body] })
  return (reader: Reader, around: Frame, data: Data): CardMessage => {
    const { title, subtitle, headline, buttons, inline = [] } = around
    const bound = bind(template, {
      ...data,
      frame: {
        lang: reader.language,
        title,
        subtitles: optional(subtitle),
        headlines: optional(headline),
        marks: optional(reader.practice ? reader.words.say('head.practice') : undefined),
        buttons,
      },
    })
    const text = twinOf(bound, [...buttons, ...inline], reader.words)
    const card = {
      ...bound,
      body: bound.body.map(withoutMarkdown),
      ...refreshOf(reader, around.refresh),
      fallbackText: escaped(text),
    }
    return { card, text }
  }
}

/** A part that a template repeats for each element: once, or not at all. */
export const optional = (text: string | undefined): readonly { readonly text: string }[] =>
  text === undefined || text === '' ? [] : [{ text }]

/** What makes a client ask for the card as it would be now. */
function refreshOf({ refreshFor = [], newKey }: Reader, refresh: OnCase | undefined): object {
  if (refresh === undefined || refreshFor.length === 0) return {}
  const data = { ...refresh, verb: 'refresh', [KEY_IN_DATA]: newKey() }
  return { refresh: { action: { type: 'Action.Execute', verb: 'refresh', data }, userIds: refreshFor } }
}

function bind(template: Template, data: object): { readonly body: readonly Bound[] } {
  unbound = []
  const bound = template.expand({ $root: data }) as { readonly body: readonly Bound[] }
  if (unbound.length > 0) throw new Error(`card template: no data for ${unbound.join(', ')}`)
  return bound
}

interface Bound {
  readonly type: string
  readonly text?: string
  readonly facts?: readonly Fact[]
  readonly items?: readonly Bound[]
  readonly columns?: readonly Bound[]
}

interface Fact {
  readonly title: string
  readonly value: string
}

/**
 * The element with every field that clients read as Markdown escaped, so that it shows its text as it is (RF65). A copy:
 * what is bound may be part of the data. Everything else, inputs, runs and buttons, is shown as it is anyway.
 */
function withoutMarkdown(element: Bound): Bound {
  switch (element.type) {
    case 'TextBlock':
      return { ...element, text: escaped(element.text ?? '') }
    case 'FactSet':
      return { ...element, facts: (element.facts ?? []).map(escapedFact) }
    case 'ColumnSet':
      return { ...element, columns: (element.columns ?? []).map(withoutMarkdown) }
    case 'Container':
    case 'Column':
      return { ...element, items: (element.items ?? []).map(withoutMarkdown) }
    default:
      return element
  }
}

const escapedFact = ({ title, value }: Fact): Fact => ({ title: escaped(title), value: escaped(value) })
