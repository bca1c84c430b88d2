import type { IncomingMessage } from 'node:http'
import { classifyAddress } from './address.ts'
import { OutboundFailed, OutboundRefused } from './errors.ts'
import { type BodyLimit, exchange, type OutgoingRequest, readLimited } from './exchange.ts'
import { followRedirect, isRedirect } from './redirect.ts'
import { type AddressRule, lookUpUnchecked, resolveChecked } from './resolve.ts'
import { openSocket, secureSocket, type SocketOptions } from './socket.ts'
import { hostAndPort, readTarget, type Target } from './target.ts'

export interface CallLimits {
  /** From the call to the last byte of the body, redirects included. Default 20,000. */
  timeoutMs?: number
  /** Of the decompressed body. Default 1 MiB. */
  maxBytes?: number
  /** What to do with a longer body. Default `fail`. */
  whenLonger?: BodyLimit['whenLonger']
  /** Default 0: a redirect is returned as it is. */
  maxRedirects?: number
  /** Return as soon as the headers are there and read the body as it comes, for large media. Read or cancel it; the time limit goes on. */
  streamBody?: boolean
}

export interface GuardedFetchOptions extends AddressRule, SocketOptions, CallLimits {
  /** Tests and simulators only: exact `host:port` on loopback (`127.0.0.1:4010`, `[::1]:4010`, `localhost:4010`) that may be called all the same. */
  allowLoopbackPorts?: string[]
  /** Never in the product: the positive control of the SSRF gate, which must then see its canaries hit. Refused when NODE_ENV is production. */
  guardOffForControl?: boolean
}

export type GuardedFetch = (url: string | URL, init?: RequestInit & CallLimits) => Promise<Response>

/**
 * A `fetch` for addresses typed by strangers: webhooks, media, OAuth hosts. It connects only to public addresses, to exactly the address it
 * checked, follows no redirect unless told to (each hop is checked anew), limits size and time, and knows no proxy and no cookies.
 * The answer is a standard `Response`, its body complete unless `streamBody`. Every call uses a connection of its own.
 * Errors: `OutboundRefused` (nothing was sent), `OutboundFailed`.
 */
export function createGuardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  if (options.guardOffForControl && process.env['NODE_ENV'] === 'production')
    throw new Error('the outbound guard cannot be switched off in production')
  const exempt = new Set(options.allowLoopbackPorts)
  return async (url, init = {}) => {
    const limits: CallLimits = { ...options, ...definedLimits(init) }
    const progress = { sent: false }
    const deadline = startDeadline(limits.timeoutMs ?? 20_000, init.signal, progress)
    let isStreaming = false
    try {
      const first = readCallTarget(String(url), exempt, options)
      const outgoing = await readOutgoing(init)
      const { answer, target, hops } = await callThrough(first, outgoing, limits.maxRedirects ?? 0, {
        options,
        exempt,
        progress,
        signal: deadline.signal,
      })
      const body = readLimited(answer, { maxBytes: limits.maxBytes ?? 1024 * 1024, whenLonger: limits.whenLonger ?? 'fail' }, deadline.signal)
      isStreaming = limits.streamBody ?? false
      const content = isStreaming ? streamFrom(body, () => (deadline.stop(), answer.destroy())) : Buffer.concat(await Array.fromAsync(body))
      return buildResponse(answer, content, target.url, hops)
    } catch (error) {
      isStreaming = false
      throw error
    } finally {
      if (!isStreaming) deadline.stop()
    }
  }
}

interface Call {
  options: GuardedFetchOptions
  exempt: ReadonlySet<string>
  /** Whether any request of this call has left: the difference between trying again and asking a person. */
  progress: { sent: boolean }
  signal: AbortSignal
}

async function callThrough(first: Target, firstRequest: OutgoingRequest, maxRedirects: number, call: Call) {
  let target = first
  let outgoing = firstRequest
  for (let hops = 0; ; hops++) {
    const answer = await callOnce(target, outgoing, call)
    const location = answer.headers.location
    if (maxRedirects === 0 || location === undefined || !isRedirect(answer.statusCode ?? 0)) return { answer, target, hops }
    answer.destroy()
    if (hops === maxRedirects)
      throw new OutboundFailed('outbound.too_many_redirects', `The host redirects more than ${maxRedirects} times.`, { sent: true })
    const next = readCallTarget(joinLocation(location, target.url), call.exempt, call.options)
    outgoing = followRedirect(answer.statusCode ?? 0, target.url, next.url, outgoing)
    target = next
  }
}

async function callOnce(target: Target, outgoing: OutgoingRequest, { options, exempt, progress, signal }: Call): Promise<IncomingMessage> {
  const addresses = await untilAborted(findAddresses(target, options, exempt), signal)
  const plain = await openSocket(addresses, target.port, options, signal)
  const socket = target.isSecure ? await secureSocket(plain, target, options, signal) : plain
  progress.sent = true
  return exchange(target, socket, outgoing, signal)
}

