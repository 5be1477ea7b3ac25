import { REGION_LISTS, type RegionCode, type RegionList } from './data/regions.js'
import type { CountryCode, UtcDay } from './ids.js'

export { REGION_CODES, type RegionCode, type RegionList } from './data/regions.js'

const [CURRENT] = REGION_LISTS

/** Date of the list that decisions are made by now. One made by an older list is checked again before an order (M23). */
export const CURRENT_REGION_LIST_DATE: UtcDay = CURRENT.date

/** The edition a stored decision was made by; `undefined` when this version does not carry it. */
export const regionListOf = (date: UtcDay): RegionList | undefined => REGION_LISTS.find((list) => list.date === date)

export interface RegionCheck {
  readonly result: 'OK' | 'MISMATCH' | 'UNKNOWN'
  readonly partnerRegion: RegionCode | null
  readonly customerRegion: RegionCode | null
  readonly listDate: UtcDay
}

/**
 * Whether a partner may serve a tenant (R20, domain 5.3). Both countries are those of the tenants: neither office nor
 * invoice address. A country the list does not have blocks, because nobody can say.
 */
export function regionCheck(
  partnerCountry: CountryCode,
  customerCountry: CountryCode,
  list: RegionList = CURRENT,
): RegionCheck {
  const partnerRegion = list.regions.get(partnerCountry) ?? null
  const customerRegion = list.regions.get(customerCountry) ?? null
  const known = partnerRegion !== null && customerRegion !== null
  const result = known ? (partnerRegion === customerRegion ? 'OK' : 'MISMATCH') : 'UNKNOWN'
  return { result, partnerRegion, customerRegion, listDate: list.date }
}
