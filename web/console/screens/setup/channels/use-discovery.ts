import { useEffect, useRef, useState } from 'react'
import { call } from '../../../api.ts'
import { looksLikeEmail } from '../../entry/fields.ts'
import type { MailCandidate } from './mail-form.ts'

export interface Discovery {
  state: 'idle' | 'searching' | 'found' | 'nothing' | 'failed'
  candidates: readonly MailCandidate[]
  again(): void
}

const restMs = 700

/** Looks for the mail servers of an address once typing rests; each address once. */
export function useDiscovery(address: string, isWanted: boolean, onFound: (candidate: MailCandidate) => void): Discovery {
  const [state, setState] = useState<Discovery['state']>('idle')
  const [candidates, setCandidates] = useState<readonly MailCandidate[]>([])
  const [turn, setTurn] = useState(0)
  const latest = useRef(onFound)
  useEffect(() => {
    latest.current = onFound
  })
  const wanted = isWanted && looksLikeEmail(address) ? address.trim() : ''
  useEffect(() => {
    setCandidates([])
    setState('idle')
    if (!wanted) return
    const controller = new AbortController()
    const timer = setTimeout(async () => {
      setState('searching')
      try {
        const found = await call('POST /inboxes/discover', { body: { address: wanted } }, { signal: controller.signal })
        if (controller.signal.aborted) return
        setCandidates(found.candidates)
        setState(found.candidates.length > 0 ? 'found' : 'nothing')
        if (found.candidates[0]) latest.current(found.candidates[0])
      } catch {
        if (!controller.signal.aborted) setState('failed')
      }
    }, restMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [wanted, turn])
  return { state, candidates, again: () => setTurn((before) => before + 1) }
}
