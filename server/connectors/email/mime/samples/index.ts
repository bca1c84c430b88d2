import { broken } from './broken.ts'
import { carried } from './carried.ts'
import { clients } from './clients.ts'
import { odd } from './odd.ts'
import type { Sample } from './sample.ts'

/** Every sample mail; the seeds of the mutation test too. */
export const samples: Sample[] = [...clients, ...carried, ...broken, ...odd]
