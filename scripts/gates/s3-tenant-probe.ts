// Gate S3: no workspace sees or changes anything of another, by any route, socket, stream or link.
// Every id field of every route (read from the contract, so that a new one is probed without anybody's doing) is given the ids of another workspace's records: the answer must
// be that of an id that does not exist, and the other workspace's rows must stay as they are. The same with each of the two walls taken down alone: the application's filter
// (statements are rewritten on their way) and row-level security (switched off). Positive control: with both down, the same probes must see leaks.
import pg from 'pg'
import { lintCatalogue } from '../../server/platform/database/catalogue.ts'
import type { Route } from '../../contract/route.ts'
import { defaultSeed, runAsProgram, Tally, until, type GateResult } from './rig/gate.ts'
import { startApp } from './rig/in-process.ts'
import { callNamingThem, callPlainly, inOrder, nameOf, probeRoute, type Stage } from './s3/probe.ts'
import { probeLive } from './s3/live.ts'
import { changedTables, fingerprint, Walls } from './s3/walls.ts'
import { makeWorld } from './s3/world.ts'

/** Routes without ids of records, which answer everybody alike or by a secret of their own. A new public route must be put here with what keeps it apart. */
const publicRoutes: Record<string, string> = {
  'GET /start': 'tells nothing of a workspace',
  'POST /sign-up': 'makes a workspace',
  'POST /sign-in': 'by password; gate S9',
  'POST /password-reset': 'answers the same for all; gate S9',
  'POST /password-reset/use': 'by a secret of 190 bits; gate S9',
  'POST /invitations/read': 'by a secret of 190 bits; gate S9',
  'POST /invitations/accept': 'by a secret of 190 bits; gate S9',
  'POST /chat/:key/visit': 'by the public key of one chat; makes a visitor of that workspace',
}
/** They would end what the gate stands on. */
const notCalledPlainly = ['POST /sign-out', 'POST /workspace/remove-demo']

export async function run(short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('s3-tenant-probe', seed)
  const walls = new Walls()
  const t = await startApp()
  const client = new pg.Client({ connectionString: t.connectionString })
  await client.connect()
  try {
    for (const finding of await lintCatalogue(client)) tally.fail(`catalogue: ${finding}`)
    const mine = await makeWorld(t, t.owner, 'crane')
    const theirs = await makeWorld(t, await t.another('Heron'), 'heron')
    const stage: Stage = { t, mine, theirs, tally, isShort: short, leaks: [], isWhole: false, planted: new Set() }
    checkKinds(stage)
    const pass = async (name: string, also: () => Promise<void> = async () => {}) => {
      stage.leaks = []
      stage.isWhole = name === 'both_walls'
      await untilQuiet(client, theirs.owner.workspaceId)
      const before = await fingerprint(client, theirs.owner.workspaceId)
      await probeAll(stage)
      await also()
      await t.app.settle()
      const written = changedTables(before, await fingerprint(client, theirs.owner.workspaceId))
      tally.figures[`leaks_${name}`] = stage.leaks.length
      tally.figures[`writes_${name}`] = written.length
      return { leaks: stage.leaks, written }
    }
    const mustHold = async (name: string, also?: () => Promise<void>) => {
      const { leaks, written } = await pass(name, also)
      for (const leak of leaks) tally.fail(`${name}: ${leak}`, `${name}: leaks`)
      for (const table of written) tally.fail(`${name}: their rows in ${table} changed`)
    }
    walls.filter(false)
    await mustHold('row_security_alone')
    walls.filter(true)
    if (walls.rewritten < 100) tally.fail(`only ${walls.rewritten} statements were without their filter`)
    tally.figures.statements_without_filter = walls.rewritten
    if (!short) {
      await walls.rowSecurity(client, false)
      await mustHold('filter_alone')
      await walls.rowSecurity(client, true)
    }
    stage.leaks = []
    await probeLive(stage)
    tally.figures.leaks_live = stage.leaks.length
    for (const leak of stage.leaks) tally.fail(leak)
    await mustHold('both_walls', async () => {
      for (const route of callable(stage)) await callPlainly(stage, route)
      for (const route of callable(stage)) await callNamingThem(stage, route)
    })
    await walls.rowSecurity(client, false)
    walls.filter(false)
    const { leaks, written } = await pass('control')
    if (leaks.length < 20) tally.fail(`control: with both walls down only ${leaks.length} leaks were seen, so the gate is blind`)
    if (written.length === 0) tally.fail('control: with both walls down nothing of theirs was changed, so the gate is blind')
  } finally {
    walls.filter(true)
    walls.restore()
    await client.end()
    await t.close()
  }
  return tally.result()
}

/** Their own messages are still being sent and indexed for a moment; what changes after that is our doing. */
async function untilQuiet(client: pg.Client, workspaceId: string): Promise<void> {
  let last = await fingerprint(client, workspaceId)
  await until(
    async () => {
      const now = await fingerprint(client, workspaceId)
      const isQuiet = changedTables(last, now).length === 0
      last = now
      return isQuiet
    },
    15_000,
    1_500,
  )
}

async function probeAll(stage: Stage): Promise<void> {
  let fields = 0
  for (const route of inOrder(stage.t.app.http.served)) if (isProbed(stage, route)) fields += await probeRoute(stage, route)
  stage.tally.figures.routes = stage.t.app.http.served.length
  stage.tally.figures.fields = fields
}

/** Routes that may be called with our own records without ending what the gate stands on. */
const callable = (stage: Stage) =>
  inOrder(stage.t.app.http.served).filter((route) => isProbed(stage, route) && !notCalledPlainly.includes(nameOf(route)) && route.method !== 'DELETE')

const isProbed = ({ mine }: Stage, route: Route) => route.access !== 'public' && (route.access !== 'visitor' || mine.visitorToken !== null)

/** A route whose path names a kind of record that the worlds do not hold would be probed in vain. */
function checkKinds({ t, mine, tally }: Stage): void {
  const known = [
    'conversations',
    'messages',
    'contacts',
    'contact-merges',
    'inboxes',
    'inbound-events',
    'quarantine',
    'agents',
    'invitations',
    'teams',
    'tokens',
    'me',
    'saved-replies',
    'views',
    'webhooks',
    'webhook-deliveries',
    'chat',
    'password-reset',
  ]
  for (const route of t.app.http.served) {
    if (route.access === 'public' && !(nameOf(route) in publicRoutes))
      tally.fail(`${nameOf(route)} is open to everybody: say in s3-tenant-probe.ts what keeps workspaces apart there`)
    if (route.access === 'visitor' && !mine.visitorToken) tally.fail(`${nameOf(route)}: no visitor could be made to probe it`)
    const segment = route.path.split('/')[1]!
    if (route.path.includes(':') && !known.includes(segment))
      tally.fail(`${nameOf(route)}: no record of this kind is in the probe's worlds; add one in s3/world.ts`)
  }
  for (const [kind, id] of Object.entries(mine.ids)) if (!id) tally.fail(`the probe's world has no ${kind}`)
}

await runAsProgram(import.meta.url, run)
