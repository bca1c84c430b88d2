import pg from 'pg'
import { startTestApp, type TestApp } from '../../../testing/app.ts'
import type { Reader } from './held-state.ts'
import type { Scene } from './mutations.ts'

export interface Stage {
  scene: Scene
  readers: Reader[]
  close(): Promise<void>
}

/** A shop with its owner, a colleague of the least role, an open team and a restricted one that only the owner is in. */
export async function setScene(): Promise<Stage> {
  // Fresh loads ask more often than a person does.
  process.env.SAMVAD_RATE_LIMITS = 'off'
  const t = await startTestApp()
  const client = new pg.Client({ connectionString: t.connectionString })
  await client.connect()
  const must = async (method: string, path: string, body?: unknown, token = t.owner.token) => {
    const answer = await t.call(method, path, { token, body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const apiInboxId = (await must('POST', '/inboxes', { name: 'App', connector: 'api' })).id as string
  const mailInboxId = (await must('POST', '/inboxes', { name: 'Mail', connector: 'email', address: 'help@shop.test' })).id as string
  const invited = await must('POST', '/invitations', { email: 'colleague@shop.test', role: 'agent' })
  const joined = await t.call('POST', '/invitations/accept', {
    token: '',
    body: { token: invited.link.split('#').at(-1), name: 'Colleague', password: 'kingfisher at dusk' },
  })
  const session = /samvad_session=([^;]+)/.exec(String(joined.headers['set-cookie']))![1]!
  const colleagueId = joined.body.agent.id as string
  const team = async (name: string, isRestricted: boolean, memberIds: string[]) =>
    (await must('POST', '/teams', { name, isRestricted, memberIds })).id as string
  const teamId = await team('Everybody', false, [])
  const restrictedTeamId = await team('Only us', true, [t.owner.userId])
  let count = 0
  const say = async (contact: string, text: string) => {
    await must('POST', `/inboxes/${apiInboxId}/messages`, { externalId: `m-${count++}`, from: { id: contact, name: contact }, text })
    await settle(t, client)
  }
  const scene: Scene = {
    t,
    colleagueId,
    teamId,
    restrictedTeamId,
    mailInboxId,
    must,
    say,
    async open() {
      const name = `Customer ${count++}`
      await say(name, 'My parcel is lost')
      await say(name, 'Please answer')
      const { items } = await must('GET', '/conversations?limit=200')
      return items.find((one: { contact: { name: string } }) => one.contact.name === name)
    },
    newest: async (id) =>
      (await must('GET', `/conversations/${id}/timeline`)).items.findLast((item: { direction: string }) => item.direction === 'in'),
    sql: async (text, values) => void (await client.query(text, values)),
    settle: () => settle(t, client),
  }
  return {
    scene,
    readers: [
      { name: 'the owner', token: t.owner.token, agent: { id: t.owner.userId, role: 'owner', teamIds: [restrictedTeamId] } },
      { name: 'a colleague of the least role', token: session, agent: { id: colleagueId, role: 'agent', teamIds: [] } },
    ],
    async close() {
      await client.end()
      await t.close()
    },
  }
}

/** Until everything is taken in and everything due is sent. */
export async function settle(t: TestApp, client: pg.Client): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    await t.app.settle()
    const { rows } = await client.query(
      `select (select count(*) from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'delivery.send' and j.run_at <= now() and j.attempts < j.max_attempts)::int + (select count(*) from inbound_events where state = 'received')::int as waiting`,
    )
    if (rows[0].waiting === 0) return t.app.settle()
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
