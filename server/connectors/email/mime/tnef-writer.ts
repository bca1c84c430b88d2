/** Builds TNEF streams for tests and benches, independently of the reader, from [MS-OXTNEF] §2.1.3. */

const latin1 = (text: string) => Buffer.from(`${text}\0`, 'latin1')
const u16 = (n: number) => Buffer.from([n & 255, n >> 8])
const u32 = (n: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(n)
  return bytes
}
const pad = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])

/** One MAPI property: its type, id and value; `named` puts it in the named range with that name. */
export interface PropertyToWrite {
  type: 'string8' | 'unicode' | 'binary' | 'object' | 'long' | 'boolean' | 'systime' | 'multi-string8'
  id: number
  value: string | Buffer | number | string[]
  named?: string
}

const types = { string8: 0x1e, unicode: 0x1f, binary: 0x102, object: 0x0d, long: 3, boolean: 0x0b, systime: 0x40, 'multi-string8': 0x101e }

function writeValue({ type, value }: PropertyToWrite): Buffer {
  if (type === 'long' || type === 'boolean') return u32(value as number)
  if (type === 'systime') return value as Buffer
  const raws =
    type === 'multi-string8'
      ? (value as string[]).map(latin1)
      : [type === 'string8' ? latin1(value as string) : type === 'unicode' ? Buffer.from(`${value as string}\0`, 'utf16le') : (value as Buffer)]
  return Buffer.concat([u32(raws.length), ...raws.flatMap((raw) => [u32(raw.length), pad(raw)])])
}

function writeName(name: string): Buffer {
  const raw = Buffer.from(`${name}\0`, 'utf16le')
  return Buffer.concat([Buffer.alloc(16, 7), u32(1), u32(raw.length), pad(raw)])
}

/** A property list as attMsgProps and attAttachment hold it. */
export function writeProperties(properties: PropertyToWrite[]): Buffer {
  return Buffer.concat([
    u32(properties.length),
    ...properties.flatMap((property) => [
      u16(types[property.type]),
      u16(property.id),
      property.named === undefined ? Buffer.alloc(0) : writeName(property.named),
      writeValue(property),
    ]),
  ])
}

/** One attribute with its checksum. */
export function writeAttribute(level: 1 | 2, id: number, value: Buffer): Buffer {
  let sum = 0
  for (const byte of value) sum = (sum + byte) & 0xffff
  return Buffer.concat([Buffer.from([level]), u32(id), u32(value.length), value, u16(sum)])
}

/** A whole stream; the code page attribute comes first, as Outlook writes it. */
export function writeTnef(attributes: Buffer[], codePage = 1252): Buffer {
  return Buffer.concat([
    u32(0x223e9f78),
    u16(1),
    writeAttribute(1, 0x00089006, u32(0x00010000)),
    writeAttribute(1, 0x00069007, Buffer.concat([u32(codePage), u32(0)])),
    ...attributes,
  ])
}

/** A file: short title, bytes, and its MAPI properties. */
export function writeFile(title: string, content: Buffer | null, properties: PropertyToWrite[] = []): Buffer {
  return Buffer.concat([
    writeAttribute(2, 0x00069002, Buffer.alloc(14)),
    writeAttribute(2, 0x00018010, latin1(title)),
    ...(content ? [writeAttribute(2, 0x0006800f, content)] : []),
    ...(properties.length > 0 ? [writeAttribute(2, 0x00069005, writeProperties(properties))] : []),
  ])
}
