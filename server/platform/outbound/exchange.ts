import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { OutboundFailed } from './errors.ts'
import type { Target } from './target.ts'

export interface OutgoingRequest {
  method: string
  headers: Headers
  body: Uint8Array | null
}

/** Larger than any provider's answer needs; Node's own default, written here so that `--max-http-header-size` does not move it. */
const maxHeaderBytes = 16 * 1024

/** One request on an open connection, up to the answer's headers. The connection serves this request alone. Errors: `outbound.protocol_error`, the signal's reason. */
export function exchange(target: Target, socket: Socket, outgoing: OutgoingRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const headers: Record<string, string> = { ...Object.fromEntries(outgoing.headers), host: target.url.host }
  if (outgoing.body) headers['content-length'] = String(outgoing.body.byteLength)
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      socket.destroy()
      reject(
        signal.aborted
          ? signal.reason
          : new OutboundFailed('outbound.protocol_error', 'The host broke off or did not speak HTTP.', { sent: true, cause: error }),
      )
    }
    const sent = httpRequest({
      createConnection: () => socket,
      method: outgoing.method,
      path: target.url.pathname + target.url.search,
      headers,
      maxHeaderSize: maxHeaderBytes,
    })
    sent.once('response', resolve)
    sent.on('error', fail)
    sent.once('close', () => fail(new Error('closed before an answer')))
    signal.addEventListener('abort', fail, { once: true })
    sent.end(outgoing.body ?? undefined)
  })
}

export interface BodyLimit {
  maxBytes: number
  /** `fail` with `outbound.too_large`, or `cut` the rest off and be content (webhooks: only the status counts). */
  whenLonger: 'fail' | 'cut'
}

/**
 * The answer's body, decompressed, never more than `maxBytes` after decompression; throws an `OutboundFailed` when it is longer, broken or late.
 * Leaving it early closes the connection.
 */
export async function* readLimited(answer: IncomingMessage, limit: BodyLimit, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const decoder = chooseDecoder(answer.headers['content-encoding'])
  const source: Readable = decoder ? pipeline(answer, decoder, () => {}) : answer
  const stop = () => source.destroy(new Error('stopped'))
  signal.addEventListener('abort', stop, { once: true })
  let room = limit.maxBytes
  try {
    signal.throwIfAborted()
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (chunk.byteLength > room) {
        if (limit.whenLonger === 'fail')
          throw new OutboundFailed('outbound.too_large', `The answer is longer than ${limit.maxBytes} bytes.`, { sent: true })
        if (room > 0) yield chunk.subarray(0, room)
        return
      }
      room -= chunk.byteLength
      yield chunk
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof OutboundFailed) throw error
    throw new OutboundFailed('outbound.protocol_error', 'The answer broke off.', { sent: true, cause: error })
  } finally {
    signal.removeEventListener('abort', stop)
    answer.destroy()
    source.destroy()
  }
}

function chooseDecoder(encoding: string | undefined): Transform | null {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      return null
  }
}
