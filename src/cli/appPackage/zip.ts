import { needed } from './tools.js'

/** Every entry has the same date on the clock on the wall, which is what a ZIP keeps: same files, same archive, anywhere. */
const MODIFIED = { mtime: new Date(2026, 0, 1, 12), forceDosTimestamp: true }
const READABLE_FILE = 0o100644

/**
 * Packs files side by side at the top of a ZIP archive, as Teams wants an app package.
 *
 * @throws {MissingToolError} when the development dependencies are not installed
 */
export async function zipOf(files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const { default: yazl } = await needed('yazl', () => import('yazl'))
  const archive = new yazl.ZipFile()
  for (const [name, content] of files) archive.addBuffer(content, name, { ...MODIFIED, mode: READABLE_FILE })
  archive.end()
  const parts: Buffer[] = []
  for await (const part of archive.outputStream) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}
