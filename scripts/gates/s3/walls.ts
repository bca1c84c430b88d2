import pg from 'pg'

/**
 * The two walls between workspaces, each to be taken down alone. The filter of the application is taken down by rewriting every statement on its way to PostgreSQL, so that
 * the product needs no switch for it: `workspace_id = $1` becomes a condition that is always true. Row-level security is taken down in the database.
 */
export class Walls {
  private readonly original: typeof pg.Client.prototype.query
  private isFilterOff = false
  rewritten = 0

  constructor() {
    this.original = pg.Client.prototype.query
    const rewrite = (text: string) => {
      const changed = text.replaceAll(/(?:\b\w+\.)?workspace_id = (\$\d+)(?!\d)/g, '$1::uuid is not null')
      if (changed !== text) this.rewritten++
      return changed
    }
    const { original } = this
    const isOff = () => this.isFilterOff
    pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
      const [first, ...rest] = args
      if (isOff() && typeof first === 'string') return Reflect.apply(original, this, [isWrite(first) ? first : rewrite(first), ...rest])
      // Another text needs another name: prepared statements are kept by name.
      if (isOff() && isConfig(first))
        return Reflect.apply(original, this, [
          { ...first, text: rewrite(first.text), ...(first.name ? { name: `${first.name}-blind` } : {}) },
          ...rest,
        ])
      return Reflect.apply(original, this, args)
    } as typeof pg.Client.prototype.query
  }

  filter(isOn: boolean): void {
    this.isFilterOff = !isOn
  }

  /** Switches row-level security on or off for all tables. */
  async rowSecurity(client: pg.Client, isOn: boolean): Promise<void> {
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(c.relname) as name from pg_class c join pg_policy p on p.polrelid = c.oid where c.relnamespace = 'public'::regnamespace`,
    )
    for (const { name } of rows) await client.query(`alter table ${name} ${isOn ? 'enable' : 'disable'} row level security`)
  }

  restore(): void {
    pg.Client.prototype.query = this.original
  }
}

/** Setting the workspace of a transaction is not a filter. */
const isWrite = (text: string) => text.includes('set_config')
const isConfig = (value: unknown): value is { text: string; name?: string } =>
  typeof value === 'object' && value !== null && typeof (value as { text?: unknown }).text === 'string'

/** Fingerprints of every row of a workspace, by table; what works by itself in the background is left out. Not written `workspace_id = $1`, which would be rewritten. */
export async function fingerprint(client: pg.Client, workspaceId: string): Promise<Map<string, string>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`,
  )
  const marks = new Map<string, string>()
  for (const { name } of tables) {
    if (name === 'subscriber_cursors') continue
    const { rows } = await client.query<{ mark: string; count: number }>(
      `select count(*)::int as count, coalesce(md5(string_agg(md5((to_jsonb(t) - 'last_used_at' - 'last_seen_at')::text), '' order by md5((to_jsonb(t) - 'last_used_at' - 'last_seen_at')::text))), '') as mark from ${pg.escapeIdentifier(name)} t where workspace_id in ($1)`,
      [workspaceId],
    )
    marks.set(name, `${rows[0]!.count} ${rows[0]!.mark}`)
  }
  return marks
}

export const changedTables = (before: Map<string, string>, after: Map<string, string>) =>
  [...after].flatMap(([name, mark]) => (before.get(name) === mark ? [] : [name]))
