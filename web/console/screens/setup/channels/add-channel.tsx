import Code from 'lucide-react/icons/code'
import Mail from 'lucide-react/icons/mail'
import MessageSquare from 'lucide-react/icons/message-square'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { Icon } from '../../../../kit/components/icon.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { Link } from '../../../router.tsx'
import { Screen } from '../../pieces/screen.tsx'
import { useMay } from '../../pieces/use-may.ts'
import style from './add-channel.module.css'

const kinds = [
  { id: 'chat', icon: MessageSquare, label: 'setup.kind_chat', hint: 'setup.kind_chat_hint' },
  { id: 'email', icon: Mail, label: 'setup.kind_email', hint: 'setup.kind_email_hint' },
  { id: 'api', icon: Code, label: 'setup.kind_api', hint: 'setup.kind_api_hint' },
] as const

/** Which channel to add; each is set up on one page and tested there. */
export function AddChannel() {
  const t = useT()
  const may = useMay()
  return (
    <Screen title={t('setup.channel_add')} back={{ to: '/setup/channels', label: t('setup.channels') }}>
      {!may('inbox.change') ? (
        <EmptyState title={t('form.not_allowed')} />
      ) : (
        <ul className={style.kinds}>
          {kinds.map((kind) => (
            <li key={kind.id}>
              <Link to={`/setup/channels/add/${kind.id}`} className={style.kind}>
                <Icon icon={kind.icon} size={20} />
                <strong>{t(kind.label)}</strong>
                <span className={style.hint}>{t(kind.hint)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Screen>
  )
}
