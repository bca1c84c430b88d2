import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dovecotConfig, oauthConfig, type DovecotAccount } from './dovecot-config.ts'
import { findFreePort } from './free-port.ts'

const binary = '/usr/sbin/dovecot'

export interface DovecotOptions {
  /** Password by user. */
  users: Record<string, string>
  /** Parent of the server's own temporary folder; must be short, as socket paths are limited to 107 bytes. Default /tmp. */
  dir?: string
  /** Sign-in by access token only, checked at this introspection address. */
  oauth?: { introspectionUrl: string }
  /** PEM; then `port` speaks STARTTLS too and `tlsPort` TLS. */
  tls?: { cert: string; key: string }
}

export interface Dovecot {
  port: number
  tlsPort: number
  dir: string
  /** Starts again on the same port with the same mails. */
  start(): Promise<void>
  /** Ends the server and every session at once. */
  stop(): Promise<void>
  setPassword(user: string, password: string): Promise<void>
  /** Makes the server forget its UIDs: the next start gives every mail a new UID under a new UIDVALIDITY. Only while stopped. */
  forgetUids(user: string): Promise<void>
  /** Ends the server and removes its files. */
  remove(): Promise<void>
}

/** A real Debian dovecot on loopback, unprivileged (as `nobody` when the tests run as root), from one config file. Errors: not installed, or its own log. */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  if (!existsSync(binary))
    throw new Error(`${binary} is missing: the mail tests need the Debian package dovecot-imapd (apt-get install dovecot-imapd).`)
  const dir = await mkdtemp(join(options.dir ?? '/tmp', 'dovecot-'))
  const account = chooseAccount()
  const ports = { port: await findFreePort(), tlsPort: options.tls ? await findFreePort() : 0 }
  for (const folder of ['', 'run', 'state', 'mail']) await makeFolder(join(dir, folder), account)
  const users = { ...options.users }
  await writeUsers(dir, users)
  if (options.tls) await writeFile(join(dir, 'tls.pem'), `${options.tls.cert}${options.tls.key}`)
  await writeFile(join(dir, 'dovecot.conf'), dovecotConfig({ dir, account, ...ports, oauth: Boolean(options.oauth), tls: Boolean(options.tls) }))
  if (options.oauth) await writeFile(join(dir, 'oauth2.conf'), oauthConfig(options.oauth.introspectionUrl))
  let child: ChildProcess | null = null
  const server: Dovecot = {
    ...ports,
    dir,
    async start() {
      child = await launch(dir, ports.port, account)
    },
    async stop() {
      await end(child)
      child = null
    },
    async setPassword(user, password) {
      users[user] = password
      await writeUsers(dir, users)
      // Dovecot looks at the file once a second.
      await sleep(1200)
    },
    async forgetUids(user) {
      // The UIDVALIDITY is the second of its making.
      await sleep(1100)
      for (const file of ['dovecot-uidlist', 'dovecot-uidvalidity', 'dovecot.index', 'dovecot.index.log', 'dovecot.index.cache']) {
        await rm(join(dir, 'mail', user, 'Maildir', file), { force: true })
      }
    },
    async remove() {
      await server.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

/** Dovecot refuses to keep mail as root, so root hands over to nobody; an ordinary user runs it as itself. */
function chooseAccount(): DovecotAccount {
  const { uid, gid, username } = userInfo()
  return uid === 0
    ? { uid: 65534, gid: 65534, user: 'nobody', group: 'nogroup' }
    : { uid, gid, user: username, group: execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim() }
}

async function makeFolder(path: string, { uid, gid }: DovecotAccount): Promise<void> {
  await mkdir(path, { recursive: true })
  await chmod(path, 0o755)
  await chown(path, uid, gid)
}

async function writeUsers(dir: string, users: Record<string, string>): Promise<void> {
  const lines = Object.entries(users).map(([user, password]) => `${user}:{PLAIN}${password}::::::`)
  await writeFile(join(dir, 'users'), `${lines.join('\n')}\n`)
}

async function launch(dir: string, port: number, { uid, gid }: DovecotAccount): Promise<ChildProcess> {
  const child = spawn(binary, ['-F', '-c', join(dir, 'dovecot.conf')], { uid, gid, stdio: ['ignore', 'ignore', 'pipe'], cwd: dir, detached: true })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  process.once('exit', () => killGroup(child))
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) break
    if (await answers(port)) return child
    await sleep(100)
  }
  await end(child)
  const log = await readFile(join(dir, 'dovecot.log'), 'utf8').catch(() => '')
  throw new Error(`dovecot did not start:\n${complaint}${log.slice(-2000)}`)
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => resolve(true) ?? socket.destroy())
    socket.once('error', () => resolve(false))
    socket.setTimeout(1000, () => resolve(false) ?? socket.destroy())
  })
}

async function end(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const patience = setTimeout(() => child.kill('SIGKILL'), 5000)
  await ended
  clearTimeout(patience)
  killGroup(child)
}

/** An unprivileged dovecot leaves its sessions running when the master ends; they are of its process group. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}
