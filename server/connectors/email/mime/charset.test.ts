import assert from 'node:assert/strict'
import { test } from 'node:test'
import iconv from 'iconv-lite'
import { decodeText } from './charset.ts'

const sentences = {
  japanese: 'お世話になっております。注文番号１２３の商品がまだ届いていません。ご確認をお願いいたします。',
  chinese: '您好，我的订单还没有收到，请帮我查询一下物流信息，谢谢您的帮助。',
  taiwanese: '您好，我的訂單還沒有收到，請幫我查詢一下物流資訊，謝謝您的幫助。',
  korean: '안녕하세요. 주문한 상품이 아직 도착하지 않았습니다. 확인 부탁드립니다.',
  russian: 'Здравствуйте! Мой заказ до сих пор не доставлен, помогите, пожалуйста, разобраться.',
  greek: 'Καλημέρα σας, η παραγγελία μου δεν έχει φτάσει ακόμα, παρακαλώ ελέγξτε το.',
  hebrew: 'שלום, ההזמנה שלי עדיין לא הגיעה, אנא בדקו את העניין בהקדם האפשרי.',
  arabic: 'مرحبا، لم يصل طلبي حتى الآن، من فضلكم تحققوا من الأمر في أقرب وقت.',
  thai: 'สวัสดีครับ สินค้าที่สั่งซื้อยังไม่ได้รับ กรุณาตรวจสอบให้ด้วยครับ',
  german: 'Schöne Grüße aus München, meine Bestellung ist noch nicht angekommen. Könnten Sie das prüfen?',
  portuguese: 'Olá, a minha encomenda ainda não chegou. Vocês poderiam verificar a situação, por favor?',
  hindi: 'नमस्ते, मेरा ऑर्डर अभी तक नहीं आया है।',
}
const encode = (text: string, charset: string) => iconv.encode(text, charset)

