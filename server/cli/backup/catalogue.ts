import type { Client } from 'pg'

export interface Table {
  /** Quoted where needed: `public.messages`. */
  name: string
  /** Columns that can be written, quoted where needed. */
  columns: string[]
}

export interface Sequence {
  name: string
  lastValue: string
  isCalled: boolean
}

/** What a backup says about itself, before everything else. */
export interface Header {
  format: 'samvad-backup-1'
  createdAt: string
  samvadVersion: string
  postgresVersion: string
  migrations: string[]
}

/** What a backup says about its content, after everything else: without it, the backup is cut off. */
export interface Manifest {
  tables: (Table & { rows: number; parts: string[] })[]
  sequences: Sequence[]
  files: number
  /** SHA-256 (hex) by path in the archive. */
  hashes: Record<string, string>
}

export const headerPath = 'samvad-backup.json'
export const manifestPath = 'manifest.json'
/** Files of the data folder lie below this in the archive. */
export const filesPrefix = 'data/'

/** Tables whose rows describe the installation that runs now, and would be wrong in another. */
const leftOut = ['public.schema_migrations', 'public.instances', 'graphile_worker.migrations']

/** Every table of ours and of the job queue, with the columns that a COPY can bring back. */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select format('%I.%I', n.nspname, c.relname) as name,
       (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
       and not format('%I.%I', n.nspname, c.relname) = any ($1)
     order by 1`,
    [leftOut],
  )
  return rows.filter(({ columns }) => columns !== null)
}

export async function listSequences(client: Client): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and n.nspname !~ '^pg_' order by 1`,
  )
  const sequences: Sequence[] = []
  for (const { name } of rows) {
    const found = await client.query<{ lastValue: string; isCalled: boolean }>(
      `select last_value::text as "lastValue", is_called as "isCalled" from ${name}`,
    )
    sequences.push({ name, ...found.rows[0]! })
  }
  return sequences
}

export async function listMigrations(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations order by name')
  return rows.map(({ name }) => name)
}
