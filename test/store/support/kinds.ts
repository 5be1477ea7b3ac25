import { z } from 'zod'
import type { RecordKind } from '../../../src/domain/ports.js'

const Note = z.object({ text: z.string(), done: z.boolean().default(false) })
export type Note = z.infer<typeof Note>
export const NOTES: RecordKind<Note> = { name: 'note', schemaVersion: 1, schema: Note }

/** Kept with a note in one commit, to see that both are there or neither. */
const Tally = z.object({ count: z.int().nonnegative() })
export type Tally = z.infer<typeof Tally>
export const TALLIES: RecordKind<Tally> = { name: 'tally', schemaVersion: 1, schema: Tally }

export const KINDS = [NOTES, TALLIES] as const

export const note = (text: string): Note => ({ text, done: false })
