import { z } from 'zod'

/**
 * Ids and moments of the domain. Each is parsed once, at the border, and branded, so that one cannot be handed in
 * where another is meant. GUIDs are kept in lower case: Partner Center and Graph write them in any case.
 */

const guid = z.guid().toLowerCase()

/** A Microsoft Entra tenant: the customer's directory, or a partner's. */
export const TenantId = guid.brand<'TenantId'>()
export type TenantId = z.infer<typeof TenantId>

/** A person, by the Entra object id that Teams authenticated; outside Teams the channel's own user id. */
export const PersonId = z.string().trim().min(1).max(200).toLowerCase().brand<'PersonId'>()
export type PersonId = z.infer<typeof PersonId>

/** A case of ours. People use its number (`#12`); buttons and files carry this id. */
export const CaseId = guid.brand<'CaseId'>()
export type CaseId = z.infer<typeof CaseId>

/** One product on its way within a case; unique within its case only: `l1`, `l2`, … */
export const LineId = z
  .string()
  .regex(/^l[1-9]\d{0,3}$/)
  .brand<'LineId'>()
export type LineId = z.infer<typeof LineId>

/** A subscription at Microsoft, whoever sold it. */
export const SubscriptionId = guid.brand<'SubscriptionId'>()
export type SubscriptionId = z.infer<typeof SubscriptionId>

/** Identity of a licensed product as it is compared: the SKU part number of the customer's directory, `SPB`. */
export const SkuPartNumber = z.string().trim().min(1).max(120).brand<'SkuPartNumber'>()
export type SkuPartNumber = z.infer<typeof SkuPartNumber>

/** One request to Partner Center. It is chosen together with the intent to send it, so that a repeat can carry the same. */
export const RequestId = guid.brand<'RequestId'>()
export type RequestId = z.infer<typeof RequestId>

/** A point in time. Kept as UTC text with milliseconds, `2026-03-24T20:44:14.960Z`: sorting the text sorts the time. */
export const Instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** A day of the UTC calendar, `2026-06-30`. Terms and deadlines are counted in these (domain 4.1). */
export const UtcDay = z.iso.date().brand<'UtcDay'>()
export type UtcDay = z.infer<typeof UtcDay>

/** A two-letter country code of ISO 3166, upper case; `XK` stands for Kosovo. */
export const CountryCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/)
  .brand<'CountryCode'>()
export type CountryCode = z.infer<typeof CountryCode>

/** A currency of ISO 4217, upper case. */
export const CurrencyCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/)
  .brand<'CurrencyCode'>()
export type CurrencyCode = z.infer<typeof CurrencyCode>

/** A non-negative decimal number as text, so that no amount ever passes through binary floating point: `12.00`. */
export const DecimalText = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/)
  .brand<'DecimalText'>()
export type DecimalText = z.infer<typeof DecimalText>
