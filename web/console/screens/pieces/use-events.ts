import { useEffect, useRef } from 'react'
import type { WireEvent } from '../../../../contract/realtime.ts'
import { onEvents, onReload } from '../../store/stream.ts'

const restMs = 300

/** Loads anew shortly after an event that matters here, or when too much was missed. Many events in a row count as one. */
export function useReloadOn(matters: (event: WireEvent) => boolean, reload: () => void): void {
  const latest = useRef({ matters, reload })
  useEffect(() => {
    latest.current = { matters, reload }
  })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        latest.current.reload()
      }, restMs)
    }
    const leave = [onEvents((events) => events.some((event) => latest.current.matters(event)) && soon()), onReload(soon)]
    return () => {
      clearTimeout(timer)
      leave.forEach((stop) => stop())
    }
  }, [])
}
