import type { ImapFlow } from 'imapflow'
import { ConnectionFailure, withinTime } from '../discover/connection-failure.ts'
import { pinHost, tlsOptions } from '../discover/mail-server.ts'
import { failureFromImap } from './imap-failure.ts'
import { defaultMaxMailBytes, defaultTiming, type ImapSettings, type Timing } from './settings.ts'

export function timingOf(settings: ImapSettings): Timing {
  return { ...defaultTiming, ...settings.timing }
}

/**
 * A signed-in connection. A token that the server refuses is renewed once before the refusal counts. The caller closes it.
 * Errors: `ConnectionFailure`. Aborting closes it at once.
 */
export async function openImap(settings: ImapSettings, signal: AbortSignal): Promise<ImapFlow> {
  if (settings.login.kind === 'password') return connect(settings, { pass: settings.login.password }, signal)
  const token = await tokenFor(settings, undefined, signal)
  try {
    return await connect(settings, { accessToken: token }, signal)
  } catch (error) {
    if (!(error instanceof ConnectionFailure) || error.kind !== 'auth') throw error
    return connect(settings, { accessToken: await tokenFor(settings, token, signal) }, signal)
  }
}

async function tokenFor({ login }: ImapSettings, refused: string | undefined, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  if (login.kind !== 'oauth') throw new TypeError('a password login has no token')
  try {
    return await login.accessToken(refused)
  } catch (error) {
    throw failureFromImap(error)
  }
}

async function connect(settings: ImapSettings, secret: { pass: string } | { accessToken: string }, signal: AbortSignal): Promise<ImapFlow> {
  signal.throwIfAborted()
  const { connect: limit } = timingOf(settings)
  let client: ImapFlow | undefined
  const close = () => client?.close()
  signal.addEventListener('abort', close)
  try {
    client = await newClient(settings, secret)
    // An error event without a listener would end the process; the failure itself arrives by the pending command.
    client.on('error', () => {})
    signal.throwIfAborted()
    await withinTime(client.connect(), limit, 'connecting')
    return client
  } catch (error) {
    close()
    throw failureFromImap(error)
  } finally {
    signal.removeEventListener('abort', close)
  }
}

async function newClient(settings: ImapSettings, secret: { pass: string } | { accessToken: string }): Promise<ImapFlow> {
  const { server, login } = settings
  const { connect: connectionLimit, poll } = timingOf(settings)
  const lookup = await pinHost(server.host, settings.resolveHost)
  // Loaded with the first mailbox, not with every start.
  const library = await import('imapflow')
  return new library.ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    ...(server.security === 'tls' ? {} : { doSTARTTLS: server.security === 'starttls' }),
    tls: { ...tlsOptions(server, settings), lookup },
    auth: { user: login.user, ...secret },
    clientInfo: { name: 'Samvad' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectionLimit,
    greetingTimeout: connectionLimit,
    // Every poll makes traffic, so silence beyond two polls is a dead line.
    socketTimeout: Math.max(120_000, 2 * poll),
    // Mails are asked for up to the limit only; a larger literal comes from a server that does not keep the rules.
    maxLiteralSize: (settings.maxMailBytes ?? defaultMaxMailBytes) + 1024 * 1024,
    maxLineLength: 16 * 1024 * 1024,
  })
}

/**
 * Opens the folder, read-only unless something is to be done with stored mails. A special use such as `\\Junk` is looked up.
 * Errors: `ConnectionFailure` of kind `folder_missing`, and those of the connection.
 */
export async function openFolder(client: ImapFlow, settings: ImapSettings): Promise<{ path: string; uidValidity: string; uidNext: number }> {
  const { command } = timingOf(settings)
  try {
    const path = await withinTime(folderPath(client, settings.folder ?? 'INBOX'), command, 'listing the folders')
    const readOnly = (settings.afterwards?.kind ?? 'nothing') === 'nothing'
    const { uidValidity, uidNext } = await withinTime(client.mailboxOpen(path, { readOnly }), command, 'opening the folder')
    return { path, uidValidity: String(uidValidity), uidNext: Number(uidNext) }
  } catch (error) {
    throw failureFromImap(error)
  }
}

async function folderPath(client: ImapFlow, folder: string): Promise<string> {
  if (!folder.startsWith('\\')) return folder
  const found = (await client.list()).find((one) => one.specialUse?.toLowerCase() === folder.toLowerCase())
  if (!found) throw new ConnectionFailure('folder_missing', `The server names no folder for ${folder}.`)
  return found.path
}
