import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { applyEvent, type Held } from '../../../contract/apply-event.ts'
import type { Conversation } from '../../../contract/conversation.ts'
import type { ServerFrame, WireEvent } from '../../../contract/realtime.ts'

export interface ListenerOptions {
  url(): string
  token: string
  agentId: string
  /** For the control: takes what comes without asking for what was missed. */
  skipsMissed?: boolean
}

/** One screen: loads once, then follows the stream over any number of broken lines, and keeps book of every number it was given. */
export class Listener {
  held: Held = { conversations: new Map(), timelines: new Map() }
  reached = 0
  /** Numbers of the events it was handed. */
  readonly seen = new Set<number>()
  /** Where its book begins: the number of its newest load. */
  loadedAt = 0
  resyncs = 0
  reconnects = 0
  wentBack = 0
  /** While true a cut line is not opened again. */
  isAway = false
  /** From opening a line to being told that it is live. */
  readonly readyMs: number[] = []
  private socket: WebSocket | null = null
  private isStopped = false
  private readonly options: ListenerOptions

  constructor(options: ListenerOptions) {
    this.options = options
  }

  /** Loads and stays connected until `stop`. */
  async start(): Promise<void> {
    await this.load()
    void this.stayConnected()
  }

  get isLive(): boolean {
    return this.socket?.readyState === WebSocket.OPEN
  }

  /** Breaks the line as a tunnel does: without a word. */
  cut(): void {
    this.socket?.terminate()
  }

  stop(): void {
    this.isStopped = true
    this.socket?.terminate()
  }

  /** Everything that a list shows. */
  async load(): Promise<void> {
    for (;;) {
      try {
        const conversations = new Map<string, Conversation>()
        let number: number | null = null
        for (let after: string | null = ''; after !== null;) {
          const answer: Response = await fetch(
            `${this.options.url()}/api/v1/conversations?limit=200${after ? `&after=${encodeURIComponent(after)}` : ''}`,
            {
              headers: { authorization: `Bearer ${this.options.token}` },
            },
          )
          if (!answer.ok) throw new Error(`${answer.status}`)
          const page = (await answer.json()) as { items: Conversation[]; next: string | null; number: number }
          for (const one of page.items) conversations.set(one.id, one)
          // The first page's number: what changed while the later ones were read comes again as events.
          number ??= page.number
          after = page.next
        }
        this.held = { conversations, timelines: new Map() }
        this.reached = number!
        this.loadedAt = number!
        this.seen.clear()
        return
      } catch {
        if (this.isStopped) return
        await sleep(100)
      }
    }
  }

  private async stayConnected(): Promise<void> {
    while (!this.isStopped) {
      if (this.isAway) {
        await sleep(20)
        continue
      }
      await this.connection()
      this.reconnects++
      await sleep(30)
    }
  }

  private connection(): Promise<void> {
    return new Promise((resolve) => {
      const startedAt = performance.now()
      const socket = new WebSocket(`${this.options.url().replace('http', 'ws')}/api/v1/stream`, {
        headers: { authorization: `Bearer ${this.options.token}` },
      })
      this.socket = socket
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'hello', after: this.options.skipsMissed && this.reconnects > 0 ? null : this.reached })),
      )
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data)) as ServerFrame
        if (frame.type === 'ready') this.readyMs.push(performance.now() - startedAt)
        if (frame.type === 'events') this.take(frame.events, frame.number)
        if (frame.type === 'resync') {
          this.resyncs++
          void this.load().then(() => socket.terminate())
        }
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve())
    })
  }

  private take(events: WireEvent[], number: number): void {
    for (const event of events) {
      if (event.number < this.reached && !this.seen.has(event.number) && event.number > this.loadedAt) this.wentBack++
      this.seen.add(event.number)
      this.held = applyEvent(this.held, event, this.options.agentId)
    }
    if (number < this.reached) this.wentBack++
    this.reached = Math.max(this.reached, number)
  }
}
