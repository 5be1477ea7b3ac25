import type { InState } from '../domain/moveCase.js'
import { may } from '../domain/roles.js'
import { button, onCase } from './buttons.js'
import { customerOf, subtitleOf } from './caseText.js'
import type { Reader } from './reader.js'
import { cardFrom, optional, type CardMessage } from './render.js'
import template from './templates/regionBlocked.json' with { type: 'json' }

interface RegionBlockedData {
  readonly what: string
  readonly facts: readonly { readonly title: string; readonly value: string }[]
  readonly canTitle: string
  readonly can: readonly { readonly text: string }[]
  readonly reasons: readonly { readonly label: string; readonly hint: string; readonly needed: string }[]
  readonly notes: readonly { readonly text: string }[]
}

const render = cardFrom<RegionBlockedData>(template)

/** Says that the customer cannot be invited, by which list, and what can be done instead (F1). */
export function regionBlockedCard(move: InState<'REGION_BLOCKED'>, reader: Reader, headline?: string): CardMessage {
  const { words } = reader
  const { result, partnerRegion, customerRegion, listDate } = move.region
  const country = words.country(move.customer.country)
  const ours = words.region(partnerRegion)
  const theirs = words.region(customerRegion)
  const mayOverride = may('overrideRegion', reader.roles) === 'yes'
  const override = button(reader, 'overrideRegion', onCase(move), {
    title: words.say('button.overrideRegion'),
    typed: words.say('typed.overrideRegion', { n: move.number }),
    withInputs: true,
  })
  const stop = button(reader, 'stop', onCase(move), {
    title: words.say('button.stop'),
    typed: words.say('typed.stop', { n: move.number }),
  })
  return render(
    reader,
    {
      title: words.say('blocked.title', { customer: customerOf(move) }),
      subtitle: subtitleOf(reader, move),
      headline,
      refresh: onCase(move),
      buttons: [...(may('editCase', reader.roles) === 'yes' ? [stop] : []), ...(mayOverride ? [override] : [])],
    },
    {
      what:
        result === 'UNKNOWN'
          ? words.say('blocked.unknown', { country })
          : words.say('blocked.mismatch', { ours, theirs }),
      facts: [
        { title: words.say('blocked.ours'), value: place(words.country(move.partner.country), ours) },
        { title: words.say('blocked.theirs'), value: place(country, theirs) },
        { title: words.say('blocked.list'), value: words.say('blocked.source', { date: words.date(listDate) }) },
      ],
      canTitle: words.say('blocked.can'),
      can: [
        ...optional(result === 'UNKNOWN' ? words.say('blocked.check') : undefined),
        { text: words.say('blocked.ownTenant') },
        { text: words.say('blocked.otherPartner') },
        { text: words.say('blocked.newTenant') },
      ],
      reasons: mayOverride
        ? [
            {
              label: words.say('blocked.reason'),
              hint: words.say('blocked.reasonHint'),
              needed: words.say('blocked.reasonNeeded'),
            },
          ]
        : [],
      notes: optional(mayOverride ? undefined : words.say('blocked.onlyAdmin')),
    },
  )
}

/** A country and its region, which may be one and the same. */
const place = (country: string, region: string): string => (country === region ? country : `${country}, ${region}`)
