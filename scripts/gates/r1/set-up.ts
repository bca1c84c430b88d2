import type { ServerProcess } from '../rig/server-process.ts'
import type { Channels } from './traffic.ts'

/** Adds the five inboxes and lets `visitorCount` visitors of the chat come in. */
export async function makeChannels(server: ServerProcess, visitorCount: number): Promise<Channels> {
  const make = async (connector: string, name: string) => {
    const { status, body } = await server.call('POST', '/inboxes', { name, connector, address: connector === 'email' ? 'support@gate.test' : '' })
    if (status !== 201) throw new Error(`no inbox of ${connector}: ${status} ${JSON.stringify(body)}`)
    return body as { id: string; publicKey: string | null }
  }
  const api = [await make('api', 'WhatsApp bridge'), await make('api', 'SMS bridge'), await make('api', 'App')].map((inbox) => inbox.id)
  const mail = (await make('email', 'Mail')).id
  const chat = await make('web-chat', 'Site')
  const visitors: Channels['chat']['visitors'] = []
  for (let n = 0; n < visitorCount; n++) {
    const { status, body } = await server.call('POST', `/chat/${chat.publicKey}/visit`, {}, { 'x-forwarded-for': `10.0.${n >> 8}.${n & 255}` })
    if (status !== 200) throw new Error(`the chat lets no visitor in: ${status} ${JSON.stringify(body)}`)
    visitors.push({ id: visitorIdOf(body.token as string), token: body.token as string })
  }
  return { token: server.token, api, mail, chat: { inboxId: chat.id, visitors } }
}

/** A visitor's token is signed, not sealed: its middle part is JSON that holds the visitor's id. */
function visitorIdOf(token: string): string {
  for (const part of token.split('.')) {
    const text = Buffer.from(part, 'base64url').toString('utf8')
    const found = /"visitorId":"([\w-]{22})"/.exec(text)
    if (found) return found[1]!
  }
  throw new Error('a visitor token without a visitor id')
}
