import { Agent, request } from 'node:http'
import { sleep } from './gate.ts'

/** One message as a provider hands it over. */
export interface Delivery {
  /** The external id that the product must keep once. */
  id: string
  inboxId: string
  path: string
  headers: Record<string, string>
  body: string | Buffer
}

export interface SenderOptions {
  url(): string
  /** As if the server acknowledged before its commit: what it has taken is believed to be kept, whatever it answers. */
  believesAtOnce?: boolean
  lanes?: number
  timeoutMs?: number
}

/** Sends deliveries like a provider: what was not acknowledged with 2xx is sent again until it is. Never gives up before `stop`. */
export class Sender {
  /** Acknowledged ids by inbox. */
  readonly acked = new Map<string, Set<string>>()
  readonly statuses = new Map<number | string, number>()
  /** Times of acknowledgements, as performance.now() has it. */
  readonly ackedAt: number[] = []
  /** 503 answers that did not say when to come back. */
  withoutRetryAfter = 0
  requests = 0
  retries = 0
  private readonly agent: Agent
  private readonly options: SenderOptions
  private readonly waiting: (() => Promise<void>)[] = []
  private inFlight = 0
  private isStopped = false

  constructor(options: SenderOptions) {
    this.options = options
    this.agent = new Agent({ keepAlive: true, maxSockets: options.lanes ?? 48 })
  }

  get pending(): number {
    return this.waiting.length + this.inFlight
  }

  /** Hands one delivery over; resolves once it is acknowledged. */
  send(delivery: Delivery): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(() => this.deliver(delivery).then(resolve))
      this.next()
    })
  }

  private next(): void {
    while (this.inFlight < (this.options.lanes ?? 48) && this.waiting.length > 0) {
      this.inFlight++
      void this.waiting.shift()!().finally(() => {
        this.inFlight--
        this.next()
      })
    }
  }

  private async deliver(delivery: Delivery): Promise<void> {
    for (let tries = 0; !this.isStopped; tries++) {
      if (tries > 0) this.retries++
      const status = await this.post(delivery)
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
      const isAcked = typeof status === 'number' && status >= 200 && status < 300
      if (isAcked || (this.options.believesAtOnce && status !== 'ECONNREFUSED')) {
        const held = this.acked.get(delivery.inboxId) ?? new Set()
        this.acked.set(delivery.inboxId, held.add(delivery.id))
        this.ackedAt.push(performance.now())
        return
      }
      await sleep(40 + Math.min(tries, 10) * 20)
    }
  }

  private post({ path, headers, body }: Delivery): Promise<number | string> {
    this.requests++
    return new Promise((resolve) => {
      const call = request(
        this.options.url() + path,
        {
          method: 'POST',
          agent: this.agent,
          timeout: this.options.timeoutMs ?? 10_000,
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        },
        (answer) => {
          answer.resume()
          if (answer.statusCode === 503 && !answer.headers['retry-after']) this.withoutRetryAfter++
          answer.on('end', () => resolve(answer.statusCode!))
          // A connection that dies within the answer: whether it was kept, only the server knows.
          answer.on('error', () => resolve('cut'))
          answer.on('aborted', () => resolve('cut'))
        },
      )
      call.on('timeout', () => call.destroy(new Error('timeout')))
      call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      call.end(body)
    })
  }

  stop(): void {
    this.isStopped = true
    this.agent.destroy()
  }
}
