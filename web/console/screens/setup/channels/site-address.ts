/** The address of a site as people type it (`shop.in`, `www.shop.in/`) as an origin with https; null when it is none. Pure. */
export function readSiteAddress(typed: string): { url: string; host: string } | null {
  const text = typed.trim()
  if (!text || /\s/.test(text)) return null
  try {
    const url = new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`)
    const isHost = url.hostname === 'localhost' || url.hostname.includes('.')
    return isHost && !url.username ? { url: url.origin, host: url.host.replace(/^www\./, '') } : null
  } catch {
    return null
  }
}

/** The one line a company pastes into its site. Pure. */
export const pasteLine = (origin: string, publicKey: string): string => `<script async src="${origin}/widget.js" data-key="${publicKey}"></script>`
