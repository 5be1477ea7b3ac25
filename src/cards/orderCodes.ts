import { cleaned } from './plainText.js'
import type { Words } from './words.js'

/** Partner Center's reason for refusing an order, as far as people can act on it (domain F12). */
const ORDER_CODES = {
  '20002': 'noRelationship',
  '13605': 'noAgreement',
  '2030': 'region',
  '800070': 'region',
  '2002': 'quantity',
  '900275': 'quantity',
  '800088': 'seatLimit',
  '800089': 'customerLimit',
  '27006': 'customerLimit',
  '900121': 'credit',
  '900123': 'partnerAgreement',
  '900124': 'partnerAgreement',
  '900309': 'assignment',
  '900316': 'assignment',
  '409': 'renewing',
  '10006': 'notProcessed',
} as const

const isOrderCode = (code: string): code is keyof typeof ORDER_CODES => Object.hasOwn(ORDER_CODES, code)

export const orderCodeText = (words: Words, code: string): string =>
  isOrderCode(code)
    ? words.say(`orderCode.${ORDER_CODES[code]}`)
    : words.say('orderCode.other', { code: cleaned(code, 40) })
