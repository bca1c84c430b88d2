// Gate R8: whoever follows the stream holds what a fresh load shows, however often lines break and the server dies.
// Screens follow /api/v1/stream while customers write and agents work at random; lines are cut at random moments, some for long, and the server is killed. In the end each
// screen's state (contract/apply-event.ts, the function that the console runs) must equal a fresh load, its numbers must have no gap and never go back.
// That every mutating route tells its change is proved by server/modules/conversations/consistency.test.ts. Positive control: a screen that does not ask for what it missed.
import type pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../server/connectors/email/mime/mutate.ts'
import { differences } from '../../server/modules/conversations/testing/held-state.ts'
import { drained } from './rig/audit.ts'
import { defaultSeed, runAsProgram, Tally, until, type GateResult } from './rig/gate.ts'
import { Sender } from './rig/sender.ts'
import { ServerProcess } from './rig/server-process.ts'
import { apiDelivery } from './r1/traffic.ts'
import { actAtRandom } from './r8/actions.ts'
import { Listener } from './r8/listener.ts'

export async function run(short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('r8-no-gap', seed)
  const random = seededRandom(seed)
  const size = short ? { screens: 6, cuts: 40, kills: 3, messages: 300 } : { screens: 20, cuts: 500, kills: 50, messages: 6_000 }
  const server = new ServerProcess()
  const screens: Listener[] = []
  try {
    await server.startFresh()
    const inbox = (await server.call('POST', '/inboxes', { name: 'App', connector: 'api' })).body.id as string
    const me = (await server.call('GET', '/me')).body.agent.id as string
    const sender = new Sender({ url: () => server.url, lanes: 8 })
    const say = (n: number) => sender.send(apiDelivery(server.token, inbox, `m-${n}`, `customer-${n % 40}`, `words ${n}`))
    await Promise.all(Array.from({ length: 40 }, (_, n) => say(n)))
    const options = { url: () => server.url, token: server.token, agentId: me }
    for (let n = 0; n < size.screens; n++) screens.push(new Listener(options))
    const forgetful = new Listener({ ...options, skipsMissed: true })
    await Promise.all([...screens, forgetful].map((screen) => screen.start()))
    const stopping = new AbortController()
    const working = work(server, stopping.signal, random, tally)
    const talking = (async () => {
      for (let n = 40; n < size.messages; n += 4) {
        await Promise.all([say(n), say(n + 1), say(n + 2), say(n + 3)])
        await sleep(short ? 15 : 25)
      }
    })()
    await disturb(server, [...screens, forgetful], size, random, tally)
    await talking
    stopping.abort()
    await working
    sender.stop()
    // Merging has left few conversations; these are new.
    const late = new Sender({ url: () => server.url })
    await Promise.all(Array.from({ length: 6 }, (_, n) => late.send(apiDelivery(server.token, inbox, `late-${n}`, `late-customer-${n}`, 'hello'))))
    late.stop()
    await changeWhileAway(server, forgetful, screens[0]!)
    await judge(server, screens, forgetful, me, tally)
  } finally {
    for (const screen of screens) screen.stop()
    await server.remove()
  }
  return tally.result()
}

/** Two agents at work until told to stop. */
async function work(server: ServerProcess, signal: AbortSignal, random: () => number, tally: Tally): Promise<void> {
  await Promise.all(
    [0, 1].map(async () => {
      while (!signal.aborted) {
        const list = await server.call('GET', '/conversations?limit=60').catch(() => null)
        if (list?.status === 200 && list.body.items.length > 0)
          for (let n = 0; n < 10 && !signal.aborted; n++)
            tally.add(
              Math.floor((await actAtRandom({ url: () => server.url, token: server.token, random }, list.body.items)) / 100) === 2
                ? 'actions'
                : 'actions_refused',
            )
        else await sleep(50)
      }
    }),
  )
}

/** Cuts lines at random moments and kills the server evenly in between. */
async function disturb(
  server: ServerProcess,
  screens: Listener[],
  size: { cuts: number; kills: number },
  random: () => number,
  tally: Tally,
): Promise<void> {
  const every = Math.floor(size.cuts / size.kills)
  for (let cut = 1; cut <= size.cuts; cut++) {
    await sleep(10 + Math.floor(random() * 120))
    screens[Math.floor(random() * screens.length)]!.cut()
    tally.add('cuts')
    if (cut % every !== 0) continue
    await server.kill()
    tally.add('kills')
    await server.start()
  }
}

