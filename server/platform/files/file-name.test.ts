import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { contentDisposition, safeFileName } from './file-name.ts'

const names: [typed: string, safe: string][] = [
  ['photo.jpg', 'photo.jpg'],
  ['बिल की रसीद.pdf', 'बिल की रसीद.pdf'],
  ['അവൻ ന്\u200dറെ.txt', 'അവൻ ന്\u200dറെ.txt'],
  ['क्\u200dष.png', 'क्\u200dष.png'],
  ['fête ❤️.png', 'fête ❤️.png'],
  ['Invoice 12/2026.pdf', 'Invoice 12_2026.pdf'],
  ['100% sure.pdf', '100% sure.pdf'],
  ['wait...what.txt', 'wait.what.txt'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\windows\\system32\\cmd.exe', 'cmd.exe'],
  ['/etc/passwd', 'passwd'],
  ['C:\\Users\\Ana\\foto.jpg', 'foto.jpg'],
  ['c:boot.ini', 'c_boot.ini'],
  ['..', 'file'],
  ['../..', 'file'],
  ['/', 'file'],
  ['', 'file'],
  [' . . ', 'file'],
  ['\u200d\u200c', 'file'],
  ['a\u0000.php\u0000.jpg', 'a.php.jpg'],
  ['a%00.jpg', 'a_.jpg'],
  ['..%2f..%2fetc%2fpasswd', 'file-below'],
  ['line\r\nX-Injected: 1.txt', 'line X-Injected_ 1.txt'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['\u2066a\u2069.txt', 'a.txt'],
  ['a\u00adb\u200bc\ufeff.txt', 'abc.txt'],
  ['half\ud83d.txt', 'half.txt'],
  ['.htaccess', 'htaccess'],
  ['...bashrc', 'bashrc'],
  ['name. . ', 'name'],
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['LPT1.pdf', '_LPT1.pdf'],
  ['console.txt', 'console.txt'],
  ['NUL .txt', '_NUL .txt'],
  ['<img src=x onerror=alert(1)>.png', '_img src=x onerror=alert(1)_.png'],
  ['a"b|c?d*e:f.txt', 'a_b_c_d_e_f.txt'],
  ['a／b＼c.txt', 'a_b_c.txt'],
  ['tab\there.txt', 'tab here.txt'],
]
for (const [typed, safe] of names.filter(([, expected]) => expected !== 'file-below')) {
  test(`${JSON.stringify(typed)} becomes ${JSON.stringify(safe)}`, () => assert.equal(safeFileName(typed), safe))
}

test('an encoded traversal keeps no separator', () => assert.doesNotMatch(safeFileName('..%2f..%2fetc%2fpasswd'), /%2f|\.\.|^\./i))

test('a long name keeps its ending and whole characters', () => {
  assert.equal(safeFileName(`${'a'.repeat(500)}.pdf`), `${'a'.repeat(176)}.pdf`)
  assert.equal(safeFileName(`${'क'.repeat(500)}.pdf`), `${'क'.repeat(58)}.pdf`)
  assert.ok(Buffer.byteLength(safeFileName('🏳️‍🌈'.repeat(100_000))) <= 180)
})

test('a megabyte of name is dealt with at once', () => {
  const start = performance.now()
  for (const part of ['a', '.', '/', '\u202e', ' ', '%2f', '\u0301', '../']) safeFileName(part.repeat(1_000_000))
  assert.ok(performance.now() - start < 1_000)
})

test('whatever comes in, what goes out is harmless and stays as it is the second time', () => {
  const parts = fc.constantFrom(
    '.',
    '..',
    '/',
    '\\',
    ' ',
    '%2f',
    '\u0000',
    '\u202e',
    '\u200d',
    '\n',
    ':',
    'con',
    'aux',
    'a',
    'क',
    '́',
    '\ud800',
    '"',
    '🙂',
    '\ufe0f',
    '%',
    '；',
  )
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: parts, maxLength: 80 }))
  fc.assert(
    fc.property(anything, (typed) => {
      const safe = safeFileName(typed)
      assert.ok(safe.length > 0 && Buffer.byteLength(safe) <= 180)
      assert.doesNotMatch(safe, /[/\\<>:"|?*]|\.\.|^[.\s]|[.\s]$|[\u202a-\u202e\u2066-\u2069]|\p{Cc}|\p{Cs}/u)
      assert.equal(safeFileName(safe), safe)
    }),
    { seed: 20261121, numRuns: 1_000 },
  )
})

const headers: [name: string, inline: boolean, header: string][] = [
  ['photo.jpg', true, 'inline; filename="photo.jpg"'],
  ['photo.jpg', false, 'attachment; filename="photo.jpg"'],
  ['na"me;x.txt', false, `attachment; filename="na_me_x.txt"; filename*=UTF-8''na_me%3Bx.txt`],
  ['100%.txt', false, `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`],
  ['रसीद.pdf', false, `attachment; filename="____.pdf"; filename*=UTF-8''%E0%A4%B0%E0%A4%B8%E0%A5%80%E0%A4%A6.pdf`],
  ["it's (1)!.txt", false, `attachment; filename="it's (1)!.txt"`],
  ["é's (1).txt", false, `attachment; filename="_'s (1).txt"; filename*=UTF-8''%C3%A9%27s%20%281%29.txt`],
  ['a\r\nSet-Cookie: x=1', false, 'attachment; filename="a Set-Cookie_ x=1"'],
]
for (const [name, inline, header] of headers) {
  test(`Content-Disposition of ${JSON.stringify(name)}`, () => assert.equal(contentDisposition(name, inline), header))
}
