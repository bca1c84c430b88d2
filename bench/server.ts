import { spawn, type ChildProcess } from 'node:child_process'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const node = process.execPath

export interface BenchServer {
  url: string
  dataDir: string
  connectionString: string
  token: string
  pid: number
  stop(): Promise<void>
}

/** Our server as an operator starts it (durable, embedded PostgreSQL), in a process of its own, with an owner's token. */
export async function startServer(env: Record<string, string> = {}): Promise<BenchServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'samvad-bench-'))
  const child: ChildProcess = spawn(
    node,
    ['bin/samvad.mjs', 'start', '--data', dataDir, '--port', '0', '--no-demo', '--no-open', '--log-level', 'error'],
    { cwd: root, env: { ...process.env, SAMVAD_RATE_LIMITS: 'off', ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout!.on('data', (chunk) => {
      text += chunk
      const found = /Samvad is ready at (\S+)/.exec(text)
      if (found) resolve(found[1]!)
    })
    child.on('exit', () => reject(new Error(`the server ended: ${text}`)))
  })
  const { readRunning } = await import('../server/platform/database/embedded/index.ts')
  const made = JSON.parse(
    execFileSync(
      node,
      [
        'bin/samvad.mjs',
        'create-owner',
        '--data',
        dataDir,
        '--email',
        'owner@bench.test',
        '--name',
        'Owner',
        '--password',
        'correct horse battery',
        '--workspace',
        'Bench',
        '--json',
      ],
      { cwd: root, encoding: 'utf8' },
    ),
  ) as { token: string }
  return {
    url,
    dataDir,
    connectionString: readRunning(dataDir)!.connectionString,
    token: made.token,
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** POSTs over one kept connection per lane for `ms` and counts answers by status. */
export async function post(
  lanes: number,
  ms: number,
  make: (lane: number, at: number) => { url: string; headers: Record<string, string>; body: string | Buffer },
): Promise<{ done: number; seconds: number; statuses: Record<number, number> }> {
  const { Agent, request } = await import('node:http')
  const agent = new Agent({ keepAlive: true, maxSockets: lanes })
  const statuses: Record<number, number> = {}
  const startedAt = performance.now()
  const endsAt = startedAt + ms
  let done = 0
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let at = 0; performance.now() < endsAt; at++) {
        const { url, headers, body } = make(lane, at)
        const status = await new Promise<number>((resolve, reject) => {
          const call = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
            answer.resume()
            answer.on('end', () => resolve(answer.statusCode!))
          })
          call.on('error', reject)
          call.end(body)
        })
        statuses[status] = (statuses[status] ?? 0) + 1
        done++
      }
    }),
  )
  agent.destroy()
  return { done, seconds: (performance.now() - startedAt) / 1000, statuses }
}
