// Gate R2: every mail of a mailbox becomes exactly one message, however often the server that fetches it is killed, and the mailbox stays as it was.
// A real dovecot holds unique mails and copies with the same Message-ID; our whole server polls it and is killed between the commit of a mail and the move of its cursor (I10)
// and at random moments. Positive controls: a cursor that moves without a commit must lose mails, a store without unique keys must double the copies.
import { seededRandom } from '../../server/connectors/email/mime/mutate.ts'
import { appendMails, readFlags } from '../../server/connectors/email/simulator/append-mail.ts'
import { startDovecot, type Dovecot } from '../../server/connectors/email/simulator/dovecot.ts'
import { auditMessages, auditWorkspace, drained } from './rig/audit.ts'
import { defaultSeed, runAsProgram, sleep, Tally, until, type GateResult } from './rig/gate.ts'
import { ServerProcess } from './rig/server-process.ts'

const reachLoopback = { SAMVAD_ALLOW_PRIVATE_HOSTS: '1' }

export async function run(short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('r2-mailbox-kill', seed)
  const size = short ? { unique: 200, copies: 40, kills: 4 } : { unique: 1_500, copies: 300, kills: 100 }
  const dovecot = await startDovecot({ users: { main: 'secret', blind: 'secret', doubled: 'secret' } })
  const server = new ServerProcess()
  try {
    const ids = await fill(dovecot, 'main', size.unique, size.copies, seed)
    const flagsBefore = JSON.stringify([...(await readFlags(access(dovecot, 'main')))])
    tally.figures.offered = size.unique + size.copies
    await server.startFresh({ env: reachLoopback })
    const inboxId = await addInbox(server, dovecot, 'main')
    await killWhileFetching(server, size.kills, seed, tally)
    await server.start({ env: reachLoopback })
    await untilFetched(server, inboxId, size.unique + size.copies, tally)
    const client = await server.connect()
    tally.expect(await drained(client, 60_000), 'not everything was taken in within a minute')
    const audit = await auditMessages(client, server.workspaceId, new Map([[inboxId, ids]]))
    Object.assign(tally.figures, { acked: size.unique, ...audit })
    tally.expect(audit.lost === 0, `${audit.lost} mails are lost`)
    tally.expect(
      audit.duplicated === 0 && audit.stored === size.unique,
      `${audit.stored} messages of ${size.unique} mails, ${audit.duplicated} doubled`,
    )
    await auditWorkspace(client, server.workspaceId, server.dataDir, tally)
    await client.end()
    tally.expect(JSON.stringify([...(await readFlags(access(dovecot, 'main')))]) === flagsBefore, 'flags or mails on the server changed')
    tally.expect(server.unexpectedExits.length === 0, `the server ended by itself: ${server.unexpectedExits.join()}`)
    await controls(server, dovecot, seed, tally)
  } finally {
    await server.remove()
    await dovecot.remove()
  }
  return tally.result()
}

const access = ({ port }: Dovecot, user: string) => ({ port, user, password: 'secret' })

/** Puts mails into a mailbox, the copies among them; returns their Message-IDs. */
async function fill(dovecot: Dovecot, user: string, unique: number, copies: number, seed: number): Promise<Set<string>> {
  const random = seededRandom(seed)
  const mail = (n: number) =>
    `From: Customer ${n % 60} <c${n % 60}@customers.test>\nTo: ${user}@gate.test\nSubject: Order ${n}\nMessage-ID: <${user}-${n}@customers.test>\nDate: Sat, 21 Nov 2026 10:00:00 +0530\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nWhere is order ${n}? ${'नमस्ते '.repeat(n % 30)}\n`
  const mails = Array.from({ length: unique }, (_, n) => mail(n))
  for (let n = 0; n < copies; n++) {
    const original = Math.floor(random() * unique)
    mails.splice(Math.floor(random() * mails.length), 0, mail(original))
  }
  await appendMails(access(dovecot, user), mails)
  return new Set(Array.from({ length: unique }, (_, n) => `${user}-${n}@customers.test`))
}

async function addInbox(server: ServerProcess, dovecot: Dovecot, user: string): Promise<string> {
  const { status, body } = await server.call('POST', '/inboxes', {
    name: user,
    connector: 'email',
    address: `${user}@gate.test`,
    settings: { imapHost: '127.0.0.1', imapPort: dovecot.port, imapSecurity: 'none', user, password: 'secret' },
  })
  if (status !== 201) throw new Error(`no inbox: ${status} ${JSON.stringify(body)}`)
  return body.id as string
}

/** Two of three deaths come between a mail's commit and the move of the cursor, the rest at random while mails are fetched. */
async function killWhileFetching(server: ServerProcess, kills: number, seed: number, tally: Tally): Promise<void> {
  const random = seededRandom(seed ^ 0x2)
  await server.kill()
  for (let kill = 0; kill < kills; kill++) {
    const isPoint = kill % 3 !== 2
    const ready = await server.start({ env: { ...reachLoopback, ...(isPoint ? { KILL_AT: `I10:${1 + Math.floor(random() * 20)}` } : {}) } })
    const died = isPoint && (ready === null || (await server.diesWithin(8_000)))
    if (!isPoint) await sleep(Math.floor(random() * 400))
    if (!died) await server.kill()
    tally.add('kills')
    tally.add(died ? 'kills_I10' : isPoint ? 'points_not_reached' : 'kills_random')
  }
  tally.expect((tally.figures.kills_I10 ?? 0) >= kills / 3, 'too few kills met a fetch under way')
}

async function untilFetched(server: ServerProcess, inboxId: string, lastUid: number, tally: Tally): Promise<void> {
  const client = await server.connect()
  const done = await until(
    async () => Number((await client.query(`select poll_cursor ->> 'lastUid' as uid from inboxes where id = $1`, [inboxId])).rows[0]?.uid) >= lastUid,
    120_000,
    100,
  )
  tally.expect(done, 'the mailbox was not read to its end within two minutes')
  await client.end()
}

async function controls(server: ServerProcess, dovecot: Dovecot, seed: number, tally: Tally): Promise<void> {
  const blind = await fill(dovecot, 'blind', 10, 0, seed)
  await fill(dovecot, 'doubled', 10, 10, seed)
  const control = async (user: string, count: number, defence: string) => {
    await server.kill()
    await server.start({ env: { ...reachLoopback, DEFENCE_OFF: defence } })
    const inboxId = await addInbox(server, dovecot, user)
    await untilFetched(server, inboxId, count, tally)
    const client = await server.connect()
    await drained(client, 30_000)
    const audit = await auditMessages(client, server.workspaceId, new Map([[inboxId, user === 'blind' ? blind : new Set<string>()]]))
    await client.end()
    return audit
  }
  tally.figures.control_lost = (await control('blind', 10, 'cursor_after_commit')).lost
  tally.figures.control_duplicated = (await control('doubled', 20, 'unique_key')).duplicated
  tally.expect(tally.figures.control_lost > 0, 'control: a cursor without commits lost nothing, so the gate is blind')
  tally.expect(tally.figures.control_duplicated > 0, 'control: without unique keys no copy was stored twice, so the gate is blind')
}

await runAsProgram(import.meta.url, run)
