import { z } from 'zod'
import type { VisitorClientFrame } from '../../../contract/realtime.ts'

const Frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), token: z.string().max(2_000), after: z.number().int().min(0).nullable() }),
  z.object({ type: z.literal('typing'), isTyping: z.boolean() }),
  z.object({ type: z.literal('seen'), messageId: z.uuid() }),
  z.object({ type: z.literal('ping') }),
])

/** A frame of a visitor, or null for anything else. */
export function readFrame(text: string): VisitorClientFrame | null {
  try {
    return Frame.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
