import { startFerry } from '../../src/app.js'
import { createLog } from '../../src/bot/log.js'
import { readSettings } from '../../src/config.js'
import { nodeFileSystem, type FileSystem, type OpenFile } from '../../src/store/fileSystem.js'
import { Driver, endStateOf } from '../support/driver.js'
import { TODAY } from '../support/stage.js'

/**
 * A process that moves Contoso to the end and dies, when told so, at one line of the store's journal: `before` the line
 * is written, or `after` it is on disk and nobody was told yet. Prints `{ lines, end }` when it arrives.
 *
 *     node moverProcess.js <data folder> [<line> before|after]
 */
const [folder = '', line = '0', moment = 'before'] = process.argv.slice(2)
const killAt = Number(line)
let lines = 0

const die = () => process.kill(process.pid, 'SIGKILL')

/** The machine's file system, which ends the process at the chosen line of the journal. */
const deadly: FileSystem = {
  ...nodeFileSystem,
  create: async (path) => watched(path, await nodeFileSystem.create(path)),
  append: async (path) => watched(path, await nodeFileSystem.append(path)),
}

function watched(path: string, file: OpenFile): OpenFile {
  if (!path.includes('journal')) return file
  return {
    ...file,
    write: async (bytes) => {
      if (lines + 1 === killAt && moment === 'before') die()
      return file.write(bytes)
    },
    sync: async () => {
      await file.sync()
      lines += 1
      if (lines === killAt && moment === 'after') die()
    },
  }
}

const ferry = await startFerry(
  readSettings({ PORT: '0', FERRY_DATA: folder, FERRY_LOG: 'fatal', FERRY_PRACTICE_ROOM: 'off' }),
  {
    log: createLog('silent'),
    today: () => TODAY,
    storeOptions: { files: deadly },
  },
)
await ferry.settled()
const end = await endStateOf(ferry, await new Driver(ferry, 'Contoso').toTheEnd())
await ferry.close()
process.stdout.write(JSON.stringify({ lines, end }))
process.exit(0)
