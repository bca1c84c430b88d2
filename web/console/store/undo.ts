/** What Z takes back: the last twenty actions, none older than ten minutes. */
interface Step {
  run(): unknown
  dismiss(): void
  at: number
}
const mostSteps = 20
const longestMs = 10 * 60_000
let steps: Step[] = []

/** Remembers how to take an action back. `dismiss` removes what still offers it on the screen. Returns a function that does it now. */
export function remember(run: () => unknown, dismiss: () => void = () => undefined): () => void {
  const step = { run, dismiss, at: Date.now() }
  steps = [...steps, step].slice(-mostSteps)
  return () => {
    if (!steps.includes(step)) return
    steps = steps.filter((one) => one !== step)
    run()
  }
}

/** Forgets an action that can no longer be taken back. */
export function forgetUndo(run: () => unknown): void {
  steps = steps.filter((one) => one.run !== run)
}

/** Takes the last action back; false when there is none to take back. */
export function undoLast(): boolean {
  const step = steps.at(-1)
  steps = steps.slice(0, -1)
  if (!step || Date.now() - step.at > longestMs) return false
  step.dismiss()
  step.run()
  return true
}
