import { decodeText, metaCharset, sameCharset } from './charset.ts'
import type { Repairs } from './limits.ts'
import { parameterWord } from './parameters.ts'
import type { MailPart } from './part.ts'
import { partContent } from './part-content.ts'
import { enrichedToText, normaliseLines, unflow } from './text-lines.ts'
import { extractInlineFiles } from './uuencode.ts'
import type { EncodedFile } from './uuencode.ts'
import { extractYenc } from './yenc.ts'

/** A text part, read: its text with \n line ends, and files that old clients wrote into it. */
export interface ReadText {
  text: string
  isHtml: boolean
  files: EncodedFile[]
}

/**
 * Reads a text part: transfer encoding, charset, format=flowed, text/enriched, uuencoded and yEnc files in the text. `fallback` is the charset of 8-bit
 * text that names none.
 */
export function readTextPart(part: MailPart, repairs: Repairs, fallback: string | null = null): ReadText {
  const isHtml = part.type === 'text/html' || part.type === 'text/x-html' || part.type === 'application/xhtml+xml'
  const files: EncodedFile[] = []
  let content = partContent(part, repairs)
  const yenc = isHtml ? null : extractYenc(content)
  if (yenc) {
    files.push(yenc.file)
    content = yenc.rest
  }
  let text = normaliseLines(decodeContent(content, part, isHtml, repairs, fallback))
  if (isHtml) return { text, isHtml, files }
  if (part.type === 'text/enriched' || part.type === 'text/richtext') text = enrichedToText(text, part.type === 'text/richtext')
  else if (parameterWord(part.typeField, 'format')?.toLowerCase() === 'flowed')
    text = unflow(text, parameterWord(part.typeField, 'delsp')?.toLowerCase() === 'yes')
  const extracted = extractInlineFiles(text)
  return { text: extracted.text, isHtml, files: [...files, ...extracted.files] }
}

function decodeContent(content: Buffer, part: MailPart, isHtml: boolean, repairs: Repairs, fallback: string | null): string {
  const label = parameterWord(part.typeField, 'charset')
  const declared = label ?? (isHtml ? metaCharset(content) : null)
  const { text, charset } = decodeText(content, declared, fallback)
  if (declared !== null && !sameCharset(declared, charset)) repairs.add(`charset:${charset} for ${declared.slice(0, 40)}`)
  else if (declared === null && charset !== 'us-ascii') repairs.add(`charset:${charset} for none`)
  return text
}
