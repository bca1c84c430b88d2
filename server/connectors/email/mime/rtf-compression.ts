const header = 16
const compressed = 0x75465a4c
const uncompressed = 0x414c454d
/** What the dictionary holds at the start ([MS-OXRTFCP] §2.1.2.1). */
const initial =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
const ringSize = 4096
const mostBytes = 67_108_864

/** Expands LZFu ([MS-OXRTFCP] §3.1.3): RTF, one character per byte, or null when it is no such stream. A wrong checksum or an early end gives what was read. */
export function decompressRtf(bytes: Buffer): string | null {
  if (bytes.length < header) return null
  const kind = bytes.readUInt32LE(8)
  if (kind === uncompressed) return bytes.toString('latin1', header, Math.min(bytes.length, header + bytes.readUInt32LE(4)))
  if (kind !== compressed) return null
  const output = new LzOutput(Math.min(bytes.readUInt32LE(4), bytes.length * 17 * 8, mostBytes))
  let at = header
  while (at < bytes.length && output.hasRoom) {
    const control = bytes[at++]!
    for (let bit = 0; bit < 8 && at < bytes.length && output.hasRoom; bit++) {
      if ((control & (1 << bit)) === 0) {
        output.put(bytes[at++]!)
        continue
      }
      const reference = (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
      at += 2
      // A reference to the place being written ends the stream.
      if (reference >> 4 === output.write) return output.text()
      output.repeat(reference >> 4, (reference & 15) + 2)
    }
  }
  return output.text()
}

/** The expanded bytes and the ring of the last 4,096 of them that references point into. */
class LzOutput {
  write = initial.length
  private length = 0
  private readonly bytes: Buffer
  private readonly ring = Buffer.alloc(ringSize)

  constructor(size: number) {
    this.bytes = Buffer.alloc(size)
    this.ring.write(initial, 0, 'latin1')
  }

  get hasRoom(): boolean {
    return this.length < this.bytes.length
  }

  put(byte: number): void {
    this.bytes[this.length++] = byte
    this.ring[this.write] = byte
    this.write = (this.write + 1) % ringSize
  }

  repeat(offset: number, count: number): void {
    for (let i = 0; i < count && this.hasRoom; i++) this.put(this.ring[(offset + i) % ringSize]!)
  }

  text(): string {
    return this.bytes.toString('latin1', 0, this.length)
  }
}
