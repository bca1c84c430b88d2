import { routes } from '../../../../contract/api/index.ts'
import type { AgentActor } from '../../../platform/context.ts'
import { startSubscribers } from '../../../platform/events/subscribers.ts'
import { createLog } from '../../../platform/log.ts'
import { startTestApp, type TestApp } from '../../../testing/app.ts'
import { allWorkspaces } from '../../workspaces/index.ts'
import { indexContacts, indexMessages, search, serveSearch, type SearchInput, type SearchOptions } from '../index.ts'

/** What is found does not depend on how busy the machine is; tests of the time limit bring their own. */
const patient = { stepMs: 10_000, totalMs: 20_000 }

export type Owner = TestApp['owner']

/** The whole server with its search index following. */
export async function startIndexedApp() {
  const t = await startTestApp()
  // The app may serve and index by itself; a second reader of the same cursor does no harm.
  if (!t.app.http.served.includes(routes.search)) serveSearch(t.app.http)
  const indexing = startSubscribers(
    t.app.database,
    t.app.bus,
    [indexMessages, indexContacts],
    () => allWorkspaces(t.app.database),
    createLog('silent'),
  )

  const lag = (workspaceId: Owner['workspaceId']) =>
    t.app.database.read(workspaceId, { kind: 'system', name: 'test' }, async (ctx) => {
      const row = await ctx.sql.one<{ lag: number }>(
        `select max(last - coalesce(s.cursor, 0))::int as lag from counters c cross join unnest($2::text[]) as wanted left join subscriber_cursors s on s.workspace_id = c.workspace_id and s.name = wanted
         where c.workspace_id = $1 and c.name = 'event'`,
        [workspaceId, [indexMessages.name, indexContacts.name]],
      )
      return row!.lag
    })

  return {
    ...t,
    /** Resolves when everything that was said in the workspace can be found. */
    async indexed(owner: Owner = t.owner): Promise<void> {
      await t.app.settle()
      for (let tries = 0; (await lag(owner.workspaceId)) > 0; tries++) {
        if (tries > 200) throw new Error('the index does not catch up')
        await indexing.sweep()
        await indexing.idle()
      }
    },
    async makeInbox(owner: Owner = t.owner): Promise<string> {
      return (await t.call('POST', '/inboxes', { token: owner.token, body: { name: 'api', connector: 'api', address: '' } })).body.id
    },
    /** One message from somebody; returns its arrival's id. */
    async say(inboxId: string, from: string, text: string, owner: Owner = t.owner): Promise<string> {
      const { status, body } = await t.call('POST', `/inboxes/${inboxId}/messages`, {
        token: owner.token,
        body: { externalId: `${from}-${text.length}-${Math.random()}`, from: { id: from, name: from }, text },
      })
      if (status !== 202) throw new Error(`not taken in: ${JSON.stringify(body)}`)
      return body.id
    },
    find: (input: Partial<SearchInput> & { q: string }, actor: AgentActor = t.owner.actor, options: SearchOptions = {}, owner: Owner = t.owner) =>
      t.app.database.read(owner.workspaceId, actor, (ctx) => search(ctx, { limit: 20, ...input }, { limits: patient, ...options })),
    async close() {
      await indexing.stop()
      await t.close()
    },
  }
}
export type IndexedApp = Awaited<ReturnType<typeof startIndexedApp>>
