import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface TroubledLine {
  port: number
  /** Connections that were cut or silenced because of the mark. */
  troubles: number
  /** What happens when the server's bytes contain the mark. */
  mode: 'cut' | 'silence' | 'sound'
  stop(): Promise<void>
}

/** A line to a server on loopback that breaks, or falls silent, whenever the server says a certain word: a mail that cannot be read. */
export async function startTroubledLine(targetPort: number, mark: string): Promise<TroubledLine> {
  const sockets = new Set<Socket>()
  const line: TroubledLine = {
    port: 0,
    troubles: 0,
    mode: 'cut',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1')
    for (const socket of [client, target]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        target.destroy()
      })
    }
    let isSilent = false
    client.on('data', (chunk) => target.write(chunk))
    target.on('data', (chunk) => {
      if (line.mode !== 'sound' && chunk.includes(mark)) {
        line.troubles++
        if (line.mode === 'cut') return void client.destroy()
        isSilent = true
      }
      if (!isSilent) client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  line.port = (server.address() as AddressInfo).port
  return line
}
