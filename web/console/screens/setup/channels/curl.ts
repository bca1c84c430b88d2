import type { Inbox } from '../../../../../contract/api/inboxes.ts'

/** The command that gives one mail, or one message of the company's own channel, to an inbox. Pure. */
export function curlOf(origin: string, inbox: Pick<Inbox, 'id' | 'connector'>, key: string): string {
  const to = `${origin}/api/v1/inboxes/${inbox.id}`
  const lines =
    inbox.connector === 'email'
      ? [`curl -X POST ${to}/raw-mail`, `-H 'Authorization: Bearer ${key}'`, `-H 'Content-Type: message/rfc822'`, `--data-binary @-`]
      : [
          `curl -X POST ${to}/messages`,
          `-H 'Authorization: Bearer ${key}'`,
          `-H 'Content-Type: application/json'`,
          `-d '${JSON.stringify({ externalId: 'first-1', from: { id: 'customer-1', name: 'Asha' }, text: 'hi' })}'`,
        ]
  return lines.join(' \\\n  ')
}
