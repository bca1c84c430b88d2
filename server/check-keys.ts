import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { StartError } from './platform/database/embedded/start-error.ts'

/** What is said where secrets are stored and the keys that sealed them are not here. */
export interface MissingKeys {
  message: string
  hint: string
}

/**
 * A new key made in silence in place of a lost one would leave every stored password unreadable, and a second machine with a key of its own would spoil
 * what the first stores. Null when there are keys, or when nothing is sealed yet. Needs the schema.
 */
export async function findMissingKeys(
  connectionString: string,
  dataDir: string,
  env: Record<string, string | undefined>,
): Promise<MissingKeys | null> {
  const path = join(dataDir, 'instance-keys')
  if (env['SAMVAD_SECRET_KEYS']?.trim() || existsSync(path)) return null
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ isSealed: boolean }>(
      `select exists (select from inboxes where secrets <> '{}') or exists (select from webhook_endpoints where removed_at is null) as "isSealed"`,
    )
    if (!rows[0]!.isSealed) return null
  } finally {
    await client.end()
  }
  return {
    message: `The keys of this installation are missing: there is no ${path}, and the database holds secrets sealed with them.`,
    hint: `Bring the file back from a backup or from the other machine, or set SAMVAD_SECRET_KEYS. Lost for good? Make a new one, then type the passwords of the inboxes again: echo "$(openssl rand -hex 4):$(openssl rand -base64 32)" > "${path}"`,
  }
}

/** Errors: StartError `keys_missing`, as `findMissingKeys` tells. */
export async function requireKeys(connectionString: string, dataDir: string): Promise<void> {
  const missing = await findMissingKeys(connectionString, dataDir, process.env)
  if (missing) throw new StartError('keys_missing', missing.message, missing.hint)
}
