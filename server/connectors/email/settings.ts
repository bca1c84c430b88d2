import { z } from 'zod'

const security = z.enum(['tls', 'starttls', 'none'])
const host = z.string().trim().max(253)
const port = z.coerce.number().int().min(1).max(65_535)

/** The form, the sealing and the redaction are made from this. Without servers an inbox receives by raw-mail and SMTP only, and cannot send. */
export const settings = z.object({
  imapHost: host.optional().meta({ label: 'email.imap_host' }),
  imapPort: port.optional().meta({ label: 'email.imap_port' }),
  imapSecurity: security.optional(),
  smtpHost: host.optional(),
  smtpPort: port.optional(),
  smtpSecurity: security.optional(),
  user: z.string().max(320).optional(),
  password: z.string().max(1000).optional().meta({ secret: true }),
  smtpUser: z.string().max(320).optional(),
  smtpPassword: z.string().max(1000).optional().meta({ secret: true }),
  oauthProvider: z.enum(['google', 'microsoft']).optional(),
  /** JSON of the tokens, kept by us. */
  oauthTokens: z.string().max(20_000).optional().meta({ secret: true }),
  /** When somebody last agreed at the provider: a new consent starts the mailbox anew. */
  oauthSince: z.iso.datetime().optional(),
  folder: z.string().max(200).optional(),
  /** What happens to a mail on the server once it is safely ours. */
  afterwards: z.enum(['nothing', 'mark_seen', 'delete']).optional(),
  firstStart: z.enum(['everything', 'from_now']).optional(),
  /** Name that customers see beside the agent's: "Ravi · Shop". */
  senderName: z.string().max(120).optional(),
  /** Answers go to the plain address instead of a signed one, for servers that refuse plus addresses. */
  hasPlainReplyAddress: z.boolean().optional(),
  /** The authserv-id of the receiving server whose Authentication-Results we believe. */
  trustedAuthServer: z.string().max(253).optional(),
  /** PEM of a private certificate authority. */
  trustedCertificates: z.string().max(100_000).optional(),
})
export type EmailSettings = z.infer<typeof settings>

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase() || 'localhost'
