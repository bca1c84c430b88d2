import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readRunning } from '../server/platform/database/embedded/index.ts'

const root = join(import.meta.dirname, '..')
const node = process.execPath

export interface BenchServer {
  url: string
  dataDir: string
  connectionString: string
  token: string
  workspaceId: string
  userId: string
  pid: number
  /** Calls the API; an answer that is no success is an error. */
  call(method: string, path: string, body?: unknown): Promise<any>
  /** Resolves once everything is taken in and every subscriber but the search index has caught up, which follows when it is quiet. */
  takenIn(): Promise<void>
  /** Resolves once everything is taken in and can be searched for. */
  drained(): Promise<void>
  stop(): Promise<void>
}

/** Starts `samvad start` on a data folder and resolves with its address and process. */
export async function spawnServer(dataDir: string, nodeOptions: string[] = []): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const child = spawn(
    node,
    [...nodeOptions, 'bin/samvad.mjs', 'start', '--data', dataDir, '--port', '0', '--no-demo', '--no-open', '--log-level', 'error'],
    { cwd: root, env: { ...process.env, SAMVAD_RATE_LIMITS: 'off' }, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const found = /Samvad is ready at (\S+)/.exec(text)
      if (found) resolve(found[1]!)
    })
    child.on('exit', () => reject(new Error(`the server ended: ${text}`)))
  })
  return {
    url,
    pid: child.pid!,
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
    },
  }
}

/** Our server as an operator starts it (durable, embedded PostgreSQL), in processes of its own, with an owner and a token; all is removed when it stops. */
export async function startServer({ nodeOptions = [] }: { nodeOptions?: string[] } = {}): Promise<BenchServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'samvad-bench-'))
  const { url, pid, stop } = await spawnServer(dataDir, nodeOptions)
  const { token, workspaceId, userId } = makeOwner(dataDir)
  const { connectionString } = readRunning(dataDir)!
  const client = new pg.Client({ connectionString })
  // A server that ends under a bench is noticed by whatever asks it next.
  client.on('error', () => {})
  await client.connect()
  const caughtUp = async (which: string) => {
    for (;;) {
      const { rows } = await client.query(
        `select exists (select from inbound_events where state = 'received') or (select max(last) from counters where name = 'event') > (select min(cursor) from subscriber_cursors where ${which}) as behind`,
      )
      if (!rows[0].behind) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return {
    url,
    dataDir,
    connectionString,
    token,
    workspaceId,
    userId,
    pid,
    async call(method, path, body) {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    takenIn: () => caughtUp(`name not like 'search.%'`),
    drained: () => caughtUp('true'),
    async stop() {
      await client.end()
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function makeOwner(dataDir: string): { token: string; workspaceId: string; userId: string } {
  const words = ['--email', 'owner@bench.test', '--name', 'Owner', '--password', 'correct horse battery', '--workspace', 'Bench', '--json']
  return JSON.parse(
    execFileSync(node, ['bin/samvad.mjs', 'create-owner', '--data', dataDir, ...words], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
}
