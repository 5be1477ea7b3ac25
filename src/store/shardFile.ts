import { Low, type Adapter } from 'lowdb'
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Stored } from '../domain/ports.js'
import { FORMAT, readFile, UnreadableError, unsealAs } from './damage.js'
import { replaceFile, type FileSystem } from './fileSystem.js'
import type { Layout } from './layout.js'
import { tail } from './sealed.js'

/** What the file of one shard holds: all its records as of one commit. */
export interface ShardDocument {
  readonly kind: string
  readonly shard: number
  /** Into how many shards the kind is cut up. */
  readonly of: number
  /** Version of the shape of all values in the file. */
  readonly schema: number
  /** The last commit that is in here; {@link NO_FILE} when there is none. */
  readonly seq: number
  /** See `Shard` in table.ts: what of it was lost. */
  readonly damagedIds: readonly string[]
  readonly knownIds?: readonly string[] | undefined
  readonly records: readonly Stored<unknown>[]
}

const File = z.strictObject({
  format: z.literal(FORMAT),
  kind: z.string(),
  shard: z.int().nonnegative(),
  of: z.int().positive(),
  schema: z.int(),
  seq: z.int().nonnegative(),
  damagedIds: z.array(z.string()),
  knownIds: z.array(z.string()).optional(),
  records: z.array(z.strictObject({ id: z.string(), version: z.int().positive(), value: z.unknown() })),
  sum: z.string(),
})

export const NO_FILE = -1

export interface ShardName {
  readonly kind: string
  readonly number: number
  readonly of: number
}

/** The document behind one shard, as lowdb keeps it. An absent file reads as one of `seq` {@link NO_FILE}. */
export const shardFile = (files: FileSystem, layout: Layout, { kind, number, of }: ShardName): Low<ShardDocument> =>
  new Low<ShardDocument>(new ShardAdapter(files, layout, { kind, number, of }), {
    kind,
    shard: number,
    of,
    schema: 0,
    seq: NO_FILE,
    damagedIds: [],
    records: [],
  })

/**
 * lowdb's own file adapter neither flushes nor checks what it reads. This one replaces the file in one step that lasts,
 * and puts a checksum behind the content.
 */
class ShardAdapter implements Adapter<ShardDocument> {
  private readonly path: string

  constructor(
    private readonly files: FileSystem,
    private readonly layout: Layout,
    private readonly name: ShardName,
  ) {
    this.path = layout.shard(name.kind, name.number, name.of)
  }

  /**
   * @throws {UnreadableError} damaged
   * @throws {StoreDamageError} written by a newer version
   */
  async read(): Promise<ShardDocument | null> {
    const bytes = await readFile(this.files, this.path)
    if (bytes === undefined) return null
    const document = unsealAs(File, this.layout.place(this.path), bytes)
    const { kind, shard, of } = document
    if (kind !== this.name.kind || shard !== this.name.number || of !== this.name.of) {
      throw new UnreadableError(`it is shard ${shard} of ${of} of ${kind}`, bytes)
    }
    return document
  }

  async write(document: ShardDocument): Promise<void> {
    await this.files.makeFolder(dirname(this.path))
    await replaceFile(this.files, this.path, pieces(document))
  }
}

const PIECE_LENGTH = 65_536

/** The file in pieces of a bounded length, made one at a time, so that a large shard does not hold up everything else. */
function* pieces({ kind, shard, of, schema, seq, damagedIds, knownIds, records }: ShardDocument): Generator<Buffer> {
  const sum = createHash('sha256')
  const piece = (text: string): Buffer => {
    const bytes = Buffer.from(text)
    sum.update(bytes)
    return bytes
  }
  let text = `${JSON.stringify({ format: FORMAT, kind, shard, of, schema, seq, damagedIds, knownIds }).slice(0, -1)},"records":[`
  let separator = '\n'
  for (const record of records) {
    text += separator + JSON.stringify(record)
    separator = ',\n'
    if (text.length < PIECE_LENGTH) continue
    yield piece(text)
    text = ''
  }
  yield piece(`${text}\n]`)
  yield Buffer.from(tail(sum.digest('base64url')))
}
