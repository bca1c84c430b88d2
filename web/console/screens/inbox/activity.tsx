import type { Wording } from '../../../kit/intl.ts'
import ArrowLeftRight from 'lucide-react/icons/arrow-left-right'
import Check from 'lucide-react/icons/check'
import Clock from 'lucide-react/icons/clock'
import Flag from 'lucide-react/icons/flag'
import Merge from 'lucide-react/icons/merge'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import Split from 'lucide-react/icons/split'
import Tag from 'lucide-react/icons/tag'
import UserPlus from 'lucide-react/icons/user-plus'
import UserRound from 'lucide-react/icons/user-round'
import Users from 'lucide-react/icons/users'
import type { TimelineItem } from '../../../../contract/conversation.ts'
import type { Events } from '../../../../contract/events.ts'
import { Icon, type LucideIcon } from '../../../kit/components/icon.tsx'
import { useT, type Translate, useWording } from '../../../kit/i18n.tsx'
import { agentNamed, teamNamed, useAgents, useTeams } from '../../store/directory.ts'
import style from './feed.module.css'

/** A change, as one quiet line: "Ravi assigned this to Anita · 14:02". */
export function Activity({ item }: { item: TimelineItem }) {
  const t = useT()
  const intl = useWording()
  // Names arrive later than the lines that need them.
  useAgents()
  useTeams()
  const words = wordsOf(item, t, intl)
  if (!words) return null
  const [icon, text] = words
  return (
    <p className={style.activity}>
      <Icon icon={icon} />
      <span>{text}</span>
      <time dateTime={item.at}>{intl.formatTime(item.at, { hour: 'numeric', minute: '2-digit' })}</time>
    </p>
  )
}

/** Set by the server when a visitor presses “Talk to a person”. */
const wantsPersonTag = 'wants-person'

type Payload<Name extends keyof Events> = Events[Name]
type Words = [icon: LucideIcon, text: string]

/** What happened in words; null for what a newer server tells and we cannot say. */
function wordsOf({ activity, author }: TimelineItem, t: Translate, intl: Wording): Words | null {
  if (!activity) return null
  const who = author.kind === 'system' ? t('inbox.activity.system') : author.name || t('inbox.no_name')
  const of = <Name extends keyof Events>() => activity.payload as unknown as Payload<Name>
  switch (activity.name as keyof Events) {
    case 'conversation.assigned':
      return [UserPlus, assigned(of<'conversation.assigned'>(), author, who, t)]
    case 'conversation.team_changed': {
      const team = teamNamed(of<'conversation.team_changed'>().teamId)?.name
      return [Users, team ? t('inbox.activity.team', { who, team }) : t('inbox.activity.team_removed', { who })]
    }
    case 'conversation.snoozed': {
      const { until } = of<'conversation.snoozed'>()
      const time =
        until === 'reply' ? null : intl.formatDate(until, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
      return [Clock, time ? t('inbox.activity.snoozed', { who, time }) : t('inbox.activity.snoozed_reply', { who })]
    }
    case 'conversation.woken':
      return [Clock, of<'conversation.woken'>().because === 'agent' ? t('inbox.activity.woken_by', { who }) : t('inbox.activity.woken')]
    case 'conversation.resolved':
      return [Check, t('inbox.activity.resolved', { who })]
    case 'conversation.reopened':
      return [
        RotateCcw,
        of<'conversation.reopened'>().because === 'reply' ? t('inbox.activity.reopened_reply') : t('inbox.activity.reopened', { who }),
      ]
    case 'conversation.prioritised':
      return [Flag, t('inbox.activity.prioritised', { who, priority: t(`inbox.priority.${of<'conversation.prioritised'>().priority}`) })]
    case 'conversation.tagged':
      if (author.kind === 'contact' && of<'conversation.tagged'>().added.includes(wantsPersonTag))
        return [UserRound, t('inbox.activity.wants_person', { who })]
      return [Tag, tagged(of<'conversation.tagged'>(), who, t)]
    case 'conversation.channel_changed':
      return [ArrowLeftRight, t(`inbox.activity.continued.${of<'conversation.channel_changed'>().to}`)]
    case 'conversation.merged':
      return [Merge, t('inbox.activity.merged', { who, number: of<'conversation.merged'>().intoNumber })]
    case 'conversation.split':
      return [Split, t('inbox.activity.split', { who, number: of<'conversation.split'>().newNumber })]
    case 'conversation.participant_joined':
      return [UserPlus, t('inbox.activity.participant', { address: of<'conversation.participant_joined'>().address })]
    case 'contact.merged':
      return [Merge, t('inbox.activity.contact_merged', { who })]
    case 'contact.unmerged':
      return [Split, t('inbox.activity.contact_unmerged', { who })]
    default:
      return null
  }
}

function assigned({ assigneeId }: Payload<'conversation.assigned'>, author: TimelineItem['author'], who: string, t: Translate): string {
  if (!assigneeId) return t('inbox.activity.unassigned', { who })
  if (assigneeId === author.id) return t('inbox.activity.taken', { who })
  return t('inbox.activity.assigned', { who, name: agentNamed(assigneeId)?.name ?? '…' })
}

function tagged({ added, removed }: Payload<'conversation.tagged'>, who: string, t: Translate): string {
  if (removed.length === 0) return t('inbox.activity.tagged', { who, tags: added.join(', ') })
  if (added.length === 0) return t('inbox.activity.untagged', { who, tags: removed.join(', ') })
  return t('inbox.activity.tags_changed', { who, added: added.join(', '), removed: removed.join(', ') })
}
