import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSubject } from './subject.ts'

const cases: [subject: string, key: string, isReply: boolean, isForward: boolean][] = [
  ['Order', 'order', false, false],
  ['Re: Order', 'order', true, false],
  ['RE[2]: Re(3): RE^4: Order', 'order', true, false],
  ['AW: Antw: WG: Order', 'order', true, true],
  ['SV: VS: Order', 'order', true, false],
  ['RES: ENC: Pedido', 'pedido', true, true],
  ['RV: Pedido', 'pedido', false, true],
  ['TR : Commande', 'commande', false, true],
  ['Rép : Commande', 'commande', true, false],
  ['R: I: Ordine', 'ordine', true, true],
  ['Odp: PD: Zamówienie', 'zamówienie', true, true],
  ['Ynt: İlt: Sipariş', 'sipariş', true, true],
  ['ΑΠ: Παραγγελία', 'παραγγελία', true, false],
  ['Ответ: Заказ', 'заказ', true, false],
  ['回复：订单', '订单', true, false],
  ['转发: 订单', '订单', false, true],
  ['返信: 注文', '注文', true, false],
  ['회신: 주문', '주문', true, false],
  ['उत्तर: ऑर्डर', 'ऑर्डर', true, false],
  ['సమాధానం: ఆర్డర్', 'ఆర్డర్', true, false],
  ['பதில்: ஆர்டர்', 'ஆர்டர்', true, false],
  ['മറുപടി: ഓർഡർ', 'ഓർഡർ', true, false],
  ['[kunden] Re: [kunden] Order', 'order', true, false],
  ['Re: [EXTERNAL] Order (fwd)', 'order', true, false],
  ['  Re:   Order\t 4711 ', 'order 4711', true, false],
  ['Return: Order', 'return: order', false, false],
  ['Regarding: Order', 'regarding: order', false, false],
  ['[urgent]', '[urgent]', false, false],
  ['Re:', '', true, false],
  ['', '', false, false],
]
for (const [subject, key, isReply, isForward] of cases)
  test(`"${subject}" is about "${key}"`, () => {
    const parts = readSubject(subject)
    const expected = key.normalize('NFKC')
    assert.deepEqual([parts.key, parts.isReply, parts.isForward], [expected, isReply, isForward])
  })

test('our number is read and left out of the key', () => {
  assert.deepEqual(readSubject('Re: [#1234] Order [#1234]'), { text: 'Order', key: 'order', isReply: true, isForward: false, number: 1234 })
  assert.equal(readSubject('[#99999999999999999999] x').number, null)
})

test('ten thousand marks end', () => assert.equal(readSubject('Re: '.repeat(10_000)).key, ''))
