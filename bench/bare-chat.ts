import { createServer } from 'node:http'
import pg from 'pg'
import { WebSocketServer } from 'ws'

/**
 * The bare limit of a chat, in a process of its own: a message is committed by one statement and sent to every agent's socket. `node bench/bare-chat.ts CONNECTION`
 * prints the address; sockets that open /agent are agents', others only stay open.
 */
const pool = new pg.Pool({ connectionString: process.argv[2]!, max: 12 })
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
const agents = new Set<import('ws').WebSocket>()

const statement = `with m as (insert into bare.messages (conversation_id, external_id, body, at) values ($1, $2, $3, now()) returning id),
  c as (update bare.conversations set last_at = now() where id = $1)
  insert into bare.events (name, payload) values ('message.received', jsonb_build_object('conversation', $1::bigint))`

const server = createServer((request, answer) => {
  let text = ''
  request.on('data', (chunk) => (text += chunk))
  request.on('end', async () => {
    const message = JSON.parse(text) as { clientKey: string; text: string }
    await pool.query({ name: 'say', text: statement, values: [1 + Math.floor(Math.random() * 10_000), message.clientKey, message.text] })
    for (const socket of agents) socket.send(text)
    answer.writeHead(202, { 'content-type': 'application/json', 'content-length': 2 }).end('{}')
  })
})
// Between two rounds its connections rest.
server.keepAliveTimeout = 0
server.on('upgrade', (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, (ws) => {
    if (request.url !== '/agent') return
    agents.add(ws)
    ws.on('close', () => agents.delete(ws))
  }),
)
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as { port: number }).port}`))
