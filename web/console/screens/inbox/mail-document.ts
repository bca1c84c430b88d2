export interface MailDocumentOptions {
  /** Our own origin: inline pictures of the mail come from it. */
  origin: string
  /** The reader asked for pictures from the network. */
  hasRemoteImages: boolean
}

const sheet = `html{color-scheme:light}body{margin:0;padding:8px;font:14px/1.5 system-ui,"Noto Sans",sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}blockquote{margin:0 0 0 .8ex;border-left:2px solid #ccc;padding-left:1ex}img[data-remote-src]{display:inline-block;min-width:1em;min-height:1em;border:1px dashed #bbb}`
/** The server's sanitiser escapes ">" inside attribute values, so an image tag ends at the first one. */
const imageTag = /<img\b[^>]*>/g
const blockedSource = /\sdata-remote-src="(https?:\/\/[^"<>]*)"/i

/**
 * The whole document for a sandboxed frame around HTML the server has sanitised, with a policy of its own: no script, no frame, no form, nothing fetched but
 * our own files, and pictures from the network only when asked. Pure. Source: CSP Level 3; HTML §4.8.5 (srcdoc documents add this policy to the page's own).
 */
export function mailDocument(html: string, { origin, hasRemoteImages }: MailDocumentOptions): string {
  const own = /^https?:\/\/[\w.:[\]-]+$/i.test(origin) ? ` ${origin}` : ''
  const policy = `default-src 'none'; img-src data:${own}${hasRemoteImages ? ' https: http:' : ''}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`
  const body = hasRemoteImages ? withRemoteImages(html) : html
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width, initial-scale=1"><style>${sheet}</style></head><body>${body}</body></html>`
}

/** Are there pictures the reader could ask for? Pure. */
export const hasBlockedImages = (html: string): boolean => blockedSource.test(html)

const withRemoteImages = (html: string) =>
  html.replaceAll(imageTag, (tag) => tag.replace(blockedSource, ' src="$1" referrerpolicy="no-referrer" loading="lazy"'))
