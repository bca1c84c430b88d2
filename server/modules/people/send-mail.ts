import { locales, type Locale } from '../../../contract/people.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Jobs } from '../../platform/jobs/catalogue.ts'
import { hashToken } from '../../platform/secrets/tokens.ts'
import { mails } from './mails/index.ts'

/** Sends a mail in the name of the workspace, or throws when it has nothing to send by. */
export type SendSystemMail = (workspaceId: WorkspaceId, mail: { to: string; subject: string; text: string }) => Promise<void>

const system = { kind: 'system', name: 'people' } as const

/**
 * The job `people.send_mail`: an invitation or a reset link, in the language it was asked in. Nothing is sent when the link was used, withdrawn or ran
 * out while the job waited. Errors: those of `sendSystemMail`; the job is then tried again.
 */
export function sendPeopleMail({ database, sendSystemMail }: { database: Database; sendSystemMail: SendSystemMail }) {
  return async (workspaceId: WorkspaceId, { kind, to, link, locale }: Jobs['people.send_mail']): Promise<void> => {
    const tokenHash = hashToken(link.slice(link.lastIndexOf('#') + 1))
    const workspace = await database.read(workspaceId, system, (ctx) =>
      ctx.sql.one<{ name: string }>(
        `select name from workspaces where workspace_id = $1 and (
           exists (select from invitations where workspace_id = $1 and token_hash = $2 and accepted_at is null and revoked_at is null and expires_at > $3)
           or exists (select from password_resets where workspace_id = $1 and token_hash = $2 and used_at is null and expires_at > $3))`,
        [workspaceId, tokenHash, ctx.now],
      ),
    )
    if (!workspace) return
    const { subject, body } = mails[isLocale(locale) ? locale : 'en'][kind]
    await sendSystemMail(workspaceId, { to, subject: subject(workspace.name), text: body({ workspace: workspace.name, link }) })
  }
}

const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text)
