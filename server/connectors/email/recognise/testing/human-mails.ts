/** A person's mail: whatever it looks like, it must be recognised as a message. */
export interface HumanMail {
  name: string
  raw: string
  isList: boolean
}

interface Words {
  greeting: string
  question: string
  /** How people in that language ask about a mail that came back. */
  bounced: string
  away: string
  undelivered: string
}

const words: Readonly<Record<string, Words>> = {
  en: { greeting: 'Hello,', question: 'where is my order 4711?', bounced: 'I wrote to your colleague and got this back. What does it mean?', away: 'I am out of the office until Monday, please send it to my private address.', undelivered: 'Undeliverable parcel' },
  hi: { greeting: 'नमस्ते,', question: 'मेरा ऑर्डर 4711 कहाँ है?', bounced: 'मेरा ईमेल वापस आ गया। इसका क्या मतलब है?', away: 'मैं सोमवार तक कार्यालय में नहीं हूँ।', undelivered: 'पार्सल नहीं मिला' },
  te: { greeting: 'నమస్కారం,', question: 'నా ఆర్డర్ 4711 ఎక్కడ ఉంది?', bounced: 'నా ఈమెయిల్ తిరిగి వచ్చింది. దీని అర్థం ఏమిటి?', away: 'నేను సోమవారం వరకు అందుబాటులో లేను.', undelivered: 'పార్సెల్ రాలేదు' },
  ml: { greeting: 'നമസ്കാരം,', question: 'എന്റെ ഓർഡർ 4711 എവിടെയാണ്?', bounced: 'എന്റെ ഇമെയിൽ തിരികെ വന്നു. ഇതിന്റെ അർത്ഥമെന്താണ്?', away: 'തിങ്കളാഴ്ച വരെ ഞാൻ ഓഫീസിൽ ഇല്ല.', undelivered: 'പാഴ്സൽ കിട്ടിയില്ല' },
  ta: { greeting: 'வணக்கம்,', question: 'என் ஆர்டர் 4711 எங்கே?', bounced: 'என் மின்னஞ்சல் திரும்பி வந்தது. இதற்கு என்ன அர்த்தம்?', away: 'திங்கள் வரை நான் அலுவலகத்தில் இல்லை.', undelivered: 'பார்சல் வரவில்லை' },
  pt: { greeting: 'Olá,', question: 'onde está o meu pedido 4711?', bounced: 'Escrevi ao seu colega e a mensagem voltou. O que significa?', away: 'Estou fora até segunda-feira, enviem para o meu endereço.', undelivered: 'Não entregue: meu pedido' },
  es: { greeting: 'Hola:', question: '¿dónde está mi pedido 4711?', bounced: 'Escribí a su colega y me devolvieron esto. ¿Qué significa?', away: 'Estaré fuera hasta el lunes.', undelivered: 'No entregado: mi pedido' },
  fr: { greeting: 'Bonjour,', question: 'où est ma commande 4711 ?', bounced: 'J’ai écrit à votre collègue et voici ce que je reçois. Que faire ?', away: 'Je suis absent jusqu’à lundi.', undelivered: 'Colis non remis : que faire ?' },
  de: { greeting: 'Guten Tag,', question: 'wo bleibt meine Bestellung 4711?', bounced: 'ich habe Ihrem Kollegen geschrieben und das hier bekommen. Was heißt das?', away: 'ich bin bis Montag nicht im Büro.', undelivered: 'Unzustellbar: mein Paket' },
  it: { greeting: 'Buongiorno,', question: 'dov’è il mio ordine 4711?', bounced: 'ho scritto al vostro collega e mi è tornato questo. Cosa significa?', away: 'sono fuori ufficio fino a lunedì.', undelivered: 'Mancata consegna del pacco' },
  ja: { greeting: 'お世話になっております。', question: '注文4711はどこですか。', bounced: '担当の方にメールを送ったところ、次の通知が届きました。どういう意味でしょうか。', away: '月曜日まで不在にしております。', undelivered: '配送エラーについて' },
  ru: { greeting: 'Здравствуйте!', question: 'Где мой заказ 4711?', bounced: 'Я написал вашему коллеге, и вот что пришло. Что это значит?', away: 'Я в отпуске до понедельника.', undelivered: 'Не доставлен заказ 4711' },
  zh: { greeting: '您好，', question: '我的订单4711在哪里？', bounced: '我给你们同事写信，却收到了这个。是什么意思？', away: '我星期一之前不在办公室。', undelivered: '包裹未送达' },
} // oxfmt-ignore

