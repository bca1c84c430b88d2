import type { ClientBase } from 'pg'
import { appRole } from './database.ts'

/** Tables that do not lead with a workspace, and why. */
export const withoutWorkspace: Record<string, string> = {
  directory_entries: 'finds the workspace before it is known; keys are hashes',
  instances: 'processes, which serve all workspaces',
  schema_migrations: 'the state of the whole database; the application may only read it',
}
/** Tables whose owner the policy does not bind, and why. */
export const notForced: Record<string, string> = {
  search_documents: 'read by search_messages as the owner: @@ is not leakproof, so the policy would keep its index from use',
  search_words: 'read by search_similar_words as the owner, likewise',
  search_contacts: 'read by search_contacts_matching as the owner, likewise',
}
/** Functions that run as their owner; each keeps to the workspace of the transaction itself. */
export const definerFunctions = ['search_contacts_matching', 'search_messages', 'search_similar_words']

/**
 * What the catalogue says against the rules of the schema: workspace first in every key, index and foreign key, row-level security on and forced, an application
 * role that owns nothing, and no view or function that could see past a policy. Empty when all is well. Reads only the schema `public`.
 */
export async function lintCatalogue(client: ClientBase): Promise<string[]> {
  const findings: string[] = []
  for (const rule of rules) {
    const { rows } = await client.query<{ what: string }>(rule.sql, rule.values)
    for (const { what } of rows) findings.push(`${rule.says}: ${what}`)
  }
  return findings.sort()
}

const exempt = Object.keys(withoutWorkspace)
const ours = `pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'`
const isFirst = (keys: string) =>
  `(select attname from pg_attribute a where a.attrelid = c.oid and a.attnum = ${keys}) is distinct from 'workspace_id'`

const rules: { says: string; sql: string; values?: unknown[] }[] = [
  {
    says: 'a table without a workspace',
    sql: `select c.relname as what from ${ours} where c.relkind in ('r', 'p') and c.relname <> all($1) and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and a.attnotnull and a.atttypid = 'uuid'::regtype)`,
    values: [exempt],
  },
  {
    says: 'a table without a primary key',
    sql: `select c.relname as what from ${ours} where c.relkind in ('r', 'p') and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
  },
  {
    says: 'a key or index that does not lead with the workspace',
    sql: `select ix.relname as what from pg_index i join ${ours} on c.oid = i.indrelid join pg_class ix on ix.oid = i.indexrelid where c.relname <> all($1) and ${isFirst('i.indkey[0]')}`,
    values: [exempt],
  },
  {
    says: 'a foreign key that does not lead with the workspace on both sides',
    sql: `select c.relname || '.' || k.conname as what from pg_constraint k join ${ours} on c.oid = k.conrelid where k.contype = 'f' and (${isFirst('k.conkey[1]')}
      or (select attname from pg_attribute a where a.attrelid = k.confrelid and a.attnum = k.confkey[1]) is distinct from 'workspace_id')`,
  },
  {
    says: 'row-level security is off',
    sql: `select c.relname as what from ${ours} where c.relkind in ('r', 'p') and not c.relrowsecurity and c.relname <> all($1)`,
    values: [exempt],
  },
  {
    says: 'row-level security is not forced',
    sql: `select c.relname as what from ${ours} where c.relkind in ('r', 'p') and c.relrowsecurity and not c.relforcerowsecurity and c.relname <> all($1)`,
    values: [Object.keys(notForced)],
  },
  {
    says: 'not exactly the one policy, for reading and writing, on the workspace of the transaction',
    sql: `select c.relname as what from ${ours} left join pg_policy p on p.polrelid = c.oid where c.relkind in ('r', 'p') and c.relrowsecurity
      group by c.relname having count(p.oid) <> 1 or bool_or(p.polcmd <> '*' or p.polroles <> '{0}' or coalesce(pg_get_expr(p.polqual, p.polrelid), '') <> $1 or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') <> $1)`,
    values: [`(workspace_id = (NULLIF(current_setting('app.workspace_id'::text, true), ''::text))::uuid)`],
  },
  {
    says: 'the application role has a power over the server',
    sql: `select rolname as what from pg_roles where rolname = $1 and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolcanlogin)
      union all select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles app on app.oid = m.member where app.rolname = $1`,
    values: [appRole],
  },
  {
    says: 'the application role owns',
    sql: `select relname as what from pg_class where relowner = $1::regrole union all select proname from pg_proc where proowner = $1::regrole union all select nspname from pg_namespace where nspowner = $1::regrole`,
    values: [appRole],
  },
  {
    says: 'the application role may truncate, refer to or put triggers on',
    sql: `select c.relname as what from ${ours} where c.relkind in ('r', 'p') and (has_table_privilege($1, c.oid, 'truncate') or has_table_privilege($1, c.oid, 'references') or has_table_privilege($1, c.oid, 'trigger'))`,
    values: [appRole],
  },
  {
    says: 'the application role may create in',
    sql: `select 'public' as what where has_schema_privilege($1, 'public', 'create')`,
    values: [appRole],
  },
  {
    says: 'the application role may change what was audited',
    sql: `select privilege as what from unnest(array['update', 'delete']) as privilege where has_table_privilege($1, 'audit_entries', privilege)`,
    values: [appRole],
  },
  { says: 'a view, which may read as its owner', sql: `select c.relname as what from ${ours} where c.relkind in ('v', 'm')` },
  {
    says: 'a function that runs as its owner and is not on the list',
    sql: `select p.proname as what from pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'public' where p.prosecdef and p.proname <> all($1)`,
    values: [definerFunctions],
  },
  {
    says: 'a function that runs as its owner without a fixed search path, or that everybody may call',
    sql: `select p.proname as what from pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'public' where p.prosecdef
      and (not exists (select from unnest(p.proconfig) as setting where setting = 'search_path=public, pg_temp') or exists (select from aclexplode(p.proacl) a where a.grantee = 0) or p.proacl is null)`,
  },
]
