import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { StartError } from './start-error.ts'

/** An account of the system that PostgreSQL runs under. */
export interface Account {
  uid: number
  gid: number
  name: string
}

/**
 * The account for PostgreSQL, which refuses to run as root: null means our own. As root, an existing cluster keeps the account that owns
 * it; a new one gets `postgres` if the machine has it, else `samvad` (created when possible), else `nobody`.
 * Errors: StartError `account_missing` when the machine has none of them.
 */
export function chooseAccount(clusterDir: string | null): Account | null {
  if (process.getuid?.() !== 0) return null
  const owner = clusterDir === null ? null : ownerOf(clusterDir)
  if (owner !== null && owner.uid !== 0) return owner
  const account = findAccount('postgres') ?? findAccount('samvad') ?? createAccount('samvad') ?? findAccount('nobody')
  if (account) return account
  throw new StartError(
    'account_missing',
    'PostgreSQL cannot run as root, and this machine has no other account for it.',
    'Run: useradd --system samvad. Or start Samvad as an ordinary user.',
  )
}

/** May this account go through every folder above `path`? Access lists beyond the mode bits are not consulted. */
export function canReach(account: Account, path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!mayPass(account, folder)) return false
    if (folder === dirname(folder)) return true
  }
}

export function mayPass(account: Account, folder: string): boolean {
  const { mode, uid, gid } = statSync(folder)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

function ownerOf(folder: string): Account | null {
  try {
    const { uid, gid } = statSync(folder)
    return { uid, gid, name: passwdLines().find((line) => line[2] === String(uid))?.[0] ?? String(uid) }
  } catch {
    return null
  }
}

function findAccount(name: string): Account | null {
  const line = passwdLines().find((fields) => fields[0] === name)
  return line ? { uid: Number(line[2]), gid: Number(line[3]), name } : null
}

function createAccount(name: string): Account | null {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name], { stdio: 'ignore' })
  } catch {
    return null // no useradd, or /etc is read-only; `nobody` remains
  }
  return findAccount(name)
}

function passwdLines(): string[][] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
  } catch {
    return []
  }
}
