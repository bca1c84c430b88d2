import { useEffect, useRef } from 'react'
import type { Mode } from '../../store/drafts.ts'
import { tellTyping, watch } from '../../store/stream.ts'

/** Somebody who has typed nothing for so long is no longer writing; who has done nothing for so long is away from the screen. */
const writingMs = 30_000
const idleMs = 120_000
/** The other side is told at most so often that we type. */
const tellMs = 4_000

/** Tells colleagues what this agent does in the conversation, and the customer when an answer is being typed. Call the result on each change of the text. */
export function useWatching(id: string, mode: Mode, hasText: boolean): () => void {
  const typedAt = useRef(0)
  const toldAt = useRef(0)
  const state = useRef<'viewing' | 'writing' | 'idle'>('viewing')
  const latest = useRef({ mode, hasText })
  useEffect(() => {
    latest.current = { mode, hasText }
    if (!hasText) stop(id, toldAt)
  })
  useEffect(() => {
    let activeAt = Date.now()
    const note = () => (activeAt = Date.now())
    const look = () => {
      const now = Date.now()
      const isWriting = latest.current.hasText && now - typedAt.current < writingMs
      const next = isWriting ? 'writing' : now - activeAt > idleMs || document.visibilityState === 'hidden' ? 'idle' : 'viewing'
      if (next === state.current) return
      state.current = next
      watch(id, next)
    }
    const timer = setInterval(look, 1_000)
    document.addEventListener('pointermove', note, { passive: true })
    document.addEventListener('keydown', note, { passive: true })
    return () => {
      clearInterval(timer)
      stop(id, toldAt)
      document.removeEventListener('pointermove', note)
      document.removeEventListener('keydown', note)
    }
  }, [id])
  return () => {
    const now = Date.now()
    typedAt.current = now
    // A note is nobody else's business.
    if (latest.current.mode === 'note' || now - toldAt.current < tellMs) return
    toldAt.current = now
    tellTyping(id, true)
  }
}

function stop(id: string, toldAt: { current: number }): void {
  if (toldAt.current === 0) return
  toldAt.current = 0
  tellTyping(id, false)
}
