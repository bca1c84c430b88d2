import type { Language } from '../modules/search/text/index.ts'
import type { Intent } from './intents.ts'

/** A customer who writes by itself, so that an agent can practise. */
export interface DemoScript {
  key: string
  /** The key of the demo customer who speaks. */
  customer: string
  language: Language
  isRomanised: boolean
  /** The first message. */
  opening: string
  /** What is said once to each kind of message from the agent. */
  answers: Record<Intent, string>
  /** Said, each once, when the agent's message is none of these. */
  followUps: string[]
  /** The last words. */
  goodbye: string
}

export interface Said {
  from: 'customer' | 'agent'
  text: string
}
