import type { Host, TestStep } from '../connector.ts'
import type { ConnectionFailure } from './discover/connection-failure.ts'
import { testMailbox } from './imap/test-mailbox.ts'
import { imapSettingsOf, smtpSettingsOf } from './servers.ts'
import type { EmailSettings } from './settings.ts'
import { testSmtp } from './smtp/test-smtp.ts'

/** Both directions, side by side: reachable, signed in, the folder there. */
export async function test(settings: EmailSettings, host: Host): Promise<TestStep[]> {
  const imap = imapSettingsOf(settings, host)
  const smtp = smtpSettingsOf(settings, host)
  return Promise.all([
    imap
      ? timed('mail.receive', () => testMailbox(imap, host.signal))
      : skipped('mail.receive', settings.imapHost ? 'mail.no_sign_in' : 'mail.no_imap'),
    smtp ? timed('mail.send', () => testSmtp(smtp, host.signal)) : skipped('mail.send', 'mail.no_smtp'),
  ])
}

const skipped = async (step: string, reason: string): Promise<TestStep> => ({ step, state: 'skipped', durationMs: null, reason, fix: null })

async function timed(step: string, run: () => Promise<{ ok: true } | { ok: false; failure: ConnectionFailure }>): Promise<TestStep> {
  const startedAt = performance.now()
  const result = await run()
  const durationMs = Math.round(performance.now() - startedAt)
  if (result.ok) return { step, state: 'ok', durationMs, reason: null, fix: null }
  const { failure } = result
  return { step, state: 'failed', durationMs, reason: failure.message, fix: `mail.fix.${failure.kind}` }
}
