/**
 * What an element of a mail's HTML says about its content.
 * `quote`: a quoted mail. `container`: holds an attribution, then blockquotes; answers written between them are the customer's.
 * `rest`: from here to the end is quoted. `signature`: added by the client. `hidden`: not shown. `indent`: a plain blockquote.
 */
export type ElementMark = 'quote' | 'container' | 'rest' | 'signature' | 'hidden' | 'indent'

/**
 * SOURCE: HTML as sent by Gmail, Outlook (Word, web, new, mobile, Mac), Apple Mail, Yahoo, Thunderbird, Proton, Tuta, Zoho, GMX, QQ, Zimbra,
 * Samsung, Mail.ru, Yandex, HEY, Front, HubSpot; clients that quote each other prefix ids with `x_` (Outlook) and `m_…` (Gmail).
 */
const marksByClass: Record<string, ElementMark> = {
  gmail_quote: 'container',
  gmail_quote_container: 'container',
  gmail_attr: 'quote',
  yahoo_quoted: 'quote',
  protonmail_quote: 'container',
  tutanota_quote: 'container',
  zmail_extra: 'container',
  skiff_quote: 'container',
  'moz-cite-prefix': 'quote',
  'moz-forward-container': 'quote',
  moz_quote: 'quote',
  'ms-outlook-mobile-reference-message': 'rest',
  hey_quote: 'container',
  'mailru-blockquote': 'quote',
  hs_reply: 'quote',
  front_quote: 'container',
  freebirdformviewerheader: 'quote',
  ik_mail_quote: 'container',
  spark_quote: 'container',
  airmail_ext_on: 'quote',
  bloop_original_html: 'quote',
  wpss_quote: 'container',
  'quoted-email': 'quote',
  'original-message': 'quote',
  'mailspring-quote': 'container',
  'nylas-quote': 'container',
  mailbird_quote: 'container',
  gmail_signature: 'signature',
  gmail_signature_prefix: 'signature',
  'moz-signature': 'signature',
  protonmail_signature_block: 'signature',
  applemailsignature: 'signature',
  ymail_android_signature: 'signature',
  'ms-outlook-mobile-signature': 'signature',
  'ms-outlook-ios-signature': 'signature',
  tutanota_signature: 'signature',
  zmail_signature_below: 'signature',
  iosymail_signature: 'signature',
  bloop_sign: 'signature',
  'mailru-signature': 'signature',
  samsung_signature: 'signature',
  proton_signature: 'signature',
  'signature-block': 'signature',
}
const marksById: Record<string, ElementMark> = {
  divrplyfwdmsg: 'rest',
  appendonsend: 'rest',
  'mail-editor-reference-message-container': 'rest',
  olk_src_body_section: 'quote',
  zwchr: 'rest',
  stopspelling: 'rest',
  replysplit: 'rest',
  isreplycontent: 'quote',
  isforwardcontent: 'quote',
  orimsghtmlseperator: 'rest',
  reply139content: 'quote',
  origbody: 'quote',
  iosymail: 'quote',
  zmail_extra: 'container',
  blockquote_zmail: 'quote',
  tutanota_quote: 'container',
  'mail-app-auto-quote': 'quote',
  fsreplyabove: 'rest',
  qmorigin: 'quote',
  'spicy-quote': 'quote',
  hm_quote: 'quote',
  signature: 'signature',
  applemailsignature: 'signature',
  'ms-outlook-mobile-signature': 'signature',
  composer_signature: 'signature',
  ymail_android_signature: 'signature',
  ymail_ctr_signature: 'signature',
  gmail_signature: 'signature',
  'lw-signature': 'signature',
  mobile_signature: 'signature',
  'signature-id': 'signature',
  _rc_sig: 'signature',
  protonmail_mobile_signature_block: 'signature',
}

const outlookRule =
  /border-top:\s?solid\s#?(?:e1e1e1|b5c4df)|border-top:\s?[\d.]+pt\ssolid\s(?:#(?:e1e1e1|b5c4df)|rgb\((?:225,\s?225,\s?225|181,\s?196,\s?223)\))|border:\s?none;\s?border-top:\s?solid\s\S{3,20}\s1(?:\.0)?pt;\s?padding:\s?3(?:\.0)?pt|border-top-color:\s?rgb\(229,\s?229,\s?229\)|border-style:\s?solid none none;[^"]{0,80}(?:225,\s?225,\s?225|181,\s?196,\s?223|e1e1e1|b5c4df)/i
const plainIndent = /border:\s?(?:none|0|medium)|margin:\s?0(?:px)?\s(?:0(?:px)?\s){1,2}0?(?:px)?\s?40px/i
const hiddenStyle = /display:\s?none|mso-hide:\s?all|visibility:\s?hidden/i
const hiddenElements = new Set(['script', 'style', 'head', 'title', 'noscript', 'template', 'object', 'svg', 'math', 'select', 'textarea', 'iframe'])

/** The mark of an element, from its name, id, class and style; null when it says nothing. Constant time. */
export function markOf(name: string, attributes: Record<string, string>): ElementMark | null {
  if (hiddenElements.has(name)) return 'hidden'
  const style = attributes['style']?.slice(0, 600) ?? ''
  const id = attributes['id']
  const byId = id ? marksById[plainName(id)] : undefined
  if (byId) return byId
  if (id && /^yahoo_quoted/i.test(id)) return 'quote'
  const byClass = markByClass(attributes['class'])
  if (byClass) return name === 'blockquote' && byClass === 'container' ? 'quote' : byClass
  if (attributes['data-smartmail'] === 'gmail_signature') return 'signature'
  if (attributes['name'] === 'quote' || attributes['data-skiff-mail'] !== undefined || attributes['data-type'] === 'quoted-message') return 'quote'
  if (name === 'hr' && attributes['data-marker'] === '__DIVIDER__') return 'rest'
  if ((name === 'div' || name === 'p') && style !== '' && outlookRule.test(style)) return 'rest'
  if (name === 'blockquote')
    return /^cite$/i.test(attributes['type'] ?? '') || /\bcite\b/i.test(attributes['class'] ?? '')
      ? 'quote'
      : plainIndent.test(style)
        ? null
        : 'indent'
  return style !== '' && hiddenStyle.test(style) ? 'hidden' : null
}

function markByClass(classes: string | undefined): ElementMark | undefined {
  if (!classes) return undefined
  for (const token of classes.slice(0, 400).split(/\s+/)) {
    const mark = marksByClass[plainName(token)]
    if (mark) return mark
  }
  return undefined
}

/** Without the prefixes that Outlook (`x_x_`) and Gmail (`m_-123`) put before the ids of a mail they quote. */
const plainName = (name: string) =>
  name
    .toLowerCase()
    .replace(/^(?:x_)+/, '')
    .replace(/^m_-?\d+/, '')
    .replace(/^(?:x_)+/, '')
