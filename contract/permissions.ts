/** The organisation's roles, each holding what the ones before it hold. */
export const roles = ['agent', 'supervisor', 'admin', 'owner'] as const
export type Role = (typeof roles)[number]

/** Every permission with the least role that holds it. Visibility of a single record is decided on the server on top of this. */
export const permissions = {
  'conversation.see': 'agent',
  'conversation.reply': 'agent',
  'conversation.note': 'agent',
  'conversation.assign': 'agent',
  'conversation.change': 'agent',
  'conversation.merge': 'agent',
  'conversation.start': 'agent',
  'contact.see': 'agent',
  'contact.change': 'agent',
  'contact.merge': 'agent',
  'contact.export': 'supervisor',
  'contact.erase': 'admin',
  'search.use': 'agent',
  'saved_reply.use': 'agent',
  'saved_reply.change': 'agent',
  'view.use': 'agent',
  'view.share': 'supervisor',
  'quarantine.see': 'supervisor',
  'quarantine.replay': 'supervisor',
  'inbox.see': 'agent',
  'inbox.change': 'admin',
  'inbox.ingest': 'admin',
  'people.see': 'agent',
  'people.change': 'admin',
  'team.change': 'admin',
  'workspace.change': 'admin',
  'token.change': 'admin',
  'webhook.change': 'admin',
  'event.stream': 'agent',
} as const satisfies Record<string, Role>
export type Permission = keyof typeof permissions

/** Does this role hold this permission? The console disables by it, the server refuses by it. */
export function roleMay(role: Role, permission: Permission): boolean {
  return roles.indexOf(role) >= roles.indexOf(permissions[permission])
}
