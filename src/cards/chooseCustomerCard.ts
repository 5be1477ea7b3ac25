import type { CustomerFound } from '../domain/ports.js'
import { button } from './buttons.js'
import { plainRow, renderList, type Row } from './listCard.js'
import { cleaned } from './plainText.js'
import type { Reader } from './reader.js'
import { optional, type CardMessage } from './render.js'

/** Teams shows six buttons. */
const MOST_BUTTONS = 6
const MOST_ROWS = 10

/**
 * Several customers fit what was typed, or one fits nearly: which is meant?
 *
 * @param found best first
 */
export function chooseCustomerCard(found: readonly CustomerFound[], typed: string, reader: Reader): CardMessage {
  const { words } = reader
  const shown = found.slice(0, MOST_ROWS)
  const rows = shown.map(({ name, domain, country, tenantId }): Row => ({
    title: cleaned(name),
    // names that look alike are told apart by what cannot be made to look alike (RF66)
    texts: [
      plainRow(
        words.say('choose.customer', { domain: cleaned(domain), country: words.country(country), id: tenantId }),
      ),
    ],
  }))
  return renderList(
    reader,
    {
      title: words.say('choose.title'),
      buttons: shown.slice(0, MOST_BUTTONS).map(({ tenantId, name, domain }) =>
        button(
          reader,
          'move',
          { customer: tenantId },
          {
            title: words.say('choose.button', { name: cleaned(name, 30), domain: cleaned(domain, 26) }),
            typed: words.say('typed.move', { customer: cleaned(domain) }),
          },
        ),
      ),
    },
    {
      intro: [{ text: words.say('choose.found', { typed: cleaned(typed), n: found.length }) }],
      sections: [
        {
          heading: [],
          rows,
          rest: optional(found.length > MOST_BUTTONS ? words.say('choose.rest') : undefined),
        },
      ],
    },
  )
}
