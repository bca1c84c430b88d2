import type { Script } from './scripts.ts'

export type Language = 'en' | 'hi' | 'te' | 'ml' | 'ta' | 'pt' | 'es'

export interface Detection {
  /** Null when it is none of ours, or too little is there to tell. */
  language: Language | null
  /** The script that decides; null for a text without letters. */
  script: Script | null
  /** An Indian language in Latin letters ("paisa wapas kab"). */
  isRomanised: boolean
  /** 0 to 1. Above 0.5 it was right in 99 of 100 fixture messages; below, keep the language known so far. */
  confidence: number
}
