import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { cloneDatabase } from '../../testing/postgres.ts'
import { systemClock } from '../clock.ts'
import { createBus } from '../events/bus.ts'
import { newId } from '../ids.ts'
import { createLog } from '../log.ts'
import { createDatabase, type Database } from './database.ts'
import { insertRows } from './insert-rows.ts'

const system = { kind: 'system', name: 'test' } as const
const workspaceId = newId<WorkspaceId>()
let clone: Awaited<ReturnType<typeof cloneDatabase>>
let database: Database
before(async () => {
  clone = await cloneDatabase()
  const log = createLog('silent')
  database = createDatabase({ connectionString: clone.url, clock: systemClock, bus: createBus(log), log })
  await database.transaction(workspaceId, system, (ctx) =>
    ctx.sql.run(`insert into workspaces (workspace_id, name) values ($1, 'first')`, [workspaceId]),
  )
})
after(async () => {
  await database.close()
  await clone.drop()
})

test('rows of every kind of value come back as they went in', async () => {
  const contact = {
    workspace_id: workspaceId,
    id: newId(),
    name: 'O"Brien, {NULL} \\ नमस्ते',
    fields: { a: ['x', null], 'b"': '\\' },
    created_at: new Date(1e12),
  }
  const nameless = { ...contact, id: newId(), name: 'null', language: undefined, fields: {}, created_at: new Date(0) }
  const conversation = {
    workspace_id: workspaceId,
    id: newId(),
    number: 7,
    contact_id: contact.id,
    last_message_at: new Date(1e12),
    subject: '',
    tags: ['a "b"', 'c\\d', '', 'e,f', '{g}', 'NULL'],
  }
  await database.transaction(workspaceId, system, async ({ sql }) => {
    await insertRows(sql, 'contacts', [contact, nameless])
    await insertRows(sql, 'conversations', [conversation])
  })
  await database.read(workspaceId, system, async ({ sql }) => {
    const contacts = await sql.many(
      'select workspace_id, id, name, fields, created_at from contacts where workspace_id = $1 order by created_at desc',
      [workspaceId],
    )
    assert.deepEqual(contacts, [contact, { ...contact, id: nameless.id, name: 'null', fields: {}, created_at: new Date(0) }])
    assert.deepEqual(
      (await sql.one<{ tags: string[] }>('select tags from conversations where workspace_id = $1', [workspaceId]))?.tags,
      conversation.tags,
    )
  })
})

test('a column that is not there is named', async () => {
  const failed = database.transaction(workspaceId, system, ({ sql }) => insertRows(sql, 'contacts', [{ workspace_id: workspaceId, nmae: 'x' }]))
  await assert.rejects(failed, /no column contacts\.nmae/)
})
