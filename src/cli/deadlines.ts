import { z } from 'zod'
import { deadlines as deadlinesOf } from '../domain/deadlines.js'
import { endRegime } from '../domain/endRegime.js'
import { AutoRenew, EndAction, SourceChannel, SourceStatus, Term } from '../domain/facts.js'
import { answer, type Command, EXIT, readArgs } from './command.js'
import { Day, readInput, word } from './input.js'

/** `true` and `false` as in a world file mean on and off. */
const AutoRenewInput = z.preprocess(
  (value) => (typeof value === 'boolean' ? (value ? 'ON' : 'OFF') : value),
  word(AutoRenew),
)

/** What is left out is unknown. */
const Input = z
  .strictObject({
    channel: word(SourceChannel),
    endDate: Day,
    startedOn: Day.optional(),
    boughtOrRenewedOn: Day.optional(),
    term: word(Term).optional(),
    autoRenew: AutoRenewInput.default('UNKNOWN'),
    endAction: word(EndAction).optional(),
    status: word(SourceStatus).optional(),
    today: Day,
    bufferDays: z.int().min(0).max(60).optional(),
    holidays: z.array(Day).max(1000).default([]),
  })
  .superRefine(({ startedOn, boughtOrRenewedOn, endDate }, context) => {
    for (const [name, day] of Object.entries({ startedOn, boughtOrRenewedOn }))
      if (day !== undefined && day > endDate)
        context.addIssue({ code: 'custom', path: [name], message: 'lies after endDate' })
  })

/** The end regime of one subscription and every date that follows from it. */
export const deadlines: Command = {
  name: 'deadlines',
  usage: `<file | ->   what ends when, for one subscription.
    Input: { "channel", "endDate", "startedOn"?, "boughtOrRenewedOn"?, "term"?, "autoRenew", "endAction"?, "status"?,
             "today", "bufferDays"?, "holidays"?: [] }
    channel    ${SourceChannel.options.join(', ')}
    term       ${Term.options.join(', ')}
    autoRenew  ${AutoRenew.options.join(', ')}, or true and false
    endAction  ${EndAction.options.join(', ')}
    status     ${SourceStatus.options.join(', ')}
    Days as 2026-12-15, in UTC. endDate is the last paid day.`,
  run: async (args, io) => {
    const { json, words } = readArgs(args)
    const { today, bufferDays, holidays, ...facts } = await readInput(io, words, Input)
    const found = deadlinesOf(endRegime(facts), facts.endDate, today, {
      bufferDays,
      holidays: new Set<string>(holidays),
    })
    answer(io, json, { ...found })
    return EXIT.done
  },
}
