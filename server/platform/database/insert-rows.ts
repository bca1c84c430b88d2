import type { Sql } from './sql.ts'

/**
 * Inserts many rows of one table in one statement. `rows` hold JSON values by column name; all must have the same columns. Columns and table are
 * written by us, never taken from outside. `rest` is put after the select, e.g. an `on conflict` clause.
 */
export async function insertRows(sql: Sql, table: string, rows: Record<string, unknown>[], rest = ''): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!).join(', ')
  await sql.run(`insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json) ${rest}`, [
    JSON.stringify(rows),
  ])
}

/** PostgreSQL takes neither NUL nor half a surrogate pair in text. Applied to everything that comes from outside. */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed
}
