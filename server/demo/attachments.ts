import { crc32, deflateSync } from 'node:zlib'
import type { DemoAttachment } from './demo.ts'

/** The bytes of a demo file: the same for the same description, some hundred bytes long, and valid for any viewer. */
export function attachmentBytes({ contentType, content }: DemoAttachment): Buffer {
  if (contentType === 'image/png') return picture(content)
  return contentType === 'application/pdf' ? document(content) : Buffer.from(content, 'utf8')
}

const widthPx = 240
const heightPx = 160

/** A plain picture with a diagonal of lighter colour. Source: PNG, W3C Recommendation, 2025, chapters 5 and 11. */
function picture(colour: string): Buffer {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  const rows: number[] = []
  for (let y = 0; y < heightPx; y++) {
    rows.push(0)
    for (let x = 0; x < widthPx; x++) {
      const isLine = Math.abs(x * heightPx - y * widthPx) < 900
      rows.push(...channels.map((channel) => (isLine ? Math.min(255, channel + 70) : channel)))
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from(rows))), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(content.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** One page with lines of text. Source: ISO 32000-2, 7.5 (file structure). */
function document(text: string): Buffer {
  const lines = text.split('\n').map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`)
  const stream = `BT /F1 12 Tf 16 TL 56 760 Td ${lines.join(' ')} ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return String(offset).padStart(10, '0')
  })
  const table = ['0000000000 65535 f ', ...offsets.map((offset) => `${offset} 00000 n `)].join('\n')
  return Buffer.from(`${body}xref\n0 6\n${table}\ntrailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`, 'latin1')
}
