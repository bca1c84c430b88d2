const blockBytes = 512

/** Fields of a ustar header: offset and length in bytes. Source: POSIX.1-2017 pax, "ustar Interchange Format". */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
} as const

export interface TarHeader {
  path: string
  sizeBytes: number
  /** `0` a file, `x` a pax header for the next entry. */
  type: '0' | 'x'
}

/** The header blocks of one file; a path longer than 100 bytes gets a pax header before it. */
export function writeTarHeader(path: string, sizeBytes: number, at: Date): Buffer {
  if (sizeBytes >= 8 ** 11) throw new RangeError(`${path} is too large for a backup (8 GiB a file)`)
  if (Buffer.byteLength(path) <= 100) return headerBlock(path, sizeBytes, '0', at)
  const record = paxRecord('path', path)
  const pax = Buffer.concat([headerBlock('pax', record.length, 'x', at), record, padding(record.length)])
  return Buffer.concat([pax, headerBlock(Buffer.from(path).subarray(0, 100).toString('latin1'), sizeBytes, '0', at)])
}

/** Null at the end of the archive (a block of zeros). Throws when the block is no header: the archive is damaged. */
export function readTarHeader(block: Buffer): TarHeader | null {
  if (block.every((byte) => byte === 0)) return null
  if (block.length < blockBytes || readOctal(block, 'checksum') !== checksum(block)) throw new Error('no tar header where one must be')
  const type = String.fromCharCode(block[fields.type[0]]!)
  if (type !== '0' && type !== 'x') throw new Error(`an entry of type ${type}`)
  const [offset, length] = fields.name
  const name = block.subarray(offset, offset + length)
  const end = name.indexOf(0)
  return { path: name.subarray(0, end < 0 ? length : end).toString('utf8'), sizeBytes: readOctal(block, 'size'), type }
}

/** The path in the content of a pax header. */
export function readPaxPath(content: Buffer): string {
  const path = /^\d+ path=([^\n]*)\n/.exec(content.toString('utf8'))?.[1]
  if (path === undefined) throw new Error('a pax header without a path')
  return path
}

/** Zeros that fill the last block of an entry. */
export const padding = (sizeBytes: number): Buffer => Buffer.alloc((blockBytes - (sizeBytes % blockBytes)) % blockBytes)

export const endOfArchive = Buffer.alloc(2 * blockBytes)
export { blockBytes }

function headerBlock(path: string, sizeBytes: number, type: TarHeader['type'], at: Date): Buffer {
  const block = Buffer.alloc(blockBytes)
  block.write(path, fields.name[0], fields.name[1], type === '0' ? 'utf8' : 'latin1')
  writeOctal(block, 'mode', 0o600)
  writeOctal(block, 'uid', 0)
  writeOctal(block, 'gid', 0)
  writeOctal(block, 'size', sizeBytes)
  writeOctal(block, 'mtime', Math.floor(at.getTime() / 1000))
  block.write(type, fields.type[0], 'latin1')
  block.write('ustar\x0000', fields.magic[0], 'latin1')
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, fields.checksum[0], 'latin1')
  return block
}

/** The sum of all bytes, the checksum's own counted as spaces. */
function checksum(block: Buffer): number {
  const [offset, length] = fields.checksum
  let sum = 0
  for (let index = 0; index < blockBytes; index++) sum += index >= offset && index < offset + length ? 0x20 : block[index]!
  return sum
}

function writeOctal(block: Buffer, field: keyof typeof fields, value: number): void {
  const [offset, length] = fields[field]
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1')
}

function readOctal(block: Buffer, field: keyof typeof fields): number {
  const [offset, length] = fields[field]
  return parseInt(block.toString('latin1', offset, offset + length).replace(/[\0 ]+$/, ''), 8)
}

/** `length key=value\n`, in which the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`
  let length = Buffer.byteLength(rest)
  while (Buffer.byteLength(`${length}${rest}`) !== length) length = Buffer.byteLength(`${length}${rest}`)
  return Buffer.from(`${length}${rest}`)
}
