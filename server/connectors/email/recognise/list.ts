import type { ParsedMail } from '../mime/mail.ts'
import { firstHeader, headerValues } from './headers.ts'

const listHeaders = [
  'list-id',
  'list-unsubscribe',
  'list-post',
  'list-help',
  'list-owner',
  'list-archive',
  'mailing-list',
  'x-mailman-version',
  'x-beenthere',
  'x-mailing-list',
  'x-mailinglist',
  'x-ml-name',
  'x-campaign-id',
  'x-campaign',
]

/** Clues that a mail came through a list or in bulk (RFC 2369, RFC 2919, and Precedence by habit). */
export function findListClues(mail: ParsedMail): string[] {
  const clues = listHeaders.filter((name) => firstHeader(mail.headers, name) !== null).map((name) => `header:${name}`)
  for (const name of ['precedence', 'x-precedence'])
    for (const value of headerValues(mail.headers, name)) if (/^(?:list|bulk)$/i.test(value)) clues.push(`${name}:${value.toLowerCase()}`)
  return clues
}
