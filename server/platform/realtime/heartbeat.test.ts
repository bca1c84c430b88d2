import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket, WebSocketServer } from 'ws'
import { createHeartbeat } from './heartbeat.ts'

test('who answers pings stays, who is gone without a word is let go of', async () => {
  const heartbeat = createHeartbeat(200)
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  let beats = 0
  const closed: WebSocket[] = []
  server.on('connection', (socket) => {
    heartbeat.watch(socket, () => beats++)
    socket.on('close', () => closed.push(socket))
  })
  try {
    const living = new WebSocket(`ws://127.0.0.1:${port}`)
    await once(living, 'open')
    // Speaks just enough to be taken in, and answers nothing afterwards, as a host that lost power does.
    const dead = connect(port, '127.0.0.1')
    dead.write(
      'GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    )
    dead.resume()
    for (const until = Date.now() + 10_000; closed.length === 0 && Date.now() < until;) await sleep(20)
    assert.deepEqual([closed.length, server.clients.size], [1, 1])
    assert.equal(living.readyState, WebSocket.OPEN)
    assert.ok(beats >= 3)
  } finally {
    heartbeat.stop()
    server.clients.forEach((socket) => socket.terminate())
    server.close()
  }
})
