import { connect, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'

/**
 * Many clients of one socket address in a process of their own, as cheap as clients can be: they look for a number in what comes and parse nothing else.
 * `node bench/socket-reader.ts URL COUNT TOKEN`, told by its parent what to expect.
 */
export type ReaderOrder = { expect: number }
/** `opened`: all sockets are there. `got`: every socket has had the expected number; the times are milliseconds of the machine's clock, sorted. */
export type ReaderReport = { opened: true } | { got: number; times: number[]; frameBytes: number }

const [url, countText, token] = process.argv.slice(2) as [string, string, string]
const count = Number(countText)
const { hostname, port, pathname } = new URL(url)
const marker = Buffer.from('bench-broadcast-')
/** Empty control frames (RFC 6455 section 5.5.2 and 5.5.3): who answers no ping is taken for gone. The bytes of a ping are in no text frame of ours. */
const ping = Buffer.from([0x89, 0x00])
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])
const times: number[] = []
let expected = 0
let frameBytes = 0

/** RFC 6455 section 5: what clients send is masked. */
function maskedText(text: string): Buffer {
  const content = Buffer.from(text)
  const mask = randomBytes(4)
  return Buffer.concat([Buffer.from([0x81, 0x80 | content.length]), mask, content.map((byte, at) => byte ^ mask[at % 4]!)])
}

async function openOne(): Promise<Socket> {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  const head = `GET ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n${token ? `authorization: Bearer ${token}\r\n` : ''}\r\n`
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', () => socket.write(head))
    // From the very first: it may come before the stream is ready.
    socket.on('data', (chunk) => chunk.includes(ping) && socket.write(pong))
    socket.once('data', (chunk) => {
      if (!chunk.toString('latin1').startsWith('HTTP/1.1 101')) return reject(new Error(chunk.toString('latin1')))
      if (!token) return resolve()
      // Ready once the stream says so; small frames may come together with the upgrade.
      socket.once('data', () => resolve())
      socket.write(maskedText(JSON.stringify({ type: 'hello', after: null })))
    })
  })
  let last = 0
  // The end of one piece, kept in case the marker lies across two.
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    const piece = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const at = piece.lastIndexOf(marker)
    const number = at < 0 ? Number.NaN : Number.parseInt(piece.toString('latin1', at + marker.length, at + marker.length + 7), 10)
    rest = piece.subarray(Math.max(0, piece.length - marker.length - 7))
    if (!(number > last)) return
    last = number
    if (number !== expected) return
    times.push(performance.timeOrigin + performance.now())
    frameBytes = piece.length
    if (times.length === count) report({ got: number, times: times.splice(0), frameBytes })
  })
  return socket
}

const report = (message: ReaderReport) => process.send!(message)
process.on('message', (order: ReaderOrder) => (expected = order.expect))
process.on('disconnect', () => process.exit(0))

for (let at = 0; at < count; at += 50) await Promise.all(Array.from({ length: Math.min(50, count - at) }, openOne))
report({ opened: true })
