import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { OutboundFailed } from './errors.ts'
import type { Target } from './target.ts'

/** Opens a TCP connection to an address (never a name). Tests pass their own to see every attempt. */
export type Connect = (address: string, port: number) => Socket

const connectDirectly: Connect = (address, port) => connectTcp({ host: address, port, noDelay: true })

export interface SocketOptions {
  connect?: Connect | undefined
  /** For each address tried. Default 5,000. */
  connectTimeoutMs?: number | undefined
  /** A further certificate authority, PEM, for servers inside a company. */
  ca?: string | undefined
}

/** Connects to the first address that answers; the others are tried in order. Errors: `outbound.connect_failed`, or the signal's reason. */
export async function openSocket(addresses: string[], port: number, options: SocketOptions, signal: AbortSignal): Promise<Socket> {
  let lastError: unknown
  for (const address of addresses) {
    signal.throwIfAborted()
    const socket = (options.connect ?? connectDirectly)(address, port)
    try {
      await becomes(socket, 'connect', signal, options.connectTimeoutMs ?? 5_000)
      return socket
    } catch (error) {
      socket.destroy()
      lastError = error
    }
  }
  signal.throwIfAborted()
  throw new OutboundFailed('outbound.connect_failed', 'The host did not accept the connection.', { sent: false, cause: lastError })
}

/**
 * TLS over an open connection; the certificate must be valid for the name that was typed, although the connection went to an address.
 * `rejectUnauthorized` is explicit because NODE_TLS_REJECT_UNAUTHORIZED would switch it off for everything. Errors: `outbound.tls_failed`.
 */
export async function secureSocket(socket: Socket, target: Target, options: SocketOptions, signal: AbortSignal): Promise<Socket> {
  const { hostname, isAddress } = target
  const secured = connectTls({
    socket,
    host: hostname,
    ...(isAddress ? {} : { servername: hostname }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
  })
  try {
    await becomes(secured, 'secureConnect', signal)
    return secured
  } catch (error) {
    secured.destroy()
    signal.throwIfAborted()
    throw new OutboundFailed('outbound.tls_failed', 'The host did not prove its name with a valid certificate.', { sent: false, cause: error })
  }
}

function becomes(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal, timeoutMs?: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => settle(new Error(`no connection after ${timeoutMs} ms`)), timeoutMs)
    const onAbort = () => settle(new Error('aborted'))
    const onClose = () => settle(new Error('closed'))
    const settle = (error?: Error) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.removeListener('close', onClose)
      if (error) reject(error)
      else resolve()
    }
    signal.addEventListener('abort', onAbort)
    socket.once(event, () => settle())
    socket.once('close', onClose)
    // Stays on: an error after the connection stands is reported by the request, and must not be an uncaught event before it.
    socket.on('error', settle)
  })
}
