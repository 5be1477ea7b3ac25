import { BLUE_YONDER, directCustomers } from './builtIn/directCustomers.js'
import { BUILT_IN_OFFERS } from './builtIn/offers.js'
import { partnerCustomers } from './builtIn/partnerCustomers.js'
import { partner, people } from './builtIn/people.js'
import { asWorld, type World } from './world.js'

/** The practice world that comes along: nineteen stories whose days are relative, so that it never grows old. */
export const builtInWorld: World = asWorld({
  version: 1,
  now: 'today',
  partner,
  people,
  customers: [...directCustomers, ...partnerCustomers],
  offers: BUILT_IN_OFFERS,
  faults: [{ name: 'half-checkout', customer: BLUE_YONDER }],
})
