import type { WebSocket } from 'ws'

export interface Heartbeat {
  /** Pings a socket in every round, until it closes; `onBeat` is called with each ping. */
  watch(socket: WebSocket, onBeat?: () => void): void
  stop(): void
}

interface Pulse {
  socket: WebSocket
  isAnswering: boolean
  onBeat: (() => void) | undefined
}

const slices = 100

/**
 * Pings sockets once in `everyMs` (RFC 6455 section 5.5.2) and ends those that did not answer the ping before: a phone out of reach says no goodbye. A round is
 * spread over its whole time: ten thousand at once would hold up what they wait for.
 */
export function createHeartbeat(everyMs: number): Heartbeat {
  const wheel = Array.from({ length: slices }, () => new Set<Pulse>())
  let turn = 0
  let joined = 0
  const timer = setInterval(() => {
    turn = (turn + 1) % slices
    for (const pulse of wheel[turn]!) {
      if (!pulse.isAnswering) {
        pulse.socket.terminate()
        continue
      }
      pulse.isAnswering = false
      pulse.socket.ping()
      pulse.onBeat?.()
    }
  }, everyMs / slices)
  timer.unref()
  return {
    watch(socket, onBeat) {
      const pulse: Pulse = { socket, isAnswering: true, onBeat }
      const slice = wheel[joined++ % slices]!
      slice.add(pulse)
      socket.on('pong', () => (pulse.isAnswering = true))
      socket.on('close', () => slice.delete(pulse))
    },
    stop: () => clearInterval(timer),
  }
}
