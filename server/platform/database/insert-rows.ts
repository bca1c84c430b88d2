import { elementTypes, type ElementType } from './binary-array.ts'
import type { Sql } from './sql.ts'

/**
 * Inserts many rows of one table in one statement. `rows` hold values by column name; all must have the same columns. Columns and table are written by us, never
 * taken from outside. `rest` is put after the select, e.g. an `on conflict` clause.
 */
export async function insertRows(sql: Sql, table: string, rows: Record<string, unknown>[], rest = ''): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  const { text, values } = rowsOf(Object.fromEntries(columns.map((column) => [column, sql.typeOf(table, column)])), rows)
  await sql.run(`insert into ${table} (${columns.join(', ')}) ${text} ${rest}`, values)
}

/** Rows as a subselect with columns of the given types, whose parameters begin at `$firstPlace`: one array for each column, so that the text is the same for any number of rows. */
export function rowsOf(columns: Record<string, string>, rows: Record<string, unknown>[], firstPlace = 1): { text: string; values: unknown[][] } {
  const given = Object.entries(columns).map(([name, type], at) => ({ name, type, isElement: isElementType(type), place: firstPlace + at }))
  const arrays = given.map(({ type, isElement, place }) => `$${place}::${isElement ? type : 'text'}[]`)
  // Of other types, arrays among them, the elements are the text of a value.
  const chosen = given.map(({ name, type, isElement }) => (isElement ? name : `${name}::${type} as ${name}`))
  return {
    text: `(select ${chosen.join(', ')} from unnest(${arrays.join(', ')}) as given (${Object.keys(columns).join(', ')}))`,
    values: given.map(({ name, isElement }) => rows.map((row) => (isElement ? row[name] : asText(row[name])))),
  }
}

const isElementType = (type: string): type is ElementType => (elementTypes as string[]).includes(type)

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return `{${value.map((one) => `"${String(one).replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
  return String(value)
}

/** PostgreSQL takes neither NUL nor half a surrogate pair in text. Applied to everything that comes from outside. */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed
}
