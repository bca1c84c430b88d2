/** Message ids of References or In-Reply-To, without brackets, in order, each once. Free text between them is ignored; ids without brackets count when they hold "@". */
export function readMessageIds(raw: string): string[] {
  const ids = new Set<string>()
  let position = raw.indexOf('<')
  while (position >= 0 && ids.size < 5000) {
    const end = raw.indexOf('>', position)
    if (end < 0) {
      addId(ids, raw.slice(position + 1))
      break
    }
    const open = raw.lastIndexOf('<', end)
    addId(ids, raw.slice(open + 1, end))
    position = raw.indexOf('<', end)
  }
  if (ids.size === 0) for (const word of raw.split(/[\s,;"'()]+/, 5000)) if (word.includes('@')) addId(ids, word.replace(/^<|>$/g, ''))
  return [...ids]
}

/** Folding may cut an id in two: white space inside is no part of it. */
function addId(ids: Set<string>, text: string): void {
  const id = text.replaceAll(/\s+/g, '')
  if (id !== '' && id.length <= 2000) ids.add(id)
}

/** The Message-ID itself: in brackets, or the first word. */
export function readMessageId(raw: string): string | null {
  return readMessageIds(raw)[0] ?? (raw.trim().split(/\s+/, 1)[0]!.replace(/^<|>$/g, '').slice(0, 2000) || null)
}

/** First 22 bytes of Thread-Index (MS-OXOMSG §2.2.1.3: header block of the conversation) in base64, or null. */
export function readThreadIndexRoot(raw: string): string | null {
  const bytes = Buffer.from(raw.slice(0, 4000).replaceAll(/[^A-Za-z0-9+/=]/g, ''), 'base64')
  return bytes.length < 22 ? null : bytes.subarray(0, 22).toString('base64')
}
