import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanName, deriveName, nameOfMessage } from './attachment-name.ts'

const cases: [name: string, raw: string, clean: string][] = [
  ['a name stays', 'Grüße नमस्ते.pdf', 'Grüße नमस्ते.pdf'],
  ['two spaces stay', 'a  b.txt', 'a  b.txt'],
  ['a Windows path', 'C:\\temp\\a.txt', 'a.txt'],
  ['a network path', '\\\\server\\share\\a.txt', 'a.txt'],
  ['a Unix path', '/etc/passwd', 'passwd'],
  ['a climbing path', '../../a.txt', 'a.txt'],
  ['a slash in a name', 'Bill 12/2020.pdf', 'Bill 12_2020.pdf'],
  ['line ends and controls', 'a\r\nb\u0000c.txt', 'a bc.txt'],
  ['direction marks that disguise an ending', 'gpj.\u202eexe', 'gpj.exe'],
  ['dots only', '..', ''],
  ['half a letter', 'a\ud83d.txt', 'a\ufffd.txt'],
  ['a very long name keeps its ending', `${'a'.repeat(400)}.pdf`, `${'a'.repeat(251)}.pdf`],
]
for (const [name, raw, clean] of cases) test(`attachment names: ${name}`, () => assert.equal(cleanName(raw), clean))

test('attachment names: derived from type or subject', () => {
  assert.equal(deriveName('application/pdf', 2), 'attachment-2.pdf')
  assert.equal(deriveName('x/y', 1), 'attachment-1.bin')
  assert.equal(nameOfMessage('Re: your order'), 'Re  your order.eml')
  assert.equal(nameOfMessage('  '), null)
})
