import AtSign from 'lucide-react/icons/at-sign'
import Clock from 'lucide-react/icons/clock'
import Contact from 'lucide-react/icons/contact'
import Filter from 'lucide-react/icons/filter'
import Hourglass from 'lucide-react/icons/hourglass'
import Inbox from 'lucide-react/icons/inbox'
import Layers from 'lucide-react/icons/layers'
import PencilLine from 'lucide-react/icons/pencil-line'
import Search from 'lucide-react/icons/search'
import Settings from 'lucide-react/icons/settings'
import UserRoundX from 'lucide-react/icons/user-round-x'
import Users from 'lucide-react/icons/users'
import type { ReactNode } from 'react'
import { useChannel } from '../../../kit/components/channel-glyph.tsx'
import { Count } from '../../../kit/components/count.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { Icon, type LucideIcon } from '../../../kit/components/icon.tsx'
import { Tooltip } from '../../../kit/components/tooltip.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { Link, usePath } from '../../router.tsx'
import { useCounts } from '../../store/counts.ts'
import { useInboxes, useTeams, useViews } from '../../store/directory.ts'
import { useMe } from '../../store/session.ts'
import { openSurface, useSurface } from '../../store/ui.ts'
import { builtInNames, type BuiltInView } from '../../store/views.ts'
import style from './rail.module.css'
import { WhoMenu } from './who-menu.tsx'

const viewIcons: Record<BuiltInView, LucideIcon> = {
  mine: Inbox,
  unassigned: UserRoundX,
  mentions: AtSign,
  waiting: Hourglass,
  snoozed: Clock,
  drafts: PencilLine,
  all: Layers,
}

/** Where: views, teams, channels, saved views, and the other screens. `narrow` draws pictures only. */
export function Rail({ narrow }: { narrow: boolean }) {
  const t = useT()
  const { workspace } = useMe()
  return (
    <nav className={style.rail} data-pane="rail" data-narrow={narrow || undefined} aria-label={t('frame.navigation')}>
      <header className={style.head}>
        <UserText className={style.name}>{workspace.name}</UserText>
        <Tooltip label={t('action.palette')} keys="mod+k" side="right" repeatsName>
          <button type="button" className={style.find} aria-label={t('action.palette')} onClick={() => openSurface('palette')}>
            <Icon icon={Search} />
          </button>
        </Tooltip>
      </header>
      <div className={style.scroll}>
        <RailLinks narrow={narrow} />
      </div>
      <footer className={style.foot}>
        <WhoMenu narrow={narrow} />
      </footer>
    </nav>
  )
}

/** The same rail over the work, where there is no room beside it. */
export function RailDialog() {
  const t = useT()
  const { open, onOpenChange } = useSurface('rail')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('frame.navigation')}>
      <nav
        className={style.sheet}
        aria-label={t('frame.navigation')}
        onClick={(event) => (event.target as Element).closest('a') && onOpenChange(false)}
      >
        <RailLinks narrow={false} />
        <WhoMenu narrow={false} />
      </nav>
    </Dialog>
  )
}

function RailLinks({ narrow }: { narrow: boolean }) {
  const t = useT()
  const { agent } = useMe()
  const counts = useCounts()
  const teams = useTeams().filter((team) => agent.role !== 'agent' || team.memberIds.includes(agent.id))
  const channels = [...new Set(useInboxes().map((inbox) => inbox.channel))]
  const views = useViews()
  const line = { narrow }
  return (
    <>
      <Group title={t('frame.views')} narrow={narrow}>
        {builtInNames.map((view) => (
          <Line
            key={view}
            {...line}
            to={`/inbox/${view}`}
            icon={viewIcons[view]}
            label={t(`frame.view.${view}`)}
            count={counts?.[view] ?? null}
            strong={view === 'mentions'}
          />
        ))}
      </Group>
      {teams.length > 0 && (
        <Group title={t('frame.teams')} narrow={narrow}>
          {teams.map((team) => (
            <Line
              key={team.id}
              {...line}
              to={`/inbox/team-${team.id}`}
              icon={Users}
              label={team.name}
              written
              count={counts?.teams[team.id] ?? null}
            />
          ))}
        </Group>
      )}
      {channels.length > 1 && (
        <Group title={t('frame.channels')} narrow={narrow}>
          {channels.map((channel) => (
            <ChannelLine key={channel} {...line} channel={channel} count={counts?.channels[channel] ?? (counts ? 0 : null)} />
          ))}
        </Group>
      )}
      {views.length > 0 && (
        <Group title={t('frame.saved_views')} narrow={narrow}>
          {views.map((view) => (
            <Line key={view.id} {...line} to={`/inbox/view-${view.id}`} icon={Filter} label={view.name} written count={null} />
          ))}
        </Group>
      )}
      <Group title={null} narrow={narrow}>
        <Line {...line} to="/customers" icon={Contact} label={t('frame.customers')} count={null} />
        <Line {...line} to="/setup" icon={Settings} label={t('frame.setup')} count={null} />
      </Group>
    </>
  )
}

function Group({ title, narrow, children }: { title: string | null; narrow: boolean; children: ReactNode }) {
  return (
    <section className={style.group} aria-label={title ?? undefined}>
      {title && !narrow && <h2 className={style.heading}>{title}</h2>}
      <ul className={style.list}>{children}</ul>
    </section>
  )
}

function ChannelLine({ channel, ...rest }: { channel: string; count: number | null; narrow: boolean }) {
  const { icon, word } = useChannel(channel)
  return <Line {...rest} to={`/inbox/channel-${channel}`} icon={icon} label={word} />
}

interface LineProps {
  to: string
  icon: LucideIcon
  label: string
  /** Somebody wrote the label. */
  written?: boolean
  /** Null: not known yet, or nothing to count. */
  count: number | null
  strong?: boolean
  narrow: boolean
}

function Line({ to, icon, label, written = false, count, strong = false, narrow }: LineProps) {
  const path = usePath()
  const isHere = path === to || path.startsWith(`${to}/`)
  const link = (
    <Link to={to} className={style.line} aria-current={isHere ? 'page' : undefined} aria-label={narrow ? label : undefined}>
      <Icon icon={icon} />
      {!narrow && (written ? <UserText className={style.label}>{label}</UserText> : <span className={style.label}>{label}</span>)}
      {!narrow && count !== null && <Count value={count} strong={strong} />}
    </Link>
  )
  return (
    <li>
      {narrow ? (
        <Tooltip label={label} side="right" repeatsName>
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  )
}
