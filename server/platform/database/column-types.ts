import type { ClientBase } from 'pg'

/** Types by `table.column`. */
export type ColumnTypes = ReadonlyMap<string, string>

/** Those of every table of ours; read once, since a migration only adds. */
export async function readColumnTypes(client: Pick<ClientBase, 'query'>): Promise<ColumnTypes> {
  const { rows } = await client.query<{ table: string; columns: string[]; types: string[] }>(
    `select c.relname as table, array_agg(a.attname::text) as columns,
       array_agg(case a.atttypid when 'timestamptz'::regtype then 'timestamptz' else format_type(a.atttypid, null) end) as types
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by 1`,
  )
  return new Map(rows.flatMap(({ table, columns, types }) => columns.map((column, at) => [`${table}.${column}`, types[at]!])))
}
