import type { Api } from '../../contract/api/index.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Answer, Call, Route } from '../../contract/route.ts'

/** A refusal by the server, with its stable code; `status` 0: the server could not be reached. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string
  readonly problem: Partial<Problem>
  constructor(status: number, problem: Partial<Problem>) {
    super(problem.title ?? 'unreachable')
    this.name = 'ApiProblem'
    this.status = status
    this.code = problem.code ?? 'network.unreachable'
    this.requestId = problem.requestId ?? ''
    this.problem = problem
  }
  get isOffline(): boolean {
    return this.status === 0
  }
}

interface Given {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}
export interface CallOptions {
  signal?: AbortSignal
  /** The same key again has the effect of once: give it for whatever may be sent a second time. */
  idempotencyKey?: string
  headers?: Record<string, string>
}

const unauthorised = new Set<() => void>()
/** Tells when the server no longer knows this session. Returns the way to stop listening. */
export function onUnauthorised(listener: () => void): () => void {
  unauthorised.add(listener)
  return () => void unauthorised.delete(listener)
}

type Routes = { [Key in keyof Api]: Api[Key] extends Route ? Api[Key] : never }

/** Calls a route of the contract: `call('POST /conversations/:id/snooze', { params: { id }, body: { until: 'reply' } })`. Errors: ApiProblem. */
export async function call<Key extends keyof Routes>(route: Key, given: Call<Routes[Key]>, options: CallOptions = {}): Promise<Answer<Routes[Key]>> {
  const { params = {}, query = {}, body } = given as Given
  const [method, pattern] = (route as string).split(' ') as [string, string]
  const path = pattern.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, String(value)]])),
  )
  const isRaw = body instanceof Blob || body instanceof Uint8Array
  const request: RequestInit = {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': isRaw ? 'application/octet-stream' : 'application/json' }),
      ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  }
  let answer: Response
  try {
    answer = await fetch(`/api/v1${path}${search.size > 0 ? `?${search}` : ''}`, request)
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    throw new ApiProblem(0, {})
  }
  const text = await answer.text()
  const content: unknown = text ? safeJson(text) : null
  if (answer.status === 401) unauthorised.forEach((listener) => listener())
  if (!answer.ok) throw new ApiProblem(answer.status, (content ?? {}) as Partial<Problem>)
  return content as Answer<Routes[Key]>
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
