import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, afterEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { findLostClusters } from './placement.ts'
import { readRunning } from './running-file.ts'

interface Said {
  log?: string
  ready?: string
  version?: string
  refused?: string
  message?: string
  hint?: string
}

const isRoot = process.getuid?.() === 0
// What dies here are processes, never the machine, so a disk in memory shows the same and does not wait for other programs' flushes.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'samvad embedded é-'))
chmodSync(folder, 0o755)
const started = new Set<ChildProcess>()
afterEach(async () => {
  for (const child of started) await stop(child)
})
const mounts: string[] = []
after(() => {
  for (const path of mounts) spawnSync('umount', [path])
  rmSync(folder, { recursive: true, force: true })
})

/** Starts a process of its own on the folder and returns its first word that is not progress, all progress before it, and a reader of what it says later. */
async function start(dataDir: string, asOrdinaryUser = false): Promise<{ child: ChildProcess; said: Said; logs: string[]; rest(): Promise<string> }> {
  const script = [process.execPath, join(import.meta.dirname, 'run-for-test.ts'), dataDir]
  const command = asOrdinaryUser ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...script] : script
  const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] })
  started.add(child)
  child.once('exit', () => started.delete(child))
  const logs: string[] = []
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]()
  const next = async (): Promise<Said> => JSON.parse((await lines.next()).value ?? '{"refused":"it said nothing"}')
  for (;;) {
    const said = await next()
    if (said.log === undefined) return { child, said, logs, rest: async () => (await next()).log ?? '' }
    logs.push(said.log)
  }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const postmasterPid = (dataDir: string) => Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
/** A process that has ended but is not yet collected by its parent still answers to signal 0, so its state is read. */
const isAlive = (pid: number) => existsSync(`/proc/${pid}/stat`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')

const house = join(folder, 'house')

test('the first start makes a PostgreSQL 18 that knows Indic letters, flushes every commit, and shuts everyone else out', async () => {
  const { child, said, logs } = await start(house)
  assert.match(said.version!, /^18\./)
  assert.deepEqual(logs, ['Creating the database (first start only) …'])
  await query(said.ready!, 'create extension pg_trgm')
  assert.deepEqual(await query(said.ready!, `select similarity('हिन्दी', 'हिन्दी')`), [{ similarity: 1 }])
  const settings = `select string_agg(name || '=' || setting, ' ' order by name) as s from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses')`
  assert.deepEqual(await query(said.ready!, settings), [
    { s: 'data_checksums=on fsync=on full_page_writes=on listen_addresses= synchronous_commit=on' },
  ])
  const wrong = new URL(said.ready!)
  wrong.password = 'guess'
  await assert.rejects(query(wrong.href, 'select 1'), { code: '28P01' })
  assert.equal(statSync(join(house, 'running.json')).mode & 0o777, 0o600)
  assert.equal(statSync(join(house, 'postgres.password')).mode & 0o777, 0o600)
  assert.equal(statSync(join(house, 'postgres')).mode & 0o777, 0o700)
  await query(said.ready!, 'create table kept (word text); insert into kept values ($$one$$)')
  await stop(child)
  assert.equal(readRunning(house), null)
  assert.equal(existsSync(join(house, 'postgres/postmaster.pid')), false)
})

test('a second process on the same folder refuses in one line, and the first one is not disturbed', async () => {
  const first = await start(house)
  const second = await start(house)
  assert.equal(second.said.refused, 'folder_in_use')
  assert.match(second.said.message!, new RegExp(`^Another Samvad is already running on .*\\(process ${first.child.pid}\\)\\.$`))
  assert.deepEqual(await query(first.said.ready!, 'select word from kept'), [{ word: 'one' }])
  await stop(first.child)
})

test('killed with SIGKILL, everything committed is there at the next start, and no server is left behind', async () => {
  const first = await start(house)
  await query(first.said.ready!, 'insert into kept values ($$two$$)')
  const pid = postmasterPid(house)
  await stop(first.child, 'SIGKILL')
  const second = await start(house)
  assert.equal(isAlive(pid), false)
  assert.deepEqual(await query(second.said.ready!, 'select word from kept order by word'), [{ word: 'one' }, { word: 'two' }])
  await stop(second.child, 'SIGKILL')
  for (let waitedMs = 0; isAlive(postmasterPidOr(house, pid)) && waitedMs < 5_000; waitedMs += 20) await sleep(20)
  assert.equal(existsSync(join(house, 'postgres/postmaster.pid')), false, 'the watcher stops the server of a killed process')
})

test('killed ten times at random moments of its start, the folder still starts', async () => {
  for (let round = 0; round < 10; round++) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'run-for-test.ts'), house], { stdio: 'ignore' })
    started.add(child)
    await sleep(60 + ((round * 37) % 200))
    await stop(child, 'SIGKILL')
    started.delete(child)
  }
  const { child, said } = await start(house)
  assert.deepEqual(await query(said.ready!, 'select word from kept order by word'), [{ word: 'one' }, { word: 'two' }])
  await stop(child)
})

