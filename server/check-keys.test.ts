import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findMissingKeys, requireKeys } from './check-keys.ts'
import { connectToClone } from './testing/postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'samvad-keys-'))
const { url, client, drop } = await connectToClone()
after(async () => {
  await drop()
  rmSync(folder, { recursive: true, force: true })
})

test('keys are missed only where something is sealed with them, and are never made anew in silence', async () => {
  assert.equal(await findMissingKeys(url, folder, {}), null, 'the first start makes them')
  const workspace = randomUUID()
  await client.query(`insert into workspaces (workspace_id, name) values ($1, 'Acme')`, [workspace])
  const inbox = `insert into inboxes (workspace_id, id, name, connector, channel, address, secrets) values ($1, gen_random_uuid(), 'Support', 'email', 'email', $2, $3)`
  await client.query(inbox, [workspace, 'a@acme.example', {}])
  assert.equal(await findMissingKeys(url, folder, {}), null, 'an inbox without a password')
  await client.query(inbox, [workspace, 'b@acme.example', { password: 's1.k1.x' }])
  const missing = await findMissingKeys(url, folder, {})
  assert.ok(missing?.message.includes(join(folder, 'instance-keys')))
  await assert.rejects(requireKeys(url, folder), { code: 'keys_missing' })
  assert.equal(await findMissingKeys(url, folder, { SAMVAD_SECRET_KEYS: 'k1:x' }), null)
  writeFileSync(join(folder, 'instance-keys'), 'k1:x')
  assert.equal(await findMissingKeys(url, folder, {}), null)
})
