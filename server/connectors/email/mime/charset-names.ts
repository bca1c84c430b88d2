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

const codePages = new Map<number, string>([
  [437, 'cp437'],
  [737, 'cp737'],
  [775, 'cp775'],
  [850, 'cp850'],
  [852, 'cp852'],
  [855, 'cp855'],
  [857, 'cp857'],
  [858, 'cp858'],
  [860, 'cp860'],
  [861, 'cp861'],
  [862, 'cp862'],
  [863, 'cp863'],
  [864, 'cp864'],
  [865, 'cp865'],
  [866, 'ibm866'],
  [869, 'cp869'],
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [1200, 'utf-16le'],
  [1201, 'utf-16be'],
  [1361, 'euc-kr'],
  [10000, 'macintosh'],
  [10001, 'shift_jis'],
  [10007, 'x-mac-cyrillic'],
  [20127, 'us-ascii'],
  [20866, 'koi8-r'],
  [20932, 'euc-jp'],
  [21866, 'koi8-u'],
  [28591, 'iso-8859-1'],
  [28592, 'iso-8859-2'],
  [28595, 'iso-8859-5'],
  [28596, 'iso-8859-6'],
  [28597, 'iso-8859-7'],
  [28598, 'iso-8859-8'],
  [28599, 'iso-8859-9'],
  [28605, 'iso-8859-15'],
  [38598, 'iso-8859-8-i'],
  [50220, 'iso-2022-jp'],
  [50221, 'iso-2022-jp'],
  [50222, 'iso-2022-jp'],
  [50225, 'iso-2022-kr'],
  [51932, 'euc-jp'],
  [51949, 'euc-kr'],
  [52936, 'hz-gb-2312'],
  [54936, 'gb18030'],
  [65000, 'utf-7'],
  [65001, 'utf-8'],
])

/** Labels seen in mail that neither the WHATWG list nor the patterns above cover; keys without punctuation. */
const aliases: Record<string, string> = {
  usascii: 'us-ascii',
  ascii: 'us-ascii',
  ansix341968: 'us-ascii',
  iso646us: 'us-ascii',
  us: 'us-ascii',
  utf8: 'utf-8',
  utf8mb4: 'utf-8',
  utf80: 'utf-8',
  cp65001: 'utf-8',
  unicode11utf8: 'utf-8',
  unicode20utf8: 'utf-8',
  utf7: 'utf-7',
  unicode11utf7: 'utf-7',
  xunicode20utf7: 'utf-7',
  csunicode11utf7: 'utf-7',
  utf16: 'utf-16',
  unicode: 'utf-16',
  ucs2: 'utf-16',
  iso10646ucs2: 'utf-16',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  utf32: 'utf-32',
  utf32le: 'utf-32le',
  utf32be: 'utf-32be',
  ucs4: 'utf-32',
  shiftjis: 'shift_jis',
  sjis: 'shift_jis',
  xsjis: 'shift_jis',
  mskanji: 'shift_jis',
  cp932: 'shift_jis',
  windows932: 'shift_jis',
  windows31j: 'shift_jis',
  mscp932: 'shift_jis',
  xmscp932: 'shift_jis',
  shiftjis2004: 'shift_jis',
  eucjp: 'euc-jp',
  xeucjp: 'euc-jp',
  eucjpms: 'euc-jp',
  cp51932: 'euc-jp',
  iso2022jp: 'iso-2022-jp',
  iso2022jp1: 'iso-2022-jp',
  iso2022jp2: 'iso-2022-jp',
  iso2022jp3: 'iso-2022-jp',
  iso2022jpms: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp50222: 'iso-2022-jp',
  jis: 'iso-2022-jp',
  jis7: 'iso-2022-jp',
  csiso2022jp: 'iso-2022-jp',
  iso2022kr: 'iso-2022-kr',
  csiso2022kr: 'iso-2022-kr',
  iso2022cn: 'iso-2022-cn',
  hz: 'hz-gb-2312',
  hzgb2312: 'hz-gb-2312',
  euckr: 'euc-kr',
  ksc56011987: 'euc-kr',
  ksc56011989: 'euc-kr',
  ksc5601: 'euc-kr',
  ks5601: 'euc-kr',
  ksc5601_: 'euc-kr',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  windows949: 'euc-kr',
  xwindows949: 'euc-kr',
  korean: 'euc-kr',
  gb2312: 'gbk',
  gb231280: 'gbk',
  gb23121980: 'gbk',
  gb23121: 'gbk',
  euccn: 'gbk',
  eucgb2312: 'gbk',
  xeuccn: 'gbk',
  xgbk: 'gbk',
  gbk: 'gbk',
  cp936: 'gbk',
  ms936: 'gbk',
  windows936: 'gbk',
  chinese: 'gbk',
  gb18030: 'gb18030',
  cngb: 'gbk',
  big5: 'big5',
  big5hkscs: 'big5',
  big5eten: 'big5',
  cnbig5: 'big5',
  xbig5: 'big5',
  xxbig5: 'big5',
  cp950: 'big5',
  ms950: 'big5',
  windows950: 'big5',
  chinesebig5: 'big5',
  tis620: 'windows-874',
  tis6200: 'windows-874',
  iso885911: 'windows-874',
  xtis620: 'windows-874',
  koi8: 'koi8-r',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  koi8ru: 'koi8-u',
  cp866: 'ibm866',
  macroman: 'macintosh',
  xmacroman: 'macintosh',
  mac: 'macintosh',
  macintosh: 'macintosh',
  xmac: 'macintosh',
  xmacintosh: 'macintosh',
  applemacintosh: 'macintosh',
  macjapanese: 'shift_jis',
  xmacjapanese: 'shift_jis',
  xmaccyrillic: 'x-mac-cyrillic',
  maccyrillic: 'x-mac-cyrillic',
  xmacukrainian: 'x-mac-cyrillic',
  xmacce: 'maccenteuro',
  xmaccentraleurroman: 'maccenteuro',
  xmacgreek: 'macgreek',
  xmacturkish: 'macturkish',
  macturkish: 'macturkish',
  latin1: 'iso-8859-1',
  latin2: 'iso-8859-2',
  latin3: 'iso-8859-3',
  latin4: 'iso-8859-4',
  latin5: 'iso-8859-9',
  latin6: 'iso-8859-10',
  latin9: 'iso-8859-15',
  latin0: 'iso-8859-15',
  iso88591: 'iso-8859-1',
  iso8859: 'iso-8859-1',
  isolatin1: 'iso-8859-1',
  western: 'windows-1252',
  westerneuropean: 'windows-1252',
  iso885912: 'iso-8859-1',
  iso88598i: 'iso-8859-8-i',
  iso88598e: 'iso-8859-8',
  logical: 'iso-8859-8-i',
  cyrillic: 'iso-8859-5',
  greek: 'iso-8859-7',
  arabic: 'iso-8859-6',
  hebrew: 'iso-8859-8',
  viscii: 'viscii',
  tcvn: 'tcvn',
  hproman8: 'hproman8',
  roman8: 'hproman8',
  armscii8: 'armscii8',
}
