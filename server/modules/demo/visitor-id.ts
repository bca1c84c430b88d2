import { createHash } from 'node:crypto'
import { demoSeed } from '../../demo/demo.ts'

/** The id by which the chat knows a demo customer: of the form of real ones, the same at every load. It opens nothing: tokens are signed. */
export const demoVisitorId = (customerKey: string): string =>
  createHash('sha256').update(`${demoSeed}:${customerKey}`).digest('base64url').slice(0, 22)
