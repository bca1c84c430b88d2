import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectToClone } from './postgres.ts'

test('a cloned database has all migrations and speaks Indic scripts', async () => {
  const { client, drop } = await connectToClone()
  const { rows } = await client.query(`select similarity('हिन्दी', 'हिन्दी') as same, (select count(*)::int from schema_migrations) as applied`)
  assert.equal(rows[0].same, 1)
  assert.ok(rows[0].applied >= 1)
  await drop()
})
