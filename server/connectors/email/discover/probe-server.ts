import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { withinTime } from './connection-failure.ts'
import { pinHost, tlsOptions, type MailServer, type Reach } from './mail-server.ts'

const greetings = { imap: /^\* (OK|PREAUTH)\b/i, smtp: /^220[ -]/ }

/** Says whether a server of this kind answers there: connects (with a certificate that holds, for TLS), reads the greeting, says nothing. */
export async function probeServer(server: MailServer, kind: 'imap' | 'smtp', reach: Reach, limitMs: number): Promise<boolean> {
  let socket: Socket | undefined
  try {
    const lookup = await withinTime(pinHost(server.host, reach.resolveHost), limitMs, 'looking up the host')
    const target = { host: server.host, port: server.port, lookup }
    const opened = server.security === 'tls' ? connectTls({ ...target, ...tlsOptions(server, reach) }) : connectPlain(target)
    socket = opened
    return greetings[kind].test(await withinTime(firstLine(opened), limitMs, 'the greeting'))
  } catch {
    return false
  } finally {
    socket?.destroy()
  }
}

function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let line = ''
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('closed')))
    socket.on('data', (chunk) => {
      line += chunk.toString('latin1')
      if (line.includes('\n') || line.length > 1000) resolve(line)
    })
  })
}
