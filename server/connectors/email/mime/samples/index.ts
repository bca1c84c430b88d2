import { broken } from './broken.ts'
import { clients } from './clients.ts'
import type { Sample } from './sample.ts'

/** Every sample mail; the seeds of the mutation test too. */
export const samples: Sample[] = [...clients, ...broken]