async function findAddresses(target: Target, options: GuardedFetchOptions, exempt: ReadonlySet<string>): Promise<string[]> {
  if (options.guardOffForControl) return lookUpUnchecked(target.hostname, options)
  if (!exempt.has(hostAndPort(target))) return resolveChecked(target.hostname, options)
  const addresses = await lookUpUnchecked(target.hostname, options)
  if (addresses.some((address) => classifyAddress(address) !== 'loopback'))
    throw new OutboundRefused('outbound.address_not_public', 'An exempt host must be on loopback.')
  return addresses
}

function readCallTarget(url: string, exempt: ReadonlySet<string>, options: GuardedFetchOptions): Target {
  if (!options.guardOffForControl) return readTarget(url, exempt, options.allowPrivateHosts)
  const parsed = new URL(url)
  const hostname = parsed.hostname.replace(/^\[|\]$/g, '')
  return {
    url: parsed,
    hostname,
    port: Number(parsed.port || (parsed.protocol === 'https:' ? 443 : 80)),
    isAddress: /^[\d.]+$|:/.test(hostname),
    isSecure: parsed.protocol === 'https:',
  }
}

/** An absolute Location is judged in the form it was sent, so that a disguise is seen; a relative one stays on the same, checked host. */
function joinLocation(location: string, from: URL): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(location)) return location
  if (/^[/\\]{2}/.test(location)) return from.protocol + location
  try {
    return new URL(location, from).href
  } catch {
    throw new OutboundRefused('outbound.url_invalid', 'The host redirects to something that is not a web address.')
  }
}

/** Bodies of every kind `fetch` takes, with the content type it would give them; the whole body is held in memory. */
async function readOutgoing(init: RequestInit & CallLimits): Promise<OutgoingRequest> {
  const { method, headers, body, duplex } = init as RequestInit & { duplex?: 'half' }
  const request = new Request('http://body.invalid/', {
    ...(method && { method }),
    ...(headers && { headers }),
    ...(body && { body }),
    ...(duplex && { duplex }),
    redirect: 'manual',
  })
  const outgoing = new Headers(request.headers)
  for (const name of ['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'expect', 'te', 'trailer', 'keep-alive'])
    outgoing.delete(name)
  if (!outgoing.has('accept')) outgoing.set('accept', '*/*')
  if (!outgoing.has('user-agent')) outgoing.set('user-agent', 'Samvad')
  outgoing.set('accept-encoding', 'gzip, deflate, br')
  return { method: request.method, headers: outgoing, body: request.body ? new Uint8Array(await request.arrayBuffer()) : null }
}

function buildResponse(answer: IncomingMessage, content: Buffer<ArrayBuffer> | ReadableStream, url: URL, hops: number): Response {
  const headers = new Headers()
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    const name = answer.rawHeaders[index] ?? ''
    // The body is already decoded and counted; these two would now be wrong.
    if (!/^content-(?:encoding|length)$/i.test(name)) headers.append(name, answer.rawHeaders[index + 1] ?? '')
  }
  const status = answer.statusCode ?? 0
  try {
    const isBodiless = status === 204 || status === 205 || status === 304
    const response = new Response(isBodiless ? null : content, { status, statusText: printable(answer.statusMessage), headers })
    Object.defineProperties(response, { url: { value: url.href }, redirected: { value: hops > 0 } })
    return response
  } catch (error) {
    throw new OutboundFailed('outbound.protocol_error', `The host answered with status ${status}.`, { sent: true, cause: error })
  }
}

const printable = (text: string | undefined) => (text ?? '').replace(/[^\t\u0020-\u007e]/g, '')

function definedLimits({ timeoutMs, maxBytes, whenLonger, maxRedirects, streamBody }: CallLimits): CallLimits {
  return Object.fromEntries(Object.entries({ timeoutMs, maxBytes, whenLonger, maxRedirects, streamBody }).filter(([, value]) => value !== undefined))
}

function startDeadline(
  timeoutMs: number,
  outer: AbortSignal | null | undefined,
  progress: { sent: boolean },
): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController()
  const onAbort = () =>
    controller.abort(new OutboundFailed('outbound.aborted', 'The call was given up.', { sent: progress.sent, cause: outer?.reason }))
  const timer = setTimeout(
    () => controller.abort(new OutboundFailed('outbound.timed_out', `No complete answer within ${timeoutMs} ms.`, { sent: progress.sent })),
    timeoutMs,
  )
  if (outer?.aborted) onAbort()
  else outer?.addEventListener('abort', onAbort, { once: true })
  const stop = () => {
    clearTimeout(timer)
    outer?.removeEventListener('abort', onAbort)
  }
  return { signal: controller.signal, stop }
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Not `ReadableStream.from`: a generator that was never read from does not run its `finally`, so giving up early would keep the connection. */
function streamFrom(body: AsyncGenerator<Uint8Array>, stop: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await body.next()
        if (!done) return controller.enqueue(value)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      stop()
    },
    cancel: stop,
  })
}
