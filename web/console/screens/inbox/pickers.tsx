import Clock from 'lucide-react/icons/clock'
import Flag from 'lucide-react/icons/flag'
import Tag from 'lucide-react/icons/tag'
import UserPlus from 'lucide-react/icons/user-plus'
import UserRoundX from 'lucide-react/icons/user-round-x'
import Users from 'lucide-react/icons/users'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { Avatar } from '../../../kit/components/avatar.tsx'
import { Button } from '../../../kit/components/button.tsx'
import type { LucideIcon } from '../../../kit/components/icon.tsx'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { Menu, type MenuItem } from '../../../kit/components/menu.tsx'
import type { Option } from '../../../kit/components/option-list.tsx'
import { Picker } from '../../../kit/components/picker.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { languageOfScript } from '../../../kit/locale.ts'
import { hands } from '../../actions/hands.ts'
import { snooze, snoozes } from '../../actions/conversation.ts'
import { labelOf, useRun, useSay } from '../../actions/use-actions.ts'
import { assign, setPriority, setTags } from '../../store/changes.ts'
import { useAgents, useTags, useTeams } from '../../store/directory.ts'
import { useMe } from '../../store/session.ts'
import { useSurface } from '../../store/ui.ts'
import { phoneQuery, useMedia } from '../frame/use-media.ts'
import style from './conversation.module.css'

const SnoozeDialog = lazy(() => import('./snooze-dialog.tsx'))

interface Of {
  conversation: Conversation
}
const none = 'none'
const named = (id: string, name: string): Option => ({ id, label: name, ...(languageOfScript(name) ? { lang: languageOfScript(name)! } : {}) })

/** A part of the state as a button: its value in words, or only its picture where there is nothing to say or no room to say it. */
const stateButton = (icon: LucideIcon, label: string, keys: string, value: string | null | undefined, isNarrow: boolean, shown = value) =>
  value && !isNarrow ? (
    <Button size="compact" variant="quiet" icon={icon} keys={keys} title={value}>
      {shown}
    </Button>
  ) : (
    <IconButton size="compact" icon={icon} label={value ?? label} keys={keys} side="bottom" className={value ? style.set : undefined} />
  )

/** A: give it to a colleague. */
export function AssigneePicker({ conversation }: Of) {
  const t = useT()
  const say = useSay()
  const me = useMe().agent
  const agents = useAgents().filter((agent) => !agent.isDeactivated)
  const surface = useSurface('assign')
  const { assigneeId, id } = conversation
  const others = agents
    .filter((agent) => agent.id !== me.id)
    .toSorted((a, b) => Number(b.availability === 'available') - Number(a.availability === 'available'))
  const options: Option[] = [
    { ...named(me.id, me.name), hint: t('inbox.me'), picture: <Avatar name={me.name} id={me.id} size={24} /> },
    ...others.map((agent) => ({
      ...named(agent.id, agent.name),
      picture: (
        <Avatar name={agent.name} id={agent.id} size={24} presence={agent.availability === 'available' ? ('online' as const) : ('away' as const)} />
      ),
    })),
    { id: none, label: t('inbox.nobody'), icon: UserRoundX },
  ]
  async function pick(option: Option) {
    const next = option.id === none ? null : option.id
    if (next === assigneeId) return
    try {
      await assign(id, { assigneeId: next })
      say.done({
        said: next ? 'action.assigned' : 'action.unassigned',
        values: { name: option.label },
        undo: () => assign(id, { assigneeId }),
      })
    } catch (error) {
      say.failed(error)
    }
  }
  const owner = agents.find((agent) => agent.id === assigneeId)
  return (
    <Picker
      {...surface}
      label={t('action.assign')}
      options={options}
      selected={new Set([assigneeId ?? none])}
      onPick={(option) => void pick(option)}
      trigger={
        <Button size="compact" variant="quiet" icon={UserPlus} keys="a">
          {owner?.name ?? (assigneeId ? '…' : t('inbox.nobody'))}
        </Button>
      }
    />
  )
}

/** T: give it to a team. */
export function TeamPicker({ conversation }: Of) {
  const t = useT()
  const say = useSay()
  const teams = useTeams()
  const surface = useSurface('team')
  const isPhone = useMedia(phoneQuery)
  const { teamId, id } = conversation
  async function pick(option: Option) {
    const next = option.id === none ? null : option.id
    if (next === teamId) return
    try {
      await assign(id, { teamId: next })
      say.done({ said: next ? 'action.assigned' : 'action.team_removed', values: { name: option.label }, undo: () => assign(id, { teamId }) })
    } catch (error) {
      say.failed(error)
    }
  }
  if (teams.length === 0) return null
  return (
    <Picker
      {...surface}
      label={t('action.team')}
      options={[...teams.map((team) => named(team.id, team.name)), { id: none, label: t('inbox.no_team') }]}
      selected={new Set([teamId ?? none])}
      onPick={(option) => void pick(option)}
      trigger={stateButton(Users, t('inbox.no_team'), 't', teams.find((team) => team.id === teamId)?.name, isPhone)}
    />
  )
}

