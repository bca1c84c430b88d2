import Inbox from 'lucide-react/icons/inbox'
import KeyRound from 'lucide-react/icons/key-round'
import MailWarning from 'lucide-react/icons/mail-warning'
import MessageSquareQuote from 'lucide-react/icons/message-square-quote'
import Settings from 'lucide-react/icons/settings'
import Users from 'lucide-react/icons/users'
import UsersRound from 'lucide-react/icons/users-round'
import Webhook from 'lucide-react/icons/webhook'
import { type Permission, type Role, roleMay } from '../../../../contract/permissions.ts'
import type { LucideIcon } from '../../../kit/components/icon.tsx'
import type { MessageId } from '../../../kit/i18n.tsx'

export interface Section {
  id: string
  label: MessageId
  icon: LucideIcon
  permission: Permission
}

/** The parts of set-up in the order a new workspace needs them. */
const sections = [
  { id: 'channels', label: 'setup.channels', icon: Inbox, permission: 'inbox.see' },
  { id: 'people', label: 'setup.people', icon: Users, permission: 'people.see' },
  { id: 'teams', label: 'setup.teams', icon: UsersRound, permission: 'people.see' },
  { id: 'replies', label: 'setup.replies', icon: MessageSquareQuote, permission: 'saved_reply.use' },
  { id: 'tokens', label: 'setup.tokens', icon: KeyRound, permission: 'token.change' },
  { id: 'webhooks', label: 'setup.webhooks', icon: Webhook, permission: 'webhook.change' },
  { id: 'quarantine', label: 'setup.quarantine', icon: MailWarning, permission: 'quarantine.see' },
  { id: 'workspace', label: 'setup.workspace', icon: Settings, permission: 'workspace.change' },
] as const satisfies Section[]
export type SectionId = (typeof sections)[number]['id']

/** The parts this role may open. */
export const sectionsOf = (role: Role): readonly Section[] => sections.filter((section) => roleMay(role, section.permission))
