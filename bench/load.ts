import { connect, type Socket } from 'node:net'

/** One HTTP connection that sends one request at a time. It understands just enough of HTTP/1.1 to cost little: the load must not be the limit. */
export interface Lane {
  send(request: Buffer): Promise<{ status: number; body: Buffer }>
  close(): void
}

export async function openLane(url: string): Promise<Lane> {
  const { hostname, port } = new URL(url)
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let received: Buffer = Buffer.alloc(0)
  let waiting: { resolve(answer: { status: number; body: Buffer }): void; reject(error: Error): void } | null = null
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const headEnd = received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = received.toString('latin1', 0, headEnd)
    const end = headEnd + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (received.length < end) return
    const answer = { status: Number(head.slice(9, 12)), body: received.subarray(headEnd + 4, end) }
    received = received.subarray(end)
    waiting?.resolve(answer)
  })
  let failure: Error | null = null
  const fail = (error: Error) => {
    failure ??= error
    waiting?.reject(failure)
  }
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure)
        waiting = { resolve, reject }
        socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}

/** The bytes of a request with a bearer token. */
export function requestBytes(url: string, method: string, token: string, body?: { type: string; content: string }): Buffer {
  const { host, pathname, search } = new URL(url)
  const content = body ? Buffer.from(body.content) : null
  const head = `${method} ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n${body ? `content-type: ${body.type}\r\ncontent-length: ${content!.length}\r\n` : ''}\r\n`
  return content ? Buffer.concat([Buffer.from(head), content]) : Buffer.from(head)
}

export interface Load {
  done: number
  seconds: number
  statuses: Record<number, number>
  /** Milliseconds of each request. */
  times: number[]
}

/** Sends what `make` gives over `lanes` connections at once, one request at a time on each, for `ms`. */
export async function sendLoad(url: string, lanes: number, ms: number, make: (lane: number, at: number) => Buffer): Promise<Load> {
  const opened = await Promise.all(Array.from({ length: lanes }, () => openLane(url)))
  const statuses: Record<number, number> = {}
  const times: number[] = []
  const startedAt = performance.now()
  await Promise.all(
    opened.map(async (lane, number) => {
      for (let at = 0; performance.now() - startedAt < ms; at++) {
        const sentAt = performance.now()
        const { status } = await lane.send(make(number, at))
        times.push(performance.now() - sentAt)
        statuses[status] = (statuses[status] ?? 0) + 1
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  for (const lane of opened) lane.close()
  return { done: times.length, seconds, statuses, times }
}
