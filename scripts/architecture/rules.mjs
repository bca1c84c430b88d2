/** Tables and who writes them. More than one owner needs a reason, given here. */
export const writers = {
  workspaces: ['workspaces'],
  counters: ['workspaces', 'conversations'], // conversations takes its numbers
  directory_entries: ['workspaces'],
  agents: ['people'],
  sessions: ['people'],
  api_tokens: ['people'],
  invitations: ['people'],
  password_resets: ['people'],
  teams: ['people'],
  team_members: ['people'],
  audit_entries: ['audit'],
  // Intake writes contacts and conversations in bulk, a hundred arrivals in a dozen statements: docs/decisions/0003.
  // visitors joins a visitor's identity to the contact who proved to be the same, with the evidence.
  contacts: ['contacts', 'delivery', 'conversations', 'visitors'],
  identities: ['contacts', 'delivery', 'visitors'],
  contact_merges: ['contacts'],
  inboxes: ['inboxes', 'delivery'], // the poller's cursor, last in and last out
  oauth_attempts: ['inboxes'],
  inbound_events: ['delivery'],
  delivery_attempts: ['delivery'],
  reachability: ['delivery', 'contacts', 'visitors'], // follows a merge; a visitor's presence
  conversations: ['conversations', 'delivery', 'contacts'], // contacts moves them in a merge
  participants: ['conversations', 'delivery', 'contacts'],
  messages: ['conversations', 'delivery', 'visitors'], // visitors: delivered and seen, by what the visitor's screen says
  mail_references: ['delivery', 'conversations'],
  files: ['conversations', 'delivery'],
  seen: ['conversations'],
  mentions: ['conversations'],
  drafts: ['conversations'],
  saved_replies: ['automations'],
  views: ['views'],
  search_documents: ['search', 'conversations', 'contacts'], // keys that follow a merge or split
  search_contacts: ['search'],
  webhook_endpoints: ['webhooks'],
  webhook_deliveries: ['webhooks'],
}
/** They fill and blank everything, which is what they are for. */
const writesAll = ['privacy', 'demo']

const writePattern = /\b(?:insert\s+into|update|delete\s+from)\s+(?:only\s+)?([a-z_]+)\b(?!\s*\()/g

/** A table is written only by its owners; reading joins are free. */
export function checkWriters(files) {
  const wrong = []
  for (const [path, text] of files) {
    const own = /^server\/modules\/([^/]+)\//.exec(path)?.[1]
    if (!own || /\.test\.ts$/.test(path) || writesAll.includes(own)) continue
    for (const literal of text.matchAll(/`[^`]*`|'[^'\n]*'/g)) {
      for (const [, table] of literal[0].matchAll(writePattern)) {
        if (writers[table] && !writers[table].includes(own)) wrong.push(`${path} writes ${table}, which belongs to ${writers[table].join(', ')}`)
      }
    }
    for (const [, table] of text.matchAll(/insertRows\(\s*[\w.]+,\s*'([a-z_]+)'/g))
      if (writers[table] && !writers[table].includes(own)) wrong.push(`${path} writes ${table}, which belongs to ${writers[table].join(', ')}`)
  }
  return wrong
}

/** Every event of the catalogue is announced by somebody, and nobody announces another. */
export function checkEvents(files) {
  const catalogue = files.get('contract/events.ts') ?? ''
  const names = [...catalogue.matchAll(/^ {2}'([a-z_]+\.[a-z_]+)': \{/gm)].map((match) => match[1])
  const server = [...files].filter(([path]) => path.startsWith('server/modules/') && !/\.test\.ts$/.test(path)).map(([, text]) => text)
  return names
    .filter((name) => !server.some((text) => new RegExp(`(?:emit\\(|name:)\\s*'${name}'|\\? '${name}'|: '${name}'`).test(text)))
    .map((name) => `contract/events.ts: nobody publishes ${name}`)
}

const banned = /(?:^|-)(service|services|manager|helper|helpers|util|utils|common|base|data|info|process|handle)$/

/** File names say what is inside; these words say nothing. */
export function checkNames(files) {
  return [...files.keys()]
    .filter((path) => /^(server|web|contract)\//.test(path))
    .filter((path) =>
      banned.test(
        path
          .split('/')
          .at(-1)
          .replace(/\.\w+$/, ''),
      ),
    )
    .map((path) => `${path}: a name that says nothing`)
}
