import { once } from 'node:events'
import { WebSocket } from 'ws'
import { ask, check, control, newPerson, password, signIn, type AskOptions, type Stage } from './stage.ts'

const foreign = 'https://evil.test'

/** What a page of another site can do with the cookie of somebody signed in, and what the cookie allows at all. */
export async function provesBrowserRules(stage: Stage): Promise<void> {
  const person = await newPerson(stage)
  await foreignRequests(stage, person.session)
  await foreignSockets(stage, person.session)
  await cookies(stage, person.email)
}

async function foreignRequests(stage: Stage, cookie: string): Promise<void> {
  const { url } = stage.server
  const change = (headers: Record<string, string>, more: AskOptions = {}) =>
    ask(stage, 'PATCH', '/me', { cookie, body: { name: 'Changed' }, headers, ...more })
  const rows: [name: string, headers: Record<string, string>][] = [
    ['another site', { origin: foreign, 'sec-fetch-site': 'cross-site' }],
    ['another site in an old browser', { origin: foreign }],
    ['our name at another port', { origin: url.replace(/\d+$/, '9') }],
    ['a name that begins with ours', { origin: `${url}.evil.test` }],
    ['a page without an origin', { origin: 'null' }],
    ['another site that hides its origin', { 'sec-fetch-site': 'cross-site' }],
  ]
  for (const [name, headers] of rows) {
    const { status, body } = await change(headers)
    check(stage, `a change with the cookie from ${name} is refused`, status === 403 && body.code === 'auth.foreign_origin', `${status} ${body.code}`)
  }
  control(stage, 'the same change from our own page', (await change({ origin: url, 'sec-fetch-site': 'same-origin' })).status === 200)
  const form = await ask(stage, 'POST', '/sign-out', {
    cookie,
    headers: { origin: foreign, 'content-type': 'application/x-www-form-urlencoded' },
    body: {},
  })
  const isStillIn = (await ask(stage, 'GET', '/me', { cookie })).status === 200
  check(stage, 'a form of another site cannot sign anybody out', form.status >= 400 && isStillIn, String(form.status))
  const forced = await ask(stage, 'POST', '/sign-in', {
    headers: { origin: foreign },
    body: { email: 'owner@gate.test', password: 'correct horse battery' },
  })
  check(stage, 'a form of another site cannot sign anybody in', forced.status === 403 && forced.session === null, String(forced.status))
  const asked = await ask(stage, 'OPTIONS', '/me', { headers: { origin: foreign, 'access-control-request-method': 'PATCH' } })
  const read = await ask(stage, 'GET', '/me', { cookie, headers: { origin: foreign } })
  const allowed = [asked, read].some((one) => one.headers['access-control-allow-origin'] || one.headers['access-control-allow-credentials'])
  check(stage, 'no other site is allowed to read answers', !allowed)
}

/** The status of the handshake, and what it opens. */
async function handshake(stage: Stage, headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(`${stage.server.url.replace('http', 'ws')}/api/v1/stream`, { headers })
  const refused = once(socket, 'unexpected-response').then(([, answer]) => `refused ${answer.statusCode}`)
  const opened = once(socket, 'open').then(async () => {
    socket.send(JSON.stringify({ type: 'hello', after: null }))
    const closed = once(socket, 'close').then(([code]) => `closed ${code}`)
    return Promise.race([closed, once(socket, 'message').then(([text]) => String(JSON.parse(String(text)).type))])
  })
  socket.on('error', () => {})
  const seen = await Promise.race([refused, opened.catch(() => 'broken')])
  socket.terminate()
  return seen
}

async function foreignSockets(stage: Stage, session: string): Promise<void> {
  const cookie = `samvad_session=${session}`
  for (const [name, origin] of [
    ['another site', foreign],
    ['a page without an origin', 'null'],
    ['our name at another port', stage.server.url.replace(/\d+$/, '9')],
  ] as const) {
    const seen = await handshake(stage, { cookie, origin })
    check(stage, `a socket with the cookie from ${name} is refused`, seen === 'refused 403', seen)
  }
  const none = await handshake(stage, { origin: stage.server.url })
  check(stage, 'a socket without a session is closed', none === 'closed 4401', none)
  const own = await handshake(stage, { cookie, origin: stage.server.url })
  control(stage, 'a socket from our own page', own === 'ready', own)
}

async function cookies(stage: Stage, email: string): Promise<void> {
  const enter = (headers: Record<string, string> = {}, cookie?: string) =>
    ask(stage, 'POST', '/sign-in', { headers, body: { email, password }, ...(cookie ? { cookie } : {}) })
  const plain = await enter()
  const text = String(plain.headers['set-cookie'])
  check(stage, 'the cookie is out of reach of scripts', /;\s*HttpOnly/i.test(text), text.replace(/=[^;]+/, '=…'))
  check(stage, 'the cookie does not go along with foreign requests', /;\s*SameSite=(Lax|Strict)/i.test(text))
  check(stage, 'the cookie stays with this host', !/;\s*Domain=/i.test(text))
  control(stage, 'over plain HTTP the cookie can be set', !/;\s*Secure/i.test(text))
  const secure = String((await enter({ 'x-forwarded-proto': 'https' })).headers['set-cookie'])
  check(stage, 'behind HTTPS the cookie never goes over plain HTTP', /;\s*Secure/i.test(secure))
  // Fixation: a session that an attacker knows beforehand must not become the victim's.
  const planted = `${plain.session!.slice(0, -4)}AAAA`
  const entered = await enter({}, planted)
  check(stage, 'a planted session is not taken up', entered.session !== null && entered.session !== planted)
  check(stage, 'a planted session opens nothing', (await ask(stage, 'GET', '/me', { cookie: planted })).status === 401)
  const again = await enter({}, plain.session!)
  check(stage, 'signing in again makes another session', again.session !== plain.session)
  check(stage, 'the database holds no session as it is, only its hash', !(await isStored(stage, plain.session!)))
  const ended = String((await ask(stage, 'POST', '/sign-out', { cookie: again.session! })).headers['set-cookie'])
  check(stage, 'signing out takes the cookie away', /samvad_session=;/.test(ended) && /Max-Age=0/i.test(ended), ended)
  const old = await signIn(stage, email)
  control(stage, 'a session works until its day', (await ask(stage, 'GET', '/me', { cookie: old })).status === 200)
  await stage.db.query(
    `update sessions set expires_at = now() - interval '1 second' where workspace_id = $1 and agent_id = (select id from agents where email = $2)`,
    [stage.server.workspaceId, email],
  )
  await new Promise((resolve) => setTimeout(resolve, 2_200))
  check(stage, 'a session that ran out opens nothing', (await ask(stage, 'GET', '/me', { cookie: old })).status === 401)
}

/** Does the value stand anywhere in the table of sessions as it is? */
async function isStored({ db }: Stage, session: string): Promise<boolean> {
  const { rows } = await db.query(`select count(*)::int as count from sessions s where to_jsonb(s)::text like '%' || $1 || '%'`, [
    session.split('.')[1],
  ])
  return rows[0].count > 0
}
