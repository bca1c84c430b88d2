import { decodeHeaderText } from './encoded-words.ts'
import type { MailAddress } from './mail.ts'

/** One mailbox while it is being read: phrase, comments and the part in angle brackets. */
export interface MailboxDraft {
  phrase: string[]
  comments: string[]
  angle: string | null
  /** Words of the phrase that stand before the brackets. */
  wordsBeforeAngle: number
  hasQuoted: boolean
  /** An "@" stands somewhere in the phrase. */
  hasAt: boolean
}

/** RFC 5321 §4.5.3.1 allows 64 + 1 + 255; room for white space and words to decode. */
const longestAddress = 2000

export const emptyDraft = (): MailboxDraft => ({ phrase: [], comments: [], angle: null, wordsBeforeAngle: 0, hasQuoted: false, hasAt: false })

/** What a sender meant by one entry of an address list: usually one mailbox, none for an empty group, several where commas were forgotten. */
export function buildMailboxes(draft: MailboxDraft, fallback: string | null): MailAddress[] {
  return composeMailboxes(draft, fallback).filter((mailbox) => mailbox.name !== '' || !/^@|^$/.test(mailbox.address))
}

function composeMailboxes(draft: MailboxDraft, fallback: string | null): MailAddress[] {
  const decode = (text: string) => cleanText(decodeHeaderText(text, fallback))
  if (draft.angle !== null) {
    let address = cleanAddress(draft.angle, fallback)
    let name = decode(draft.phrase.join(' ')) || decode(draft.comments.join(' '))
    if (address === '' && name.includes('@')) return buildMailboxes({ ...emptyDraft(), phrase: draft.phrase, comments: draft.comments }, fallback)
    if (address !== '' && !address.includes('@') && name === '' && !draft.hasQuoted) name = address.includes(' ') ? address : ''
    if (unquote(name).toLowerCase() === address.toLowerCase()) name = ''
    if (address.includes(' ')) address = ''
    return name === '' && address === '' ? [] : [{ name: unquote(name), address }]
  }
  if (draft.phrase.length > 1 && draft.hasAt) {
    if (draft.phrase.every((part) => /^[^@]+@[^@]+$/.test(part)))
      return draft.phrase.map((part) => ({ name: '', address: cleanAddress(part, fallback) }))
    // "jane @ example . org": white space around "@" and "." is obsolete but valid (RFC 5322 §4.4).
    if (draft.phrase.length <= 9 && draft.phrase.some((part) => part === '@' || part.startsWith('@') || part.endsWith('@'))) {
      return [{ name: decode(draft.comments.join(' ')), address: cleanAddress(draft.phrase.join(''), fallback) }]
    }
  }
  const at = draft.phrase.findIndex((part) => part.includes('@') && !part.includes('=?'))
  if (at >= 0) {
    // A quote that never closed took the brackets in.
    const whole = draft.phrase[at]!.includes('<') ? readDecoded(decode(draft.phrase.join(' '))) : null
    if (whole) return whole
    const rest = draft.phrase.filter((_, i) => i !== at && draft.phrase[i] !== '@')
    return [{ name: unquote(decode(rest.join(' ')) || decode(draft.comments.join(' '))), address: cleanAddress(draft.phrase[at]!, fallback) }]
  }
  const name = decode(draft.phrase.join(' '))
  const inside = name.includes('@') ? readDecoded(name) : null
  if (inside) return inside
  // "Name (address)": what some web forms send.
  const comment = draft.comments.find((text) => /^[^\s@]{1,100}@[^\s@]{1,250}$/.test(text))
  if (comment !== undefined) return [{ name: unquote(name), address: cleanAddress(comment, fallback) }]
  const text = unquote(name || decode(draft.comments.join(' ')))
  return text === '' ? [] : [{ name: text, address: '' }]
}

/** Some senders encode the whole "Name <address>"; read once more, without words to decode. */
function readDecoded(text: string): MailAddress[] | null {
  const match = /^(.{0,500}?)<?\s*([^\s<>"@,;]{1,200}@[^\s<>"@,;]{1,250})>?\s*$/.exec(text.slice(0, 1000))
  return match ? [{ name: unquote(match[1]!.trim()), address: lowerDomain(match[2]!) }] : null
}

/** addr-spec without route, comments, inner white space and "mailto:"; the domain in lower case. */
function cleanAddress(text: string, fallback: string | null): string {
  let address = text.slice(0, longestAddress).trim()
  if (address.includes('=?')) address = decodeHeaderText(address, fallback)
  address = cleanText(address).replace(/^(?:mailto|smtp):/i, '')
  if (address.startsWith('@') && address.includes(':')) address = address.slice(address.lastIndexOf(':') + 1)
  if (address.includes('(')) address = address.replaceAll(/\([^()]*\)/g, '')
  if (!address.startsWith('"')) address = address.replaceAll(/\s*([@.])\s*/g, '$1').replaceAll(/^['<]+|['>,;]+$/g, '')
  const space = address.lastIndexOf(' ')
  if (space >= 0 && !address.startsWith('"') && address.indexOf('@') > space) address = address.slice(space + 1)
  for (let i = 0; i < address.length; i++) if (address.charCodeAt(i) > 126) return lowerDomain(decodeHeaderText(address, fallback))
  return lowerDomain(address)
}

function lowerDomain(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? address : address.slice(0, at + 1) + address.slice(at + 1).toLowerCase()
}

// oxlint-disable no-control-regex -- control characters are what is removed
/** No control characters, single spaces. */
const cleanText = (text: string) => (/[\u0000-\u001f\u007f]|\s\s/.test(text) ? text.replaceAll(/[\u0000-\u001f\u007f\s]+/g, ' ') : text).trim()

function unquote(name: string): string {
  const first = name[0]
  return name.length > 1 && (first === "'" || first === '"') && name.endsWith(first) ? name.slice(1, -1).trim() : name
}
