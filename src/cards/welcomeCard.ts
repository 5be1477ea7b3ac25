import { may } from '../domain/roles.js'
import { button, type Button } from './buttons.js'
import { renderList } from './listCard.js'
import type { Reader } from './reader.js'
import { optional, type CardMessage } from './render.js'

/** The first thing a person reads: what Ferry does, and what they can do with it in their role. */
export function welcomeCard(reader: Reader): CardMessage {
  const { words, roles } = reader
  const moves = may('editCase', roles) === 'yes'
  const approves = may('approve', roles) === 'yes'
  const reads = may('readCase', roles) === 'yes'
  return renderList(
    reader,
    {
      title: words.say('welcome.title'),
      buttons: reads ? buttonsOf(reader) : [],
    },
    {
      intro: [
        { text: words.say('welcome.promise') },
        {
          text: reads
            ? words.say('welcome.roles', { roles: words.list(roles.map((role) => words.say(`role.${role}`))) })
            : words.say('welcome.noRole'),
        },
        ...optional(moves ? words.say('welcome.mover') : undefined),
        ...optional(approves ? words.say('welcome.approver') : undefined),
        ...optional(reads && !moves ? words.say('welcome.reader') : undefined),
        ...optional(reader.practice ? words.say('welcome.practice') : undefined),
      ],
      sections: [],
    },
  )
}

function buttonsOf(reader: Reader): readonly Button[] {
  const { words, roles } = reader
  const other = words.language === 'en' ? 'pl' : 'en'
  const work = button(reader, 'myWork', {}, { title: words.say('button.myWork'), typed: words.say('typed.myWork') })
  const approvals = button(
    reader,
    'approvals',
    {},
    { title: words.say('button.approvals'), typed: words.say('typed.approvals') },
  )
  const language = { title: words.say(`button.language.${other}`), typed: words.say('typed.language', { to: other }) }
  return [
    ...(may('editCase', roles) === 'yes' ? [work] : []),
    ...(may('approve', roles) === 'yes' ? [approvals] : []),
    button(reader, 'help', {}, { title: words.say('button.help'), typed: words.say('typed.help') }),
    button(reader, 'language', { to: other }, language),
  ]
}
