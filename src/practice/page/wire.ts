/** What the practice room and its page tell each other. Types only: both sides are compiled against them. */

export interface RoomPerson {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
  readonly locale: string
  readonly timeZone: string
  readonly unread: number
}

export interface RoomCustomer {
  readonly tenantId: string
  readonly name: string
  readonly domain: string
  readonly relationship: string
  readonly caseState?: string
}

interface OnEveryMessage {
  readonly id: string
  readonly seq: number
  /** Counts the changes of the message, so that the newer of two states is known. */
  readonly revision: number
  readonly at: string
  readonly edited: boolean
}

/** One line of a chat as one person sees it. `mine`: that person wrote it. */
export type RoomMessage = OnEveryMessage &
  (
    | {
        readonly kind: 'text'
        readonly mine: boolean
        readonly text: string
        readonly format: 'markdown' | 'plain'
        readonly files: readonly string[]
      }
    /** `refreshes`: the card names this person among those whose client asks for a newer one. */
    | { readonly kind: 'card'; readonly card: Readonly<Record<string, unknown>>; readonly refreshes: boolean }
    | { readonly kind: 'note'; readonly problem: Problem; readonly detail: string }
    | { readonly kind: 'deleted'; readonly mine: boolean }
  )

export type Problem = 'noAnswer' | 'unreachable' | 'refused' | 'failed' | 'unreadable'

export interface RoomSent {
  readonly seq: number
  readonly at: string
  readonly how: 'POST' | 'PUT' | 'DELETE' | 'answer'
  readonly status: number
  /** Whose chat it went to. */
  readonly person: string
  readonly body: unknown
}

/** Answer of `GET /practice/api/state`. With `?person=` it has that person's chat. */
export interface RoomState {
  readonly partnerName: string
  readonly now: string
  readonly people: readonly RoomPerson[]
  readonly customers: readonly RoomCustomer[]
  readonly faults: readonly { readonly name: string; readonly times: number }[]
  readonly faultNames: readonly string[]
  readonly messages?: readonly RoomMessage[]
  readonly sent?: readonly RoomSent[]
}

/** Events of `GET /practice/api/events?person=`, by name. `world`: something of the state has changed; ask again. */
export interface RoomEvents {
  readonly message: RoomMessage
  readonly typing: Readonly<Record<string, never>>
  readonly sent: RoomSent
  readonly world: Readonly<Record<string, never>>
  readonly cleared: Readonly<Record<string, never>>
}

export type ClockStep = 'day' | 'week' | 'event'
export type Act = 'accept' | 'decline' | 'removeUs' | 'sourceEnds' | 'sourceRenews'

/** Bodies of `POST /practice/api/…`. Each is answered with {@link RoomAnswer}. */
export interface RoomRequests {
  readonly say: { readonly person: string; readonly text: string }
  /** `button`: its place on the card; `inputs`: what stands in the inputs that go along with it, an empty one as ''. */
  readonly press: {
    readonly person: string
    readonly message: string
    readonly button: number
    readonly inputs: Readonly<Record<string, string>>
  }
  /** Cards that have come into view. */
  readonly refresh: { readonly person: string; readonly messages: readonly string[] }
  /** The person opens the chat; the first time, the app is installed by it. */
  readonly switch: { readonly person: string }
  readonly read: { readonly person: string }
  readonly clock: { readonly by: ClockStep }
  readonly act: { readonly customer: string; readonly act: Act }
  readonly fault: { readonly name: string; readonly times: number }
  readonly heal: Readonly<Record<string, never>>
  readonly reset: Readonly<Record<string, never>>
}

export type RoomAnswer =
  | { readonly ok: true; /** Only for `clock` by event: nothing is due. */ readonly nothingDue?: boolean }
  | { readonly ok: false; readonly error: string }

/** Prefix of the ids that buttons of a card get on their way to the page; their place on the card follows. */
export type ButtonId = `ferry-button-${number}`
