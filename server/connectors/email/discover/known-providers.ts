import type { CandidateSource, DiscoveryNote, ServerCandidate, SignIn } from './candidate.ts'
import type { MailServer, Security } from './mail-server.ts'

interface KnownProvider {
  name: string
  /** The provider's own mail domains. */
  domains?: RegExp
  /** The mail exchangers of customers' domains. */
  mx?: RegExp
  imap: string | null
  smtp: string
  signIn?: SignIn[]
  notes?: DiscoveryNote[]
  user?: 'address' | 'local_part'
}

/** Servers are written `host:port`; 993 and 465 speak TLS at once, 587 and 143 after STARTTLS (RFC 8314). `$1` is what `mx` caught. */
const providers: KnownProvider[] = [
  {
    name: 'Gmail',
    domains: /^(gmail|googlemail)\.com$/,
    imap: 'imap.gmail.com:993',
    smtp: 'smtp.gmail.com:465',
    signIn: ['google', 'password'],
    notes: ['app_password'],
  },
  {
    name: 'Google Workspace',
    mx: /(^|\.)(aspmx\d*\.l|smtp|alt\d\.aspmx\.l)\.google\.com$|\.googlemail\.com$/,
    imap: 'imap.gmail.com:993',
    smtp: 'smtp.gmail.com:465',
    signIn: ['google', 'password'],
    notes: ['app_password'],
  },
  {
    name: 'Outlook.com',
    domains: /^(outlook|hotmail|live)\.(com?\.)?[a-z]{2,3}$|^(msn|windowslive)\.com$/,
    mx: /\.olc\.protection\.outlook\.com$/,
    imap: 'outlook.office365.com:993',
    smtp: 'smtp-mail.outlook.com:587',
    signIn: ['microsoft'],
    notes: ['oauth_only', 'enable_imap'],
  },
  {
    name: 'Microsoft 365',
    domains: /\.onmicrosoft\.com$/,
    mx: /\.mail\.protection\.outlook\.com$|\.mx\.microsoft$/,
    imap: 'outlook.office365.com:993',
    smtp: 'smtp.office365.com:587',
    signIn: ['microsoft'],
    notes: ['oauth_only', 'enable_smtp'],
  },
  {
    name: 'AOL',
    domains: /^(aol|aim)\.com$/,
    mx: /^mx-aol\..*\.yahoodns\.net$/,
    imap: 'imap.aol.com:993',
    smtp: 'smtp.aol.com:465',
    notes: ['app_password'],
  },
  {
    name: 'Yahoo',
    domains: /^yahoo\.(com?\.)?[a-z]{2,3}$|^(ymail|rocketmail|myyahoo)\.com$/,
    mx: /\.yahoodns\.net$/,
    imap: 'imap.mail.yahoo.com:993',
    smtp: 'smtp.mail.yahoo.com:465',
    notes: ['app_password'],
  },
  {
    name: 'iCloud',
    domains: /^(icloud|me|mac)\.com$/,
    mx: /^mx\d+\.mail\.icloud\.com$/,
    imap: 'imap.mail.me.com:993',
    smtp: 'smtp.mail.me.com:587',
    notes: ['app_password'],
  },
  {
    name: 'Zoho',
    domains: /^zoho(?:mail)?\.(com|in|eu)$/,
    imap: 'imap.zoho.$1:993',
    smtp: 'smtp.zoho.$1:465',
    notes: ['enable_imap', 'app_password'],
  },
  {
    name: 'Zoho',
    mx: /(?:^|\.)mx\d?\.zoho(?:mail)?\.(com|in|eu|com\.au)$/,
    imap: 'imappro.zoho.$1:993',
    smtp: 'smtppro.zoho.$1:465',
    notes: ['enable_imap', 'app_password'],
  },
  { name: 'Rediffmail Pro', mx: /\.rediffmailpro\.com$/, imap: 'imap.rediffmailpro.com:993', smtp: 'smtp.rediffmailpro.com:465' },
  { name: 'Rediffmail', domains: /^rediffmail\.com$/, imap: 'imap.rediffmail.com:993', smtp: 'smtp.rediffmail.com:465', notes: ['paid_plan'] },
  {
    name: 'Fastmail',
    domains: /^fastmail\.(com|fm|in|net|org|co\.uk|com\.au)$/,
    mx: /\.messagingengine\.com$/,
    imap: 'imap.fastmail.com:993',
    smtp: 'smtp.fastmail.com:465',
    notes: ['app_password'],
  },
  {
    name: 'GMX',
    domains: /^gmx\.(?:com|us|co\.uk|fr|es|it|ph|hk|sg|co\.in)$/,
    mx: /\.gmx\.com$/,
    imap: 'imap.gmx.com:993',
    smtp: 'mail.gmx.com:465',
    notes: ['enable_imap'],
  },
  {
    name: 'GMX',
    domains: /^gmx\.(?:net|de|at|ch|eu|org|info|biz)$/,
    mx: /\.gmx\.net$/,
    imap: 'imap.gmx.net:993',
    smtp: 'mail.gmx.net:465',
    notes: ['enable_imap'],
  },
  { name: 'WEB.DE', domains: /^web\.de$/, imap: 'imap.web.de:993', smtp: 'smtp.web.de:587', notes: ['enable_imap'] },
  { name: 'mail.com', domains: /^mail\.com$/, imap: 'imap.mail.com:993', smtp: 'smtp.mail.com:465', notes: ['paid_plan'] },
  {
    name: 'T-Online',
    domains: /^(t-online\.de|magenta\.de)$/,
    imap: 'secureimap.t-online.de:993',
    smtp: 'securesmtp.t-online.de:465',
    notes: ['app_password'],
  },
  {
    name: 'Yandex',
    domains: /^(yandex\.(?:com|ru|by|kz|com\.tr)|ya\.ru)$/,
    mx: /^mx\.yandex\.(net|ru)$/,
    imap: 'imap.yandex.com:993',
    smtp: 'smtp.yandex.com:465',
    notes: ['enable_imap', 'app_password'],
  },
  {
    name: 'Mail.ru',
    domains: /^(mail|inbox|list|bk|internet)\.ru$/,
    mx: /(^|\.)emx\.mail\.ru$/,
    imap: 'imap.mail.ru:993',
    smtp: 'smtp.mail.ru:465',
    notes: ['app_password'],
  },
  { name: 'UOL', domains: /^uol\.com\.br$/, imap: 'imap.uol.com.br:993', smtp: 'smtps.uol.com.br:587', notes: ['enable_imap'], user: 'local_part' },
  { name: 'BOL', domains: /^bol\.com\.br$/, imap: 'imap.bol.com.br:993', smtp: 'smtps.bol.com.br:587', notes: ['enable_imap'], user: 'local_part' },
  { name: 'Terra', domains: /^terra\.com(\.br)?$/, imap: 'imap.terra.com.br:993', smtp: 'smtp.terra.com.br:587', notes: ['check_host'] },
  { name: 'Locaweb', mx: /\.locaweb\.com\.br$/, imap: 'email-ssl.com.br:993', smtp: 'email-ssl.com.br:465' },
  { name: 'Titan', mx: /\.titan\.email$/, imap: 'imap.titan.email:993', smtp: 'smtp.titan.email:465', notes: ['enable_imap'] },
  { name: 'Hostinger', mx: /^mx\d\.hostinger\./, imap: 'imap.hostinger.com:993', smtp: 'smtp.hostinger.com:465' },
  { name: 'GoDaddy', mx: /\.secureserver\.net$/, imap: 'imap.secureserver.net:993', smtp: 'smtpout.secureserver.net:465' },
  { name: 'OVHcloud', mx: /(^|\.)(mx\d+|redirect)\.(mail\.)?ovh\.net$/, imap: 'ssl0.ovh.net:993', smtp: 'ssl0.ovh.net:465' },
  { name: 'IONOS', mx: /^mx\d+\.ionos\.(com|de|es|fr|it|co\.uk|mx)$/, imap: 'imap.ionos.$1:993', smtp: 'smtp.ionos.$1:465' },
  { name: 'IONOS', mx: /\.kundenserver\.de$|\.1and1\.com$/, imap: 'imap.ionos.de:993', smtp: 'smtp.ionos.de:465' },
  {
    name: 'HostGator',
    mx: /^((?:[a-z]*gator\d*|mail|mx\d*)\.hostgator\.(?:com|com\.br|in|mx))$/,
    imap: '$1:993',
    smtp: '$1:465',
    notes: ['check_host'],
  },
  { name: 'Namecheap Private Email', mx: /\.privateemail\.com$/, imap: 'mail.privateemail.com:993', smtp: 'mail.privateemail.com:465' },
  { name: 'Rackspace', mx: /\.emailsrvr\.com$/, imap: 'secure.emailsrvr.com:993', smtp: 'secure.emailsrvr.com:465' },
  {
    name: 'Amazon WorkMail',
    mx: /^inbound-smtp\.([a-z0-9-]+)\.amazonaws\.com$/,
    imap: 'imap.mail.$1.awsapps.com:993',
    smtp: 'smtp.mail.$1.awsapps.com:465',
  },
  { name: 'Migadu', mx: /\.migadu\.com$/, imap: 'imap.migadu.com:993', smtp: 'smtp.migadu.com:465' },
  { name: 'Gandi', mx: /\.mail\.gandi\.net$/, imap: 'mail.gandi.net:993', smtp: 'mail.gandi.net:465' },
  { name: 'Infomaniak', mx: /\.infomaniak\.(ch|com)$/, imap: 'mail.infomaniak.com:993', smtp: 'mail.infomaniak.com:465' },
  { name: 'Aruba', mx: /\.aruba\.it$/, imap: 'imaps.aruba.it:993', smtp: 'smtps.aruba.it:465' },
  { name: 'Orange', domains: /^(orange|wanadoo)\.fr$/, imap: 'imap.orange.fr:993', smtp: 'smtp.orange.fr:465' },
  { name: 'Free', domains: /^free\.fr$/, imap: 'imap.free.fr:993', smtp: 'smtp.free.fr:465', user: 'local_part' },
  {
    name: 'Proton',
    domains: /^(proton\.me|protonmail\.(com|ch)|pm\.me)$/,
    mx: /\.protonmail\.ch$/,
    imap: null,
    smtp: 'smtp.protonmail.ch:587',
    notes: ['no_imap', 'paid_plan'],
  },
]

