/** Mails made to exhaust whoever reads them. The short form makes them a tenth of the size. */
export function mailBombs(short: boolean): { name: string; raw: Buffer }[] {
  const scale = short ? 0.1 : 1
  const times = (count: number) => Math.ceil(count * scale)
  const head = 'From: a@bombs.test\r\nTo: support@gate.test\r\nMIME-Version: 1.0\r\n'
  const make = (name: string, text: string) => ({ name, raw: Buffer.from(`Message-ID: <${name}@bombs.test>\r\n${text}`, 'latin1') })
  const nested = (count: number) =>
    Array.from({ length: count }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join('')
  const forwarded = (count: number) => 'Content-Type: message/rfc822\r\n\r\nSubject: again\r\n'.repeat(count)
  return [
    make('nested', `${head}${nested(1_000)}Content-Type: text/plain\r\n\r\ndeep\r\n`),
    make('forwarded', `${head}${forwarded(1_000)}Content-Type: text/plain\r\n\r\ndeep\r\n`),
    make(
      'parts',
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(times(100_000))}--b--\r\n`,
    ),
    make(
      'files',
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${Array.from({ length: times(5_000) }, (_, n) => `--b\r\nContent-Disposition: attachment; filename=f${n}\r\n\r\nx${n}\r\n`).join('')}--b--\r\n`,
    ),
    make('header', `${head}X-Long: ${'x'.repeat(times(10_000_000))}\r\nContent-Type: text/plain\r\n\r\nhello\r\n`),
    make('headers', `${head}${'X-Many: y\r\n'.repeat(times(200_000))}Content-Type: text/plain\r\n\r\nhello\r\n`),
    make('folded', `${head}Subject: a\r\n${' b\r\n'.repeat(times(200_000))}Content-Type: text/plain\r\n\r\nhello\r\n`),
    make('subject', `${head}Subject: ${'=?utf-8?B?4KSo4KSu4KS4?= '.repeat(times(50_000))}\r\n\r\nhello\r\n`),
    make('recipients', `${head}Cc: ${Array.from({ length: times(50_000) }, (_, n) => `p${n}@bombs.test`).join(', ')}\r\n\r\nhello\r\n`),
    make('references', `${head}References: ${Array.from({ length: times(50_000) }, (_, n) => `<${n}@bombs.test>`).join(' ')}\r\n\r\nhello\r\n`),
    make('comments', `${head}X: ${'('.repeat(times(500_000))}\r\nFrom: ${'('.repeat(times(100_000))}a@b.test\r\n\r\nhello\r\n`),
    make('line', `${head}Content-Type: text/plain\r\n\r\n${'word '.repeat(times(1_000_000))}\r\n`),
    make('quoted', `${head}Content-Type: text/plain\r\n\r\nnew words\r\n${'> quoted\r\n'.repeat(times(200_000))}`),
    make(
      'deep-quotes',
      `${head}Content-Type: text/plain\r\n\r\nnew words\r\n${Array.from({ length: times(3_000) }, (_, n) => `${'>'.repeat(n)} x\r\n`).join('')}`,
    ),
    make('html', `${head}Content-Type: text/html\r\n\r\n${'<div>'.repeat(times(100_000))}hello`),
    make('tables', `${head}Content-Type: text/html\r\n\r\n${'<table><tr><td>'.repeat(times(20_000))}hello`),
    make('entities', `${head}Content-Type: text/html\r\n\r\n<p>${'&amp;&#x41;&notanentity;'.repeat(times(200_000))}</p>`),
    make(
      'attributes',
      `${head}Content-Type: text/html\r\n\r\n<p ${Array.from({ length: times(50_000) }, (_, n) => `a${n}="${n}"`).join(' ')}>hello</p>`,
    ),
    make('styles', `${head}Content-Type: text/html\r\n\r\n<p style="${'color:red;'.repeat(times(100_000))}">hello</p>`),
    make(
      'qp',
      `${head}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${'=E0=A4=A8=\r\n'.repeat(times(300_000))}`,
    ),
    make(
      'base64',
      `${head}Content-Type: application/octet-stream; name=x\r\nContent-Transfer-Encoding: base64\r\n\r\n${`${'A'.repeat(76)}\r\n`.repeat(times(100_000))}`,
    ),
    make(
      'uuencode',
      `${head}Content-Type: text/plain\r\n\r\n${Array.from({ length: times(20_000) }, (_, n) => `begin 644 f${n}\r\n#86)C\r\n\`\r\nend\r\n`).join('')}`,
    ),
    make('boundary', `${head}Content-Type: multipart/mixed; boundary="-"\r\n\r\n${'-'.repeat(times(2_000_000))}\r\n`),
    make('almost-boundaries', `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${'--bb\r\n'.repeat(times(300_000))}`),
    make(
      'parameters',
      `${head}Content-Type: text/plain; ${Array.from({ length: times(20_000) }, (_, n) => `name*${n}=x`).join('; ')}\r\n\r\nhello\r\n`,
    ),
    make('nothing', ''),
    make('newlines', '\r\n'.repeat(times(500_000))),
    make('zeros', '\0'.repeat(times(2_000_000))),
  ]
}
