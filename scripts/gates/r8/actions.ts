import type { Conversation } from '../../../contract/conversation.ts'

interface Acting {
  url(): string
  token: string
  random(): number
}

/** What an agent does at random with conversations they see; answers other than success are the server's right (it is killed now and then). */
export async function actAtRandom({ url, token, random }: Acting, conversations: Conversation[]): Promise<number> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const { id } = pick(conversations)
  const other = pick(conversations).id
  const [path, body] = pick<[string, unknown]>([
    [`/conversations/${id}/replies`, { text: `answer ${random()}`, holdSeconds: 0 }],
    [`/conversations/${id}/notes`, { text: `note ${random()}` }],
    [`/conversations/${id}/status`, { status: pick(['open', 'waiting', 'resolved']) }],
    [`/conversations/${id}/snooze`, { until: 'reply' }],
    [`/conversations/${id}/priority`, { priority: pick(['low', 'normal', 'high', 'urgent']) }],
    [`/conversations/${id}/tags`, { add: [pick(['refund', 'vip', 'late'])], remove: [pick(['refund', 'vip', 'late'])] }],
    [`/conversations/${id}/subject`, { subject: `matter ${random()}` }],
    [`/conversations/${id}/claim`, undefined],
    [`/conversations/${id}/assign`, { assigneeId: null }],
    [`/conversations/${id}/seen`, { messageId: null }],
    ...(random() < 0.2 ? ([[`/conversations/${id}/merge`, { intoId: other }]] as [string, unknown][]) : []),
  ])
  const answer = await fetch(`${url()}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => null)
  await answer?.arrayBuffer().catch(() => {})
  return answer?.status ?? 0
}
