import { aliases, codePages } from './charset-aliases.ts'

/** What a charset label of mail means: a name TextDecoder knows, one that iconv-lite or we read, or null when the label says nothing. */
export function resolveCharset(label: string | null | undefined): string | null {
  if (!label) return null
  const known = resolved.get(label)
  if (known !== undefined) return known
  const name = findCharset(label)
  // Labels come from the outside: the memory of them is bounded.
  if (resolved.size < 500) resolved.set(label, name)
  return name
}

const resolved = new Map<string, string | null>()

function findCharset(label: string): string | null {
  const plain = label
    .slice(0, 80)
    .toLowerCase()
    .trim()
    .replace(/^["'\s(<]+|["'\s)>;,]+$/g, '')
    .replace(/\*.*$/, '')
    .replace(/^charset=/, '')
  const squeezed = plain.replace(/[^a-z0-9]/g, '')
  if (squeezed === '' || saysNothing.has(squeezed)) return null
  const alias = aliases[squeezed]
  if (alias) return alias
  if (isDecoderName(plain)) return plain
  if (/^utf-?8/.test(plain)) return 'utf-8'
  const iso = /^(?:xiso|iso|8859|isoir)?-?_?8859-?_?(\d{1,2})/.exec(plain.replace(/^latin/, 'iso8859'))
  if (iso && isDecoderName(`iso-8859-${Number(iso[1])}`)) return `iso-8859-${Number(iso[1])}`
  const page = /^(?:x)?(?:windows|win|cp|cswindows|microsoftcp|ms|codepage|ansi)(125\d|874)/.exec(squeezed)
  if (page) return `windows-${page[1]}`
  const oem = /^(?:x)?(?:cp|ibm|oem|dos|cspc)(\d{3,4})/.exec(squeezed)
  if (oem && codePages.has(Number(oem[1]))) return codePages.get(Number(oem[1]))!
  return null
}

/** The charset of a Windows code page number (TNEF, RTF), or windows-1252. */
export function charsetOfCodePage(page: number): string {
  return codePages.get(page) ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : 'windows-1252')
}

function isDecoderName(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== 'replacement'
  } catch {
    return false
  }
}

/** Charsets that iconv-lite reads and TextDecoder does not. */
export const iconvCharsets = new Set([
  'utf-7',
  'utf-7-imap',
  'utf-32',
  'utf-32le',
  'utf-32be',
  'cp437',
  'cp737',
  'cp775',
  'cp850',
  'cp852',
  'cp855',
  'cp857',
  'cp858',
  'cp860',
  'cp861',
  'cp862',
  'cp863',
  'cp864',
  'cp865',
  'cp869',
  'hproman8',
  'armscii8',
  'georgianps',
  'viscii',
  'tcvn',
  'pt154',
  'rk1048',
  'maccenteuro',
  'maccroatian',
  'macgreek',
  'maciceland',
  'macromania',
  'macthai',
  'macturkish',
])

const saysNothing = new Set(
  'unknown unknown8bit xunknown default defaultcharset none null undefined unspecified notset auto autodetect xautodetect xuserdefined userdefined 8bit 7bit binary charset ansi text plain utf'.split(
    ' ',
  ),
)
