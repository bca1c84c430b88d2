import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

/** The bare limit of a broadcast, in a process of its own: what comes by POST goes to every open socket, filled up to the size that was asked for. */
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
let padding = ''

const server = createServer((request, answer) => {
  const { pathname, searchParams } = new URL(request.url!, 'http://bare')
  if (pathname === '/size') padding = 'x'.repeat(Math.max(0, Number(searchParams.get('bytes')) - 30))
  else {
    const text = Buffer.from(padding + searchParams.get('text'))
    for (const socket of sockets.clients) socket.send(text, { binary: false })
  }
  answer.writeHead(202).end()
})
server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, (ws) => ws.on('error', () => ws.terminate())))
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as { port: number }).port}`))