/** L: tags, known or new. */
export function TagPicker({ conversation }: Of) {
  const t = useT()
  const say = useSay()
  const surface = useSurface('tags')
  const isPhone = useMedia(phoneQuery)
  const known = useTags(surface.open)
  const { tags, id } = conversation
  const [first, ...rest] = tags
  const names = [...new Set([...tags, ...known.map((tag) => tag.name)])]
  function toggle(name: string) {
    const has = tags.includes(name)
    const change = has ? setTags(id, [], [name]) : setTags(id, [name], [])
    change.catch(say.failed)
  }
  return (
    <Picker
      {...surface}
      multiple
      label={t('action.tags')}
      options={names.map((name) => named(name, name))}
      offer={(query) => (names.includes(query) ? null : { id: query, label: t('inbox.new_tag', { name: query }) })}
      selected={new Set(tags)}
      onPick={(option) => toggle(option.id)}
      trigger={stateButton(
        Tag,
        t('inbox.no_tags'),
        'l',
        tags.join(', ') || null,
        isPhone,
        first && rest.length > 0 ? `${first} +${rest.length}` : first,
      )}
    />
  )
}

const priorities = ['urgent', 'high', 'normal', 'low'] as const

/** P, then 1 to 4. */
export function PriorityMenu({ conversation }: Of) {
  const t = useT()
  const say = useSay()
  const surface = useSurface('priority')
  const isPhone = useMedia(phoneQuery)
  const { priority, id } = conversation
  async function choose(next: (typeof priorities)[number]) {
    surface.onOpenChange(false)
    if (next === priority) return
    try {
      await setPriority(id, next)
      say.done({ said: 'action.priority_set', values: { name: t(`inbox.priority.${next}`) }, undo: () => setPriority(id, priority) })
    } catch (error) {
      say.failed(error)
    }
  }
  useDigits(surface.open, (digit) => priorities[digit - 1] && void choose(priorities[digit - 1]!))
  return (
    <Menu
      {...surface}
      items={priorities.map((one, index) => ({
        id: one,
        label: t(`inbox.priority.${one}`),
        keys: String(index + 1),
        checked: one === priority,
        onSelect: () => void choose(one),
      }))}
      trigger={stateButton(Flag, t('inbox.priority_normal'), 'p', priority === 'normal' ? null : t(`inbox.priority.${priority}`), isPhone)}
    />
  )
}

/** H, then 1 to 5. */
export function SnoozeMenu({ conversation }: Of) {
  const t = useT()
  const me = useMe()
  const run = useRun()
  const surface = useSurface('snooze')
  const [isPickingDate, setIsPickingDate] = useState(false)
  const context = { me, conversation, hands }
  const choose = (digit: number) => {
    surface.onOpenChange(false)
    const action = snoozes[digit - 1]
    if (action) run(action)
    else if (digit === snoozes.length + 1) setTimeout(() => setIsPickingDate(true))
  }
  useDigits(surface.open, choose)
  const items: MenuItem[] = [
    ...snoozes.map((action, index) => ({
      id: action.id,
      label: t(labelOf(action, context)),
      keys: String(index + 1),
      onSelect: () => choose(index + 1),
    })),
    { id: 'custom', label: t('action.snooze_custom'), keys: String(snoozes.length + 1), onSelect: () => choose(snoozes.length + 1) },
  ]
  if (snooze.isAvailable?.(context) === false) return null
  return (
    <>
      <Menu {...surface} align="end" items={items} trigger={<IconButton icon={Clock} label={t('action.snooze')} keys="h" />} />
      {isPickingDate && (
        <Suspense>
          <SnoozeDialog conversation={conversation} open onOpenChange={setIsPickingDate} />
        </Suspense>
      )}
    </>
  )
}

/** While a menu is open a digit chooses from it. */
function useDigits(isOpen: boolean, choose: (digit: number) => void): void {
  useEffect(() => {
    if (!isOpen) return
    const onKey = (event: KeyboardEvent) => {
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
      if (!digit || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      event.stopPropagation()
      choose(Number(digit))
    }
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  })
}
