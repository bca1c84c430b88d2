import type { TestApp } from '../../../server/testing/app.ts'
import { readRunning } from '../../../server/platform/database/embedded/index.ts'
import { drained } from './audit.ts'
import type { ServerProcess } from './server-process.ts'

/** A server in a process of its own, with the face of the one in this process, as far as worlds need it. */
export function asTestApp(server: ServerProcess): TestApp {
  const call: TestApp['call'] = async (method, path, { token = server.token, body, raw, contentType, headers = {} } = {}) => {
    const answer = await fetch(`${server.url}${path.startsWith('/files') ? path : `/api/v1${path}`}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(raw ? { 'content-type': contentType ?? 'application/octet-stream' } : body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(raw ? { body: new Uint8Array(raw) } : body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, body: isJson ? JSON.parse(text) : text, headers: Object.fromEntries(answer.headers) }
  }
  const settle = async () => {
    const client = await server.connect()
    await drained(client, 30_000)
    await client.end()
  }
  return {
    call,
    app: { settle, http: { served: [] } },
    connectionString: readRunning(server.dataDir)!.connectionString,
    owner: { workspaceId: server.workspaceId, userId: server.userId, token: server.token },
  } as unknown as TestApp
}
