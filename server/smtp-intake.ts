import { startSmtpListener, type SmtpListener } from './connectors/email/smtp/listener.ts'
import type { RawWriter } from './modules/delivery/index.ts'
import { lookUp } from './modules/workspaces/index.ts'
import type { InboxId, WorkspaceId } from '../contract/ids.ts'
import type { Database } from './platform/database/database.ts'
import type { Log } from './platform/log.ts'

export interface SmtpIntakeParts {
  database: Database
  writer: RawWriter
  log: Log
  host: string
  port: number
}

/**
 * Takes mail by SMTP for every inbox of this installation, where a mail server or a router hands it over (SAMVAD_SMTP_PORT). An address is found as it is, or
 * without what follows a plus, so that signed reply addresses arrive.
 */
export function startSmtpIntake({ database, writer, log, host, port }: SmtpIntakeParts): Promise<SmtpListener> {
  return startSmtpListener({
    host,
    port,
    maxSizeBytes: 50 * 1024 * 1024,
    async accepts(address) {
      const plain = address.replace(/\+[^@]*@/, '@')
      const [found] = [...(await lookUp(database, 'inbox_address', address)), ...(await lookUp(database, 'inbox_address', plain))]
      return found ? `${found.workspaceId} ${found.subjectId}` : null
    },
    async store(raw, envelope, inbox) {
      const [workspaceId, inboxId] = inbox.split(' ') as [WorkspaceId, InboxId]
      await writer.store({
        workspaceId,
        inboxId,
        source: 'smtp',
        headers: { 'x-envelope-from': envelope.from, 'x-envelope-to': envelope.to.join(', ') },
        body: raw,
      })
    },
    log: ({ event, detail }) => log.debug({ detail }, `smtp: ${event}`),
  })
}
