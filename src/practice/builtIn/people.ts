import type { WrittenWorld } from '../world.js'

/** The partner of the built-in world and its people: one of each role, in both languages. Invented, with fixed ids. */

export const partner = {
  tenantId: '96c0784b-9f97-4a6d-9482-8345179b5be1',
  name: 'Baltic Cloud',
  country: 'PL',
  kind: 'DIRECT_BILL',
  currency: 'EUR',
} as const satisfies WrittenWorld['partner']

const ada = 'f943ffcf-c67b-4fda-8fc5-e02437d57d47'
const ben = '6324eecb-9189-4d6e-8953-fb8ee9a730d9'
const sara = 'd2c51130-049a-41ac-b988-769e66f1ebea'
const piotr = '817f0b58-bb90-4c55-935b-9d35666a629e'
const hana = '1b063502-5b6e-4a22-b3fb-8f7500ffe21b'
const marta = 'c3757695-2e9c-4a36-80ec-602ccbed5d69'

export const people: WrittenWorld['people'] = [
  {
    id: ada,
    name: 'Ada Nowak',
    roles: ['adminAgent'],
    locale: 'pl-PL',
    timeZone: 'Europe/Warsaw',
    manager: marta,
    backup: ben,
  },
  {
    id: ben,
    name: 'Ben Fischer',
    roles: ['adminAgent', 'billingAdmin'],
    locale: 'en-US',
    timeZone: 'Europe/Berlin',
    manager: marta,
    backup: ada,
  },
  {
    id: sara,
    name: 'Sara Lind',
    roles: ['salesAgent'],
    locale: 'en-US',
    timeZone: 'Europe/Stockholm',
    manager: marta,
    backup: piotr,
  },
  {
    id: piotr,
    name: 'Piotr Wrona',
    roles: ['salesAgent'],
    locale: 'pl-PL',
    timeZone: 'Europe/Warsaw',
    manager: marta,
    backup: sara,
  },
  {
    id: hana,
    name: 'Hana Kowal',
    roles: ['helpdeskAgent'],
    locale: 'pl-PL',
    timeZone: 'Europe/Warsaw',
    manager: marta,
    backup: ada,
  },
  {
    id: marta,
    name: 'Marta Zielińska',
    roles: ['billingAdmin'],
    locale: 'pl-PL',
    timeZone: 'Europe/Warsaw',
    backup: ben,
  },
]
