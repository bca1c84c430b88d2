import type { Provider, Trouble } from '../../contract-test-provider.ts'
import { closeIdleConnections } from '../smtp/connection-pool.ts'
import { addressOf, bounceOf, mailOf, readReceiptOf, readSent, unknownMails } from './contract-mail.ts'
import { startSmtpSink, type SinkBehaviour } from './smtp-sink.ts'

const password = 'the right password of this mailbox'

/** A mail server on this machine, and mails as people and servers write them. Sets `SAMVAD_ALLOW_PRIVATE_HOSTS`. */
export async function openMailProvider(): Promise<Provider> {
  process.env['SAMVAD_ALLOW_PRIVATE_HOSTS'] = '1'
  const sink = await startSmtpSink({ users: { support: password } })
  const behave = (behaviour: SinkBehaviour, verdict: Pick<Trouble, 'retry' | 'fault'>): Trouble => ({
    begin() {
      // A connection kept from before would not meet the trouble.
      closeIdleConnections()
      sink.behaviour = behaviour
    },
    end: () => void (sink.behaviour = {}),
    ...verdict,
  })
  const giveMail: Provider['handIn'] = async ({ t, inboxId }, words) => {
    const { status, body } = await t.call('POST', `/inboxes/${inboxId}/raw-mail`, { raw: mailOf(words).body, contentType: 'message/rfc822' })
    return { status, id: body.id }
  }
  return {
    inbox: {
      address: 'help@shop.test',
      settings: { smtpHost: '127.0.0.1', smtpPort: sink.port, smtpSecurity: 'none', user: 'support', password },
    },
    secrets: ['password', 'smtpPassword', 'oauthTokens'],
    wrongSettings: { password: 'wrong' },
    raw: (words) => mailOf(words),
    handIn: giveMail,
    again: (words) => mailOf(words, { Received: 'by another.example.com; Sat, 21 Nov 2026 10:00:09 +0000' }),
    forgeries: ['', 'sv_notatoken'].map((token) => async ({ t, inboxId }, words) => {
      const { status } = await t.call('POST', `/inboxes/${inboxId}/raw-mail`, { token, raw: mailOf(words).body, contentType: 'message/rfc822' })
      return status
    }),
    garbageIn: async ({ t, inboxId }, body) =>
      (await t.call('POST', `/inboxes/${inboxId}/raw-mail`, { raw: body, contentType: 'message/rfc822' })).status,
    unknownKinds: unknownMails,
    several: { none: 'one delivery is one mail' },
    reports: {
      failed: async (stage, { externalId, person }) => void (await stage.store(bounceOf(externalId!, person))),
      read: async (stage, { externalId, person }) => void (await stage.store(readReceiptOf(externalId!, person))),
    },
    typing: { none: 'mail has no typing' },
    sentTo: (_stage, person) => Promise.all(sink.mails.filter(({ to }) => to.includes(addressOf(person))).map(({ raw }) => readSent(raw))),
    troubles: {
      down: behave({ cutAtSender: true }, { retry: 'later', fault: 'network' }),
      throttled: behave({ mail: [452, '4.5.3 Too many messages, rate limit'] }, { retry: 'later', fault: 'policy' }),
      server_error: behave({ mail: [451, '4.3.0 Try again later'] }, { retry: 'later', fault: 'server' }),
      credentials: behave({ signIn: [535, '5.7.8 Password not accepted'] }, { retry: 'later', fault: 'credentials' }),
      recipient: behave({ recipient: () => [550, '5.1.1 No such user'] }, { retry: 'never', fault: 'recipient' }),
      garbage: behave({ greeting: [999, '\u0007 what?'] }, { retry: 'later', fault: 'server' }),
      silent: behave({ mail: 'keep_silent' }, { retry: 'unknown', fault: 'network' }),
    },
    stop: () => sink.stop(),
  }
}
