import type { EmailSettings } from './settings.ts'

/** An inbox may do without either server: then it takes mail that is handed to it, or sends none. */
export function readiness({ imapHost, smtpHost }: EmailSettings): { isPolled: boolean; lacks: string | null } {
  const lacks = imapHost ? (smtpHost ? null : 'mail.no_smtp') : smtpHost ? 'mail.no_imap' : 'mail.no_servers'
  return { isPolled: Boolean(imapHost), lacks }
}
