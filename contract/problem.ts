import { z } from 'zod'

/** RFC 9457 problem details with our stable code. Every error answer has this shape, content type application/problem+json. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string(),
  /** For `invalid`: what is wrong where. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** For the send-time check: the newer messages. */
  newer: z.array(z.string()).optional(),
})
export type Problem = z.infer<typeof Problem>
