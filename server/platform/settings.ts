import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

export type Role = 'web' | 'worker'

/** Everything the operator may decide about one run of the server. Options win over environment variables, those over defaults. */
export interface Settings {
  port: number
  /** True when the operator named the port: only an unasked default may move on to the next free one. */
  portWasAsked: boolean
  host: string
  /** Absolute path of the data folder. */
  dataDir: string
  roles: Set<Role>
  /** Null: the embedded PostgreSQL in the data folder. */
  databaseUrl: string | null
  demo: boolean
  /** The address people reach us at, without a trailing slash; null until it is known (a proxy with TLS stands before us). */
  publicUrl: string | null
  /** How many proxies in front of us may be believed about the client's address and protocol; 0 believes none. */
  trustedProxies: number
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Port on which mail is taken by SMTP; null: no listener. */
  smtpPort: number | null
  /** Whether the first start may open the browser. */
  openBrowser: boolean
}

/** The operator asked for something that does not exist or cannot be; the message is one clear line. */
export class SettingsError extends Error {
  readonly code = 'settings_refused'
}

/** The options of `samvad start`, in the form `node:util` parseArgs takes them; also drawn as the help text. */
export const startOptions = {
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  data: { type: 'string', short: 'd' },
  roles: { type: 'string' },
  demo: { type: 'boolean' },
  open: { type: 'boolean' },
  'public-url': { type: 'string' },
  'trusted-proxies': { type: 'string' },
  'log-level': { type: 'string' },
} as const

/**
 * Reads the options of `samvad start` and the environment: PORT, HOST, SAMVAD_DATA, SAMVAD_ROLES, SAMVAD_DEMO, SAMVAD_PUBLIC_URL,
 * SAMVAD_TRUSTED_PROXIES, SAMVAD_LOG_LEVEL, SAMVAD_SMTP_PORT, DATABASE_URL. An empty variable counts as absent.
 * Errors: SettingsError for an unknown option, a stray word or an impossible value.
 */
export function readSettings(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Settings {
  const options = parseOptions(argv)
  const port = options.port ?? env.PORT
  return {
    port: port ? readPort(port) : 3000,
    portWasAsked: Boolean(port),
    host: options.host || env.HOST || '127.0.0.1',
    dataDir: resolve(options.data || env.SAMVAD_DATA || 'data'),
    roles: readRoles(options.roles || env.SAMVAD_ROLES || 'web,worker'),
    databaseUrl: readDatabaseUrl(env.DATABASE_URL || null),
    demo: options.demo ?? readSwitch(env.SAMVAD_DEMO, true),
    publicUrl: readPublicUrl(options['public-url'] || env.SAMVAD_PUBLIC_URL || null),
    trustedProxies: readCount(options['trusted-proxies'] || env.SAMVAD_TRUSTED_PROXIES || '0'),
    logLevel: readLogLevel(options['log-level'] || env.SAMVAD_LOG_LEVEL || 'info'),
    smtpPort: env.SAMVAD_SMTP_PORT ? readPort(env.SAMVAD_SMTP_PORT) : null,
    openBrowser: options.open ?? !env.CI,
  }
}

/** The folder of package.json: the checkout, or the installed package. Built web apps are in `dist/web` below it. */
export const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)))

/** The version of Samvad, from its package.json. */
export const version: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version

function findPackageRoot(from: string): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) if (existsSync(join(folder, 'package.json'))) return folder
  throw new SettingsError(`No package.json above ${from}: this copy of Samvad is incomplete.`)
}

function parseOptions(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: startOptions, strict: true, allowPositionals: false, allowNegative: true }).values
  } catch (error) {
    throw new SettingsError(explainOption(error as NodeJS.ErrnoException))
  }
}

/** Node's own texts explain how to escape a positional argument, which is no use to someone who mistyped an option. */
export function explainOption(error: NodeJS.ErrnoException): string {
  const named = /'([^']+)'/.exec(error.message)?.[1] ?? ''
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `Unknown option ${named}. See: samvad help`
  if (error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `Unexpected argument "${named}". See: samvad help`
  return `${error.message.split('\n')[0]!.replace(/\.$/, '')}. See: samvad help`
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new SettingsError(`"${text}" is not a port. Choose a number from 1 to 65535, or 0 for any free one.`)
  return port
}

function readRoles(text: string): Set<Role> {
  const words = text.split(',').map((word) => word.trim())
  const roles = words.filter((word): word is Role => word === 'web' || word === 'worker')
  if (roles.length !== words.length)
    throw new SettingsError(`"${text}" is not a list of roles. Choose from web and worker, for example: --roles web,worker`)
  return new Set(roles)
}

function readDatabaseUrl(text: string | null): string | null {
  if (text !== null && !/^postgres(ql)?:\/\//.test(text))
    throw new SettingsError('DATABASE_URL must begin with postgresql:// (its value is not shown here).')
  return text
}

function readPublicUrl(text: string | null): string | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol))
    throw new SettingsError(`"${text}" is not a web address. Example: --public-url https://help.example.com`)
  return url.href.replace(/\/+$/, '')
}

function readCount(text: string): number {
  if (!/^\d{1,2}$/.test(text)) throw new SettingsError(`"${text}" is not a number of proxies. Example: --trusted-proxies 1`)
  return Number(text)
}

function readLogLevel(text: string): Settings['logLevel'] {
  const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const
  const level = levels.find((known) => known === text)
  if (!level) throw new SettingsError(`"${text}" is not a log level. Choose from ${levels.join(', ')}.`)
  return level
}

function readSwitch(text: string | undefined, otherwise: boolean): boolean {
  if (!text) return otherwise
  if (/^(1|true|yes|on)$/i.test(text)) return true
  if (/^(0|false|no|off)$/i.test(text)) return false
  throw new SettingsError(`"${text}" is neither yes nor no.`)
}
