import { randomBytes } from 'node:crypto'
import { seededRandom } from '../../../server/connectors/email/mime/mutate.ts'
import type { Delivery } from '../rig/sender.ts'

/** Where the traffic goes: three inboxes of the api connector, one of e-mail, one chat with its visitors' tokens. */
export interface Channels {
  token: string
  api: string[]
  mail: string
  chat: { inboxId: string; visitors: { id: string; token: string }[] }
}

/** One thing that happens: its parts go out at once; `again` and `at once` repeat the first part. */
export interface Step {
  parts: Delivery[]
  repeat: 'never' | 'again' | 'at once'
}
export interface Traffic {
  steps: Step[]
  /** External ids that belong into one conversation each: albums, and a reply that overtook the mail it answers. */
  together: { inboxId: string; ids: string[] }[]
  offered: number
}

export const words = 'the order number refund late courier please check why nobody answers नमस्ते മറുപടി తెలుగు delivery kettle broken invoice'.split(' ')

/** Seeded traffic of `count` messages: 5 % repeated after the acknowledgement, 2 % twice at the same moment, 2 % answers before what they answer, and `albums` of 2–10 parts from new senders. */
export function makeTraffic(channels: Channels, count: number, albums: number, seed: number): Traffic {
  const random = seededRandom(seed)
  const mark = `${seed}-${randomBytes(3).toString('hex')}`
  const whole = (most: number) => Math.floor(random() * most)
  const text = () => Array.from({ length: 4 + whole(40) }, () => words[whole(words.length)]).join(' ')
  const traffic: Traffic = { steps: [], together: [], offered: 0 }
  let n = 0
  const api = (inboxId: string, from: string): Delivery => {
    const id = `${mark}-${n++}`
    return apiDelivery(channels.token, inboxId, id, from, text())
  }
  const mail = (from: string, answers: string | null, id = `${mark}.${n++}@customers.test`): Delivery =>
    mailDelivery(channels, id, from, text(), { answers, withFile: whole(5) === 0 ? randomBytes(200 + whole(3_000)) : null })
  const chat = (visitor: Channels['chat']['visitors'][number]): Delivery => chatDelivery(channels.chat.inboxId, visitor, `${mark}-${n++}`, text())
  const customer = () => `customer-${whole(Math.max(20, count / 10))}`
  const visitors = channels.chat.visitors.slice(Math.ceil(albums / 4))
  const single = (): Delivery => {
    const kind = visitors.length > 0 ? whole(5) : whole(4)
    if (kind < 3) return api(channels.api[kind]!, customer())
    return kind === 3 ? mail(`${customer()}@customers.test`, null) : chat(visitors[whole(visitors.length)]!)
  }
  const add = (step: Step) => {
    traffic.steps.push(step)
    traffic.offered += step.parts.length
  }
  while (n < count) {
    const chance = random()
    if (chance < 0.02) {
      const from = `${customer()}@customers.test`
      const first = `${mark}.${n++}@customers.test`
      const answer = mail(from, first)
      add({ parts: [answer], repeat: 'never' })
      // The mail it answers comes some steps later.
      const late = mail(from, null, first)
      traffic.together.push({ inboxId: channels.mail, ids: [answer.id, first] })
      for (let between = whole(5); between > 0 && n < count; between--) add({ parts: [single()], repeat: 'never' })
      add({ parts: [late], repeat: 'never' })
    } else add({ parts: [single()], repeat: chance < 0.07 ? 'again' : chance < 0.09 ? 'at once' : 'never' })
  }
  for (let album = 0; album < albums; album++) {
    const size = 2 + whole(9)
    const visitor = album % 4 === 3 ? channels.chat.visitors[Math.floor(album / 4)] : undefined
    const inboxId = visitor ? channels.chat.inboxId : channels.api[album % 3]!
    const parts = Array.from({ length: size }, () => (visitor ? chat(visitor) : api(inboxId, `album-${mark}-${album}`)))
    traffic.together.push({ inboxId, ids: parts.map((part) => part.id) })
    traffic.steps.splice(whole(traffic.steps.length), 0, { parts, repeat: 'never' })
    traffic.offered += size
  }
  return traffic
}

export function apiDelivery(token: string, inboxId: string, id: string, from: string, text: string): Delivery {
  return {
    id,
    inboxId,
    path: `/api/v1/inboxes/${inboxId}/messages`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ externalId: id, from: { id: from, name: from }, text }),
  }
}

function mailDelivery(
  channels: Channels,
  id: string,
  from: string,
  text: string,
  { answers, withFile }: { answers: string | null; withFile: Buffer | null },
): Delivery {
  const head = [
    `From: <${from}>`,
    'To: support@gate.test',
    `Subject: ${text.slice(0, 20)}`,
    `Message-ID: <${id}>`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
  ]
  if (answers) head.push(`In-Reply-To: <${answers}>`, `References: <${answers}>`)
  const plain = `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`
  const body = withFile
    ? `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${plain}--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${withFile.toString('base64').replaceAll(/(.{76})/g, '$1\r\n')}\r\n--b--\r\n`
    : plain
  return {
    id,
    inboxId: channels.mail,
    path: `/api/v1/inboxes/${channels.mail}/raw-mail`,
    headers: { authorization: `Bearer ${channels.token}`, 'content-type': 'message/rfc822' },
    body: Buffer.from(`${head.join('\r\n')}\r\n${body}`),
  }
}

function chatDelivery(inboxId: string, visitor: { id: string; token: string }, clientKey: string, text: string): Delivery {
  return {
    id: `${visitor.id}:${clientKey}`,
    inboxId,
    path: '/api/v1/chat/messages',
    headers: { authorization: `Bearer ${visitor.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ clientKey, text }),
  }
}
