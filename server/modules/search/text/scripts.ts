export type Script = 'latin' | 'devanagari' | 'bengali' | 'gurmukhi' | 'gujarati' | 'odia' | 'tamil' | 'telugu' | 'kannada' | 'malayalam' | 'other'

/** In the order of their Unicode blocks, each 128 code points long from U+0900 on and laid out alike (inherited from ISCII). */
const brahmic: Script[] = ['devanagari', 'bengali', 'gurmukhi', 'gujarati', 'odia', 'tamil', 'telugu', 'kannada', 'malayalam']

/** The script of one UTF-16 code unit of a letter or mark. */
export function scriptOf(code: number): Script {
  if (code < 0x0250 || (code >= 0x1e00 && code < 0x1f00)) return 'latin'
  if (code >= 0x0900 && code < 0x0d80) return brahmic[(code - 0x0900) >> 7]!
  return 'other'
}

/** The first code point of the Brahmic block that holds this one. */
export function brahmicBlock(code: number): number {
  return code & ~0x7f
}
