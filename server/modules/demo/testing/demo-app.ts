import pg from 'pg'
import { startTestApp, type TestApp } from '../../../testing/app.ts'
import { startSubscribers, type SubscriberLoop } from '../../../platform/events/subscribers.ts'
import { startWorker } from '../../../platform/jobs/worker.ts'
import { createLog } from '../../../platform/log.ts'
import { deriveKey } from '../../../platform/secrets/instance-keys.ts'
import { createDemo, type Demo, type DemoDeps } from '../index.ts'

export interface DemoApp extends TestApp {
  demo: Demo
  deps: DemoDeps
  subscribers: SubscriberLoop
  stop(): Promise<void>
}

/** The whole server with the demo at work beside it: the same jobs and subscriber that the app runs when the demo is on. */
export async function startDemoApp(): Promise<DemoApp> {
  const t = await startTestApp()
  const log = createLog('silent')
  const { database, inboxes, files, links, writer, keys, bus, http } = t.app
  const deps: DemoDeps = { database, inboxes, files, links, writer, secretFor: (purpose) => deriveKey(keys[0], purpose).export(), log }
  const demo = createDemo(deps)
  if (!http.served.some(({ path }) => path === '/workspace/remove-demo')) demo.serve(http)
  const subscribers = startSubscribers(database, bus, [demo.subscriber], async () => [t.owner.workspaceId], log)
  const pool = new pg.Pool({ connectionString: t.connectionString, max: 4 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const worker = await startWorker(pool, demo.jobs, log)
  const stop = async () => {
    await subscribers.stop()
    await worker.stop()
    await pool.end()
    await t.close()
  }
  return { ...t, demo, deps, subscribers, stop }
}
