import { isShownInline, servedContentType } from './content-type.ts'
import { contentDisposition } from './file-name.ts'

export interface FileAnswer {
  /** Ask for showing in the page; granted to raster images alone. */
  inline?: boolean
  /** Who may embed it. Default `same-origin`; `cross-origin` where the widget shows pictures in a stranger's page. */
  resourcePolicy?: 'same-origin' | 'same-site' | 'cross-origin'
}

/**
 * Every header with which a file of a stranger leaves us, whatever the database says about it: a type from a fixed list that the browser may not guess away
 * from, a download unless it is a raster image, and a sandbox without any source should it be opened as a page. Set them all, and last.
 */
export function fileResponseHeaders(
  file: { name: string; contentType: string; sizeBytes?: number },
  answer: FileAnswer = {},
): Record<string, string> {
  const contentType = servedContentType(file.contentType)
  return {
    'content-type': contentType === 'text/plain' ? 'text/plain; charset=utf-8' : contentType,
    ...(file.sizeBytes === undefined ? {} : { 'content-length': String(file.sizeBytes) }),
    'content-disposition': contentDisposition(file.name, (answer.inline ?? false) && isShownInline(contentType)),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': answer.resourcePolicy ?? 'same-origin',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=300',
  }
}

/** The first and last byte to send, `null` for the whole file, `unsatisfiable` for 416. Several ranges are answered with the whole file. Source: RFC 9110 § 14. */
export function readRange(header: string | undefined, sizeBytes: number): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const [, first = '', last = ''] = match
  if (first === '')
    return Number(last) === 0 || sizeBytes === 0 ? 'unsatisfiable' : { start: Math.max(0, sizeBytes - Number(last)), end: sizeBytes - 1 }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return null
  return start >= sizeBytes ? 'unsatisfiable' : { start, end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) }
}
