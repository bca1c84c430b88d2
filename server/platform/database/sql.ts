import type { ClientBase, QueryResultRow } from 'pg'
import type { ColumnTypes } from './column-types.ts'
import { binaryArray, elementTypes, type ElementType } from './binary-array.ts'

/** SQL in one transaction. Statements are prepared once per connection under a name made from their text. */
export interface Sql {
  one<Row extends object>(text: string, values?: unknown[]): Promise<Row | undefined>
  many<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
  /** Returns how many rows were touched. */
  run(text: string, values?: unknown[]): Promise<number>
  /** The type of a column as SQL names it, e.g. `text[]`. */
  typeOf(table: string, column: string): string
}

interface Statement {
  /** Under which it is prepared. */
  name: string | undefined
  /** Places of parameters that are arrays, which are sent in binary form. */
  arrays: { at: number; type: ElementType }[]
}
const statements = new Map<string, Statement>()
const arrayParameter = new RegExp(`\\$(\\d+)::(${elementTypes.join('|')})\\[\\]`, 'g')

/** Statements built at run time would fill the server's memory with plans, so past this many distinct texts they go unnamed. */
const mostPrepared = 600

/**
 * A plan kept for every value takes a limit that is a parameter for a tenth of the table, so such statements are planned anew each time; `limitText` writes the
 * usual limits out. Everything else is prepared: a list page of 50 took 1.9 million instructions of PostgreSQL's prepared and 4.9 million planned, a look-up by key
 * 0.4 against 2.3. Plans made while a table was young are made anew when it is analysed (jobs/young-tables.ts).
 */
const hasOpenLimit = /\blimit \$/i

/** Page sizes that our own screens ask for, with the one row more that tells whether there is a next page. */
const writtenLimits = new Set([21, 31, 51, 101, 201])

/** A limit as text: written out for the sizes of our own screens, otherwise as a further parameter, which is added to `values`. */
export function limitText(limit: number, values: unknown[]): string {
  return writtenLimits.has(limit) ? String(limit) : `$${values.push(limit)}`
}

function statementOf(text: string): Statement {
  const known = statements.get(text)
  if (known) return known
  const hasRoom = statements.size < mostPrepared
  const arrays = [...text.matchAll(arrayParameter)].map(([, place, type]) => ({ at: Number(place) - 1, type: type as ElementType }))
  const statement = { name: hasRoom && !hasOpenLimit.test(text) ? `s${statements.size}` : undefined, arrays }
  if (hasRoom) statements.set(text, statement)
  return statement
}

function withBinaryArrays(values: unknown[], arrays: Statement['arrays']): unknown[] {
  if (arrays.length === 0) return values
  const sent = [...values]
  for (const { at, type } of arrays) {
    const given = values[at]
    if (Array.isArray(given)) sent[at] = binaryArray(type, given) ?? given
  }
  return sent
}

/** Statements of one transaction; `isOver` says that it has ended, and a statement that comes late is refused rather than run in somebody else's. */
export function createSql(client: ClientBase, columnTypes: ColumnTypes, isOver: () => boolean = () => false): Sql {
  const query = (text: string, given: unknown[]) => {
    if (isOver()) return Promise.reject(new Error('a statement came after the end of its transaction'))
    const { name, arrays } = statementOf(text)
    const values = withBinaryArrays(given, arrays)
    return name ? client.query<QueryResultRow>({ name, text, values }) : client.query<QueryResultRow>(text, values)
  }
  return {
    async one<Row extends object>(text: string, values: unknown[] = []) {
      return (await query(text, values)).rows[0] as Row | undefined
    },
    async many<Row extends object>(text: string, values: unknown[] = []) {
      return (await query(text, values)).rows as Row[]
    },
    async run(text, values = []) {
      return (await query(text, values)).rowCount ?? 0
    },
    typeOf(table, column) {
      const type = columnTypes.get(`${table}.${column}`)
      if (!type) throw new Error(`there is no column ${table}.${column}`)
      return type
    },
  }
}

/** Statements sent one behind the other: waits until each has ended, also when one fails, and then throws what failed first. */
export async function together<const T extends readonly unknown[]>(statements: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  let first: { error: unknown } | null = null
  const results = await Promise.all(
    statements.map(async (statement) => {
      try {
        return await statement
      } catch (error) {
        first ??= { error }
        return undefined
      }
    }),
  )
  if (first) throw (first as { error: unknown }).error
  return results as { -readonly [K in keyof T]: Awaited<T[K]> }
}
