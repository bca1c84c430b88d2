import { type FormEvent, useState } from 'react'
import { showToast } from '../../../kit/components/toast.tsx'
import { useProblemText } from './problem-text.ts'

/** Runs a small action; a refusal is said in a toast. Resolves with whether it was done. */
export function useAct(): (work: () => Promise<void>) => Promise<boolean> {
  const say = useProblemText()
  return async (work) => {
    try {
      await work()
      return true
    } catch (error) {
      showToast({ tone: 'danger', message: say(error) })
      return false
    }
  }
}

export interface Submit {
  busy: boolean
  error: unknown
  onSubmit(event: FormEvent): void
  run(): Promise<void>
  forget(): void
}

/** The sending of a form: one at a time, keeps what was typed, and remembers the refusal to be shown beside the fields. */
export function useSubmit(work: () => Promise<void>): Submit {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function run() {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    error,
    run,
    forget: () => setError(null),
    onSubmit(event) {
      event.preventDefault()
      void run()
    },
  }
}
