import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, milliseconds, type BenchOptions, type Figure } from './figure.ts'
import { pssBytes } from './processes.ts'
import { spawnServer, startServer } from './server.ts'

/** Milliseconds from nothing to the first answer of bare Fastify with one query, its database already up. */
async function timeBare(connectionString: string): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-start.ts'), connectionString], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = String((await once(child.stdout, 'data'))[0]).trim()
  await (await fetch(url)).text()
  const ms = performance.now() - startedAt
  child.kill()
  return ms
}

/** Milliseconds from the command to the first answer of /readyz, on a folder that has been used before; its database starts within that time. */
async function timeOurs(dataDir: string): Promise<number> {
  const startedAt = performance.now()
  const { url, stop } = await spawnServer(dataDir)
  const { ok } = await fetch(`${url}/readyz`)
  const ms = performance.now() - startedAt
  await stop()
  if (!ok) throw new Error('the server says that it is not ready')
  return ms
}

/** What the whole stack costs before anybody writes: memory at rest, and time to start again. */
export async function run({ short, say }: BenchOptions): Promise<Figure[]> {
  const rounds = short ? 2 : 9
  const bareDatabase = await startServer()
  const dataDir = mkdtempSync(join(tmpdir(), 'samvad-bench-'))
  try {
    const { pid, stop } = await spawnServer(dataDir)
    await sleep(short ? 3_000 : 15_000)
    const atRest = pssBytes(pid)
    say(`at rest ${(atRest / 2 ** 20).toFixed(0)} MB`)
    await stop()
    const found: { ours: number; bare: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const one = { bare: await timeBare(bareDatabase.connectionString), ours: await timeOurs(dataDir) }
      found.push(one)
      say(`start ${milliseconds(one.ours)}, bare ${milliseconds(one.bare)}`)
    }
    return [
      {
        name: 'memory of the whole stack at rest (PSS)',
        ours: `${(atRest / 2 ** 20).toFixed(0)} MB`,
        limit: '–',
        ratio: atRest / 2 ** 20,
        goal: { atMost: 250 },
        unit: 'MB',
        note: 'server, worker and PostgreSQL',
      },
      {
        name: 'second start, to the first answer',
        ours: milliseconds(median(found.map((one) => one.ours))),
        limit: milliseconds(median(found.map((one) => one.bare))),
        ratio: median(found.map((one) => one.ours / one.bare)),
        goal: { atMost: 4 },
        note: 'bare: Fastify and one query on a database that is up; ours starts its database too',
      },
    ]
  } finally {
    await bareDatabase.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
