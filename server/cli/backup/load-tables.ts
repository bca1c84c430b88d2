import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { listTables } from './catalogue.ts'
import { type Backup, BackupError } from './read-backup.ts'

/**
 * Fills the tables of an empty, migrated database from a backup, inside the transaction that is open on `client`. Foreign keys are taken
 * off and put on again, which checks every reference, and needs no superuser; triggers and forced row-level security rest meanwhile.
 * Returns the number of rows. Errors: BackupError when tables, rows or references do not agree.
 */
export async function loadTables(client: Client, backup: Backup, say: (line: string) => void): Promise<number> {
  const known = new Map((await listTables(client)).map((table) => [table.name, table]))
  const { tables, sequences } = backup.manifest
  const unknown = tables.find(({ name, columns }) => !known.has(name) || columns.some((column) => !known.get(name)!.columns.includes(column)))
  if (unknown) throw new BackupError(`The backup's table ${unknown.name} does not fit this version of Samvad.`)
  const putBack = await loosen(client, [...known.keys()])
  await client.query(`truncate ${[...known.keys()].join(', ')}`)
  let total = 0
  for (const table of tables) {
    const copy = client.query(copyFrom(`copy ${table.name} (${table.columns.join(', ')}) from stdin`))
    await pipeline(Readable.from(backup.readTable(table)), copy)
    if (copy.rowCount !== table.rows) throw new BackupError(`The backup promises ${table.rows} rows of ${table.name} but holds ${copy.rowCount}.`)
    if (table.rows > 10_000) say(`${table.name}: ${table.rows} rows`)
    total += table.rows
  }
  for (const { name, lastValue, isCalled } of sequences) await client.query('select setval($1, $2, $3)', [name, lastValue, isCalled])
  say('checking every reference')
  for (const statement of putBack) await client.query(statement)
  return total
}

/** Takes off what stands in the way of loading in any order; returns the statements that put it on again. */
async function loosen(client: Client, tables: string[]): Promise<string[]> {
  const { rows } = await client.query<{ loosen: string; tighten: string }>(
    `with ours as (select unnest($1::regclass[]) as id)
     select format('alter table %s drop constraint %I', conrelid::regclass, conname) as loosen,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid)) as tighten
     from pg_constraint c join ours on conrelid = ours.id where contype = 'f'
     union all
     select format('alter table %s no force row level security', ours.id), format('alter table %s force row level security', ours.id)
     from ours join pg_class c on c.oid = ours.id where relforcerowsecurity
     union all
     select format('alter table %s disable trigger user', ours.id), format('alter table %s enable trigger user', ours.id)
     from ours where exists (select from pg_trigger where tgrelid = ours.id and not tgisinternal)`,
    [tables],
  )
  for (const row of rows) await client.query(row.loosen)
  return rows.map((row) => row.tighten)
}
