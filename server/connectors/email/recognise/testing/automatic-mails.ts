import { makeMessageId } from '../../threading/message-id.ts'
import { loopHeader } from '../loop.ts'
import type { Recognition } from '../recognition.ts'
import { bounceTemplates } from './bounce-templates.ts'
import { refusals } from './refusals.ts'

/** A mail of a machine, with what it must be recognised as. */
export interface AutomaticMail {
  name: string
  raw: string
  classification: Exclude<Recognition['classification'], 'message'>
  bounceClass?: 'hard' | 'soft'
  recipient?: string
}

/** To whom the machines answer: lets a gate aim the same mails at a running installation. */
export interface Target {
  address: string
  /** Message-ID of a mail of ours, without brackets. */
  messageId: string
  loopToken: string
}

/** At least 500 mails that nobody may be answered for: bounces of many systems, absence notes, reports, receipts, our own. Pure. */
export function makeAutomaticMails(target: Target): AutomaticMail[] {
  return [...makeBounces(target), ...makeDelays(target), ...makeAbsenceNotes(target), ...makeReports(target), ...makeOwn(target)]
}

function makeBounces({ address, messageId }: Target): AutomaticMail[] {
  const recipient = 'kunde@customer.example'
  return Object.entries(bounceTemplates).flatMap(([system, template]) =>
    refusals
      // Without code and phase, "no such user" after DATA cannot be told from a filter.
      .map((refusal) => ({
        name: `${system}: ${refusal.name}`,
        raw: template(refusal, { author: address, recipient, messageId }),
        classification: 'bounce' as const,
        bounceClass: refusal.class,
        recipient,
      })),
  )
}

function makeDelays({ address, messageId }: Target): AutomaticMail[] {
  const warnings: [subject: string, text: string][] = [
    ['Warning: could not send message for past 4 hours', '    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\nThe original message was received at Mon, 3 Feb 2025\n\n   ----- The following addresses had transient non-fatal errors -----\n<a@customer.example>\n\n   ----- Transcript of session follows -----\n<a@customer.example>... Deferred: Connection timed out with mx.customer.example.\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old'],
    ['Delayed Mail (still being retried)', 'This is the mail system at host relay.example.net.\n\nYour message could not be delivered for more than 1 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<a@customer.example>: connect to mx.customer.example[192.0.2.50]:25: Connection refused'],
    ['Warning: message 1abc delayed 24 hours', 'This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on relay.example.net.\n\nThe address to which the message has not yet been delivered is:\n\n  a@customer.example\n    Delay reason: retry timeout\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.'],
    ['Delivery Status Notification (Delay)', 'This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been delayed:\n\n     a@customer.example\n\nMessage will be retried for 2 more day(s)'],
  ] // oxfmt-ignore
  return warnings.map(([subject, text]) => ({
    name: `delay: ${subject}`,
    raw: `Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@relay.example.net>\nTo: ${address}\nSubject: ${subject}\nMessage-ID: <delay-${subject.length}@relay.example.net>\nAuto-Submitted: auto-replied\n\n${text}\n\n------ This is a copy of the message's header. ------\n\nFrom: ${address}\nTo: a@customer.example\nSubject: Your order\nMessage-ID: <${messageId}>\n`,
    classification: 'bounce' as const,
    bounceClass: 'soft' as const,
    recipient: 'a@customer.example',
  }))
}

/** Subject of an absence note by language, as mail programs sold there write it. */
export const absenceSubjects: Readonly<Record<string, string>> = {
  en: 'Automatic reply: ', de: 'Automatische Antwort: ', fr: 'Réponse automatique : ', es: 'Respuesta automática: ', pt: 'Resposta automática: ', it: 'Risposta automatica: ',
  nl: 'Automatisch antwoord: ', sv: 'Autosvar: ', da: 'Automatisk svar: ', fi: 'Automaattinen vastaus: ', pl: 'Odpowiedź automatyczna: ', cs: 'Automatická odpověď: ',
  sk: 'Automatická odpoveď: ', hu: 'Automatikus válasz: ', ro: 'Răspuns automat: ', tr: 'Otomatik yanıt: ', el: 'Αυτόματη απάντηση: ', ru: 'Автоматический ответ: ',
  uk: 'Автоматична відповідь: ', bg: 'Автоматичен отговор: ', hr: 'Automatski odgovor: ', ja: '自動応答: ', zh: '自动答复: ', ko: '자동 회신: ', ar: 'رد تلقائي: ', he: 'מענה אוטומטי: ',
  th: 'ตอบกลับอัตโนมัติ: ', vi: 'Trả lời Tự động: ', id: 'Balasan Otomatis: ', hi: 'स्वचालित उत्तर: ', te: 'స్వయంచాలక ప్రత్యుత్తరం: ', ta: 'தானியங்கி பதில்: ', ml: 'സ്വയമേവയുള്ള മറുപടി: ',
} // oxfmt-ignore

