import { chromium, type Browser } from 'playwright-core'

/** Without these, a browser on a machine without internet spends its time on being refused. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const openBrowser = async (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGS })
