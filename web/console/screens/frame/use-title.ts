import { useEffect } from 'react'
import { useCounts } from '../../store/counts.ts'
import { useMe } from '../../store/session.ts'

/** The tab says how much waits for this agent: "(3) Shop · Samvad". */
export function useTitle(): void {
  const { workspace } = useMe()
  const counts = useCounts()
  const waiting = (counts?.mine ?? 0) + (counts?.mentions ?? 0)
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${workspace.name} · Samvad`
  }, [waiting, workspace.name])
}
