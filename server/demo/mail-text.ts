import type { Language } from '../modules/search/text/index.ts'
import { demoAgents, demoCompany } from './agents.ts'
import { momentAt, type DemoConversation, type DemoCustomer, type DemoItem } from './demo.ts'

type Message = Extract<DemoItem, { kind: 'message' }>

const locales: Record<Language, string> = { en: 'en-GB', hi: 'hi-IN', te: 'te-IN', ml: 'ml-IN', ta: 'ta-IN', pt: 'pt-BR', es: 'es-MX' }

/** How mail programs in each language introduce the message that they quote. */
const attributions: Record<Language, (date: string, author: string) => string> = {
  en: (date, author) => `On ${date}, ${author} wrote:`,
  hi: (date, author) => `${date} को ${author} ने लिखा:`,
  te: (date, author) => `${date} నాడు ${author} ఇలా వ్రాశారు:`,
  ml: (date, author) => `${date}, ${author} എഴുതി:`,
  ta: (date, author) => `${date} அன்று, ${author} எழுதியது:`,
  pt: (date, author) => `Em ${date}, ${author} escreveu:`,
  es: (date, author) => `El ${date}, ${author} escribió:`,
}

/**
 * The plain text of a mail as it goes over the wire: the new words, and below them the earlier mail with its own history, each level
 * behind one more `>`. `index` names a message of `conversation.items`. The written time is that of India or of the writer's zone.
 */
export function mailText(customer: DemoCustomer, conversation: DemoConversation, index: number, now: Date): string {
  const item = conversation.items[index]
  if (item?.kind !== 'message') throw new Error(`Item ${index} of ${conversation.key} is no message`)
  const earlier = item.quotesEarlier ? earlierMail(conversation, index) : -1
  if (earlier < 0) return item.text
  const quoted = conversation.items[earlier] as Message
  const history = mailText(customer, conversation, earlier, now)
  const marked = history.split('\n').map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`))
  return `${item.text}\n\n${attribution(customer, quoted, now)}\n${marked.join('\n')}`
}

function earlierMail(conversation: DemoConversation, index: number): number {
  return conversation.items.slice(0, index).findLastIndex((item) => item.kind === 'message' && item.channel === 'email')
}

function attribution(customer: DemoCustomer, quoted: Message, now: Date): string {
  const agent = demoAgents.find(({ key }) => key === quoted.from)
  const author = agent ? `${agent.name} <${demoCompany.supportAddress}>` : `${customer.name} <${customer.email}>`
  const language = customer.isRomanised ? 'en' : customer.language
  const timeZone = customer.language === 'pt' ? 'America/Sao_Paulo' : customer.language === 'es' ? 'America/Mexico_City' : 'Asia/Kolkata'
  const format = new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short', timeZone, numberingSystem: 'latn' })
  return attributions[language](format.format(momentAt(quoted.at, now)), author)
}
