import { failures } from './store.ts'

/** Why the server did not do it; status 0: it was not reached. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly retryAfterMs: number
  constructor(status: number, code: string, retryAfterMs = 0) {
    super(code)
    this.status = status
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
  /** Later it may work: nothing is wrong with what was asked. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

export const session = { token: '' }
const root = '/api/v1/chat'

export const authorization = () => ({ authorization: `Bearer ${session.token}` })
export const address = (path: string) => root + path

/** One call of the chat's API. Counts failures in a row, for the card with the other ways to reach us. */
export async function call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  let answer: Response
  try {
    answer = await fetch(root + path, {
      method,
      headers: { ...(session.token ? authorization() : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    })
  } catch {
    failures.value++
    throw new Refusal(0, 'unreachable')
  }
  if (answer.status >= 500) failures.value++
  else failures.value = 0
  if (answer.ok) return (await answer.json()) as Answer
  const problem = (await answer.json().catch(() => ({}))) as { code?: string }
  throw new Refusal(answer.status, problem.code ?? '', Number(answer.headers.get('retry-after') ?? 0) * 1000)
}