function makeAbsenceNotes({ address, messageId }: Target): AutomaticMail[] {
  const ways: [way: string, headers: string][] = [
    ['RFC 3834', 'Auto-Submitted: auto-replied\n'],
    ['Exchange', 'Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n'],
    ['Exchange without Auto-Submitted', 'X-Auto-Response-Suppress: All\n'],
    ['null return path', 'Return-Path: <>\n'],
    ['Gmail', 'Precedence: bulk\nX-Autoreply: yes\n'],
    ['vacation', 'Precedence: junk\n'],
    ['web panel', 'X-Autorespond: Your order\nX-Precedence: auto_reply\n'],
  ]
  return Object.entries(absenceSubjects).flatMap(([language, prefix]) =>
    ways.map(([way, headers]) => ({
      name: `absence note in ${language}, ${way}`,
      raw: `${headers}From: Kunde <kunde@customer.example>\nTo: ${address}\nSubject: ${prefix}Your order\nMessage-ID: <absent-${language}-${way.length}-${headers.length}@customer.example>\nIn-Reply-To: <${messageId}>\nReferences: <${messageId}>\n\nI am out of the office until Monday.\n`,
      classification: 'auto_reply' as const,
    })),
  )
}

function makeReports({ address, messageId }: Target): AutomaticMail[] {
  const report = (type: string, from: string, subject: string, part: string) =>
    `From: ${from}\nTo: ${address}\nSubject: ${subject}\nMessage-ID: <report-${subject.length}-${part.length}@provider.example>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=${type}; boundary="=_r"\n\n--=_r\nContent-Type: text/plain\n\nThis is a report.\n\n--=_r\nContent-Type: message/${type}\n\n${part}\n--=_r\nContent-Type: text/rfc822-headers\n\nFrom: ${address}\nTo: kunde@customer.example\nSubject: Your order\nMessage-ID: <${messageId}>\n\n--=_r--\n`
  const complaints = ['abuse', 'fraud', 'virus', 'other', 'not-spam', 'opt-out', 'auth-failure'].map((type) => ({
    name: `complaint: ${type}`,
    raw: report('feedback-report', 'fbl@provider.example', 'FW: Your order', `Feedback-Type: ${type}\nUser-Agent: Provider/1.0\nVersion: 1\nOriginal-Mail-From: <${address}>\nOriginal-Rcpt-To: <kunde@customer.example>\n`),
    classification: 'complaint' as const,
    recipient: 'kunde@customer.example',
  }))
  const receipts = ['displayed', 'deleted', 'denied', 'processed', 'dispatched'].map((disposition) => ({
    name: `receipt: ${disposition}`,
    raw: report('disposition-notification', 'Kunde <kunde@customer.example>', 'Read: Your order', `Reporting-UA: mail.customer.example; Mailer\nFinal-Recipient: rfc822; kunde@customer.example\nOriginal-Message-ID: <${messageId}>\nDisposition: manual-action/MDN-sent-manually; ${disposition}\n`),
    classification: 'receipt' as const,
  }))
  const delivered = { name: 'receipt: delivered', raw: report('delivery-status', 'MAILER-DAEMON@relay.example.net', 'Successful Mail Delivery Report', 'Reporting-MTA: dns; relay.example.net\n\nFinal-Recipient: rfc822; kunde@customer.example\nAction: delivered\nStatus: 2.0.0\n'), classification: 'receipt' as const }
  return [...complaints, ...receipts, delivered]
} // oxfmt-ignore

function makeOwn({ address, loopToken }: Target): AutomaticMail[] {
  const domain = address.split('@').at(-1)!
  const id = '0194c5f0-7c3e-7aaa-8bbb-0123456789ab'
  const mail = (name: string, headers: string) => ({
    name: `our own: ${name}`,
    raw: `${headers}To: ${address}\nSubject: Your order\n\nWe have received your message.\n`,
    classification: 'loop' as const,
  })
  return [
    mail('loop header', `From: Liste <list@other.example>\nMessage-ID: <1@other.example>\n${loopHeader}: ${loopToken}\n`),
    mail('message id', `From: Support <${address}>\nMessage-ID: <${makeMessageId(id, id, domain, ['a key that is long enough'])}>\n`),
    mail('automatic mail from our address', `From: Support <${address}>\nMessage-ID: <rewritten@relay.example>\nAuto-Submitted: auto-replied\n`),
  ]
}
