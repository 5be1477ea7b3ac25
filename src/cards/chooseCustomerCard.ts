import type { CustomerFound } from '../domain/ports.js'
import { button } from './buttons.js'
import { MOST_ROW_BUTTONS, plainRow, renderList, type Row } from './listCard.js'
import { cleaned } from './plainText.js'
import type { Reader } from './reader.js'
import { optional, type CardMessage } from './render.js'

const MOST_ROWS = 10

/**
 * Several customers fit what was typed, or one fits nearly: which is meant?
 *
 * @param found best first
 */
export function chooseCustomerCard(found: readonly CustomerFound[], typed: string, reader: Reader): CardMessage {
  const { words } = reader
  return renderList(
    reader,
    { title: words.say('choose.title'), buttons: [] },
    {
      intro: [{ text: words.say('choose.found', { typed: cleaned(typed), n: found.length }) }],
      sections: [
        {
          heading: [],
          rows: found.slice(0, MOST_ROWS).map((customer, index) => rowOf(customer, reader, index < MOST_ROW_BUTTONS)),
          rest: optional(found.length > MOST_ROW_BUTTONS ? words.say('choose.rest') : undefined),
        },
      ],
    },
  )
}

function rowOf({ tenantId, name, domain, country }: CustomerFound, reader: Reader, withButton: boolean): Row {
  const { words } = reader
  const move = button(
    reader,
    'move',
    { customer: tenantId },
    {
      title: words.say('button.move', { customer: cleaned(domain, 26) }),
      typed: words.say('typed.move', { customer: cleaned(domain) }),
    },
  )
  return {
    title: cleaned(name),
    // names that look alike are told apart by what cannot be made to look alike (RF66)
    texts: [
      plainRow(
        words.say('choose.customer', { domain: cleaned(domain), country: words.country(country), id: tenantId }),
      ),
    ],
    buttons: withButton ? [move] : [],
  }
}
