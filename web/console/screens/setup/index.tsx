import { classes } from '../../../kit/classes.ts'
import { EmptyState } from '../../../kit/components/empty-state.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { Link, usePath } from '../../router.tsx'
import { useMe } from '../../store/session.ts'
import { Channels } from './channels/index.tsx'
import { People } from './people/index.tsx'
import { Quarantine } from './quarantine/index.tsx'
import { Replies } from './replies/index.tsx'
import { type Section, sectionsOf } from './sections.ts'
import style from './setup.module.css'
import { Teams } from './teams/index.tsx'
import { Tokens } from './tokens/index.tsx'
import { Webhooks } from './webhooks/index.tsx'
import { Workspace } from './workspace.tsx'

/** Set-up: `/setup/:section/:id?`. On a phone `/setup` is the list of sections; on a desk that list stands beside the section. */
export default function Setup() {
  const { agent } = useMe()
  const [, , chosen = '', ...rest] = usePath().split('/')
  return <Inside sections={sectionsOf(agent.role)} chosen={chosen} rest={rest} />
}

function Inside({ sections, chosen, rest }: { sections: readonly Section[]; chosen: string; rest: string[] }) {
  const t = useT()
  const shown = chosen || 'channels'
  return (
    <div className={style.setup}>
      <nav className={classes(style.nav, chosen && style.awayOnPhone)} aria-label={t('setup.title')}>
        <p className={style.title}>{t('setup.title')}</p>
        <ul className={style.sections}>
          {sections.map((section) => (
            <li key={section.id}>
              <Link to={`/setup/${section.id}`} className={style.section} aria-current={section.id === shown ? 'page' : undefined}>
                <Icon icon={section.icon} />
                {t(section.label)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main className={classes(style.content, !chosen && style.awayOnPhone)}>
        {sections.some((section) => section.id === shown) ? <Chosen id={shown} rest={rest} /> : <EmptyState title={t('setup.not_yours')} />}
      </main>
    </div>
  )
}

function Chosen({ id, rest }: { id: string; rest: string[] }) {
  const [part = '', more = ''] = rest
  switch (id) {
    case 'channels':
      return <Channels part={part} more={more} />
    case 'people':
      return <People />
    case 'teams':
      return <Teams />
    case 'replies':
      return <Replies />
    case 'tokens':
      return <Tokens />
    case 'webhooks':
      return <Webhooks id={part} />
    case 'quarantine':
      return <Quarantine />
    default:
      return <Workspace />
  }
}
