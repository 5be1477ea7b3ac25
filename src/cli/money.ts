import { z } from 'zod'
import { CurrencyCode } from '../domain/ids.js'
import {
  cancellationRefund,
  type DaysMoney,
  estCost,
  overlapCost,
  type SeatPrice,
  transferSplit,
} from '../domain/money.js'
import { unreachable } from '../domain/unreachable.js'
import { answer, type Command, EXIT, readArgs } from './command.js'
import { Amount, Day, readInput, word } from './input.js'

const seats = z.int().positive().max(1_000_000)
const days = z.int().nonnegative().max(3_660)
const currency = word(CurrencyCode).optional()
/** ISO 4217 for "no currency": two decimals, and left out of the answer. */
const NO_CURRENCY = CurrencyCode.parse('XXX')

/** One price and not the other: which one is given says what kind of term it is for. */
const onePrice =
  <A extends string, B extends string>(a: A, b: B) =>
  (input: { readonly [name in A | B]?: string | undefined }) =>
    (input[a] === undefined) !== (input[b] === undefined)

const Input = z.discriminatedUnion('what', [
  z
    .strictObject({
      what: z.literal('overlap'),
      endDate: Day,
      start: Day,
      seats,
      annualPrice: Amount.optional(),
      monthlyPrice: Amount.optional(),
      currency,
    })
    .refine(onePrice('annualPrice', 'monthlyPrice'), 'give either annualPrice or monthlyPrice'),
  z
    .strictObject({
      what: z.literal('est'),
      endDate: Day,
      start: Day,
      seats,
      monthlyListPrice: Amount.optional(),
      annualPrice: Amount.optional(),
      currency,
    })
    .refine(onePrice('monthlyListPrice', 'annualPrice'), 'give either monthlyListPrice or annualPrice'),
  z
    .strictObject({
      what: z.literal('refund'),
      paid: Amount,
      daysInPeriod: days.positive(),
      usedDays: days,
      insideWindow: z.boolean().default(true),
      currency,
    })
    .refine((input) => input.usedDays <= input.daysInPeriod, {
      path: ['usedDays'],
      message: 'is more than daysInPeriod',
    }),
  z
    .strictObject({
      what: z.literal('transferSplit'),
      start: Day,
      endDate: Day,
      transferDate: Day,
      paid: Amount,
      currency,
    })
    .refine((input) => input.start <= input.endDate, { path: ['endDate'], message: 'lies before start' })
    .refine((input) => input.start <= input.transferDate && input.transferDate <= input.endDate, {
      path: ['transferDate'],
      message: 'does not lie within start and endDate',
    }),
])
type Input = z.infer<typeof Input>

/** One amount by the formulas for overlap, extension, refund and transfer. */
export const money: Command = {
  name: 'money',
  usage: `<file | ->   one amount, rounded half up to the currency. Input by "what":
    overlap        { "endDate", "start", "seats", "annualPrice" | "monthlyPrice", "currency"? }
                   paid twice: the new price for the days from start to endDate
    est            { "endDate", "start", "seats", "monthlyListPrice" | "annualPrice", "currency"? }
                   estimate of an Extended Service Term from the day after endDate to the day before start
    refund         { "paid", "daysInPeriod", "usedDays", "insideWindow"?: true, "currency"? }
                   estimate of what comes back; the day of cancellation counts as used
    transferSplit  { "start", "endDate", "transferDate", "paid", "currency"? }
                   credit to the old partner, and the days the new partner pays
    Prices are per seat; amounts as "12.00". Days as 2026-12-15; endDate is the last paid day.`,
  run: async (args, io) => {
    const { json, words } = readArgs(args)
    const input = await readInput(io, words, Input)
    const { amount, days } = amountOf(input, input.currency ?? NO_CURRENCY)
    answer(io, json, { amount, currency: input.currency, days })
    return EXIT.done
  },
}

function amountOf(input: Input, currency: CurrencyCode): DaysMoney {
  switch (input.what) {
    case 'overlap':
      return overlapCost({ ...input, price: seatPrice(input), currency })
    case 'est': {
      const { monthlyListPrice, annualPrice = '0' } = input
      return estCost({
        ...input,
        price: monthlyListPrice === undefined ? { annual: annualPrice } : { monthly: monthlyListPrice },
        currency,
      })
    }
    case 'refund':
      return cancellationRefund({ ...input, currency })
    case 'transferSplit':
      return transferSplit({ ...input, currency }).target
    default:
      return unreachable(input)
  }
}

const seatPrice = ({
  annualPrice,
  monthlyPrice = '0',
}: {
  annualPrice?: string | undefined
  monthlyPrice?: string | undefined
}): SeatPrice =>
  annualPrice === undefined ? { amount: monthlyPrice, term: 'P1M' } : { amount: annualPrice, term: 'P1Y' }