/** Nothing is on its way any more that would change a conversation by itself. */
async function untilStill(client: pg.Client): Promise<void> {
  await drained(client, 60_000)
  await until(
    async () =>
      (
        await client.query(
          `select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'delivery.send' and attempts < max_attempts`,
        )
      ).rowCount === 0,
    60_000,
    200,
  )
  await drained(client, 60_000)
}

/** The last thing that happens to some conversations happens while the forgetful screen is away, so that nothing later puts it right. */
async function changeWhileAway(server: ServerProcess, forgetful: Listener, witness: Listener): Promise<void> {
  const client = await server.connect()
  await untilStill(client)
  await client.end()
  const { items } = (await server.call('GET', '/conversations?limit=6')).body as { items: { id: string }[] }
  const areHeld = await until(() => items.length === 6 && items.every(({ id }) => forgetful.held.conversations.has(id)), 20_000)
  if (!areHeld) throw new Error(`control: the forgetful screen does not hold the ${items.length} newest conversations`)
  forgetful.isAway = true
  forgetful.cut()
  for (const [at, { id }] of items.entries()) {
    if (at === items.length - 1) {
      // Told to those who are here: what still comes after this would reach the forgetful one too.
      await until(() => witness.held.conversations.get(items[at - 1]!.id)?.subject === `said while away ${at - 1}`, 20_000)
      forgetful.isAway = false
      await until(() => forgetful.isLive, 5_000)
      await sleep(200)
    }
    const { status } = await server.call('POST', `/conversations/${id}/subject`, { subject: `said while away ${at}` })
    if (status !== 200) throw new Error(`the subject could not be changed: ${status}`)
  }
}

async function judge(server: ServerProcess, screens: Listener[], forgetful: Listener, agentId: string, tally: Tally): Promise<void> {
  const client = await server.connect()
  await untilStill(client)
  const last = async () =>
    Number((await client.query(`select last from counters where workspace_id = $1 and name = 'event'`, [server.workspaceId])).rows[0].last)
  const number = await last()
  // What one agent has read is told to that agent alone; all screens here are of one agent, so every number is theirs.
  await until(() => [...screens, forgetful].every((screen) => screen.reached >= number), 20_000)
  const fresh = new Listener({ url: () => server.url, token: server.token, agentId })
  await fresh.load()
  tally.figures.events = number
  tally.figures.screens = screens.length
  for (const screen of screens) {
    let missed = 0
    for (let at = screen.loadedAt + 1; at <= number; at++) if (!screen.seen.has(at)) missed++
    const wrong = differences(screen.held, fresh.held)
    tally.add('missed', missed)
    tally.add('wrong_fields', wrong.length)
    tally.add('went_back', screen.wentBack)
    tally.add('resyncs', screen.resyncs)
    tally.add('reconnects', screen.reconnects)
    for (const one of wrong) tally.fail(`a screen differs from a fresh load: ${one.slice(0, 200)}`, 'screens differ')
    if (missed > 0) tally.fail(`a screen missed ${missed} events`, 'events missed')
    if (screen.wentBack > 0) tally.fail(`numbers went back ${screen.wentBack} times`, 'numbers went back')
  }
  const waits = screens.flatMap((screen) => screen.readyMs).sort((a, b) => a - b)
  tally.figures.ready_p50_ms = waits[Math.floor(waits.length / 2)]!
  tally.figures.ready_p99_ms = waits[Math.floor(waits.length * 0.99)]!
  let forgotten = 0
  for (let at = forgetful.loadedAt + 1; at <= number; at++) if (!forgetful.seen.has(at)) forgotten++
  tally.figures.control_missed = forgotten
  tally.figures.control_wrong_fields = differences(forgetful.held, fresh.held).length
  tally.expect(
    forgotten > 0 && tally.figures.control_wrong_fields > 0,
    'control: a screen that does not ask for what it missed was found right, so the gate is blind',
  )
  tally.expect((tally.figures.actions ?? 0) > (tally.figures.actions_refused ?? 0), 'most actions were refused, so little was proved')
  forgetful.stop()
  await client.end()
}

await runAsProgram(import.meta.url, run)
