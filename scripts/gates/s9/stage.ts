import { request } from 'node:http'
import type pg from 'pg'
import type { ServerProcess } from '../rig/server-process.ts'
import type { Tally } from '../rig/gate.ts'

export interface Answer {
  status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- a wrong path fails the case
  body: any
  headers: Record<string, string | string[] | undefined>
  /** The session that the answer opened. */
  session: string | null
  ms: number
}
export interface AskOptions {
  token?: string
  /** A session, sent as a browser sends it. */
  cookie?: string
  headers?: Record<string, string>
  body?: unknown
  /** Where the client seems to be; another each time unless told, because guesses are limited by address. */
  ip?: string
}

/** A server in a process of its own, everybody's secrets, and the book of cases. */
export interface Stage {
  server: ServerProcess
  /** As the database's owner: to let time pass, and to read mails that wait. */
  db: pg.Client
  tally: Tally
  /** Every secret that was used; none may turn up in the log or in an address. */
  secrets: Set<string>
}

let clients = 0
const anyAddress = () => `10.${Math.floor(++clients / 250) % 250}.${clients % 250}.9`

/** Asks as a browser or a program would, with whatever headers: nothing is added but the length. Paths are of the API unless they begin with `//`. */
export function ask({ server, secrets }: Pick<Stage, 'server' | 'secrets'>, method: string, path: string, options: AskOptions = {}): Promise<Answer> {
  const { token, cookie, headers = {}, body, ip = anyAddress() } = options
  for (const secret of [token, cookie]) if (secret) secrets.add(secret)
  const content = body === undefined ? undefined : JSON.stringify(body)
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const call = request(
      server.url + (path.startsWith('//') ? path.slice(1) : `/api/v1${path}`),
      {
        method,
        agent: false,
        timeout: 15_000,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(cookie ? { cookie: `samvad_session=${cookie}` } : {}),
          ...(content === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(content)) }),
          'x-forwarded-for': ip,
          ...headers,
        },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => (text += chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const session = /samvad_session=([^;]+)/.exec(String(answer.headers['set-cookie'] ?? ''))?.[1] ?? null
          if (session) secrets.add(session)
          const isJson = String(answer.headers['content-type']).includes('json')
          resolve({
            status: answer.statusCode!,
            body: isJson ? JSON.parse(text) : text,
            headers: answer.headers,
            session,
            ms: performance.now() - startedAt,
          })
        })
      },
    )
    call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer within 15 s`)))
    call.on('error', reject)
    call.end(content)
  })
}

/** A defence that must hold. */
export function check({ tally }: Pick<Stage, 'tally'>, name: string, isRight: boolean, seen = ''): void {
  tally.add('cases')
  if (isRight) tally.add('held')
  tally.expect(isRight, `${name}${seen && `: ${seen}`}`)
}

/** The genuine counterpart, without which a refusal proves nothing. */
export function control({ tally }: Pick<Stage, 'tally'>, name: string, isRight: boolean, seen = ''): void {
  tally.add('controls')
  tally.expect(isRight, `control: ${name}${seen && `: ${seen}`}`)
}

export interface Person {
  id: string
  email: string
  /** The session of the browser in which they joined. */
  session: string
}
export const password = 'kingfisher at dusk'
let people = 0

/** Somebody new, invited and joined. */
export async function newPerson(stage: Stage, role = 'agent', teamIds: string[] = []): Promise<Person> {
  const email = `person-${++people}@gate.test`
  stage.secrets.add(password)
  const invited = await ask(stage, 'POST', '/invitations', { token: stage.server.token, body: { email, role, teamIds } })
  if (invited.status !== 201) throw new Error(`no invitation: ${invited.status} ${JSON.stringify(invited.body)}`)
  const token = secretOf(stage, invited.body.link)
  const joined = await ask(stage, 'POST', '/invitations/accept', { body: { token, name: email.split('@')[0], password } })
  if (joined.status !== 201 || !joined.session) throw new Error(`nobody joined: ${joined.status} ${JSON.stringify(joined.body)}`)
  return { id: joined.body.agent.id, email, session: joined.session }
}

/** Signs in as from another browser. */
export async function signIn(stage: Stage, email: string, word = password): Promise<string> {
  stage.secrets.add(word)
  const { status, session } = await ask(stage, 'POST', '/sign-in', { body: { email, password: word } })
  if (status !== 200 || !session) throw new Error(`${email} could not sign in: ${status}`)
  return session
}

/** The secret of a mailed link, which stands behind `#`. */
export function secretOf({ secrets }: Pick<Stage, 'secrets'>, link: string): string {
  const secret = link.slice(link.indexOf('#') + 1)
  secrets.add(secret)
  return secret
}

/** The newest link that waits to be mailed to an address. */
export async function mailedLink(stage: Stage, email: string, kind: 'password_reset' | 'invitation'): Promise<string | null> {
  const { rows } = await stage.db.query(
    `select j.payload -> 'payload' ->> 'link' as link from graphile_worker._private_jobs j where j.payload -> 'payload' ->> 'to' = $1 and j.payload -> 'payload' ->> 'kind' = $2 order by j.id desc limit 1`,
    [email, kind],
  )
  return rows[0]?.link ?? null
}