const bounceText =
  "This is the mail system at host mx.isp.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<old.colleague@shop.example>: host mx.shop.example[192.0.2.1] said: 550 5.1.1\n    <old.colleague@shop.example>: Recipient address rejected: User unknown (in reply to RCPT TO command)"
const quoted = (text: string) => text.replace(/^/gm, '> ')

type Kind = (own: Words, language: string, to: string) => { subject: string; body: string; headers?: string; from?: string; isList?: boolean }

/** What people do that machines do too: every row has been misread by some help desk. */
const kinds: Readonly<Record<string, Kind>> = {
  'asks a question': (own) => ({ subject: own.question, body: `${own.greeting}\n\n${own.question}` }),
  'replies with a quote': (own, _, to) => ({ subject: 'Re: Your order', headers: 'In-Reply-To: <1@shop.example>\nReferences: <1@shop.example>\n', body: `${own.question}\n\nOn Monday Support <${to}> wrote:\n> Hello` }),
  'answers an automatic reply': (own) => ({ subject: 'Re: Automatic reply: Your order', headers: 'In-Reply-To: <2@shop.example>\n', body: `${own.question}\n\n> This is an automated message.` }),
  'forwards a bounce and asks': (own) => ({ subject: 'Fwd: Undelivered Mail Returned to Sender', body: `${own.greeting}\n${own.bounced}\n\n---------- Forwarded message ---------\nFrom: Mail Delivery System <MAILER-DAEMON@mx.isp.example>\nDate: Mon, 3 Feb 2025\nSubject: Undelivered Mail Returned to Sender\nTo: <me@isp.example>\n\n${bounceText}` }),
  'forwards a bounce without a word': () => ({ subject: 'Fwd: Undelivered Mail Returned to Sender', body: `---------- Forwarded message ---------\nFrom: Mail Delivery System <MAILER-DAEMON@mx.isp.example>\nSubject: Undelivered Mail Returned to Sender\nTo: <me@isp.example>\n\n${bounceText}` }),
  'forwards a bounce as an attachment': (own) => ({ subject: own.bounced, headers: 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_h"\n', body: `--=_h\nContent-Type: text/plain; charset=utf-8\n\n${own.bounced}\n\n--=_h\nContent-Type: message/rfc822\n\nReturn-Path: <>\nFrom: MAILER-DAEMON@mx.isp.example\nTo: me@isp.example\nSubject: Undelivered Mail Returned to Sender\nX-Failed-Recipients: old.colleague@shop.example\nAuto-Submitted: auto-replied\n\n${bounceText}\n\n--=_h--` }),
  'pastes a bounce above the question': (own) => ({ subject: 'Delivery failure', body: `${bounceText}\n\n${own.bounced}` }),
  'quotes a bounce': (own) => ({ subject: 'Undelivered Mail Returned to Sender', body: `${own.bounced}\n\n${quoted(bounceText)}` }),
  'writes of an undelivered parcel': (own) => ({ subject: own.undelivered, body: `${own.greeting}\n\n${own.question}` }),
  'writes "Delivery failed" of a parcel': (own) => ({ subject: 'Delivery failed', body: `${own.greeting}\n\nThe delivery of my parcel failed. ${own.question}` }),
  'writes from a postmaster address': (own) => ({ subject: own.question, from: 'Postmaster <postmaster@customer.example>', body: `${own.greeting}\n\n${own.question}` }),
  'writes from a postmaster address about a bounce': (own) => ({ subject: 'Re: Mail delivery failed', from: 'postmaster@customer.example', headers: 'User-Agent: Thunderbird\n', body: `${own.bounced}\n\n${quoted(bounceText)}` }),
  'pastes a bounce at a postmaster address and asks': (own) => ({ subject: 'Undelivered mail', from: 'postmaster@customer.example', body: `${bounceText}\n\n${own.bounced.replace(/[.。]?$/, '?')}` }),
  'has a machine-like name': (own) => ({ subject: own.question, from: 'Max Daemon <max.daemon@customer.example>', body: own.question }),
  'writes from a shared role': (own) => ({ subject: own.question, from: 'Einkauf <admin@customer.example>', body: `${own.greeting}\n\n${own.question}` }),
  'uses Exchange, which asks for silence': (own) => ({ subject: own.question, headers: 'X-Auto-Response-Suppress: DR, OOF, AutoReply\nX-MS-Has-Attach:\nThread-Index: AQHZb1c2d3e4f5a6b7c8d9e0f1a2b3c4d5==\n', body: own.question }),
  'says that it is not automatic': (own) => ({ subject: own.question, headers: 'Auto-Submitted: no\nX-Autoreply: no\n', body: own.question }),
  'writes to us through a mailing list': (own) => ({ subject: `[kunden] ${own.question}`, headers: 'List-Id: Kunden <kunden.lists.example>\nPrecedence: list\nList-Post: <mailto:kunden@lists.example>\n', body: own.question, isList: true }),
  'is a newsletter': (own) => ({ subject: own.question, from: 'News <news@vendor.example>', headers: 'List-Unsubscribe: <https://vendor.example/u>\nPrecedence: bulk\n', body: own.question, isList: true }),
  'writes about being out of office': (own) => ({ subject: 'Out of office hours: when are you open?', body: `${own.greeting}\n\n${own.question}` }),
  'says by hand that they are away': (own) => ({ subject: 'Re: Your order', headers: 'In-Reply-To: <1@shop.example>\nReferences: <1@shop.example>\n', body: `${own.away}\n\n> Where shall we send it?` }),
  'says that they are away, without a quote': (own) => ({ subject: 'Re: Your order', headers: 'In-Reply-To: <1@shop.example>\n', body: own.away }),
  'accepts an invitation with words': (own) => ({ subject: 'Accepted: Call', headers: 'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="=_c"\n', body: `--=_c\nContent-Type: text/plain; charset=utf-8\n\n${own.question}\n\n--=_c\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n\n--=_c--` }),
  'reports an error number': (own) => ({ subject: 'Error 550', body: `${own.question}\n\n550 5.1.1 User unknown` }),
  'asks about a read receipt': (own) => ({ subject: 'Read: your message of Monday', body: `${own.greeting}\nYour message was read on Monday, but nobody answered. ${own.question}` }),
  'writes with an empty body': (own) => ({ subject: own.question, body: '' }),
  'was sent through a web form': (own) => ({ subject: own.question, from: 'Shop form <web@forms.example>', headers: 'Reply-To: Kunde <kunde@customer.example>\nX-Mailer: PHPMailer 6.9\n', body: own.question }),
} // oxfmt-ignore

/** At least 300 mails of people in 13 languages that look like a machine's at one point or another. Pure. */
export function makeHumanMails(to: string): HumanMail[] {
  return Object.entries(kinds).flatMap(([kind, write], row) =>
    Object.entries(words).map(([language, own]) => {
      const mail = write(own, language, to)
      const from = mail.from ?? `Kunde ${language} <kunde.${language}@customer.example>`
      const path = /<?([^<>\s]+@[^<>\s]+)>?$/.exec(from)![1]!
      return {
        name: `${kind} (${language})`,
        isList: mail.isList ?? false,
        raw: `Return-Path: <${path}>\nReceived: from mx.customer.example by mx.shop.example with ESMTPS; Mon, 3 Feb 2025 10:11:12 +0000\nFrom: ${from}\nTo: ${to}\nSubject: ${mail.subject}\nDate: Mon, 3 Feb 2025 10:11:12 +0000\nMessage-ID: <human-${row}-${language}@customer.example>\n${mail.headers ?? 'Content-Type: text/plain; charset=utf-8\n'}\n${mail.body}\n`,
      }
    }),
  )
}
