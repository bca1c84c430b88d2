import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { createFileStore } from './file-store.ts'
import { createUploads } from './uploads.ts'

const root = await mkdtemp(join(tmpdir(), 'uploads '))
after(() => rm(root, { recursive: true, force: true }))
const now = new Date('2026-11-21T10:00:00Z')
const mina = { workspaceId: 'w1', owner: 'visitor:mina' }

let count = 0
function open() {
  const dir = join(root, String(count++))
  const store = createFileStore({ dir: join(dir, 'files') })
  return { store, dir, uploads: createUploads({ dir: join(dir, 'uploads'), store, maxBytes: 1_000_000 }) }
}

test('a file sent in chunks arrives whole, also when the server restarts between two of them', async () => {
  const { store, dir, uploads } = open()
  const bytes = randomBytes(250_000)
  const { uploadId, offset } = await uploads.create(mina, { name: 'क.bin', sizeBytes: bytes.length }, now)
  assert.match(uploadId, /^[\w-]{22}$/)
  assert.equal(offset, 0)
  await uploads.append(mina, uploadId, 0, bytes.subarray(0, 100_000), now)
  const restarted = createUploads({ dir: join(dir, 'uploads'), store })
  assert.equal((await restarted.read(mina, uploadId, now)).offset, 100_000)
  await restarted.append(mina, uploadId, 100_000, bytes.subarray(100_000), now)
  const finished = await restarted.finish(mina, uploadId, now, createHash('sha256').update(bytes).digest('hex'))
  assert.deepEqual([finished.name, finished.sizeBytes], ['क.bin', 250_000])
  assert.deepEqual(await buffer((await store.open('w1', finished.sha256)).stream), bytes)
})

test('a chunk sent twice because the answer was lost is taken once', async () => {
  const { uploads } = open()
  const { uploadId } = await uploads.create(mina, { name: 'a', sizeBytes: 6 }, now)
  await uploads.append(mina, uploadId, 0, Buffer.from('abc'), now)
  await assert.rejects(uploads.append(mina, uploadId, 0, Buffer.from('abc'), now), { code: 'upload.wrong_offset', extra: { offset: 3 } })
  await uploads.append(mina, uploadId, 3, Buffer.from('def'), now)
  const { sha256 } = await uploads.finish(mina, uploadId, now)
  assert.equal(sha256, createHash('sha256').update('abcdef').digest('hex'))
})

test('the same chunk sent at the same moment is taken once', async () => {
  const { uploads } = open()
  const { uploadId } = await uploads.create(mina, { name: 'a', sizeBytes: 30 }, now)
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => uploads.append(mina, uploadId, 0, Buffer.from('abc'), now)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.equal((await uploads.read(mina, uploadId, now)).offset, 3)
})

test('finishing twice gives the same file, before and after each other', async () => {
  const { uploads } = open()
  const { uploadId } = await uploads.create(mina, { name: 'a.txt', declaredType: 'text/plain', sizeBytes: 3 }, now)
  await uploads.append(mina, uploadId, 0, Buffer.from('abc'), now)
  const [first, second] = await Promise.all([uploads.finish(mina, uploadId, now), uploads.finish(mina, uploadId, now)])
  assert.deepEqual(first, second)
  assert.deepEqual(await uploads.finish(mina, uploadId, now), first)
  assert.equal(first.contentType, 'text/plain')
  await assert.rejects(uploads.append(mina, uploadId, 3, Buffer.from('d'), now), { code: 'upload.wrong_offset' })
})

test('an empty file can be uploaded', async () => {
  const { uploads } = open()
  const { uploadId } = await uploads.create(mina, { name: 'a', sizeBytes: 0 }, now)
  assert.equal((await uploads.finish(mina, uploadId, now)).sizeBytes, 0)
})

test('what is missing, too long, damaged or too large is refused', async () => {
  const { uploads } = open()
  const { uploadId } = await uploads.create(mina, { name: 'a', sizeBytes: 4 }, now)
  await uploads.append(mina, uploadId, 0, Buffer.from('ab'), now)
  await assert.rejects(uploads.finish(mina, uploadId, now), { code: 'upload.incomplete', extra: { offset: 2 } })
  await assert.rejects(uploads.append(mina, uploadId, 2, Buffer.from('cde'), now), { code: 'upload.too_long' })
  await assert.rejects(uploads.append(mina, uploadId, 5, Buffer.from('c'), now), { code: 'upload.wrong_offset' })
  await uploads.append(mina, uploadId, 2, Buffer.from('cd'), now)
  await assert.rejects(uploads.finish(mina, uploadId, now, 'f'.repeat(64)), { code: 'upload.checksum' })
  await assert.rejects(uploads.read(mina, uploadId, now), { code: 'upload.not_found' })
  await assert.rejects(uploads.create(mina, { name: 'a', sizeBytes: 1_000_001 }, now), { code: 'file.too_large' })
  for (const sizeBytes of [-1, 1.5, Number.NaN, Infinity])
    await assert.rejects(uploads.create(mina, { name: 'a', sizeBytes }, now), { code: 'upload.size_invalid' })
})

test('an upload exists for its owner in its workspace only, and by its exact id', async () => {
  const { uploads } = open()
  const { uploadId } = await uploads.create(mina, { name: 'a', sizeBytes: 3 }, now)
  for (const stranger of [
    { ...mina, owner: 'visitor:other' },
    { ...mina, workspaceId: 'w2' },
  ]) {
    await assert.rejects(uploads.read(stranger, uploadId, now), { code: 'upload.not_found' })
    await assert.rejects(uploads.append(stranger, uploadId, 0, Buffer.from('x'), now), { code: 'upload.not_found' })
    await assert.rejects(uploads.finish(stranger, uploadId, now), { code: 'upload.not_found' })
  }
  for (const wrong of ['', '..', `../uploads/${uploadId}`, `${uploadId}.json`, `${uploadId}\u0000`, 'A'.repeat(22)]) {
    await assert.rejects(uploads.append(mina, wrong, 0, Buffer.from('x'), now), { code: 'upload.not_found' })
  }
})

test('an unfinished upload runs out after a day and is swept, one still running stays', async () => {
  const { uploads, dir } = open()
  const { uploadId, expiresAt } = await uploads.create(mina, { name: 'a', sizeBytes: 3 }, now)
  await uploads.append(mina, uploadId, 0, Buffer.from('a'), now)
  const young = await uploads.create(mina, { name: 'b', sizeBytes: 3 }, new Date(now.getTime() + 3_600_000))
  assert.equal(expiresAt.toISOString(), '2026-11-22T10:00:00.000Z')
  assert.equal(await uploads.sweep(new Date(expiresAt.getTime() - 1)), 0)
  await assert.rejects(uploads.append(mina, uploadId, 1, Buffer.from('b'), expiresAt), { code: 'upload.not_found' })
  assert.equal(await uploads.sweep(expiresAt), 1)
  assert.deepEqual(await readdir(join(dir, 'uploads')), [`${young.uploadId}.json`])
})

test('with no room an upload is not begun', async () => {
  const { store } = open()
  const tight = createUploads({ dir: join(root, 'tight'), store, minFreeBytes: Number.MAX_SAFE_INTEGER })
  await assert.rejects(tight.create(mina, { name: 'a', sizeBytes: 3 }, now), { code: 'file.storage_full' })
})
