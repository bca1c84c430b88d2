import { intentsOf } from './intents.ts'
import type { DemoScript, Said } from './script.ts'
import { scriptedCustomers } from './scripted-customers.ts'

/** More would be a quarrel; the sixth message is the goodbye. */
export const mostTurns = 6

export const demoScripts: DemoScript[] = scriptedCustomers

/**
 * What the customer writes next, and how many seconds after the agent's message; null when it is the agent's turn or everything is said.
 * Pure: all memory is the transcript. No text is said twice, so it ends after at most `mostTurns` messages whatever the agent writes.
 */
export function nextCustomerMessage(script: DemoScript, transcript: Said[]): { text: string; delaySeconds: number } | null {
  const said = new Set(transcript.filter(({ from }) => from === 'customer').map(({ text }) => text))
  if (!said.has(script.opening)) return said.size === 0 ? speak(script.opening) : null
  if (said.has(script.goodbye) || transcript.at(-1)?.from !== 'agent') return null
  const turns = transcript.filter(({ from }) => from === 'customer').length
  if (turns >= mostTurns) return null
  if (turns === mostTurns - 1) return speak(script.goodbye)
  const heard = intentsOf(lastFromAgent(transcript))
  const isSettled = said.has(script.answers.solves) || (said.has(script.answers['gives-time']) && heard.length === 0)
  if (isSettled) return speak(script.goodbye)
  const answers = [...heard.map((intent) => script.answers[intent]), ...(heard.length === 0 ? script.followUps : [])]
  return speak(answers.find((text) => !said.has(text)) ?? script.goodbye)
}

/** Everything the agent wrote since the customer's last message, since agents send in pieces. */
function lastFromAgent(transcript: Said[]): string {
  const since = transcript.findLastIndex(({ from }) => from === 'customer') + 1
  return transcript
    .slice(since)
    .map(({ text }) => text)
    .join('\n')
}

/** People read, think, and type some five letters a second on a phone; an agent who practises should not wait for ever. */
function speak(text: string): { text: string; delaySeconds: number } {
  return { text, delaySeconds: Math.min(25, 3 + Math.round([...text].length / 5)) }
}
