import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderNumbers } from './order-numbers.ts'

const cases: [name: string, text: string, expected: string[]][] = [
  ['letters and digits', 'my order AB-1234 is late', ['AB1234']],
  ['an invoice with slashes', 'Invoice INV/2025/0042 please', ['INV20250042']],
  ['a hash', 'see #4821', ['4821']],
  ['a short number after the word for order', 'order no. 512', ['512']],
  ['a long bare number', 'OD 428193746500 not delivered', ['428193746500']],
  ['marketplace groups', 'Order 406-1234567-1234567', ['40612345671234567']],
  ['a postal code of 13 places', 'Código QB123456789BR', ['QB123456789BR']],
  ['Hindi', 'ऑर्डर नंबर १२३४५', ['12345']],
  ['Telugu', 'ఆర్డర్ HY-3321', ['HY3321']],
  ['Malayalam in either chillu spelling', 'ഓര്‍ഡര്‍ 7788', ['7788']],
  ['Tamil', 'ஆர்டர் எண் 9911', ['9911']],
  ['romanised', 'mera order number hai 55443', ['55443']],
  ['Portuguese', 'o pedido nº 3344 não chegou', ['3344']],
  ['Spanish', 'la factura F-20458', ['F20458']],
  ['two, each once', 'AB-1234 and AB1234 and CD-99887', ['AB1234', 'CD99887']],
  ['an AWB of ten digits that could be a phone', 'AWB 9876543210', ['9876543210']],
  ['no phone number', 'call +91 98765 43210 or 9876543210', []],
  ['no Brazilian phone number', 'ligue (11) 95555-0134', []],
  ['no amount', 'paid ₹1,24,900.00 and R$ 89,90 and 149900 rupees', []],
  ['no date and no time', 'on 12/10/2025 at 10.30, 2025-10-12', []],
  ['no address', 'write to ravi1234@example.com', []],
  ['no link', 'https://example.com/track/123456789', []],
  ['no year', 'since 2019', []],
  ['nothing in nothing', '', []],
]
for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(orderNumbers(text), expected))
