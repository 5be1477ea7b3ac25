import type { RoomAnswer, RoomEvents, RoomRequests, RoomState } from './wire.js'

const API = '/practice/api'

export async function fetchState(personId?: string): Promise<RoomState> {
  const query = personId === undefined ? '' : `?person=${encodeURIComponent(personId)}`
  const response = await fetch(`${API}/state${query}`)
  if (!response.ok) throw new Error(`state: HTTP ${response.status}`)
  return (await response.json()) as RoomState
}

/** @returns what the room said; also when it said no or could not be reached */
export async function ask<Name extends keyof RoomRequests>(name: Name, body: RoomRequests[Name]): Promise<RoomAnswer> {
  try {
    const response = await fetch(`${API}/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as RoomAnswer
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) }
  }
}

export type Listeners = { readonly [Name in keyof RoomEvents]: (data: RoomEvents[Name]) => void } & {
  /** The stream is there (again): what happened in between has to be asked for. */
  readonly open: () => void
  readonly lost: () => void
}

/** Hears what happens, as seen by one person. The browser connects again by itself. @returns a function that ends it */
export function listen(personId: string, listeners: Listeners): () => void {
  const source = new EventSource(`${API}/events?person=${encodeURIComponent(personId)}`)
  source.addEventListener('open', listeners.open)
  source.addEventListener('error', listeners.lost)
  const hear = <Name extends keyof RoomEvents>(name: Name, pass: (data: RoomEvents[Name]) => void) => {
    source.addEventListener(name, (event: MessageEvent<string>) => pass(JSON.parse(event.data) as RoomEvents[Name]))
  }
  hear('message', listeners.message)
  hear('typing', listeners.typing)
  hear('sent', listeners.sent)
  hear('world', listeners.world)
  hear('cleared', listeners.cleared)
  return () => source.close()
}
