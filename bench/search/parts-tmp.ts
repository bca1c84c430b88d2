import pg from 'pg'
import { makeOwner } from '/work/main/server/modules/people/index.ts'
import { search } from '/work/main/server/modules/search/index.ts'
import { systemClock } from '/work/main/server/platform/clock.ts'
import { createDatabase } from '/work/main/server/platform/database/database.ts'
import { createBus } from '/work/main/server/platform/events/bus.ts'
import { createLog } from '/work/main/server/platform/log.ts'
import { cloneDatabase } from '/work/main/server/testing/postgres.ts'
import { loadCorpus } from '/work/main/bench/search/corpus.ts'
import { makeQueries } from '/work/main/bench/search/queries.ts'
const clone = await cloneDatabase()
const log = createLog('silent')
const database = createDatabase({ connectionString: clone.url, clock: systemClock, bus: createBus(log), log })
const client = new pg.Client({ connectionString: clone.url })
await client.connect()
const { workspaceId } = await makeOwner(database, { email: 'b@e.org', name: 'B', password: 'correct horse battery', workspace: 'B' })
const corpus = await loadCorpus(client, workspaceId, Number(process.argv[2] ?? 20000), () => {})
const times = new Map<string, number[]>()
const actor: any = { kind: 'agent', id: workspaceId, name: 'B', role: 'agent', teamIds: [], scopes: null, sessionId: null, tokenId: null }
for (const cls of makeQueries(corpus, 40).filter((c) => (process.argv[3] ?? 'rare word').split(',').includes(c.name))) {
  times.clear()
  const note = (k: string, ms: number) => times.set(k, [...(times.get(k) ?? []), ms])
  for (const q of cls.queries) {
    const t0 = performance.now()
    await database.read(workspaceId, actor, async (ctx) => {
      const wrap = (f: any) => async (text: string, values: unknown[]) => {
        const t = performance.now()
        try {
          return await f.call(ctx.sql, text, values)
        } finally {
          note(text.replace(/\s+/g, ' ').slice(0, 60), performance.now() - t)
        }
      }
      const sql: any = { one: wrap(ctx.sql.one), many: wrap(ctx.sql.many), run: wrap(ctx.sql.run) }
      return search({ ...ctx, sql } as any, { q, limit: 20 })
    })
    note('TOTAL', performance.now() - t0)
  }
  console.log(cls.name)
  for (const [k, v] of times) {
    v.sort((a, b) => a - b)
    console.log(k.padEnd(64), 'n', v.length, 'p50', v[v.length >> 1]!.toFixed(2), 'p95', v[Math.floor(v.length * 0.95)]!.toFixed(2))
  }
}
await client.end()
await database.close()
await clone.drop()
