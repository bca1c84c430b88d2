import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  headers: IncomingHttpHeaders
  body: string
  path: string
}
/** What the receiver does with the next call; the last one is kept for all that follow. */
export type Behaviour =
  | number
  | { status: number; headers?: Record<string, string>; body?: string }
  | 'silent'
  | 'hang up'
  | ((response: ServerResponse) => void)

/** A customer's server on loopback that behaves as it is told and remembers what it got. */
export async function startReceiver() {
  const received: Received[] = []
  let script: Behaviour[] = [204]
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body, path: request.url ?? '' })
      behave(script.length > 1 ? script.shift()! : script[0]!, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    hostAndPort: `127.0.0.1:${port}`,
    received,
    behaves(...next: Behaviour[]): void {
      script = next
      received.length = 0
    },
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>

function behave(behaviour: Behaviour, response: ServerResponse): void {
  if (behaviour === 'silent') return
  if (behaviour === 'hang up') return void response.destroy()
  if (typeof behaviour === 'function') return behaviour(response)
  const { status, headers = {}, body = '' } = typeof behaviour === 'number' ? { status: behaviour } : behaviour
  response.writeHead(status, headers).end(body)
}
