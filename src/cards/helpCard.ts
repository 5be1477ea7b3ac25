import { may } from '../domain/roles.js'
import { STEPS, type StepName } from './actions.js'
import { button } from './buttons.js'
import { renderList } from './listCard.js'
import type { Reader } from './reader.js'
import { optional, type CardMessage } from './render.js'
import type { WordKey } from './words.js'

/**
 * What this person can do here: at the open step if there is one, and in their role.
 *
 * @param step the step of a guided dialogue that waits for an answer
 */
export function helpCard(reader: Reader, step?: StepName): CardMessage {
  const { words, roles, practice } = reader
  const moves = may('editCase', roles) === 'yes'
  const approves = may('approve', roles) === 'yes'
  const lines: readonly WordKey[] = [
    ...(moves ? (['help.move'] as const) : []),
    'help.status',
    'help.myWork',
    ...(moves ? (['help.submit'] as const) : []),
    ...(approves ? (['help.approvals', 'help.decide'] as const) : []),
    ...(moves ? (['help.order', 'help.leave'] as const) : []),
    'help.language',
    ...(practice ? (['help.practice'] as const) : []),
  ]
  return renderList(
    reader,
    {
      title: words.say('help.title'),
      buttons: [
        button(reader, 'myWork', {}, { title: words.say('button.myWork'), typed: words.say('typed.myWork') }),
        ...(approves
          ? [
              button(
                reader,
                'approvals',
                {},
                { title: words.say('button.approvals'), typed: words.say('typed.approvals') },
              ),
            ]
          : []),
        button(
          reader,
          'language',
          { to: 'auto' },
          { title: words.say('button.language.auto'), typed: words.say('typed.language', { to: 'auto' }) },
        ),
      ],
    },
    { intro: [...optional(stepText(reader, step)), ...lines.map((key) => ({ text: words.say(key) }))], sections: [] },
  )
}

function stepText({ words }: Reader, step: StepName | undefined): string | undefined {
  if (step === undefined) return undefined
  return words.say('help.step', {
    x: STEPS.indexOf(step) + 1,
    of: STEPS.length,
    name: words.say(`step.${step}`),
    what: words.say(`help.at.${step}`),
  })
}
