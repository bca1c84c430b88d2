const maxNameBytes = 180
const slashes = /[/\\\u2044\u2215\u29f5\u29f8\u29f9\ufe68\uff0f\uff3c]/

/**
 * A file name that is harmless on every system and shows what it is: no folders, control or direction-changing characters, reserved names or leading dots,
 * at most 180 bytes of UTF-8 with its ending kept. Letters of every script stay, also ZWJ and ZWNJ between them. Never empty. Pure and idempotent.
 * For showing and downloading only; a stored file's path never contains it.
 */
export function safeFileName(name: string): string {
  const beginning = name.length > 4_000 ? name.slice(0, 3_000) + name.slice(-200) : name
  const plain = beginning
    .toWellFormed()
    .replace(/(?!\ufeff)\s/gu, ' ')
    .replace(/(?!\u200c|\u200d|\ufe0f)[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\ufffd]/gu, '')
    .replace(/ {2,}/g, ' ')
    .normalize('NFC')
    .replace(/%(?:2f|5c|00|0a|0d)/gi, '_')
  const flat = withoutFolders(plain)
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\.{2,}/g, '.')
  const bare = trim(flat)
  if (/^(?:\u200c|\u200d|\ufe0f)*$/u.test(bare)) return 'file'
  return trim(shorten(isReserved(bare) ? `_${bare}` : bare))
}

/**
 * Content-Disposition with the name for old and new clients. The ASCII form carries no quote, backslash or percent sign, which clients read differently.
 * Source: RFC 6266 § 4 and appendix D; RFC 8187 § 3.2 for `filename*`.
 */
export function contentDisposition(name: string, inline: boolean): string {
  const safe = safeFileName(name)
  const ascii = safe.replace(/[^\u0020-\u007e]/gu, '_').replace(/["\\%;]/g, '_')
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${inline ? 'inline' : 'attachment'}; filename="${ascii}"${ascii === safe ? '' : `; filename*=UTF-8''${encoded}`}`
}

/** A path keeps its last part; a name that merely has a slash in it (`Invoice 12/2026.pdf`) keeps everything. */
function withoutFolders(name: string): string {
  const isPath = /^\s*(?:[a-z]:|\.{0,2}[/\\])/i.test(name) || /\.\./.test(name)
  const parts = name.split(slashes)
  return isPath ? (parts.findLast((part) => /[^.\s]/.test(part)) ?? '') : parts.join('_')
}

/** Source: Microsoft, "Naming Files, Paths, and Namespaces": with any ending, and with blanks before it, they still mean the device. */
const isReserved = (name: string) => /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(?:\.|$)/i.test(name)

const trim = (name: string) => name.replace(/^[.\s\u200c\u200d]+|[.\s\u200c\u200d]+$/gu, '')

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name
  const ending = /\.[A-Za-z0-9]{1,16}$/.exec(name)?.[0] ?? ''
  let room = maxNameBytes - ending.length
  let kept = ''
  for (const character of name.slice(0, name.length - ending.length)) {
    room -= Buffer.byteLength(character)
    if (room < 0) break
    kept += character
  }
  return trim(kept) + ending
}
