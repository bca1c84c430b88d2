import { readWord } from './encoded-words.ts'
import type { MailAddress } from './mail.ts'
import { buildMailboxes, emptyDraft } from './mailbox.ts'
import type { MailboxDraft } from './mailbox.ts'

/** More addresses than this in one field are not read. */
const mostAddresses = 20_000

/**
 * Reads an address list (RFC 5322 §3.4 and what is sent instead): groups flattened, comments as names, unquoted names with commas, ";" between addresses,
 * names and addresses inside encoded words, missing brackets. `raw` has one character per byte. Linear.
 */
export function readAddresses(raw: string, fallback: string | null = null): MailAddress[] {
  return new AddressScanner(raw, fallback).read()
}

class AddressScanner {
  private readonly raw: string
  private readonly fallback: string | null
  private readonly found: MailAddress[] = []
  private draft = emptyDraft()
  private word: string[] = []
  private at = 0
  private isInGroup = false

  constructor(raw: string, fallback: string | null) {
    this.raw = raw
    this.fallback = fallback
  }

  read(): MailAddress[] {
    const { raw } = this
    while (this.at < raw.length && this.found.length < mostAddresses) this.readNext(raw[this.at]!)
    this.closeMailbox(false)
    return this.found
  }

  private readNext(c: string): void {
    if (c === '"') this.readQuoted()
    else if (c === '(') this.readComment()
    else if (c === '<') this.readAngle()
    else if (c === ',') this.step(() => this.closeMailbox(true))
    else if (c === ';') this.step(() => this.closeGroup())
    else if (c === ':' && this.opensGroup()) this.step(() => this.openGroup())
    else if (c === '=' && this.raw[this.at + 1] === '?') this.readEncodedWord()
    else {
      if (c === ' ' || c === '\t') this.closeWord()
      else this.word.push(c)
      this.at++
    }
  }

  private step(act: () => void): void {
    act()
    this.at++
  }

  private closeWord(): void {
    if (this.word.length === 0) return
    this.pushPhrase(this.word.join(''))
    this.word = []
  }

  private readQuoted(): void {
    const { raw } = this
    const isWithinWord = this.word.length > 0
    let end = this.at + 1
    let text = ''
    let start = end
    while (end < raw.length && raw[end] !== '"') {
      if (raw[end] === '\\' && end + 1 < raw.length) {
        text += raw.slice(start, end)
        start = end + 1
        end++
      }
      end++
    }
    text += raw.slice(start, end)
    this.at = end + 1
    // "john doe"@example.org keeps its quotes: they are part of the address.
    if (raw[this.at] === '@') this.word.push(`"${text}"`)
    else if (isWithinWord) this.word.push(text)
    else {
      this.pushPhrase(text)
      this.draft.hasQuoted = true
    }
  }

  private pushPhrase(text: string): void {
    this.draft.phrase.push(text)
    if (text.includes('@')) this.draft.hasAt = true
  }

  private readComment(): void {
    const { raw } = this
    let depth = 0
    let end = this.at
    for (; end < raw.length; end++) {
      const c = raw[end]
      if (c === '\\') end++
      else if (c === '(') depth++
      else if (c === ')' && --depth === 0) break
    }
    const text = raw
      .slice(this.at + 1, end)
      .replaceAll(/\\(.)/g, '$1')
      .trim()
    if (text !== '' && this.draft.comments.length < 20) this.draft.comments.push(text)
    this.at = end + 1
  }

  private readAngle(): void {
    const { raw } = this
    this.closeWord()
    let end = this.at + 1
    // A quoted local part may hold brackets: <">"@example.org>.
    if (raw[end] === '"') end += Math.max(raw.slice(end, end + 330).indexOf('"@'), 0)
    while (end < raw.length && raw[end] !== '>' && raw[end] !== '<') {
      if ((raw[end] === ',' || raw[end] === ';') && looksComplete(raw, this.at + 1, end)) break
      end++
    }
    const inner = raw.slice(this.at + 1, end)
    if (this.draft.angle !== null && this.draft.angle !== '' && inner.includes('@')) this.splitAtAngle()
    if (this.draft.angle === null || inner.includes('@')) {
      this.draft.angle = inner
      this.draft.wordsBeforeAngle = this.draft.phrase.length
    }
    this.at = raw[end] === '>' ? end + 1 : end
    while (raw[this.at] === '>') this.at++
  }

  /** A second address in brackets without a comma before it: the words between the two name the second. */
  private splitAtAngle(): void {
    const { draft } = this
    const rest = draft.phrase.splice(draft.wordsBeforeAngle)
    this.draft = draft
    this.closeMailbox(false)
    this.draft.phrase = rest
  }

  private readEncodedWord(): void {
    const word = readWord(this.raw, this.at)
    if (!word) {
      this.word.push('=')
      this.at++
      return
    }
    this.word.push(this.raw.slice(this.at, word.end))
    this.at = word.end
    if (this.raw[this.at] !== '@') this.closeWord()
  }

  /** A colon opens a group when a display name stands before it and no "@". */
  private opensGroup(): boolean {
    if (this.isInGroup || this.draft.angle !== null) return false
    const word = this.word.join('')
    if (this.draft.hasAt || word.includes('@')) return false
    return !/^(?:mailto|smtp|x400|x500|ex|ldap|http|https)$/i.test(word) && (word !== '' || this.draft.phrase.length > 0)
  }

  private openGroup(): void {
    this.draft = emptyDraft()
    this.word = []
    this.isInGroup = true
  }

  private closeGroup(): void {
    this.closeMailbox(false)
    this.isInGroup = false
  }

  private closeMailbox(atComma: boolean): void {
    this.closeWord()
    const { draft } = this
    this.draft = emptyDraft()
    if (draft.angle === null && draft.phrase.length === 0 && draft.comments.length === 0) return
    if (atComma && this.continuesName(draft)) {
      // "Doe, John <john@x>": the comma belongs to the name.
      draft.phrase[draft.phrase.length - 1] += ','
      this.draft = draft
      return
    }
    this.found.push(...buildMailboxes(draft, this.fallback))
  }

  private continuesName(draft: MailboxDraft): boolean {
    if (draft.angle !== null || draft.hasQuoted || draft.phrase.length === 0 || draft.phrase.length > 12) return false
    if (draft.hasAt) return false
    const { raw } = this
    for (let i = this.at + 1; i < raw.length && i < this.at + 200; i++) {
      const c = raw[i]!
      if (c === '<') return true
      if (c === ',' || c === ';' || c === '@' || c === '"' || c === ':') return false
    }
    return false
  }
}

/** "<a@b.org, c@d.org": the bracket never closed; the address before the comma is whole. Looks at 320 characters at most. */
function looksComplete(raw: string, start: number, end: number): boolean {
  return (
    end - start < 320 &&
    /^[^\s@]+@[^\s@:]+$/.test(raw.slice(start, end).trim()) &&
    !raw
      .slice(end, end + 320)
      .split('<', 1)[0]!
      .includes('>')
  )
}
