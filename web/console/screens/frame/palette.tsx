import Contact from 'lucide-react/icons/contact'
import Filter from 'lucide-react/icons/filter'
import MessageSquare from 'lucide-react/icons/message-square'
import Users from 'lucide-react/icons/users'
import { useMemo } from 'react'
import { CommandPalette, type Command } from '../../../kit/components/command-palette.tsx'
import { useT, type Translate } from '../../../kit/i18n.tsx'
import { languageOfScript } from '../../../kit/locale.ts'
import { hands } from '../../actions/hands.ts'
import { useAvailable, useRun } from '../../actions/use-actions.ts'
import { call } from '../../api.ts'
import { useTeams, useViews } from '../../store/directory.ts'
import { putConversations } from '../../store/held.ts'
import { useSurface } from '../../store/ui.ts'

/** Ctrl/⌘ K: every command, every view, and what the server finds of customers and conversations. */
export default function FramePalette() {
  const t = useT()
  const { open, onOpenChange } = useSurface('palette')
  const commands = useCommands()
  return (
    <CommandPalette
      open={open}
      onOpenChange={onOpenChange}
      commands={open ? commands : none}
      search={(query, signal) => find(query, signal, t)}
      placeholder={t('frame.palette_hint')}
    />
  )
}
const none: readonly Command[] = []

function useCommands(): readonly Command[] {
  const t = useT()
  const run = useRun()
  const available = useAvailable()
  const teams = useTeams()
  const views = useViews()
  return useMemo(() => {
    const ofActions = available
      .filter(({ action }) => !action.keyOnly)
      .map(({ action, label }): Command => ({
        id: action.id,
        label,
        section: t(`action.section.${action.section}`),
        run: () => run(action),
        ...(action.icon ? { icon: action.icon } : {}),
        ...(action.keys ? { keys: action.keys } : {}),
      }))
    const place = (id: string, label: string, icon: Command['icon'], to: string): Command => ({
      ...written(label),
      id,
      icon,
      section: t('action.section.go'),
      run: () => hands.go(to),
    })
    return [
      // Sections must stand together.
      ...ofActions.filter((one) => one.section !== t('action.section.go')),
      ...ofActions.filter((one) => one.section === t('action.section.go')),
      ...teams.map((team) => place(`team-${team.id}`, team.name, Users, `/inbox/team-${team.id}`)),
      ...views.map((view) => place(`view-${view.id}`, view.name, Filter, `/inbox/view-${view.id}`)),
    ]
  }, [available, teams, views, run, t])
}

const written = (label: string) => {
  const lang = languageOfScript(label)
  return { label, ...(lang ? { lang } : {}) }
}

async function find(query: string, signal: AbortSignal, t: Translate): Promise<Command[]> {
  const q = query.trim()
  if (q.length < 2) return []
  const number = /^#?(\d{1,9})$/.exec(q)?.[1]
  const [byNumber, contacts, found] = await Promise.all([
    number ? call('GET /conversations/by-number/:number', { params: { number: Number(number) } }, { signal }).catch(() => null) : null,
    call('GET /contacts', { query: { q, limit: 5 } }, { signal }).then(({ items }) => items),
    call('GET /search', { query: { q, limit: 8 } }, { signal }).then(
      ({ hits }) => hits,
      () => [],
    ),
  ])
  const conversations = [...(byNumber ? [byNumber] : []), ...found.map((hit) => hit.conversation)]
  putConversations(conversations)
  const unique = [...new Map(conversations.map((one) => [one.id, one])).values()]
  return [
    ...unique.map((one): Command => ({
      ...written(one.contact.name),
      id: one.id,
      icon: MessageSquare,
      hint: `#${one.number} · ${found.find((hit) => hit.conversationId === one.id)?.snippet ?? one.last?.preview ?? one.subject}`,
      section: t('frame.conversations'),
      run: () => hands.go(`/inbox/all/${one.id}`),
    })),
    ...contacts.map((contact): Command => ({
      ...written(contact.name || contact.identities[0]?.address || '?'),
      id: contact.id,
      icon: Contact,
      hint: contact.identities.map((identity) => identity.address).join(' · '),
      section: t('frame.customers'),
      run: () => hands.go(`/customers/${contact.id}`),
    })),
  ]
}
