import { Client } from 'pg'
import { StartError } from './start-error.ts'

interface Facts {
  versionNumber: number
  version: string
  encoding: string
  isReadOnly: boolean
  mayCreateInDatabase: boolean
  mayCreateInPublic: boolean
  mayCreateRoles: boolean
  appRoleExists: boolean
  /** Null when that role does not exist yet. */
  isAppRoleMember: boolean | null
  role: string
  database: string
}

/** The role the application runs as below row-level security; migrations create it. */
const appRole = 'samvad_app'

const factsQuery = `
  select current_setting('server_version_num')::int as "versionNumber", current_setting('server_version') as version,
    pg_encoding_to_char(encoding) as encoding,
    pg_is_in_recovery() or current_setting('default_transaction_read_only')::bool as "isReadOnly",
    has_database_privilege(datname, 'create') as "mayCreateInDatabase",
    has_schema_privilege('public', 'create') as "mayCreateInPublic",
    (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "mayCreateRoles",
    exists (select from pg_roles where rolname = $1) as "appRoleExists",
    (select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = $1) as "isAppRoleMember",
    quote_ident(current_user) as role, quote_ident(datname) as database
  from pg_database where datname = current_database()`

/**
 * Makes sure that the PostgreSQL behind DATABASE_URL can carry Samvad, before anything is changed in it.
 * Errors: StartError `database_unreachable`, or `database_unsuitable` whose hint is the very statement that mends it.
 */
export async function checkDatabase(connectionString: string): Promise<{ version: string }> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000, application_name: 'samvad check' })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw explainConnection(error as Error & { code?: string }, connectionString)
  }
  try {
    const facts = (await client.query<Facts>(factsQuery, [appRole])).rows[0]!
    checkFacts(facts)
    await checkTrigrams(client, facts)
    return { version: facts.version }
  } finally {
    await client.end()
  }
}

function checkFacts(facts: Facts): void {
  const { role, database } = facts
  if (facts.versionNumber < 150_000) refuse(`PostgreSQL ${facts.version} is too old.`, 'Use PostgreSQL 15 or newer.')
  if (facts.encoding !== 'UTF8')
    refuse(`The database ${database} is encoded in ${facts.encoding}, which cannot hold every language.`, createDatabase(facts))
  if (facts.isReadOnly)
    refuse(`The database ${database} is read-only (a standby, or default_transaction_read_only).`, 'Point DATABASE_URL at the primary server.')
  if (!facts.mayCreateInDatabase)
    refuse(`The role ${role} may not create schemas in ${database}.`, `Run as its owner: grant create on database ${database} to ${role};`)
  if (!facts.mayCreateInPublic)
    refuse(`The role ${role} may not create tables in ${database}.`, `Run in ${database} as its owner: grant create on schema public to ${role};`)
  if (!facts.mayCreateRoles && !facts.appRoleExists) {
    refuse(`The role ${role} may not create the role that keeps workspaces apart.`, `Run as a superuser: alter role ${role} createrole;`)
  }
  if (facts.appRoleExists && !facts.isAppRoleMember)
    refuse(`The role ${role} may not become ${appRole}, which keeps workspaces apart.`, `Run as a superuser: grant ${appRole} to ${role};`)
}

/** With lc_ctype C, no letter beyond ASCII is a letter to pg_trgm, and search finds nothing in any Indic script, silently. */
async function checkTrigrams(client: Client, facts: Facts): Promise<void> {
  await client.query('begin')
  try {
    await client.query('create extension if not exists pg_trgm')
    const { rows } = await client.query<{ similarity: number }>(`select similarity('हिन्दी', 'हिन्दी')`)
    if (rows[0]!.similarity === 1) return
  } catch (error) {
    refuse(`The extension pg_trgm cannot be used: ${(error as Error).message}.`, `Run in ${facts.database} as a superuser: create extension pg_trgm;`)
  } finally {
    await client.query('rollback')
  }
  refuse(`The database ${facts.database} has a locale in which Indic words cannot be searched.`, createDatabase(facts))
}

function createDatabase({ versionNumber, role }: Facts): string {
  const locale = versionNumber >= 170_000 ? `locale_provider builtin builtin_locale 'C.UTF-8' locale 'C.UTF-8'` : `locale 'C.UTF-8'`
  return `Make one that can, and point DATABASE_URL at it: create database samvad template template0 encoding 'UTF8' ${locale} owner ${role};`
}

function refuse(message: string, hint: string): never {
  throw new StartError('database_unsuitable', message, hint)
}

function explainConnection(error: Error & { code?: string }, connectionString: string): StartError {
  const url = URL.canParse(connectionString) ? new URL(connectionString) : null
  const place = url
    ? `${url.searchParams.get('host') ?? (url.hostname || 'localhost')}${url.port ? `:${url.port}` : ''}`
    : 'the address in DATABASE_URL'
  const database = url ? decodeURIComponent(url.pathname.slice(1)) : ''
  const hints: Record<string, string> = {
    ECONNREFUSED: 'Start PostgreSQL there, or correct host and port in DATABASE_URL.',
    ENOENT: 'Start PostgreSQL there, or correct the socket folder in DATABASE_URL.',
    ENOTFOUND: 'Correct the host name in DATABASE_URL.',
    EAI_AGAIN: 'The name cannot be looked up now: check the network, then start again.',
    '28P01': 'Correct user and password in DATABASE_URL.',
    '28000': 'Allow this user and machine in pg_hba.conf.',
    '3D000': `Run as a superuser: create database "${database}" template template0 encoding 'UTF8' locale 'C.UTF-8';`,
    '53300': 'Every connection is taken: raise max_connections, or close other programs.',
    '57P03': 'The server is still starting: wait a moment, then start again.',
  }
  const reason = error.message || error.code || 'no answer'
  const hint = hints[error.code ?? ''] ?? 'Check DATABASE_URL, and that PostgreSQL accepts connections from here.'
  return new StartError('database_unreachable', `The database at ${place} cannot be reached: ${reason}.`, hint, { cause: error })
}
