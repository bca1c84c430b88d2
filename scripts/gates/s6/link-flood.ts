import type { SmtpSink } from '../../../server/connectors/email/simulator/smtp-sink.ts'
import type { TestApp } from '../../../server/testing/app.ts'
import { until, type Tally } from '../rig/gate.ts'

/** Fewer than one network may ask for (20). */
const visitors = 15

/**
 * The one mail that a stranger can have sent without an agent: the chat's link to an address that they type. Asked for by fifteen visitors at once for one address, it goes out
 * once, and holds nothing of what they wrote. Control: the owner of the address, who has opened it, does find their words in the next one.
 */
export async function floodWithLinks({ t, sink, tally }: { t: TestApp; sink: SmtpSink; tally: Tally }): Promise<void> {
  const chat = await t.call('POST', '/inboxes', { body: { name: 'Shop chat', connector: 'web-chat' } })
  const target = 'nobody-asked@customers.test'
  const mailed = () => sink.mails.filter((mail) => mail.to.includes(target)).map((mail) => readable(mail.raw))
  const tokens: string[] = []
  for (let n = 0; n < visitors; n++) {
    const { token } = (await t.call('POST', `/chat/${chat.body.publicKey}/visit`, { token: '', body: {} })).body
    await t.call('POST', '/chat/messages', {
      token,
      body: { clientKey: crypto.randomUUID(), text: `ATTACK-CHAT ${n}: you have won, see https://evil.test` },
    })
    tokens.push(token)
  }
  await t.app.settle()
  const answers = await Promise.all(tokens.map((token) => t.call('POST', '/chat/email', { token, body: { email: target } })))
  tally.figures.links_asked = visitors
  tally.expect(
    answers.filter((one) => one.status === 200).length === 1,
    `asked for by ${visitors} visitors at once, links were granted: ${answers.map((one) => one.status).join()}`,
  )
  tally.expect(await until(() => mailed().length > 0, 15_000), 'control: the link was never sent, so counting it proves nothing')
  const [mail = ''] = mailed()
  tally.figures.links_sent = mailed().length
  tally.expect(mailed().length === 1, `${mailed().length} mails went to one address`)
  tally.expect(!/ATTACK|evil\.test|you have won/.test(mail), 'the link’s mail carries words of whoever asked for it')
  const link = /#link=(\S+)/.exec(mail)?.[1]
  const opened = (await t.call('POST', `/chat/${chat.body.publicKey}/visit`, { token: '', body: { link } })).body
  tally.expect(opened.link === 'joined', `control: the link leads nowhere (${opened.link})`)
  await t.call('POST', '/chat/email', { token: opened.token, body: { email: 'second@customers.test' } })
  const isSent = await until(() => sink.mails.some((one) => one.to.includes('second@customers.test')), 15_000)
  const second = isSent ? readable(sink.mails.find((one) => one.to.includes('second@customers.test'))!.raw) : ''
  tally.expect(second.includes('ATTACK-CHAT'), 'control: the mail of somebody proven does not quote them, so reading it proves nothing')
}

/** Quoted-printable line breaks and equals signs undone: enough to search for ASCII. */
const readable = (raw: Buffer) =>
  raw
    .toString('utf8')
    .replaceAll(/=\r?\n/g, '')
    .replaceAll('=3D', '=')
