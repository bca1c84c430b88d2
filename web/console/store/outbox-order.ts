/** What still has to reach the server. Sent in the order they were made, one at a time, each with a key that makes a second arrival harmless. */
export interface Errand {
  key: string
  agentId: string
  conversationId: string
  kind: 'reply' | 'note' | 'change'
  /** A route of the contract: "POST /conversations/:id/replies". */
  route: string
  params: Record<string, string>
  body: unknown
  madeAt: string
}

/** What to do with an errand after an attempt: it is done, it must wait for the connection, or it will never succeed as it is. Pure. */
export type Verdict = 'done' | 'wait' | 'refused'

/** `status` 0 means the server was not reached. Source of the statuses that pass by themselves: RFC 9110 §15, RFC 6585 §4. Pure. */
export function judge(status: number, code: string): Verdict {
  if (status >= 200 && status < 300) return 'done'
  if (status === 0 || status === 429 || status === 502 || status === 503 || status === 504) return 'wait'
  // The same errand is still running elsewhere (another tab): its answer will be there.
  if (code === 'idempotency.in_progress') return 'wait'
  return 'refused'
}

/** In the order they were made; the key decides between two of one moment. Pure. */
export const inOrder = (errands: readonly Errand[]): Errand[] =>
  errands.toSorted((a, b) => (a.madeAt === b.madeAt ? (a.key < b.key ? -1 : 1) : a.madeAt < b.madeAt ? -1 : 1))
