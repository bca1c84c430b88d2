import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readRunning } from '../../../server/platform/database/embedded/index.ts'

const root = join(import.meta.dirname, '../../..')

export interface StartOptions {
  /** Added to the process's environment: KILL_AT, DEFENCE_OFF … */
  env?: Record<string, string>
}

/** Our server as an operator runs it (own process, durable embedded PostgreSQL), on one port over any number of lives, to be killed and started again. */
export class ServerProcess {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'samvad-gate-'))
  url = ''
  token = ''
  workspaceId = ''
  userId = ''
  /** Ends of the process that nobody here asked for. */
  readonly unexpectedExits: string[] = []
  /** What it wrote to stdout and stderr, the newest 200 kB unless told. */
  output = ''
  isUp = false
  private port: number
  private child: ChildProcess | null = null
  private ended: Promise<void> = Promise.resolve()
  private isKillExpected = false
  private readonly logLevel: string
  private readonly mostOutput: number

  /** `keepsOutput`: all that it writes, for a gate that searches it. `port`: one that must be known before the start. */
  constructor({ logLevel = 'error', keepsOutput = false, port = 0 }: { logLevel?: string; keepsOutput?: boolean; port?: number } = {}) {
    this.logLevel = logLevel
    this.mostOutput = keepsOutput ? 50_000_000 : 200_000
    this.port = port
  }

  /** Its address, also before it is up. */
  get ownUrl(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Starts it and returns the milliseconds until it was ready, or null when it died on the way (a failpoint). */
  async start({ env = {} }: StartOptions = {}): Promise<number | null> {
    this.port ||= await freePort()
    const startedAt = performance.now()
    this.isKillExpected = 'KILL_AT' in env
    const child = spawn(
      process.execPath,
      ['bin/samvad.mjs', 'start', '--data', this.dataDir, '--port', String(this.port), '--no-demo', '--no-open', '--log-level', this.logLevel],
      {
        cwd: root,
        env: { ...process.env, NODE_ENV: 'test', SAMVAD_RATE_LIMITS: 'off', SAMVAD_TRUSTED_PROXIES: '1', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    this.child = child
    let hasEnded = false
    this.ended = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        hasEnded = true
        this.isUp = false
        if (!this.isKillExpected) this.unexpectedExits.push(`${code ?? signal}`)
        resolve()
      }),
    )
    const isReady = new Promise<boolean>((resolve) => {
      const listen = (chunk: Buffer) => {
        this.output = (this.output + chunk).slice(-this.mostOutput)
        const found = /Samvad is ready at (\S+)/.exec(String(chunk))
        if (!found) return
        this.url = found[1]!
        this.isUp = true
        resolve(true)
      }
      child.stdout!.on('data', listen)
      child.stderr!.on('data', (chunk) => (this.output = (this.output + chunk).slice(-this.mostOutput)))
      void this.ended.then(() => resolve(false))
    })
    const ready = await Promise.race([isReady, new Promise<boolean>((resolve) => setTimeout(resolve, 60_000, false).unref())])
    if (!ready && !hasEnded) throw new Error(`the server was not ready within a minute: ${this.output.slice(-2_000)}`)
    if (!ready && !this.isKillExpected) throw new Error(`the server ended: ${this.output.slice(-2_000)}`)
    return ready ? performance.now() - startedAt : null
  }

  /** The first start, with an owner and a token of all scopes. */
  async startFresh(options: StartOptions = {}): Promise<void> {
    await this.start(options)
    const made = JSON.parse(
      execFileSync(
        process.execPath,
        [
          'bin/samvad.mjs',
          'create-owner',
          '--data',
          this.dataDir,
          '--email',
          'owner@gate.test',
          '--name',
          'Owner',
          '--password',
          'correct horse battery',
          '--workspace',
          'Gate',
          '--json',
        ],
        { cwd: root, encoding: 'utf8' },
      ),
    ) as { token: string; workspaceId: string; userId: string }
    this.token = made.token
    this.workspaceId = made.workspaceId
    this.userId = made.userId
  }

  get pid(): number {
    return this.child!.pid!
  }

  /** SIGKILL, at once. */
  async kill(): Promise<void> {
    this.isKillExpected = true
    this.child?.kill('SIGKILL')
    await this.ended
  }

  /** Resolves true when it died by itself within `ms` (a failpoint). */
  async diesWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const died = await Promise.race([this.ended.then(() => true), new Promise<boolean>((resolve) => (timer = setTimeout(resolve, ms, false)))])
    clearTimeout(timer)
    return died
  }

  /** Asks it to stop, and waits. */
  async stop(): Promise<void> {
    this.isKillExpected = true
    this.child?.kill('SIGTERM')
    await this.ended
  }

  async remove(): Promise<void> {
    if (this.isUp) await this.stop()
    else await this.diesWithin(5_000)
    // A killed server leaves its PostgreSQL to find out by itself.
    for (let tries = 0; tries < 20; tries++) {
      try {
        rmSync(this.dataDir, { recursive: true, force: true })
        return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
    }
  }

  /** A connection as the owner of the database, whom no row-level security stops. */
  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: readRunning(this.dataDir)!.connectionString })
    client.on('error', () => {})
    await client.connect()
    return client
  }

  /** Calls the API; throws when it is not there. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: any; headers: Headers }> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text, headers: answer.headers }
  }
}

/** A port of loopback that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
