import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { deriveKey, loadInstanceKeys, newKeyLine } from './instance-keys.ts'

const root = await mkdtemp(join(tmpdir(), 'instance keys '))
after(() => rm(root, { recursive: true, force: true }))
const folder = (name: string) => join(root, name)

test('the first start makes a key file only its owner can read, the next start reads the same key', async () => {
  const [first] = await loadInstanceKeys(folder('new/data'), {})
  assert.equal(first.material.length, 32)
  assert.equal((await stat(join(folder('new/data'), 'instance-keys'))).mode & 0o777, 0o600)
  assert.deepEqual(await loadInstanceKeys(folder('new/data'), {}), [first])
  assert.deepEqual(await readdir(folder('new/data')), ['instance-keys'])
})

test('processes that start at the same moment agree on one key', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => loadInstanceKeys(folder('race'), {})))
  assert.equal(new Set(all.map(([key]) => key.material.toString('hex'))).size, 1)
  assert.deepEqual(await readdir(folder('race')), ['instance-keys'])
})

test('a key file others can read is closed to them', async () => {
  await loadInstanceKeys(folder('open'), {})
  const path = join(folder('open'), 'instance-keys')
  await chmod(path, 0o644)
  await loadInstanceKeys(folder('open'), {})
  assert.equal((await stat(path)).mode & 0o777, 0o600)
})

test('the environment comes before the file, newest key first, and leaves no file behind', async () => {
  const [newer, older] = [newKeyLine(), newKeyLine()]
  const keys = await loadInstanceKeys(folder('env'), { SAMVAD_SECRET_KEYS: ` ${newer}, ${older}` })
  assert.deepEqual(
    keys.map(({ id }) => id),
    [newer, older].map((line) => line.split(':')[0]),
  )
  await assert.rejects(stat(folder('env')), { code: 'ENOENT' })
})

const broken: [name: string, text: string][] = [
  ['empty', ''],
  ['only remarks', '# nothing\n'],
  ['too short a key', `a:${Buffer.alloc(16).toString('base64')}`],
  ['no id', Buffer.alloc(32).toString('base64')],
  ['cut in the middle', newKeyLine().slice(0, 30)],
  ['the same id twice', `a:${Buffer.alloc(32, 1).toString('base64')}\na:${Buffer.alloc(32, 2).toString('base64')}`],
]
for (const [name, text] of broken) {
  test(`a key file that is broken (${name}) stops the start and is not replaced`, async () => {
    await loadInstanceKeys(folder(name), {})
    const path = join(folder(name), 'instance-keys')
    await writeFile(path, text)
    await assert.rejects(loadInstanceKeys(folder(name), {}), (error: Error) => !error.message.includes(text.split(':')[1] ?? 'never'))
    assert.equal(await readFile(path, 'utf8'), text)
  })
}

test('each purpose has a key of its own, the same every time', async () => {
  const [key] = await loadInstanceKeys(folder('derive'), {})
  const derived = (purpose: string) => deriveKey(key, purpose).export()
  assert.deepEqual(derived('a'), derived('a'))
  assert.notDeepEqual(derived('a'), derived('b'))
  assert.notDeepEqual(derived('a'), key.material)
})

test('keys are derived by HKDF-SHA256 as RFC 5869 has it', () => {
  // Computed independently: HMAC(zeros, material) extracts; HMAC(prk, info || 01) expands.
  const derived = deriveKey({ id: 'a', material: Buffer.alloc(32, 7) }, 'seal')
  assert.equal(derived.export().toString('hex'), '4ac84b2d8a8dcfe15c57f9a0e583479015db36e5bf2117ba84945a5d916cdfc1')
})
