import { useState } from 'react'
import { call } from '../../../api.ts'
import { pendingSteps, type Step } from './live-test.tsx'

/** What the mail test checks, drawn as waiting until the answer is there. */
const expected = ['mail.receive', 'mail.send']

export interface ChannelTest {
  steps: readonly Step[] | null
  isRunning: boolean
  isGreen: boolean
  /** Runs the test; `prepare` saves first and gives the id of the inbox. Throws what either refuses. */
  run(prepare: () => Promise<string>): Promise<void>
}

export function useChannelTest(): ChannelTest {
  const [steps, setSteps] = useState<readonly Step[] | null>(null)
  const [isRunning, setRunning] = useState(false)
  return {
    steps,
    isRunning,
    isGreen: !isRunning && steps !== null && steps.some((step) => step.state === 'ok') && steps.every((step) => step.state !== 'failed'),
    async run(prepare) {
      setRunning(true)
      setSteps(pendingSteps(expected))
      try {
        const id = await prepare()
        setSteps((await call('POST /inboxes/:id/test', { params: { id } })).steps)
      } catch (error) {
        setSteps(null)
        throw error
      } finally {
        setRunning(false)
      }
    },
  }
}
