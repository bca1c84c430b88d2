import { useEffect } from 'react'
import type { AgentSettings } from '../../../../contract/people.ts'
import { ApiProblem, call } from '../../api.ts'
import { currentMe, setMe } from '../../store/session.ts'
import { useAct } from '../pieces/use-act.ts'

/** What could not be sent yet, the newest value of each; it survives leaving the screen. */
let waiting: AgentSettings = {}

async function sendWaiting(): Promise<void> {
  const changed = waiting
  if (Object.keys(changed).length === 0) return
  waiting = {}
  try {
    setMe(await call('PATCH /me', { body: { settings: changed } }))
  } catch (error) {
    if (!(error instanceof ApiProblem) || !error.isOffline) throw error
    waiting = { ...changed, ...waiting }
  }
}

/** Changes settings at once and keeps them on the server, when there is no network as soon as it is back; a refusal is said in a toast. */
export function useKeepSettings(): (changed: AgentSettings) => void {
  const act = useAct()
  useEffect(() => {
    const retry = () => void sendWaiting().catch(() => undefined)
    window.addEventListener('online', retry)
    return () => window.removeEventListener('online', retry)
  }, [])
  return (changed) => {
    const me = currentMe()
    if (me) setMe({ ...me, settings: { ...me.settings, ...changed } })
    waiting = { ...waiting, ...changed }
    void act(sendWaiting)
  }
}
