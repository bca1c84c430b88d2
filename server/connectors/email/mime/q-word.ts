/** Decodes the Q encoding of RFC 2047 §4.2: "_" is a space, "=" without two hex digits stays as sent. */
export function decodeQWord(text: string): Buffer {
  const out = Buffer.allocUnsafe(text.length)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 95) out[length++] = 32
    else if (c === 61) {
      const byte = hexByte(text, i + 1)
      if (byte < 0) out[length++] = c
      else {
        out[length++] = byte
        i += 2
      }
    } else out[length++] = c
  }
  return out.subarray(0, length)
}

/** Two hex digits at `at` as a number, or -1. */
export function hexByte(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at))
  const low = hexDigit(text.charCodeAt(at + 1))
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48
  const lower = c | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}
