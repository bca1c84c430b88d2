import type { Connector } from '../connector.ts'
import { discover, oauth } from './oauth-set-up.ts'
import { poll } from './poll.ts'
import { receive } from './receive.ts'
import { readiness } from './readiness.ts'
import { externalIdFor, send } from './send.ts'
import { settings, type EmailSettings } from './settings.ts'
import { test } from './test.ts'

/** E-mail over IMAP, SMTP and raw-mail. README.md says what it knows of the world's mail. */
export const email: Connector<EmailSettings> = {
  name: 'email',
  channel: 'email',
  settings,
  capabilities: {
    longestText: null,
    attachments: { maxBytes: 25 * 1024 * 1024, maxCount: 50 },
    receipts: [],
    hasTyping: false,
    canStart: true,
    isPublic: false,
    // A resend carries the same Message-ID; receivers know it for the same mail.
    isIdempotent: true,
    holdSeconds: 10,
    costClass: 'free',
  },
  receive,
  send,
  externalIdFor,
  readiness,
  poll,
  test,
  discover,
  oauth,
}