test('killed while the very first start makes the cluster, the next start makes it anew and leaves no remains', async () => {
  const young = join(folder, 'young')
  for (const killAfterMs of [300, 700]) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'run-for-test.ts'), young], { stdio: 'ignore' })
    started.add(child)
    await sleep(killAfterMs)
    await stop(child, 'SIGKILL')
    started.delete(child)
  }
  const { child, said } = await start(young)
  assert.match(said.version!, /^18\./)
  await stop(child)
  assert.deepEqual(
    readdirSync(young).filter((name) => name.includes('.new-')),
    [],
  )
  rmSync(young, { recursive: true })
})

test('a pid file whose number now belongs to another process does not stand in the way', async () => {
  const stranger = spawn('sleep', ['60'], { uid: statSync(join(house, 'postgres')).uid })
  started.add(stranger)
  const lines = [stranger.pid, join(house, 'postgres'), 1, 5432, join(house, 'postgres'), '', '  1   2', 'ready   ']
  writeFileSync(join(house, 'postgres/postmaster.pid'), `${lines.join('\n')}\n`, { mode: 0o600 })
  const { child, said } = await start(house)
  assert.deepEqual(await query(said.ready!, 'select count(*)::int as n from kept'), [{ n: 2 }])
  await stop(child)
  assert.equal(stranger.exitCode ?? stranger.signalCode, null, 'the stranger was left alone')
  await stop(stranger)
})

test('when PostgreSQL itself is killed under a running Samvad, it is back by itself with everything committed', async () => {
  const { child, said } = await start(house)
  await query(said.ready!, 'insert into kept values ($$three$$)')
  const pid = postmasterPid(house)
  process.kill(pid, 'SIGKILL')
  let rows: unknown[] = []
  for (let tries = 0; rows.length === 0 && tries < 200; tries++) {
    await sleep(25)
    rows = await query(said.ready!, 'select count(*)::int as n from kept').catch(() => [])
  }
  assert.deepEqual(rows, [{ n: 3 }])
  assert.notEqual(postmasterPid(house), pid)
  await stop(child)
})

test('with the password file lost, the owner of the files gets in with a new one', async () => {
  rmSync(join(house, 'postgres.password'))
  const { child, said } = await start(house)
  assert.deepEqual(await query(said.ready!, 'select count(*)::int as n from kept'), [{ n: 3 }])
  await stop(child)
})

test('ALTER SYSTEM outlives a restart: the operator has the last word on settings', async () => {
  const first = await start(house)
  await query(first.said.ready!, `alter system set work_mem = '16MB'`)
  await stop(first.child)
  const second = await start(house)
  assert.deepEqual(await query(second.said.ready!, 'show work_mem'), [{ work_mem: '16MB' }])
  await stop(second.child)
})

