import MessagesSquare from 'lucide-react/icons/messages-square'
import { EmptyState } from '../../../kit/components/empty-state.tsx'
import { useT } from '../../../kit/i18n.tsx'
import style from './inbox.module.css'

/** The place of a conversation while none is open. */
export function NothingOpen() {
  const t = useT()
  return (
    <section className={style.nothing} aria-label={t('inbox.conversation')}>
      <EmptyState icon={MessagesSquare} title={t('inbox.nothing_open')}>
        {t('inbox.nothing_open_hint')}
      </EmptyState>
    </section>
  )
}
