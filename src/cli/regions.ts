import { CountryCode } from '../domain/ids.js'
import { regionCheck } from '../domain/regions.js'
import { answer, type Command, EXIT, readArgs, WrongUseError } from './command.js'

/** Whether a partner in one country may serve a tenant in another; also for scripts, by the exit code. */
export const regions: Command = {
  name: 'regions',
  usage:
    '<partner country> <customer country>   may the partner serve the customer? Two-letter ISO codes of the tenants.',
  run: async (args, io) => {
    const { json, words } = readArgs(args)
    const [partner, customer, more] = words
    if (partner === undefined || customer === undefined || more !== undefined)
      throw new WrongUseError('Give two country codes: the partner’s, then the customer’s.')
    const check = regionCheck(countryOf(partner), countryOf(customer))
    answer(io, json, { ...check })
    return check.result === 'OK' ? EXIT.done : EXIT.refused
  },
}

function countryOf(typed: string): CountryCode {
  const read = CountryCode.safeParse(typed)
  if (!read.success) throw new WrongUseError(`“${typed}” is not a country code of two letters.`)
  return read.data
}
