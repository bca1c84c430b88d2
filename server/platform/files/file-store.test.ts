import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { createFileStore } from './file-store.ts'

const root = await mkdtemp(join(tmpdir(), 'file store '))
after(() => rm(root, { recursive: true, force: true }))
const run = promisify(execFile)
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const hints = { name: 'a.txt', declaredType: 'text/plain' }
const everyFile = async (dir: string) =>
  (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name)

test('what is put can be opened, whole and in part, and is kept for its owner only', async () => {
  const dir = join(root, 'simple')
  const store = createFileStore({ dir })
  const stored = await store.put('w1', Buffer.from('hello world'), hints)
  assert.deepEqual(stored, { sha256: sha(Buffer.from('hello world')), sizeBytes: 11, contentType: 'text/plain' })
  const { stream, sizeBytes } = await store.open('w1', stored.sha256)
  assert.deepEqual([(await buffer(stream)).toString(), sizeBytes], ['hello world', 11])
  assert.equal((await buffer((await store.open('w1', stored.sha256, { start: 6, end: 8 })).stream)).toString(), 'wor')
  assert.equal((await stat(join(dir, 'w1', stored.sha256.slice(0, 2), stored.sha256))).mode & 0o777, 0o600)
  assert.equal((await stat(join(dir, 'w1'))).mode & 0o777, 0o700)
})

test('a stream gives the same as its bytes, whatever its pieces', async () => {
  const store = createFileStore({ dir: join(root, 'stream') })
  const bytes = randomBytes(300_000)
  const pieces = [bytes.subarray(0, 1), bytes.subarray(1, 70_000), bytes.subarray(70_000)]
  const stored = await store.put('w1', Readable.from(pieces), { name: 'x' })
  assert.deepEqual([stored.sha256, stored.sizeBytes, stored.contentType], [sha(bytes), 300_000, 'application/octet-stream'])
  assert.deepEqual(await buffer((await store.open('w1', stored.sha256)).stream), bytes)
})

test('an empty file is a file', async () => {
  const store = createFileStore({ dir: join(root, 'empty') })
  const stored = await store.put('w1', new Uint8Array(), { name: 'x' })
  assert.equal((await buffer((await store.open('w1', stored.sha256)).stream)).length, 0)
})

test('the same bytes are kept once in a workspace, and apart for each workspace', async () => {
  const dir = join(root, 'twice')
  const store = createFileStore({ dir })
  const results = await Promise.all(Array.from({ length: 20 }, () => store.put('w1', Buffer.from('same'), hints)))
  assert.equal(new Set(results.map(({ sha256 }) => sha256)).size, 1)
  assert.equal((await everyFile(dir)).length, 1)
  const { sha256 } = await store.put('w2', Buffer.from('same'), hints)
  assert.equal((await everyFile(dir)).length, 2)
  await store.remove('w2', sha256)
  await assert.rejects(store.open('w2', sha256), { code: 'file.not_found', kind: 'not_found' })
  assert.equal((await buffer((await store.open('w1', sha256)).stream)).toString(), 'same')
})

test('a file that was cut short on disk is replaced when it is put again', async () => {
  const dir = join(root, 'cut')
  const store = createFileStore({ dir })
  const { sha256 } = await store.put('w1', Buffer.from('complete'), hints)
  await writeFile(join(dir, 'w1', sha256.slice(0, 2), sha256), 'comp')
  await store.put('w1', Buffer.from('complete'), hints)
  assert.equal((await buffer((await store.open('w1', sha256)).stream)).toString(), 'complete')
})

test('one byte too many is refused and leaves nothing, in one piece or many', async () => {
  const dir = join(root, 'large')
  const store = createFileStore({ dir, maxBytes: 10 })
  assert.equal((await store.put('w1', Buffer.alloc(10), hints)).sizeBytes, 10)
  await assert.rejects(store.put('w1', Buffer.alloc(11), hints), { code: 'file.too_large', status: 413 })
  await assert.rejects(store.put('w1', Readable.from([Buffer.alloc(10), Buffer.alloc(1)]), hints), { code: 'file.too_large' })
  assert.equal((await everyFile(dir)).length, 1)
})

test('a source that breaks off leaves nothing', async () => {
  const dir = join(root, 'broken')
  const store = createFileStore({ dir })
  async function* source() {
    yield Buffer.from('half')
    throw new Error('line lost')
  }
  await assert.rejects(store.put('w1', source(), hints), { message: 'line lost' })
  assert.deepEqual(await everyFile(dir), [])
})

