import type { Me } from '../../../contract/people.ts'
import { ApiProblem, call, onUnauthorised } from '../api.ts'
import { cell } from './cell.ts'

/** Who sits here. `unreachable`: we could not ask; what was known before stays in `signed_in`. */
export type Session = { kind: 'asking' } | { kind: 'signed_in'; me: Me } | { kind: 'signed_out' } | { kind: 'unreachable' }

const session = cell<Session>({ kind: 'asking' })

export const useSession = (): Session => session.use()
export const currentMe = (): Me | null => {
  const now = session.get()
  return now.kind === 'signed_in' ? now.me : null
}
/** Tells when somebody signs in or out, or their own record changes. */

/** The agent at this screen. Only below the frame, which is drawn for nobody else. */
export function useMe(): Me {
  const now = session.use()
  if (now.kind !== 'signed_in') throw new Error('useMe without a session')
  return now.me
}

/** Takes the answer of a sign-in, or a changed record of mine. */
export function setMe(me: Me): void {
  session.set({ kind: 'signed_in', me })
}

/** Asks the server who we are. Never throws: the outcome is the session. */
export async function loadSession(): Promise<void> {
  try {
    setMe(await call('GET /me', {}))
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) session.set({ kind: 'signed_out' })
    else session.set((before) => (before.kind === 'signed_in' ? before : { kind: 'unreachable' }))
  }
}

/** Ends the session here and on the server, and goes to the sign-in page. What was being written stays on the server as a draft. */
export async function signOut(): Promise<void> {
  await call('POST /sign-out', {}).catch(() => undefined)
  // A full load forgets everything this agent has seen.
  location.assign('/sign-in')
}

/** Changes my record (availability, settings) at once, and on the server; puts it back when refused. Errors: ApiProblem. */
export async function changeMe(change: { availability?: 'available' | 'away'; settings?: Me['settings'] }): Promise<void> {
  const before = currentMe()
  if (before) {
    const { availability = before.agent.availability, settings = before.settings } = change
    setMe({ ...before, agent: { ...before.agent, availability }, settings })
  }
  try {
    setMe(await call('PATCH /me', { body: change }))
  } catch (error) {
    if (before) setMe(before)
    throw error
  }
}

onUnauthorised(() => session.set((before) => (before.kind === 'signed_in' ? { kind: 'signed_out' } : before)))