/** The provider of an address domain itself (gmail.com), from a list checked by hand in 2026 and against Thunderbird's provider database. */
export function findByDomain(domain: string, address: string): ServerCandidate | null {
  return find('known', (provider) => provider.domains?.exec(domain), address)
}

/** The provider behind a company's own domain, told by its mail exchangers. */
export function findByMx(exchangers: readonly string[], address: string): ServerCandidate | null {
  const hosts = exchangers.map((host) => host.toLowerCase().replace(/\.$/, ''))
  return find('known_by_mx', ({ mx }) => hosts.map((host) => mx?.exec(host)).find(Boolean), address)
}

function find(
  source: CandidateSource,
  match: (provider: KnownProvider) => RegExpExecArray | null | undefined,
  address: string,
): ServerCandidate | null {
  for (const provider of providers) {
    const found = match(provider)
    if (found) return candidateOf(provider, source, found[1] ?? '', address)
  }
  return null
}

function candidateOf(provider: KnownProvider, source: CandidateSource, caught: string, address: string): ServerCandidate {
  const user = provider.user === 'local_part' ? address.slice(0, address.lastIndexOf('@')) : address
  return {
    source,
    provider: provider.name,
    incoming: provider.imap === null ? null : { ...readServer(provider.imap, caught), user },
    outgoing: { ...readServer(provider.smtp, caught), user },
    signIn: provider.signIn ?? ['password'],
    notes: provider.notes ?? [],
  }
}

function readServer(text: string, caught: string): MailServer {
  const [host = '', port = ''] = text.replace('$1', caught).split(':')
  return { host, port: Number(port), security: securityOfPort(Number(port)) }
}

/** What a port number promises (RFC 8314 §3). */
export const securityOfPort = (port: number): Security => (port === 993 || port === 465 ? 'tls' : 'starttls')