const addresses: [workspaceId: string, sha256: string][] = [
  ['../w1', 'a'.repeat(64)],
  ['..', 'a'.repeat(64)],
  ['', 'a'.repeat(64)],
  ['w1/../w2', 'a'.repeat(64)],
  ['w1\u0000', 'a'.repeat(64)],
  ['w1', '../../etc/passwd'],
  ['w1', 'A'.repeat(64)],
  ['w1', 'a'.repeat(63)],
  ['w1', `${'a'.repeat(64)}\n`],
  ['w1', ''],
]
for (const [workspaceId, sha256] of addresses) {
  test(`there is no file at ${JSON.stringify(workspaceId)} ${JSON.stringify(sha256.slice(0, 20))} (${sha256.length})`, async () => {
    const store = createFileStore({ dir: join(root, 'addresses') })
    await assert.rejects(store.open(workspaceId, sha256))
    await assert.rejects(store.remove(workspaceId, sha256))
  })
}

test('a file put again meanwhile is not removed by whoever thought it forgotten', async () => {
  const dir = join(root, 'forgotten')
  const store = createFileStore({ dir })
  const { sha256 } = await store.put('w1', Buffer.from('x'), hints)
  const path = join(dir, 'w1', sha256.slice(0, 2), sha256)
  const old = new Date('2026-01-01')
  await utimes(path, old, old)
  const noticed = new Date('2026-02-01')
  await store.put('w1', Buffer.from('x'), hints)
  assert.equal(await store.remove('w1', sha256, noticed), false)
  await utimes(path, old, old)
  assert.equal(await store.remove('w1', sha256, noticed), true)
  assert.equal(await store.remove('w1', sha256), false)
})

test('a workspace can be listed', async () => {
  const store = createFileStore({ dir: join(root, 'list') })
  assert.deepEqual(await Array.fromAsync(store.list('w1')), [])
  const put = await Promise.all(['a', 'b', 'c'].map((text) => store.put('w1', Buffer.from(text), hints)))
  await store.put('w2', Buffer.from('d'), hints)
  assert.deepEqual((await Array.fromAsync(store.list('w1'))).sort(), put.map(({ sha256 }) => sha256).sort())
})

test('drafts a crash left behind are swept after a day, young ones stay', async () => {
  const dir = join(root, 'sweep')
  const store = createFileStore({ dir })
  await mkdir(join(dir, 'drafts'), { recursive: true })
  await writeFile(join(dir, 'drafts', 'left'), 'x')
  assert.equal(await store.sweep(new Date(Date.now() + 23 * 3_600_000)), 0)
  assert.equal(await store.sweep(new Date(Date.now() + 25 * 3_600_000)), 1)
})

test('with less room than is to be kept free, nothing is taken and everything can still be read', async () => {
  const dir = join(root, 'room')
  const { sha256 } = await createFileStore({ dir }).put('w1', Buffer.from('before'), hints)
  const tight = createFileStore({ dir, minFreeBytes: Number.MAX_SAFE_INTEGER })
  await assert.rejects(tight.put('w1', Buffer.from('after'), hints), { code: 'file.storage_full', kind: 'unavailable', status: 503 })
  assert.equal((await buffer((await tight.open('w1', sha256)).stream)).toString(), 'before')
})

test('a disk that fills while we write refuses, leaves nothing half, reads on, and takes files again when there is room', async (t) => {
  const disk = join(root, 'disk')
  await mkdir(disk)
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', disk]).then(
    () => true,
    () => false,
  )
  if (!mounted) return t.skip('only root can mount a small disk')
  try {
    const store = createFileStore({ dir: join(disk, 'files'), minFreeBytes: 0 })
    const { sha256 } = await store.put('w1', Buffer.from('before'), hints)
    const large = () => Readable.from(Array.from({ length: 20 }, () => randomBytes(100_000)))
    await assert.rejects(store.put('w1', large(), hints), { name: 'StorageFull', code: 'file.storage_full' })
    assert.equal((await everyFile(disk)).length, 1)
    assert.equal((await buffer((await store.open('w1', sha256)).stream)).toString(), 'before')
    await writeFile(join(disk, 'ballast'), Buffer.alloc(900_000))
    await assert.rejects(store.put('w1', randomBytes(500_000), hints), { code: 'file.storage_full' })
    await rm(join(disk, 'ballast'))
    assert.equal((await store.put('w1', randomBytes(500_000), hints)).sizeBytes, 500_000)
  } finally {
    await run('umount', [disk])
  }
})
