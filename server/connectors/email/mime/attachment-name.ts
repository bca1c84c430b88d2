/** Endings for types that carry no name. */
const endings: Record<string, string> = {
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'text/calendar': 'ics',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'text/directory': 'vcf',
  'text/xml': 'xml',
  'text/css': 'css',
  'text/rtf': 'rtf',
  'text/enriched': 'txt',
  'text/richtext': 'txt',
  'text/markdown': 'md',
  'text/x-amp-html': 'html',
  'text/rfc822-headers': 'txt',
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'message/partial': 'eml',
  'message/news': 'eml',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'message/feedback-report': 'txt',
  'message/external-body': 'txt',
  'application/pdf': 'pdf',
  'application/rtf': 'rtf',
  'application/json': 'json',
  'application/xml': 'xml',
  'application/zip': 'zip',
  'application/x-zip-compressed': 'zip',
  'application/gzip': 'gz',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/ics': 'ics',
  'application/pgp-signature': 'asc',
  'application/pgp-keys': 'asc',
  'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-signature': 'p7s',
  'application/pkcs7-mime': 'p7m',
  'application/x-pkcs7-mime': 'p7m',
  'application/ms-tnef': 'dat',
  'application/mac-binhex40': 'hqx',
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/pjpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/bmp': 'bmp',
  'image/tiff': 'tif',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/svg+xml': 'svg',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/3gpp': '3gp',
}

/** "attachment-3.pdf": for a part that nobody named, numbered by its place among the attachments. */
export function deriveName(contentType: string, position: number): string {
  return `attachment-${position}.${endings[contentType] ?? 'bin'}`
}

/** "Your order.eml": for a forwarded message without a name of its own. */
export function nameOfMessage(subject: string): string | null {
  const name = cleanName(subject.replaceAll(/[<>:"|?*]/g, ' '))
    .slice(0, 100)
    .trim()
  return name === '' ? null : `${name}.eml`
}

// oxlint-disable-next-line no-control-regex -- control and direction characters are what is removed: they disguise endings ("gpj.exe")
const unseen = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/**
 * A file name safe to show and to store: the last step of an absolute or climbing path, other separators as "_", no control or direction characters,
 * at most 255 characters with the ending kept. May be empty.
 */
export function cleanName(name: string): string {
  let clean = name
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(unseen, '')
    .trim()
  if (/^(?:[A-Za-z]:[\\/]|\\\\|[\\/]|~\/|\.{1,2}[\\/]|file:)/.test(clean))
    clean = clean.slice(Math.max(clean.lastIndexOf('/'), clean.lastIndexOf('\\')) + 1)
  clean = clean
    .replaceAll(/[\\/]+/g, '_')
    .replace(/^\.{1,2}$/, '')
    .trim()
  if (clean.length <= 255) return clean.isWellFormed() ? clean : clean.toWellFormed()
  const dot = clean.lastIndexOf('.')
  const ending = dot > 0 && clean.length - dot <= 20 ? clean.slice(dot) : ''
  return clean.slice(0, 255 - ending.length).toWellFormed() + ending
}

/** Types by ending, for files that come without a type. */
const types: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  bmp: 'image/bmp',
  tif: 'image/tiff',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  csv: 'text/csv',
  xml: 'text/xml',
  zip: 'application/zip',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  eml: 'message/rfc822',
  rtf: 'application/rtf',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
}

/** The content type that a file name suggests. */
export function typeOfName(name: string): string {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase()
  return (ending && types[ending]) || 'application/octet-stream'
}
