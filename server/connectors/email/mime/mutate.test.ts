import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runMutations } from './mutate.ts'
import { samples } from './samples/index.ts'
import { writeFile, writeTnef } from './tnef-writer.ts'

const folder = new URL('fixtures/', import.meta.url)
const signed = readdirSync(folder).map((name) => readFileSync(new URL(name, folder)))
const winmail = Buffer.concat([
  Buffer.from('Content-Type: application/ms-tnef\r\n\r\n'),
  writeTnef([writeFile('a.txt', Buffer.from('a'), [{ type: 'unicode', id: 0x3707, value: 'long.txt' }])]),
])

test('600 seeded mutations: every mail gives a record, none throws, none is slow', () => {
  const report = runMutations([...samples.map((sample) => sample.raw), ...signed, winmail], 600, 20_251_121, 1000)
  assert.deepEqual(report.failures, [])
})

test('control: the run does report what it finds', () => {
  assert.equal(runMutations([samples[0]!.raw], 5, 1, -1).failures.length, 5)
})
