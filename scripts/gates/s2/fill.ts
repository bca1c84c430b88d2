import type { XssVector } from '../../../server/platform/html/xss-vectors.ts'
import type { TestApp } from '../../../server/testing/app.ts'

/** A vector as it is sent in: its number is found again on the screen. */
export interface Numbered {
  number: number
  html: string
}
export const numbered = (vectors: XssVector[]): Numbered[] => vectors.map(({ html }, number) => ({ number, html }))

/** Text that holds a vector and its number. */
export const textOf = ({ number, html }: Numbered): string => `#${number}# ${html}`
/** The same, where 200 characters are the most. */
export const nameOf = (vector: Numbered): string => storable(textOf(vector)).slice(0, 200)
/** Lone surrogates cannot travel as UTF-8, and headers carry no NUL. */
const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()

export const batchesOf = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size))

/** Runs `work` over the list, so many at a time. */
export async function atOnce<T>(list: readonly T[], most: number, work: (one: T, at: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: most }, async () => {
      while (next < list.length) {
        const at = next++
        await work(list[at]!, at)
      }
    }),
  )
}

const encodedWord = (text: string) => `=?utf-8?B?${Buffer.from(storable(text)).toString('base64')}?=`

/** A mail with the vector as its HTML, subject, sender's name and file name. Mails of one thread answer its first. */
function mailOf(vector: Numbered, thread: number, isFirst: boolean, address: string): Buffer {
  const id = (number: number | string) => `<s2-${thread}-${number}-${address}>`
  const name = encodedWord(nameOf(vector))
  const lines = [
    `From: ${name} <writer-${thread}@vectors.example>`,
    `To: ${address}`,
    `Subject: ${name}`,
    `Message-ID: ${id(isFirst ? 'first' : vector.number)}`,
    ...(isFirst ? [] : [`In-Reply-To: ${id('first')}`, `References: ${id('first')}`]),
    'Date: Fri, 20 Nov 2026 10:00:00 +0530',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=s2boundary',
    '',
    '--s2boundary',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    wrap(Buffer.from(storable(vector.html)).toString('base64')),
    '--s2boundary',
    'Content-Type: application/octet-stream',
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    'eA==',
    '--s2boundary--',
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

const wrap = (text: string) => text.replaceAll(/.{76}/g, '$&\r\n')

/** Sends each batch as one thread of mails, and returns the conversations in that order. */
export async function fillMails(t: TestApp, batches: Numbered[][], address = 'support@shop.example'): Promise<string[]> {
  const inbox = await t.call('POST', '/inboxes', { body: { name: 'Support', connector: 'email', address } })
  const send = async (vector: Numbered, thread: number, isFirst: boolean) => {
    const answer = await t.call('POST', `/inboxes/${inbox.body.id}/raw-mail`, {
      raw: mailOf(vector, thread, isFirst, address),
      contentType: 'message/rfc822',
    })
    if (answer.status !== 202) throw new Error(`a mail was not taken: ${JSON.stringify(answer.body)}`)
    return answer.body.id as string
  }
  const firsts: string[] = []
  await atOnce(batches, 16, async ([first], thread) => void (firsts[thread] = await send(first!, thread, true)))
  await t.app.settle()
  const others = batches.flatMap((batch, thread) => batch.slice(1).map((vector) => ({ vector, thread })))
  await atOnce(others, 16, async ({ vector, thread }) => void (await send(vector, thread, false)))
  await t.app.settle()
  return conversationsOf(t, firsts)
}

/** Says each batch as one customer of an inbox of our own; returns the conversations. */
export async function fillMessages(t: TestApp, batches: Numbered[][]): Promise<string[]> {
  const inbox = await t.call('POST', '/inboxes', { body: { name: 'App', connector: 'api' } })
  const say = async (vector: Numbered, batch: number) => {
    const from = { id: `customer-${batch}`, name: nameOf(vector) }
    const answer = await t.call('POST', `/inboxes/${inbox.body.id}/messages`, {
      body: { externalId: `m-${vector.number}`, from, text: storable(textOf(vector)) },
    })
    if (answer.status !== 202) throw new Error(`a message was not taken: ${JSON.stringify(answer.body)}`)
    return answer.body.id as string
  }
  const firsts: string[] = []
  await atOnce(batches, 16, async ([first], batch) => void (firsts[batch] = await say(first!, batch)))
  await t.app.settle()
  const others = batches.flatMap((batch, at) => batch.slice(1).map((vector) => ({ vector, at })))
  await atOnce(others, 16, async ({ vector, at }) => void (await say(vector, at)))
  await t.app.settle()
  return conversationsOf(t, firsts)
}

/** A few at a time: thousands at once would be told to come back later. */
async function conversationsOf(t: TestApp, inboundEventIds: string[]): Promise<string[]> {
  const found: string[] = []
  await atOnce(inboundEventIds, 16, async (id, at) => void (found[at] = await conversationOf(t, id)))
  return found
}

export async function conversationOf(t: TestApp, inboundEventId: string): Promise<string> {
  const { body } = await t.call('GET', `/inbound-events/${inboundEventId}`)
  if (!body.conversationId) throw new Error(`nothing became of an arrival: ${JSON.stringify(body)}`)
  return body.conversationId
}

/** Answers a conversation with the vector as words and as the name of a file. */
export async function answerWith(t: TestApp, conversationId: string, vector: Numbered): Promise<void> {
  const file = await t.call('POST', '/attachments', { raw: Buffer.from('x'), headers: { 'x-file-name': encodeURIComponent(nameOf(vector)) } })
  if (file.status !== 201) throw new Error(`a file was not taken: ${file.status} ${JSON.stringify(file.body)}`)
  const answer = await t.call('POST', `/conversations/${conversationId}/replies`, {
    body: { text: storable(textOf(vector)), attachments: [file.body.id], holdSeconds: 0 },
  })
  if (answer.status !== 201) throw new Error(`an answer was not taken: ${JSON.stringify(answer.body)}`)
}
