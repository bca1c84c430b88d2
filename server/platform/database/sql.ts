import type { ClientBase, QueryResultRow } from 'pg'

/** SQL in one transaction. Statements are prepared once per connection under a name made from their text. */
export interface Sql {
  one<Row extends object>(text: string, values?: unknown[]): Promise<Row | undefined>
  many<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
  /** Returns how many rows were touched. */
  run(text: string, values?: unknown[]): Promise<number>
}

const names = new Map<string, string>()

/** Statements built at run time would fill the server's memory with plans, so past this many distinct texts they go unnamed. */
const mostPrepared = 600

/**
 * A prepared statement keeps its first generic plan until the table is analysed: made while a table was empty, it may scan the table for ever. Statements over
 * sets are planned anew each time, which costs little beside their work; single look-ups by key have but one plan.
 */
const worksOnSets = /unnest\(|recordset\(|\bany\(|\blimit\b/i

/** Inserts of what is given read no table, so there is only one plan to make. */
const insertsGiven = /^insert into \w+ \([\w, ]+\)\s+select [\w, ]+\s+from (?:json_populate_recordset|unnest)\(/i

function nameOf(text: string): string | undefined {
  if (worksOnSets.test(text) && !insertsGiven.test(text)) return undefined
  const known = names.get(text)
  if (known) return known
  if (names.size >= mostPrepared) return undefined
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

export function createSql(client: ClientBase): Sql {
  const query = (text: string, values: unknown[]) => {
    const name = nameOf(text)
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
  }
}