test('a cluster of another major version is refused in one line', async () => {
  const path = join(house, 'postgres/PG_VERSION')
  const right = readFileSync(path, 'utf8')
  writeFileSync(path, '17\n')
  const { said } = await start(house)
  writeFileSync(path, right)
  assert.equal(said.refused, 'version_mismatch')
  assert.match(said.message!, /PostgreSQL 17; this Samvad brings 18\.$/)
})

test('a folder path too long for a socket falls back to a port of this machine only', async () => {
  const deep = join(folder, 'd'.repeat(90))
  const { child, said } = await start(deep)
  assert.match(said.ready!, /host=127\.0\.0\.1$/)
  assert.deepEqual(await query(said.ready!, 'show listen_addresses'), [{ listen_addresses: '127.0.0.1' }])
  await stop(child)
  rmSync(deep, { recursive: true })
})

test('a file where the folder should be is refused in one line', async () => {
  const path = join(folder, 'file')
  writeFileSync(path, '')
  const { said } = await start(path)
  assert.equal(said.refused, 'folder_not_writable')
  assert.doesNotMatch(said.message! + said.hint!, /\n/)
})

test('a folder that cannot be made is refused in one line', async () => {
  const { said } = await start('/proc/samvad/data')
  assert.equal(said.refused, 'folder_not_writable')
  assert.match(said.message!, /^\/proc\/samvad\/data /)
})

/** A disk of its own, so that it can be filled; null where this user may not mount one. */
function mountSmallDisk(name: string, sizeMb: number): string | null {
  const path = join(folder, name)
  mkdirSync(path)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=755`, 'tmpfs', path]).status !== 0) return null
  mounts.push(path)
  return path
}

test('a read-only disk is named as one, also where several folders would have to be made', { skip: !isRoot }, async (t) => {
  const disk = mountSmallDisk('read-only', 1)
  if (!disk || spawnSync('mount', ['-o', 'remount,ro', disk]).status !== 0) return t.skip('this root may not mount')
  const { said } = await start(join(disk, 'deep', 'data'))
  assert.equal(said.refused, 'folder_not_writable')
  assert.match(said.message!, /is on a read-only disk\.$/)
})

test('a disk too small or full is refused in one line, and with space given back everything is there', { skip: !isRoot }, async (t) => {
  const small = mountSmallDisk('small', 60)
  const disk = mountSmallDisk('disk', 260)
  if (!small || !disk) return t.skip('this root may not mount')
  const tooSmall = await start(join(small, 'data'))
  assert.equal(tooSmall.said.refused, 'disk_full')
  assert.match(tooSmall.said.message!, /MB free; the first start needs 168 MB\.$/)
  const dataDir = join(disk, 'data')
  const first = await start(dataDir)
  await query(first.said.ready!, 'create table kept (word text); insert into kept values ($$one$$)')
  await stop(first.child)
  rmSync(join(dataDir, 'reserve'))
  spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'ballast')}`, 'bs=64k'])
  const full = await start(dataDir)
  assert.equal(full.said.refused, 'disk_full')
  assert.doesNotMatch(full.said.message! + full.said.hint!, /\n/)
  rmSync(join(disk, 'ballast'))
  const again = await start(dataDir)
  assert.deepEqual(await query(again.said.ready!, 'select word from kept'), [{ word: 'one' }])
  await stop(again.child)
})

