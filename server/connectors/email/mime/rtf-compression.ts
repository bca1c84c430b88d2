const header = 16
const compressed = 0x75465a4c
const uncompressed = 0x414c454d
/** What the dictionary holds at the start ([MS-OXRTFCP] §2.1.2.1). */
const initial =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
const dictionarySize = 4096
const mostBytes = 67_108_864

/** Expands LZFu ([MS-OXRTFCP] §3.1.3): RTF, one character per byte, or null when it is no such stream. A wrong checksum or an early end gives what was read. */
export function decompressRtf(bytes: Buffer): string | null {
  if (bytes.length < header) return null
  const kind = bytes.readUInt32LE(8)
  if (kind === uncompressed) return bytes.toString('latin1', header, Math.min(bytes.length, header + bytes.readUInt32LE(4)))
  if (kind !== compressed) return null
  const size = Math.min(bytes.readUInt32LE(4), bytes.length * 17 * 8, mostBytes)
  const out = Buffer.alloc(size)
  const dictionary = Buffer.alloc(dictionarySize)
  dictionary.write(initial, 0, 'latin1')
  let write = initial.length
  let length = 0
  let at = header
  const put = (byte: number) => {
    out[length++] = byte
    dictionary[write] = byte
    write = (write + 1) % dictionarySize
  }
  while (at < bytes.length && length < size) {
    const control = bytes[at++]!
    for (let bit = 0; bit < 8 && at < bytes.length && length < size; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at++]!)
        continue
      }
      const reference = (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
      at += 2
      const offset = reference >> 4
      // A reference to the place being written ends the stream.
      if (offset === write) return out.toString('latin1', 0, length)
      const run = (reference & 15) + 2
      for (let i = 0; i < run && length < size; i++) put(dictionary[(offset + i) % dictionarySize]!)
    }
  }
  return out.toString('latin1', 0, length)
}
