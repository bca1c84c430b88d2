import type { FastifyRequest } from 'fastify'
import { createTestClock, type TestClock } from '../../testing/clock.ts'
import { cloneDatabase } from '../../testing/postgres.ts'
import { createDatabase, type Database } from '../../platform/database/database.ts'
import { createBus } from '../../platform/events/bus.ts'
import { createHttp, type Http } from '../../platform/http/http.ts'
import { createLog } from '../../platform/log.ts'
import type { Jobs } from '../../platform/jobs/catalogue.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { createAuthenticator } from './authenticate.ts'
import type { PeopleDeps } from './deps.ts'
import { servePeople } from './routes.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely; a wrong path fails the assertion
type Json = any

export interface Answer {
  status: number
  body: Json
  /** The session that the answer opened, as a bearer token. */
  token: string | null
  cookie: string | null
  headers: Record<string, unknown>
}
export interface CallOptions {
  token?: string | null
  body?: unknown
  headers?: Record<string, string>
  ip?: string
}
export interface PeopleServer {
  database: Database
  clock: TestClock
  http: Http
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** Mails waiting to be sent, the oldest first. */
  waitingMails(): Promise<{ workspaceId: WorkspaceId; payload: Jobs['people.send_mail'] }[]>
  close(): Promise<void>
}

/** Without the modules above nothing belongs to a team. */
export const noTeamWork: PeopleDeps['teamWork'] = { count: async () => ({ conversations: 0, inboxes: 0 }), move: async () => 0 }

/** The routes of this module alone over an empty database: no workspace, no owner. */
export async function startPeople(deps: Partial<PeopleDeps> = {}): Promise<PeopleServer> {
  const clone = await cloneDatabase()
  const log = createLog('silent')
  const clock = createTestClock()
  const bus = createBus(log)
  const database = createDatabase({ connectionString: clone.url, clock, bus, log })
  const served = servePeopleOn(database, deps)
  return {
    database,
    clock,
    ...served,
    async waitingMails() {
      const { rows } = await database.pool.query(
        `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'people.send_mail' order by j.id`,
      )
      return rows.map((row) => row.payload)
    },
    async close() {
      await served.http.fastify.close()
      await bus.close()
      await database.close()
      await clone.drop()
    },
  }
}

/** The routes of this module over a database that is there, with an authenticator of their own: another process, as it were. */
export function servePeopleOn(database: Database, deps: Partial<PeopleDeps> = {}): Pick<PeopleServer, 'http' | 'call'> {
  const log = createLog('silent')
  const authenticator = createAuthenticator(database)
  const authenticate = (request: FastifyRequest) => authenticator.authenticate(request.raw)
  const http = createHttp({ database, keys: [{ id: 'k1', material: Buffer.alloc(32, 1) }], log, authenticate, limit: () => {}, trustProxy: false })
  servePeople(http, { database, log, isDemo: false, publicUrl: () => 'https://help.shop.test', teamWork: noTeamWork, ...deps })
  return {
    http,
    async call(method, path, { token, body, headers = {}, ip } = {}) {
      const answer = await http.fastify.inject({
        method: method as 'GET',
        url: `/api/v1${path}`,
        headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
        ...(ip ? { remoteAddress: ip } : {}),
        ...(body === undefined ? {} : { payload: body as object }),
      })
      const cookie = answer.headers['set-cookie'] === undefined ? null : String(answer.headers['set-cookie'])
      return {
        status: answer.statusCode,
        body: answer.json(),
        cookie,
        token: cookie ? (/^samvad_session=([^;]+)/.exec(cookie)?.[1] ?? null) : null,
        headers: answer.headers,
      }
    },
  }
}

export const ownerInput = { name: 'Asha', email: 'asha@shop.test', password: 'monsoon over malabar', workspace: 'Shop', locale: 'en' }

/** Invites somebody and accepts for them; returns their session and id. */
export async function joinAs(
  t: Pick<PeopleServer, 'call'>,
  ownerToken: string,
  person: { email: string; role: string; teamIds?: string[]; password?: string },
): Promise<{ id: string; token: string }> {
  const invited = await t.call('POST', '/invitations', {
    token: ownerToken,
    body: { email: person.email, role: person.role, teamIds: person.teamIds ?? [] },
  })
  if (invited.status !== 201) throw new Error(JSON.stringify(invited.body))
  const accepted = await t.call('POST', '/invitations/accept', {
    body: { token: tokenOf(invited.body.link), name: person.email.split('@')[0], password: person.password ?? 'kingfisher at dusk', locale: 'en' },
    ip: `10.1.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`,
  })
  if (accepted.status !== 201) throw new Error(JSON.stringify(accepted.body))
  return { id: accepted.body.agent.id, token: accepted.token! }
}

export const tokenOf = (link: string): string => link.slice(link.lastIndexOf('#') + 1)

/** What was recorded since event `after`, as [name, payload]. */
export async function eventsOf(database: Database, workspaceId: WorkspaceId, after = 0): Promise<[name: string, payload: Json][]> {
  const rows = await database.read(workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many<{ name: string; payload: Json }>(`select name, payload from events where workspace_id = $1 and number > $2 order by number`, [
      workspaceId,
      after,
    ]),
  )
  return rows.map((row) => [row.name, row.payload])
}

export async function auditOf(database: Database, workspaceId: WorkspaceId): Promise<{ actor: string; action: string; detail: Json }[]> {
  return database.read(workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many(`select actor, action, detail from audit_entries where workspace_id = $1 order by id`, [workspaceId]),
  )
}