test(
  'others fill the disk under a running Samvad: it goes on reading and says so, and takes its reserve back later',
  { skip: !isRoot },
  async (t) => {
    const disk = mountSmallDisk('shared', 300)
    if (!disk) return t.skip('this root may not mount')
    const dataDir = join(disk, 'data')
    const { child, said, rest } = await start(dataDir)
    await query(said.ready!, 'create table kept (word text); insert into kept values ($$one$$)')
    const reserve = join(dataDir, 'reserve')
    assert.equal(statSync(reserve).size, 48 * 1024 * 1024)
    // All at once: of a disk that fills slowly the reserve would be taken too.
    const { bavail, bsize } = statfsSync(disk)
    assert.equal(spawnSync('fallocate', ['-l', String(bavail * bsize), join(disk, 'ballast')]).status, 0)
    assert.match(await rest(), /almost full \(0 MB left\): nothing new is taken in/)
    assert.equal(existsSync(reserve), false)
    // Writes that need two more segments of the write-ahead log still go through, and reading does all the time.
    for (let count = 0; count < 20; count++) await query(said.ready!, `select pg_logical_emit_message(false, 'x', repeat('x', 1000000))`)
    assert.deepEqual(await query(said.ready!, 'select word from kept'), [{ word: 'one' }])
    rmSync(join(disk, 'ballast'))
    assert.match(await rest(), /There is space on the disk again/)
    for (let waitedMs = 0; !existsSync(reserve) && waitedMs < 3_000; waitedMs += 50) await sleep(50)
    assert.ok(existsSync(reserve))
    await stop(child)
  },
)

const canDropRights = isRoot && existsSync('/usr/bin/setpriv')

test('an ordinary user starts it too, and without rights on the folder gets one line', { skip: !canDropRights }, async () => {
  const theirs = join(folder, 'theirs')
  const refused = await start(theirs, true)
  assert.equal(refused.said.refused, 'folder_not_writable')
  assert.match(refused.said.hint!, /chown/)
  const open = join(folder, 'open')
  mkdirSync(open)
  chmodSync(open, 0o777)
  const { child, said } = await start(join(open, 'own'), true)
  assert.match(said.version!, /^18\./)
  assert.equal(statSync(join(open, 'own/postgres')).uid, 65534)
  await stop(child)
  const asRoot = await start(join(open, 'own'))
  assert.match(asRoot.said.version!, /^18\./, 'root continues with the account that owns the cluster')
  await stop(asRoot.child)
  chmodSync(house, 0o777)
  assert.equal((await start(house, true)).said.refused, 'folder_not_writable')
  chmodSync(house, 0o711)
})

test('as root below a folder closed to everybody else, the database lives where its account can reach it', { skip: !isRoot }, async () => {
  const closed = join(folder, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const dataDir = join(closed, 'data')
  mkdirSync(dataDir)
  const abandoned = '/var/lib/samvad/cluster-of-a-killed-first-start'
  mkdirSync(abandoned, { recursive: true })
  writeFileSync(join(dataDir, 'postgres.location.draft'), abandoned)
  const first = await start(dataDir)
  const place = readFileSync(join(dataDir, 'postgres.location'), 'utf8').trim()
  assert.match(place, /^\/var\/lib\/samvad\/cluster-[0-9a-f]{12}\/postgres$/)
  assert.match(first.logs[0]!, /so the database lives in/)
  assert.equal(existsSync(abandoned), false)
  await query(first.said.ready!, 'create table there ()')
  await stop(first.child)
  const second = await start(dataDir)
  assert.deepEqual(await query(second.said.ready!, 'select * from there'), [])
  await stop(second.child)
  assert.deepEqual(
    findLostClusters().filter(({ dataDir: lost }) => lost === dataDir),
    [],
  )
  renameSync(dataDir, `${dataDir}.moved`)
  assert.deepEqual(
    findLostClusters().filter(({ dataDir: lost }) => lost === dataDir),
    [{ folder: join(place, '..'), dataDir }],
    'doctor names it',
  )
  renameSync(`${dataDir}.moved`, dataDir)
  rmSync(join(place, '..'), { recursive: true })
  const third = await start(dataDir)
  assert.equal(third.said.refused, 'folder_unreachable', 'a lost database is never replaced by an empty one')
})

function postmasterPidOr(dataDir: string, otherwise: number): number {
  try {
    return postmasterPid(dataDir)
  } catch {
    return otherwise
  }
}
