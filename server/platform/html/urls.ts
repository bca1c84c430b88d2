/** Longer addresses are not links people follow; they only cost. */
const longestLink = 8_000
/** What browsers drop inside an address before they read its scheme (WHATWG URL, "remove all ASCII tab or newline", and leading C0 controls). */
// oxlint-disable-next-line no-control-regex
const ignoredInUrls = /[\u0000-\u0020\u007F-\u00A0\u00AD\u1680\u180E\u2000-\u200F\u2028-\u202F\u205F-\u2064\u3000\uFEFF]/g

const linkScheme = /^(?:https?:\/\/[^/\\?#]|mailto:|tel:)/i
const remoteImage = /^https?:\/\/[^/\\?#]/i
/** Raster formats only: an SVG may hold scripts and further addresses. SOURCE: RFC 2397. */
const rasterData = /^data:image\/(?:png|jpe?g|gif|webp|bmp|x-icon|vnd\.microsoft\.icon);base64,/i
const notBase64 = /[^a-z0-9+/=]/i
const longestImage = 14_000_000

/** The address when a person may follow it (http, https, mailto, tel), else null. Relative and protocol-relative addresses mean nothing in a mail. */
export function readLink(href: string): string | null {
  const bare = href
    .slice(0, longestLink + 1)
    .replaceAll(ignoredInUrls, (character, at: number) => (character === ' ' && at > 0 ? '%20' : ''))
    .replace(/(?:%20)+$/, '')
  return bare.length <= longestLink && linkScheme.test(bare) ? bare : null
}

/** Where an image would come from: its content id, the network, or the mail itself; null for anything else. */
export function readImageSource(src: string): { kind: 'cid' | 'remote' | 'inline'; url: string } | null {
  const bare = src.slice(0, longestImage + 1_000).replaceAll(ignoredInUrls, '')
  if (/^cid:/i.test(bare)) return { kind: 'cid', url: decodeCid(src.trim().slice(4)) }
  const data = rasterData.exec(bare)
  if (data)
    return bare.length <= longestImage && bare.length > data[0].length && !notBase64.test(bare.slice(data[0].length))
      ? { kind: 'inline', url: bare }
      : null
  return bare.length <= longestLink && remoteImage.test(bare) ? { kind: 'remote', url: bare } : null
}

/** RFC 2392: a cid URL is percent-encoded, and the id is without angle brackets. */
function decodeCid(cid: string): string {
  try {
    return decodeURIComponent(cid).replaceAll(/^<|>$/g, '')
  } catch {
    return cid
  }
}
