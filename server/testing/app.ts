import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AgentId, WorkspaceId } from '../../contract/ids.ts'
import { createApp, type App } from '../app.ts'
import type { Connector } from '../connectors/connector.ts'
import { createOwner } from '../modules/people/index.ts'
import type { AgentActor } from '../platform/context.ts'
import { createLog } from '../platform/log.ts'
import { loadInstanceKeys } from '../platform/secrets/instance-keys.ts'
import { readSettings } from '../platform/settings.ts'
import { createTestClock, type TestClock } from './clock.ts'
import { cloneDatabase } from './postgres.ts'

export interface TestApp {
  app: App
  clock: TestClock
  connectionString: string
  /** A workspace with its owner and an API token of all scopes. */
  owner: { workspaceId: WorkspaceId; userId: AgentId; token: string; actor: AgentActor }
  /** Another workspace of the same installation. */
  another(name: string): Promise<{ workspaceId: WorkspaceId; userId: AgentId; token: string; actor: AgentActor }>
  /** Calls the API in process. The answer's JSON is in `body`. */
  call(
    method: string,
    path: string,
    options?: { token?: string; body?: unknown; raw?: Uint8Array; contentType?: string; headers?: Record<string, string> },
  ): Promise<{ status: number; body: any; headers: Record<string, unknown> }>
  /** Starts listening on a free port of 127.0.0.1 and returns the address. */
  listen(): Promise<string>
  close(): Promise<void>
}

/** The whole server on a database of its own, with background work running, and a clock that tests move. */
export async function startTestApp(
  options: {
    roles?: string
    startWork?: boolean
    logLevel?: string
    /** Gets the log's lines instead of stdout. */
    logTo?: (line: string) => void
    connectors?: ReadonlyMap<string, Connector>
  } = {},
): Promise<TestApp> {
  const clone = await cloneDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'samvad-test-'))
  const settings = readSettings(
    ['--data', dataDir, '--roles', options.roles ?? 'web,worker', '--no-demo', '--log-level', options.logLevel ?? 'silent'],
    {},
  )
  const clock = createTestClock()
  const app = await createApp({
    connectionString: clone.url,
    settings,
    keys: await loadInstanceKeys(dataDir, {}),
    log: createLog(settings.logLevel, options.logTo && { write: options.logTo }),
    clock,
    ...(options.connectors ? { connectors: options.connectors } : {}),
  })
  if (options.startWork !== false) await app.start()
  const another = async (name: string) => {
    const made = await createOwner(app.database, {
      email: `owner@${name.toLowerCase()}.test`,
      name: `Owner of ${name}`,
      password: 'correct horse battery',
      workspace: name,
    })
    const actor: AgentActor = {
      kind: 'agent',
      id: made.userId,
      name: `Owner of ${name}`,
      role: 'owner',
      teamIds: [],
      scopes: null,
      sessionId: null,
      tokenId: null,
    }
    return { ...made, actor }
  }
  const owner = await another('Shop')
  return {
    app,
    clock,
    connectionString: clone.url,
    owner,
    another,
    async call(method, path, { token = owner.token, body, raw, contentType, headers = {} } = {}) {
      const answer = await app.http.fastify.inject({
        method: method as 'GET',
        url: path.startsWith('/api') || path.startsWith('/files') ? path : `/api/v1${path}`,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(raw ? { 'content-type': contentType ?? 'application/octet-stream' } : {}),
          ...headers,
        },
        ...(raw ? { payload: Buffer.from(raw) } : body !== undefined ? { payload: body as object } : {}),
      })
      const isJson = String(answer.headers['content-type']).includes('json')
      return { status: answer.statusCode, body: isJson ? answer.json() : answer.body, headers: answer.headers }
    },
    async listen() {
      await app.http.fastify.listen({ port: 0, host: '127.0.0.1' })
      const address = app.http.fastify.server.address() as { port: number }
      return `http://127.0.0.1:${address.port}`
    },
    async close() {
      await app.stop()
      await clone.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
