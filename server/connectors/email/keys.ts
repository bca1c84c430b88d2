import { createHash } from 'node:crypto'
import type { Host } from '../connector.ts'
import type { SigningKeys } from './threading/signing.ts'

/** The keys that sign reply addresses and Message-IDs, made from the installation's own. */
export const signingKeysOf = (host: Pick<Host, 'secretFor'>): SigningKeys => [Buffer.from(host.secretFor('email-threading')).toString('base64')]

/** Value of the header that marks every mail of this installation; not secret, but nobody else's. */
export const loopTokenOf = (host: Pick<Host, 'secretFor'>): string =>
  createHash('sha256').update(host.secretFor('email-loop')).digest('base64url').slice(0, 22)
