const ESCAPE = 27
const SHIFT_OUT = 14
const SHIFT_IN = 15

/** ISO-2022-KR (RFC 1557): between SO and SI each pair of 7-bit bytes is a KS C 5601 letter, which EUC-KR writes with the high bits set. */
export function decodeIso2022Kr(bytes: Buffer): string {
  return new TextDecoder('euc-kr').decode(raiseShifted(bytes))
}

/** ISO-2022-CN (RFC 1922), its GB 2312 plane; other planes come out as replacement characters. */
export function decodeIso2022Cn(bytes: Buffer): string {
  return new TextDecoder('gbk').decode(raiseShifted(bytes))
}

function raiseShifted(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  let isWide = false
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!
    if (c === SHIFT_OUT) isWide = true
    else if (c === SHIFT_IN) isWide = false
    else if (c === ESCAPE && bytes[i + 1] === 36 && (bytes[i + 2] === 41 || bytes[i + 2] === 42)) i += 3
    else if (c === 10) {
      isWide = false
      out[length++] = c
    } else out[length++] = isWide && c > 32 ? c | 0x80 : c
  }
  return out.subarray(0, length)
}

/** HZ (RFC 1843): "~{" opens GB 2312 written in 7 bits, "~}" closes it, "~~" is a tilde, "~" at a line end joins lines. */
export function decodeHz(bytes: Buffer): string {
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  let isWide = false
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!
    const next = bytes[i + 1]
    if (c === 126 && next === 123) {
      isWide = true
      i++
    } else if (c === 126 && next === 125) {
      isWide = false
      i++
    } else if (c === 126 && !isWide && (next === 126 || next === 10)) {
      if (next === 126) out[length++] = c
      i++
    } else {
      if (c === 10) isWide = false
      out[length++] = isWide && c > 32 ? c | 0x80 : c
    }
  }
  return new TextDecoder('gbk').decode(out.subarray(0, length))
}
