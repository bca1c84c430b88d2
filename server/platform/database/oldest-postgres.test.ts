import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { checkDatabase } from './embedded/index.ts'
import { migrate } from './migrate.ts'

/** Debian's place; the oldest version DATABASE_URL may name. */
const programs = '/usr/lib/postgresql/15/bin'
const isThere = existsSync(join(programs, 'initdb'))
const folder = mkdtempSync(join(tmpdir(), 'samvad-pg15-'))
const isRoot = process.getuid?.() === 0
const idOf = (option: string) => Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout)
const account = isRoot && isThere ? { uid: idOf('-u'), gid: idOf('-g') } : {}
const cluster = join(folder, 'cluster')
const run = (program: string, ...args: string[]) => execFileSync(join(programs, program), args, { ...account, cwd: folder, stdio: 'ignore' })
after(() => {
  if (existsSync(join(cluster, 'postmaster.pid'))) run('pg_ctl', '-D', cluster, '-m', 'immediate', 'stop')
  rmSync(folder, { recursive: true, force: true })
})

test(
  'PostgreSQL 15, the oldest that may be named, takes every migration',
  { skip: !isThere && 'Debian’s postgresql-15 is not installed' },
  async () => {
    if (account.uid !== undefined) chownSync(folder, account.uid, account.gid)
    run('initdb', '-D', cluster, '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust')
    run('pg_ctl', '-D', cluster, '-o', `-c listen_addresses='' -k ${folder} -c fsync=off`, '-l', join(folder, 'log'), '-w', 'start')
    const urlOf = (user: string, database: string) => `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(folder)}`
    const dba = new pg.Client(urlOf('postgres', 'postgres'))
    await dba.connect()
    await dba.query('create role samvad login createrole')
    await dba.query('create database samvad owner samvad')
    await dba.end()
    await checkDatabase(urlOf('samvad', 'samvad'))
    await migrate(urlOf('samvad', 'samvad'), () => {})
    const client = new pg.Client(urlOf('samvad', 'samvad'))
    await client.connect()
    const { rows } = await client.query(`select attstorage from pg_attribute where attrelid = 'search_documents'::regclass and attname = 'words_key'`)
    await client.end()
    assert.deepEqual(rows, [{ attstorage: 'e' }])
  },
)
