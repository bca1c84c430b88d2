import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cleanEnvironment, databaseName, ownerRole } from './cluster.ts'
import { explainPostgresLog } from './explain.ts'
import type { Placement } from './placement.ts'

/**
 * Gives the owner of a stopped cluster a new password, for a data folder whose password file was lost. Whoever may run PostgreSQL on the
 * files needs no password. Source: postgresql.org/docs/18/app-postgres.html, single-user mode.
 */
export async function setPassword(postgres: string, { clusterDir, account }: Placement, password: string): Promise<void> {
  const child = spawn(postgres, ['--single', '-D', clusterDir, '-c', 'log_min_messages=warning', 'postgres'], {
    cwd: '/',
    env: cleanEnvironment,
    stdio: ['pipe', 'ignore', 'pipe'],
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  })
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  child.stdin.on('error', () => {})
  // The text is ours and base64url, so it needs no quoting.
  child.stdin.end(`alter role ${ownerRole} password '${password}'\n`)
  const [code] = await once(child, 'close')
  if (code !== 0 || /ERROR|FATAL/.test(said)) throw explainPostgresLog(said, `${clusterDir} (${databaseName})`)
}
