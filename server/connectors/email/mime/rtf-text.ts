import { decodeText } from './charset.ts'
import { charsetOfCodePage } from './charset-names.ts'

/** What an RTF body says: the HTML it was made from ([MS-OXRTFEX], \fromhtml1), or its text. */
export interface RtfBody {
  html: string | null
  text: string
}

/** State that a group inherits and that ends with it. */
interface Group {
  /** Text of this group is not shown: fonts, colours, pictures. */
  isSkipped: boolean
  isHtmlTag: boolean
  /** Between \htmlrtf and \htmlrtf0: the RTF rendering of what the HTML says already. */
  isRtfOnly: boolean
  isFontTable: boolean
  charset: string
  /** Characters that follow \uN for readers without Unicode. */
  fallbackLength: number
}

const deepest = 2000
const skippedDestinations = new Set(
  'colortbl stylesheet info pict object header footer headerl headerr headerf footerl footerr footerf themedata colorschememapping latentstyles datastore xmlnstbl listtable listoverridetable rsidtbl generator mmathpr pntext pnseclvl bkmkstart bkmkend fldinst filetbl revtbl operator author title company'.split(
    ' ',
  ),
)
const breaks: Record<string, string> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
}
/** \fcharsetN of a font ([RTF 1.9.1] font table) as a code page. */
const fontCharsets: Record<number, number> = {
  0: 1252,
  77: 10000,
  128: 932,
  129: 949,
  130: 1361,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
  254: 437,
}

/** Reads RTF (one character per byte). Linear; unknown control words are passed over, groups that never close end with the text. */
export function readRtf(rtf: string): RtfBody {
  return new RtfReader(rtf).read()
}

class RtfReader {
  private readonly rtf: string
  private readonly isFromHtml: boolean
  private at = 0
  private group: Group = { isSkipped: false, isHtmlTag: false, isRtfOnly: false, isFontTable: false, charset: 'windows-1252', fallbackLength: 1 }
  private readonly stack: Group[] = []
  private readonly out: string[] = []
  /** 8-bit bytes not yet decoded: letters of two bytes come as two escapes. */
  private pending: number[] = []
  private skipCharacters = 0
  private isStarred = false
  private readonly fonts = new Map<number, string>()
  private tableFont = 0
  private documentCharset = 'windows-1252'

  constructor(rtf: string) {
    this.rtf = rtf
    this.isFromHtml = /\\fromhtml1?\b/.test(rtf.slice(0, 2000))
  }

  read(): RtfBody {
    const { rtf } = this
    while (this.at < rtf.length) {
      const c = rtf[this.at]!
      if (c === '\\') this.control()
      else if (c === '{') this.open()
      else if (c === '}') this.close()
      else {
        if (c !== '\r' && c !== '\n') this.character(rtf.charCodeAt(this.at))
        this.at++
      }
    }
    this.flush()
    const text = this.out.join('')
    return this.isFromHtml ? { html: text, text: '' } : { html: null, text }
  }

  private open(): void {
    this.flush()
    if (this.stack.length < deepest) this.stack.push({ ...this.group })
    this.isStarred = false
    this.at++
  }

  private close(): void {
    this.flush()
    const outer = this.stack.pop()
    if (outer) this.group = outer
    this.skipCharacters = 0
    this.at++
  }

  private control(): void {
    const { rtf } = this
    const next = rtf[this.at + 1]
    if (next === undefined) {
      this.at++
      return
    }
    if (next === "'") {
      const byte = Number.parseInt(rtf.slice(this.at + 2, this.at + 4), 16)
      this.at += 4
      if (!Number.isNaN(byte)) this.character(byte)
      return
    }
    const match = /^\\([a-zA-Z]{1,32})(-?\d{1,10})? ?/.exec(rtf.slice(this.at, this.at + 48))
    if (match) {
      this.at += match[0].length
      this.word(match[1]!, match[2] === undefined ? null : Number(match[2]))
      return
    }
    this.at += 2
    if (next === '*') this.isStarred = true
    else if (next === '~') this.text(this.isFromHtml ? '&nbsp;' : ' ')
    else if (next === '_') this.text(this.isFromHtml ? '&shy;' : '-')
    else if (next === '\n' || next === '\r') this.text('\n')
    else if (next === '\\' || next === '{' || next === '}') this.character(next.charCodeAt(0))
  }

  private word(word: string, value: number | null): void {
    const { group } = this
    if (word === 'u' && value !== null) return this.unicode(value)
    if (word === 'uc') group.fallbackLength = Math.min(Math.max(value ?? 1, 0), 20)
    else if (word === 'bin') this.at += Math.max(0, value ?? 0)
    else if (word === 'ansicpg' && value !== null) this.setDocumentCharset(charsetOfCodePage(value))
    else if (word === 'mac') this.setDocumentCharset('macintosh')
    else if (word === 'fonttbl') group.isFontTable = group.isSkipped = true
    else if (word === 'f' && value !== null) this.font(value)
    else if (word === 'fcharset' && group.isFontTable)
      this.fonts.set(this.tableFont, value === 1 ? this.documentCharset : charsetOfCodePage(fontCharsets[value ?? 0] ?? 1252))
    else if (word === 'cpg' && group.isFontTable && value !== null) this.fonts.set(this.tableFont, charsetOfCodePage(value))
    else if (word === 'htmltag') group.isHtmlTag = true
    else if (word === 'htmlrtf') {
      this.flush()
      group.isRtfOnly = value !== 0
    } else if (word === 'plain') group.charset = this.documentCharset
    else if (skippedDestinations.has(word) || (this.isStarred && !this.shownDestination(word))) group.isSkipped = true
    else if (breaks[word] !== undefined) this.lineWord(word)
    this.isStarred = false
  }

  private shownDestination(word: string): boolean {
    return word === 'mhtmltag' ? false : word === 'shppict' ? false : word === 'htmltag'
  }

  /** Within tags and outside them alike, \par is a line end of the HTML source; a cell is no text there. */
  private lineWord(word: string): void {
    if (this.isFromHtml && (word === 'cell' || word === 'row' || word === 'page' || word === 'sect')) return
    this.text(breaks[word]!)
  }

  private setDocumentCharset(charset: string): void {
    this.documentCharset = charset
    this.group.charset = charset
  }

  private font(value: number): void {
    this.tableFont = value
    if (this.group.isFontTable) return
    const charset = this.fonts.get(value) ?? this.documentCharset
    if (charset !== this.group.charset) this.flush()
    this.group.charset = charset
  }

  private unicode(value: number): void {
    const code = value < 0 ? value + 65_536 : value
    if (code > 0 && code < 0x110000) this.text(code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code))
    this.skipCharacters = this.group.fallbackLength
    this.isStarred = false
  }

  private character(code: number): void {
    if (this.skipCharacters > 0) {
      this.skipCharacters--
      return
    }
    // Compressed RTF ends in a NUL, which is no character of the text.
    if (code === 0 || this.isSilent()) return
    this.pending.push(code)
  }

  private text(text: string): void {
    this.flush()
    if (!this.isSilent()) this.out.push(text)
  }

  private isSilent(): boolean {
    const { group } = this
    return group.isSkipped || (this.isFromHtml && group.isRtfOnly && !group.isHtmlTag)
  }

  private flush(): void {
    if (this.pending.length === 0) return
    const bytes = Buffer.from(this.pending)
    this.pending = []
    this.out.push(decodeText(bytes, this.group.charset).text)
  }
}
