import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { InboxId } from '../../contract/ids.ts'
import { startTestApp } from '../testing/app.ts'
import type { Connector } from './connector.ts'
import { connectors } from './registry.ts'
import type { Arrival, Item, Provider, Stage, Words } from './contract-test-provider.ts'

export async function openStage(connector: Connector, provider: Provider): Promise<Stage> {
  const logged: string[] = []
  const t = await startTestApp({
    startWork: false,
    logLevel: 'debug',
    logTo: (line) => void logged.push(line),
    connectors: new Map([...connectors, [connector.name, connector]]),
  })
  const owner = new pg.Pool({ connectionString: t.connectionString, max: 2 })
  // The database is dropped while a connection may still be closing.
  owner.on('connect', (client) => client.on('error', () => {}))
  const made = await t.call('POST', '/inboxes', { body: { name: 'Contract', connector: connector.name, ...provider.inbox } })
  assert.equal(made.status, 201, `the inbox: ${JSON.stringify(made.body)}`)
  const inboxId: string = made.body.id
  const arrival = async (id: string): Promise<Arrival> => (await t.call('GET', `/inbound-events/${id}`)).body
  const timeline = async (conversationId: string): Promise<Item[]> =>
    (await t.call('GET', `/conversations/${conversationId}/timeline?limit=100`)).body.items
  const rows = async <Row extends object>(sql: string, values: unknown[] = []) => (await owner.query<Row>(sql, values)).rows
  const hurry = async () => void (await rows(`update graphile_worker._private_jobs set run_at = now() where run_at > now() and locked_at is null`))
  const stage: Stage = {
    t,
    connector,
    provider,
    inboxId,
    publicKey: made.body.publicKey,
    logged,
    arrival,
    timeline,
    rows,
    hurry,
    async say(words) {
      const { status, id } = await provider.handIn(stage, words)
      assert.ok(status >= 200 && status < 300, `${words.id} was answered with ${status}`)
      await t.app.settle()
      return arrival(id)
    },
    async store({ headers, body }) {
      const { id } = await t.app.writer.store({ workspaceId: t.owner.workspaceId, inboxId: inboxId as InboxId, source: 'webhook', headers, body })
      await t.app.settle()
      return arrival(id)
    },
    answer: (conversationId, text, more = {}) =>
      t.call('POST', `/conversations/${conversationId}/replies`, { body: { text, holdSeconds: 0, ...more } }),
    async becomes(conversationId, messageId, what, is) {
      let item: Item | undefined
      for (const end = Date.now() + 20_000; Date.now() < end;) {
        await hurry()
        item = (await timeline(conversationId)).find((one) => one.id === messageId)
        if (item && is(item)) return item
        await sleep(60)
      }
      throw new Error(`${what}: not within 20 s; it is ${JSON.stringify(item?.delivery)}`)
    },
    async close() {
      await owner.end().finally(() => t.close())
    },
  }
  return stage
}

let counter = 0
/** A message nobody has written before; `person` and `text` as given. */
export function wordsOf(given: Partial<Words> = {}): Words {
  const id = `contract-${++counter}`
  return { id, person: `person-${counter}`, name: 'Asha Nair', text: `Words of ${id}`, at: new Date(), answers: null, ...given }
}
