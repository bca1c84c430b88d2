import { setTimeout as sleep } from 'node:timers/promises'
import { median, perSecond, type BenchOptions, type Figure } from './figure.ts'
import { filledAddress, filledCustomer } from './fill.ts'
import { measureLimit, prepareLimit } from './limits.ts'
import { requestBytes, sendLoad } from './load.ts'
import { cpuSeconds } from './processes.ts'
import { makeVocabulary, randomNumbers } from './search/words.ts'
import { prepareServer } from './prepared.ts'
import type { BenchServer } from './server.ts'

const lanes = 16
const commonWords =
  'the to and i a is my you it for of in was have not this on that be with please your but are we me order refund from at can when will what has if no they or our so do how been still today by as get there would just late number money again week back an one help now out'.split(
    ' ',
  )
const texts = makeTexts(2_000)

/** Texts of about 750 characters: every second word is one of the hundred that make up half of what people write, the others are rare as in real languages. */
function makeTexts(count: number): string[] {
  const random = randomNumbers(7)
  const rare = makeVocabulary('latin', 20_000, random)
  return Array.from({ length: count }, () => {
    let text = ''
    while (text.length < 750) {
      const word = random() < 0.5 ? commonWords[Math.floor(random() ** 2 * commonWords.length)]! : rare.words[rare.draw()]!
      text += word + (random() < 0.1 ? '. ' : ' ')
    }
    return text
  })
}
const textOf = (seed: number) => texts[seed % texts.length]!

export interface Source {
  name: string
  make(lane: number, at: number): Buffer
}

/** Messages of the API's inbox: two of three from somebody known, spread over all that are known. */
export function chatSource(server: BenchServer, inboxId: string, known: number): Source {
  const url = `${server.url}/api/v1/inboxes/${inboxId}/messages`
  return {
    name: 'chat',
    make(lane, at) {
      const seed = lane * 1_000_003 + at
      const customer = at % 3 === 0 ? `new-${seed % 50_000}` : filledCustomer(1 + Math.floor(Math.random() * known))
      const content = { externalId: `${process.pid}-${Date.now()}-${seed}`, from: { id: customer, name: 'Customer' }, text: textOf(seed) }
      return requestBytes(url, 'POST', server.token, { type: 'application/json', content: JSON.stringify(content) })
    },
  }
}

/** Mails: every second one answers an older one, and quotes it. */
export function mailSource(server: BenchServer, inboxId: string, known: number): Source {
  const url = `${server.url}/api/v1/inboxes/${inboxId}/raw-mail`
  return {
    name: 'mail',
    make(lane, at) {
      const seed = lane * 1_000_003 + at
      const number = 1 + Math.floor(Math.random() * known)
      const isReply = at % 2 === 1
      const from = isReply ? filledAddress(number) : `new-${seed % 50_000}@customers.test`
      const answers = isReply ? `In-Reply-To: <filled-${number}@customers.test>\r\nReferences: <filled-${number}@customers.test>\r\n` : ''
      const head = `From: Customer ${number} <${from}>\r\nTo: Support <support@bench.test>\r\nSubject: Order ${number}\r\nMessage-ID: <${process.pid}.${Date.now()}.${seed}@customers.test>\r\n${answers}Date: ${new Date().toUTCString()}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n`
      const content = `${head}\r\n${textOf(seed)}\r\n\r\nOn Monday, Support <support@bench.test> wrote:\r\n> ${textOf(at).slice(0, 200)}\r\n`
      return requestBytes(url, 'POST', server.token, { type: 'message/rfc822', content })
    },
  }
}

export interface Rate {
  /** A second, until the last is threaded, numbered and seen by every subscriber but the search index. */
  rate: number
  /** A second, until the last can be searched for too. */
  searchableRate: number
  /** Processor time of the whole server per message, PostgreSQL included, in microseconds. */
  cpuUs: number
}

/** Messages a second, counted over the time until the last is done. */
export async function measureIngest(server: BenchServer, { name, make }: Source, ms: number): Promise<Rate> {
  const cpuBefore = cpuSeconds(server.pid)
  const startedAt = performance.now()
  const sent = await sendLoad(server.url, lanes, ms, make)
  if (Object.keys(sent.statuses).join() !== '202') throw new Error(`${name}: ${JSON.stringify(sent.statuses)}`)
  const rateNow = () => sent.done / ((performance.now() - startedAt) / 1000)
  await server.takenIn()
  const rate = rateNow()
  await server.drained()
  return { rate, searchableRate: rateNow(), cpuUs: ((cpuSeconds(server.pid) - cpuBefore) / sent.done) * 1e6 }
}

const known = 10_000
const limitSize = 100_000

/** Chat and mail ingest in turn with the bare limit. */
export async function run({ short, say }: BenchOptions): Promise<Figure[]> {
  const rounds = short ? 1 : 5
  const ms = short ? 2_000 : 5_000
  const { server, chatInbox, mailInbox } = await prepareServer(known)
  try {
    await prepareLimit(server.connectionString, limitSize)
    const sources = [chatSource(server, chatInbox, known), mailSource(server, mailInbox, known)]
    for (const source of sources) await measureIngest(server, source, 1_500)
    const limits: number[] = []
    const found = sources.map(() => [] as (Rate & { limit: number })[])
    const measureBare = async () => {
      const cpuBefore = process.cpuUsage()
      const rate = await measureLimit(server.connectionString, lanes, ms / 2, limitSize)
      say(`bare limit ${perSecond(rate)}, our client ${(process.cpuUsage(cpuBefore).user / (rate * ms * 0.0005)).toFixed(0)} µs each`)
      limits.push(rate)
      return rate
    }
    let before = await measureBare()
    for (let round = 0; round < rounds; round++) {
      for (const [at, source] of sources.entries()) {
        const measured = await measureIngest(server, source, ms)
        await sleep(200)
        const after = await measureBare()
        found[at]!.push({ ...measured, limit: (before + after) / 2 })
        before = after
        say(
          `${source.name} ${perSecond(measured.rate)}, searchable ${perSecond(measured.searchableRate)}, ${measured.cpuUs.toFixed(0)} µs of processor each`,
        )
      }
    }
    const figure = (at: number, name: string, rateOf: (one: Rate) => number, goal: Figure['goal']): Figure => ({
      name,
      ours: perSecond(median(found[at]!.map(rateOf))),
      limit: perSecond(median(limits)),
      ratio: median(found[at]!.map((one) => rateOf(one) / one.limit)),
      goal,
      note: `${median(found[at]!.map((one) => one.cpuUs)).toFixed(0)} µs of processor time each, PostgreSQL and search index included`,
    })
    return [
      figure(0, 'chat or API message ingest, 16 clients, durable, with events and subscribers', (one) => one.rate, { atLeast: 0.3 }),
      figure(0, 'the same until the last can be searched for (the index follows within 5 s)', (one) => one.searchableRate, null),
      figure(1, 'raw mail ingest, 16 clients: parsed, threaded, stored, searchable', (one) => one.searchableRate, { atLeast: 0.1 }),
    ]
  } finally {
    await server.stop()
  }
}
