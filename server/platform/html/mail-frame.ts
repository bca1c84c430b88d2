import { escapeHtml } from './escape.ts'

/** How the document is shown. */
export interface MailFrame {
  /** Origins or URL prefixes that hold our own files (inline images), for example `https://desk.example/files/`. */
  fileUrls?: string[]
  /** The reader asked for the images of the network. */
  remoteImages?: boolean
  /** Folds what carries `data-quoted`: quoted history, signatures, footers. */
  hideQuoted?: boolean
  /** Lets one script of ours run, which tells the parent the height; the frame then needs `allow-scripts`, never with `allow-same-origin`. */
  nonce?: string
}

const sheet = `html{color-scheme:light}body{margin:0;padding:1px;font:14px/1.5 system-ui,"Noto Sans",sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}blockquote{margin:0 0 0 .8ex;border-left:2px solid #ccc;padding-left:1ex}img[data-remote-src]{display:inline-block;min-width:1em;min-height:1em;border:1px dashed #bbb}`
const heightScript = `const tell=()=>parent.postMessage({kind:'mail.height',height:Math.ceil(document.documentElement.getBoundingClientRect().height)},'*');new ResizeObserver(tell).observe(document.documentElement);tell()`

/**
 * The whole document for a sandboxed frame (`sandbox="allow-popups allow-popups-to-escape-sandbox"`) around sanitised HTML, with a policy of its
 * own: no script, no frame, no form, no font, no style from elsewhere; images from `fileUrls`, from the mail itself, and from the network only when asked.
 * With a nonce the parent gets `{ kind: 'mail.height', height }` (CSS pixels) by postMessage. SOURCE: CSP Level 3.
 */
export function mailFrameDocument(sanitisedHtml: string, frame: MailFrame = {}): string {
  const images = ['data:', ...(frame.fileUrls ?? []).filter(isSourceExpression), ...(frame.remoteImages ? ['https:', 'http:'] : [])]
  const nonce = frame.nonce && /^[\w+/=-]{8,200}$/.test(frame.nonce) ? frame.nonce : null
  const policy = [
    `default-src 'none'`,
    `img-src ${images.join(' ')}`,
    `style-src 'unsafe-inline'`,
    ...(nonce ? [`script-src 'nonce-${nonce}'`] : []),
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')
  const script = nonce ? `<script nonce="${nonce}">${heightScript}</script>` : ''
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width, initial-scale=1"><style>${sheet}${frame.hideQuoted ? '[data-quoted]{display:none!important}' : ''}</style></head><body>${sanitisedHtml}${script}</body></html>`
}

/** A source of a policy must not end the directive or start another. */
const isSourceExpression = (source: string) => /^(?:https?:\/\/[\w.:[\]-]+(?:\/[\w./~-]*)?|blob:)$/i.test(source)
