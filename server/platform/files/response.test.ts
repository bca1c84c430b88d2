import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InstanceKeys } from '../secrets/instance-keys.ts'
import { signPayload } from '../secrets/tokens.ts'
import { readFileUrl, signFileUrl } from './file-url.ts'
import { fileResponseHeaders, readRange } from './response.ts'

test('a picture asked for in the page is shown, with every guard around it', () => {
  assert.deepEqual(fileResponseHeaders({ name: 'a.png', contentType: 'image/png', sizeBytes: 7 }, { inline: true }), {
    'content-type': 'image/png',
    'content-length': '7',
    'content-disposition': 'inline; filename="a.png"',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=300',
  })
})

test('text says its encoding', () =>
  assert.equal(fileResponseHeaders({ name: 'a', contentType: 'text/plain' })['content-type'], 'text/plain; charset=utf-8'))

for (const contentType of ['application/pdf', 'text/html', 'image/svg+xml', 'video/mp4', 'text/plain']) {
  test(`${contentType} asked for in the page is a download all the same`, () => {
    assert.match(fileResponseHeaders({ name: 'a', contentType }, { inline: true })['content-disposition'] ?? '', /^attachment;/)
  })
}

const ranges: [header: string | undefined, size: number, range: ReturnType<typeof readRange>][] = [
  [undefined, 10, null],
  ['bytes=0-', 10, { start: 0, end: 9 }],
  ['bytes=0-0', 10, { start: 0, end: 0 }],
  ['bytes=2-5', 10, { start: 2, end: 5 }],
  ['bytes=2-99', 10, { start: 2, end: 9 }],
  ['bytes=-3', 10, { start: 7, end: 9 }],
  ['bytes=-99', 10, { start: 0, end: 9 }],
  ['bytes=-0', 10, 'unsatisfiable'],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=-1', 0, 'unsatisfiable'],
  ['bytes=5-2', 10, null],
  ['bytes=0-1,3-4', 10, null],
  ['bytes=-', 10, null],
  ['items=0-1', 10, null],
  ['bytes=a-b', 10, null],
  ['bytes=99999999999999999999-', 10, null],
]
for (const [header, size, range] of ranges) {
  test(`Range ${JSON.stringify(header)} of ${size} bytes`, () => assert.deepEqual(readRange(header, size), range))
}

const keys: InstanceKeys = [{ id: 'k1', material: Buffer.alloc(32, 1) }]
const ref = { workspaceId: 'w1', fileId: 'f1', actor: 'agent:a1' }
const now = new Date('2026-11-21T10:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

test('a file link leads to its file for its actor until it runs out', () => {
  const path = signFileUrl(ref, keys, later(300), now)
  assert.match(path, /^\/files\/[\w.-]+$/)
  assert.deepEqual(readFileUrl(path, keys, later(299)), ref)
  assert.deepEqual(readFileUrl(path.slice('/files/'.length), keys, now), ref)
  assert.equal(readFileUrl(path, keys, later(300)), null)
})

test('a link for longer than five minutes is not made', () => assert.throws(() => signFileUrl(ref, keys, later(301), now), RangeError))

test('a changed link, another key and a value signed for something else lead nowhere', () => {
  const path = signFileUrl(ref, keys, later(60), now)
  assert.equal(readFileUrl(`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`, keys, now), null)
  assert.equal(readFileUrl(path, [{ id: 'k1', material: Buffer.alloc(32, 2) }], now), null)
  assert.equal(readFileUrl(signPayload(['w1', 'f1', 'a'], 'reset', later(60), keys), keys, now), null)
  assert.equal(readFileUrl(signPayload(['w1', 2, 'a'], 'file-url', later(60), keys), keys, now), null)
  assert.equal(readFileUrl('/files/', keys, now), null)
})
