import { z } from 'zod'
import { Damage, FORMAT, readFile, unsealAs } from './damage.js'
import { replaceFile, type FileSystem } from './fileSystem.js'
import type { Layout } from './layout.js'
import { seal } from './sealed.js'

/**
 * What has to be in the data folder. Without it a file that is gone could not be told from one that never was, and a
 * store that lost its files would look like a new one (RF14).
 */
const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  /** Into how many files each kind is cut up; settled when the store is made. */
  shardCount: z.int().min(1).max(4096),
  /** Every commit up to this one is in the shards; the journal goes on from here. */
  checkpoint: z.strictObject({ seq: z.int().nonnegative(), sum: z.string() }),
  /** First and last segment of the journal that are needed. */
  journal: z.strictObject({ from: z.int().positive(), to: z.int().positive() }),
  /** Shards that have a file, and the commit up to which each file is complete at least. */
  files: z.array(z.strictObject({ kind: z.string(), shard: z.int().nonnegative(), seq: z.int().nonnegative() })),
  /** Found earlier and not accepted yet. */
  damage: z.array(Damage),
  sum: z.string(),
})
export type Manifest = Omit<z.infer<typeof Manifest>, 'sum' | 'format'>

/**
 * @returns `undefined` when there is none
 * @throws {UnreadableError} it is damaged
 * @throws {StoreDamageError} it was written by a newer version
 */
export async function readManifest(files: FileSystem, layout: Layout): Promise<Manifest | undefined> {
  const bytes = await readFile(files, layout.manifest)
  return bytes === undefined ? undefined : unsealAs(Manifest, layout.place(layout.manifest), bytes)
}

export async function writeManifest(files: FileSystem, layout: Layout, manifest: Manifest): Promise<void> {
  const { shardCount, checkpoint, journal, files: shards, damage } = manifest
  const text = JSON.stringify({ format: FORMAT, shardCount, checkpoint, journal, files: shards, damage })
  await replaceFile(files, layout.manifest, [seal(text.slice(0, -1)).bytes])
}
