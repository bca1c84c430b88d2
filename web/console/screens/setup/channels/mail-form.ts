import type { Inbox } from '../../../../../contract/api/inboxes.ts'

export type Security = 'tls' | 'starttls' | 'none'
export interface ServerForm {
  host: string
  port: string
  security: Security
}

/** What the e-mail form holds; text as typed. */
export interface MailForm {
  address: string
  password: string
  user: string
  imap: ServerForm
  smtp: ServerForm
  senderName: string
  firstStart: 'from_now' | 'everything'
  afterwards: 'nothing' | 'mark_seen' | 'delete'
  folder: string
}

export interface MailCandidate {
  source: string
  imap: { host: string; port: number; security: Security }
  smtp: { host: string; port: number; security: Security }
  user: string
  note: string | null
  oauth: 'google' | 'microsoft' | null
}

export const emptyMailForm: MailForm = {
  address: '',
  password: '',
  user: '',
  imap: { host: '', port: '993', security: 'tls' },
  smtp: { host: '', port: '465', security: 'tls' },
  senderName: '',
  firstStart: 'from_now',
  afterwards: 'nothing',
  folder: '',
}

/** The form of a channel that exists; its password is never known, and an empty one keeps the stored. Pure. */
export function formOfInbox(inbox: Inbox): MailForm {
  const text = (name: string, otherwise = '') => {
    const value = inbox.settings[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise
  }
  const server = (kind: 'imap' | 'smtp'): ServerForm => ({
    host: text(`${kind}Host`),
    port: text(`${kind}Port`, emptyMailForm[kind].port),
    security: text(`${kind}Security`, 'tls') as Security,
  })
  return {
    address: inbox.address,
    password: '',
    user: text('user'),
    imap: server('imap'),
    smtp: server('smtp'),
    senderName: text('senderName'),
    firstStart: text('firstStart', 'from_now') as MailForm['firstStart'],
    afterwards: text('afterwards', 'nothing') as MailForm['afterwards'],
    folder: text('folder'),
  }
}

/** The form with the servers that were found. Pure. */
export function withCandidate(form: MailForm, candidate: MailCandidate): MailForm {
  const server = ({ host, port, security }: MailCandidate['imap']): ServerForm => ({ host, port: String(port), security })
  return { ...form, user: candidate.user, imap: server(candidate.imap), smtp: server(candidate.smtp) }
}

/** Settings for the server: no host means no such server, which `null` removes. Pure. */
export function settingsOfForm(form: MailForm): Record<string, unknown> {
  const server = (kind: 'imap' | 'smtp'): Record<string, unknown> => {
    const { host, port, security } = form[kind]
    return host.trim()
      ? { [`${kind}Host`]: host.trim(), [`${kind}Port`]: Number(port), [`${kind}Security`]: security }
      : { [`${kind}Host`]: null, [`${kind}Port`]: null, [`${kind}Security`]: null }
  }
  return {
    ...server('imap'),
    ...server('smtp'),
    user: form.user.trim() || form.address.trim(),
    ...(form.password ? { password: form.password } : {}),
    senderName: form.senderName.trim() || null,
    firstStart: form.firstStart,
    afterwards: form.afterwards,
    folder: form.folder.trim() || null,
  }
}

/** A port a server can listen on. Pure. */
export const isPort = (text: string): boolean => /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65_535
