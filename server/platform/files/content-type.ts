import { fileTypeFromBuffer } from 'file-type'

/** The first bytes are enough for every type we serve, and bound what a hostile file can make the reader do. */
export const sniffedBytes = 64 * 1024

const rasterImages = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']

/**
 * The only types a browser is ever told. None of them runs script of its own as a document; everything else is a stream of bytes to download.
 * SVG, XML, HTML and all that may be read as one of them are absent on purpose.
 */
const served = new Set([
  ...rasterImages,
  'application/pdf',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/ogg',
  'audio/wav',
  'audio/flac',
  'audio/webm',
  'audio/amr',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
  'video/3gpp',
  'text/plain',
])

/** Reduces any type, also one read back from the database, to one that may be served. Parameters are dropped. */
export function servedContentType(contentType: string): string {
  const essence = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  return served.has(essence) ? essence : 'application/octet-stream'
}

/** May a browser show it in the page? Raster images only: PDF readers follow links and run forms, sound and film play from attachments too. */
export const isShownInline = (contentType: string): boolean => rasterImages.includes(contentType)

export interface TypeHints {
  name: string
  /** What the sender said. Believed only for plain text, and only when the bytes are text. */
  declaredType?: string | undefined
}

/**
 * The type to serve a file with, from its first bytes (`sniffedBytes` of them are enough). A recorded sound that a browser declares `audio/webm` has the same
 * bytes as a film, so there the sender chooses between the two.
 */
export async function detectContentType(head: Uint8Array, { name, declaredType = '' }: TypeHints): Promise<string> {
  const declared = servedContentType(declaredType)
  if (isText(head)) {
    const saysText =
      declared === 'text/plain' ||
      /^text\/(?!html|xml)|^application\/json$/i.test(declaredType) ||
      /\.(?:txt|text|log|csv|tsv|md|json|ics|vcf|srt|vtt)$/i.test(name)
    return saysText && !looksLikeMarkup(head) ? 'text/plain' : 'application/octet-stream'
  }
  const sniffed = servedContentType((await sniff(head)) ?? '')
  const isSoundOnly = declared.startsWith('audio/') && declared.slice('audio/'.length) === sniffed.slice('video/'.length)
  return isSoundOnly && sniffed.startsWith('video/') ? declared : sniffed
}

/** A file the reader stumbles over is of unknown type; it is stored all the same. */
async function sniff(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head.subarray(0, sniffedBytes)))?.mime
  } catch {
    return undefined
  }
}

/** UTF-8 without control characters. A character cut at the end of the sample is not an error. */
function isText(head: Uint8Array): boolean {
  const sample = head.subarray(0, sniffedBytes)
  if (sample.length === 0) return false
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    // oxlint-disable-next-line no-control-regex
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)
  } catch {
    return false
  }
}

/** Source: WHATWG MIME Sniffing § 7.1, where a tag within the leading blanks makes HTML; here any `<` at the start does. */
const looksLikeMarkup = (head: Uint8Array) => /^\ufeff?\s*</.test(new TextDecoder().decode(head.subarray(0, 4096)))
