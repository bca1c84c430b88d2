/** The closed list of kinds; each is one HTTP status at the edge. */
export type ErrorKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'rate_limited' | 'unavailable' | 'bug'

const statuses: Record<ErrorKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
  bug: 500,
}

/** An error with a stable code (`conversation.already_resolved`). The text is for people and may change; the code may not. */
export class AppError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  /** More for the problem document, e.g. `issues` or `newer`. */
  readonly extra: Record<string, unknown>
  constructor(kind: ErrorKind, code: string, text: string, extra: Record<string, unknown> = {}) {
    super(text)
    this.name = 'AppError'
    this.kind = kind
    this.code = code
    this.extra = extra
  }
  get status(): number {
    return typeof this.extra['status'] === 'number' ? this.extra['status'] : statuses[this.kind]
  }
}

/** Class 08 connection, 53 resources, 57 operator intervention (PostgreSQL appendix A); the rest are Node's and pg's words for a lost server. */
const lostDatabase = /^(08|53|57P)|^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/
const lostDatabaseText =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|server closed the connection|Cannot use a pool after/

/** Turns whatever was thrown into an AppError: a database that is away or full is `unavailable`, everything unforeseen is a `bug`. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (
    (typeof code === 'string' && (lostDatabase.test(code) || code === 'ENOSPC' || code === 'file.storage_full')) ||
    (typeof message === 'string' && lostDatabaseText.test(message))
  ) {
    return new AppError('unavailable', 'server.unavailable', 'The server cannot do this just now. Try again in a moment.', { cause: error })
  }
  return new AppError('bug', 'server.bug', 'Something went wrong on our side.', { cause: error })
}