const labelled: [name: string, bytes: Buffer, label: string | null, text: string][] = [
  ['ASCII', Buffer.from('abc'), 'us-ascii', 'abc'],
  ['ISO-8859-1 means windows-1252', Buffer.from([0x80, 0x93, 0x94]), 'iso-8859-1', '€“”'],
  ['an alias with odd punctuation', encode(sentences.russian, 'win1251'), 'CP-1251', sentences.russian],
  ['"windows-1251" in quotes and spaces', encode(sentences.russian, 'win1251'), ' "Windows-1251" ', sentences.russian],
  ['ks_c_5601-1987', encode(sentences.korean, 'cp949'), 'ks_c_5601-1987', sentences.korean],
  ['gb2312 with GBK letters', encode('朱镕基', 'gbk'), 'gb2312', '朱镕基'],
  ['GB18030', encode(sentences.chinese, 'gb18030'), 'gb18030', sentences.chinese],
  ['Big5', encode(sentences.taiwanese, 'big5'), 'x-x-big5', sentences.taiwanese],
  ['TIS-620', encode(sentences.thai, 'win874'), 'tis-620', sentences.thai],
  ['macintosh', Buffer.from([0x8e, 0xd2]), 'x-mac-roman', 'é“'],
  ['CP850', Buffer.from([0x81]), 'ibm850', 'ü'],
  ['UTF-7', Buffer.from('Hi +Jjo- +AOQ-'), 'utf-7', 'Hi ☺ ä'],
  ['UTF-16 with a mark', Buffer.from([0xff, 0xfe, 0x28, 0x09]), 'utf-16', 'न'],
  ['UTF-16LE', Buffer.from(sentences.hindi, 'utf16le'), 'utf-16le', sentences.hindi],
  ['UTF-16 label on ASCII text', Buffer.from('plain text after all'), 'utf-16le', 'plain text after all'],
  ['UTF-8 with a mark', Buffer.from('\ufeffabc é'), 'utf-8', 'abc é'],
  ['ISO-2022-JP', Buffer.from('\u001b$BF|K\\8l\u001b(B ok', 'latin1'), 'iso-2022-jp', '日本語 ok'],
  ['ISO-2022-JP with half-width katakana', Buffer.from('\u001b(I12\u001b(B', 'latin1'), 'iso-2022-jp', 'ｱｲ'],
  ['ISO-2022-JP with the circled numbers of Windows', Buffer.from('\u001b$B-!\u001b(B', 'latin1'), 'iso-2022-jp-ms', '①'],
  ['ISO-2022-JP with no label', Buffer.from('\u001b$BF|K\\8l\u001b(B', 'latin1'), null, '日本語'],
  ['ISO-2022-JP under us-ascii', Buffer.from('\u001b$BF|K\\8l\u001b(B', 'latin1'), 'us-ascii', '日本語'],
  ['ISO-2022-KR', Buffer.from('\u001b$)C\u000e0!\u000f ok', 'latin1'), 'iso-2022-kr', '가 ok'],
  ['HZ', Buffer.from('~{<:Ky2;S{~} ok'), 'hz-gb-2312', '己所不欲 ok'],
  ['UTF-8 under iso-8859-1', Buffer.from(sentences.german), 'iso-8859-1', sentences.german],
  ['UTF-8 under us-ascii', Buffer.from(sentences.hindi), 'us-ascii', sentences.hindi],
  ['UTF-8 under gb2312', Buffer.from(sentences.chinese), 'gb2312', sentences.chinese],
  ['UTF-8 under windows-1251', Buffer.from(sentences.russian), 'windows-1251', sentences.russian],
  ['two letters of GBK that are also UTF-8 stay GBK', encode('联通', 'gbk'), 'gbk', '联通'],
  ['windows-1252 under utf-8', encode(sentences.portuguese, 'win1252'), 'utf-8', sentences.portuguese],
  ['Shift_JIS under utf-8', encode(sentences.japanese, 'shift_jis'), 'utf-8', sentences.japanese],
  [
    'a broken byte in UTF-8 costs one letter',
    Buffer.concat([Buffer.from(sentences.hindi), Buffer.from([0xe0])]),
    'utf-8',
    `${sentences.hindi}\ufffd`,
  ],
  ['Cyrillic under iso-8859-1', encode(sentences.russian, 'win1251'), 'iso-8859-1', sentences.russian],
  ['a ruler of signs under iso-8859-1 stays one', Buffer.alloc(40, 0xb0), 'iso-8859-1', '°'.repeat(40)],
  ['the same few accented letters in a row stay Latin', Buffer.from('àéôêè'.repeat(9), 'latin1'), 'iso8859-1', 'àéôêè'.repeat(9)],
  ['umlauts in a row stay Latin', Buffer.from('ÄäÖöÜü'.repeat(9), 'latin1'), 'iso-8859-1', 'ÄäÖöÜü'.repeat(9)],
  ['quotes of windows-1252 in English under gb2312', Buffer.from('I haven\x92t \x96 yet\x85', 'latin1'), 'gb2312', 'I haven’t – yet…'],
  ['an unknown label', encode(sentences.german, 'win1252'), 'x-klingon', sentences.german],
  ['a label that says nothing', Buffer.from(sentences.hindi), 'unknown-8bit', sentences.hindi],
  ['a label with junk behind it', Buffer.from(sentences.german), 'UTF-8Return-Path: x', sentences.german],
]
for (const [name, bytes, label, text] of labelled) test(`charset: ${name}`, () => assert.equal(decodeText(bytes, label).text, text))

const detected: [charset: string, sentence: keyof typeof sentences][] = [
  ['shift_jis', 'japanese'],
  ['euc-jp', 'japanese'],
  ['gbk', 'chinese'],
  ['big5', 'taiwanese'],
  ['cp949', 'korean'],
  ['win1251', 'russian'],
  ['koi8-r', 'russian'],
  ['iso-8859-5', 'russian'],
  ['cp866', 'russian'],
  ['win1253', 'greek'],
  ['win1255', 'hebrew'],
  ['win1256', 'arabic'],
  ['win874', 'thai'],
  ['win1252', 'german'],
  ['win1252', 'portuguese'],
  ['utf-8', 'hindi'],
  ['utf-16le', 'german'],
]
for (const [charset, sentence] of detected) {
  test(`charset: ${sentence} in ${charset} is recognised without a label`, () =>
    assert.equal(decodeText(encode(sentences[sentence], charset), null).text, sentences[sentence]))
}

test('charset: Polish without a label is read as windows-1250', () => {
  const text = 'Zamówienie jeszcze nie dotarło, proszę o pomoc i szybką odpowiedź, właśnie czekałem cały tydzień.'
  assert.equal(decodeText(encode(text, 'win1250'), null).text, text)
})
