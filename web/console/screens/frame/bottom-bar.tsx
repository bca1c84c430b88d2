import Contact from 'lucide-react/icons/contact'
import Inbox from 'lucide-react/icons/inbox'
import Menu from 'lucide-react/icons/menu'
import Search from 'lucide-react/icons/search'
import { Icon } from '../../../kit/components/icon.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { Link, usePath } from '../../router.tsx'
import { openSurface } from '../../store/ui.ts'
import style from './frame.module.css'

/** The way about on a phone. Not while a conversation is open: there the room belongs to the words. */
export function BottomBar() {
  const t = useT()
  const path = usePath()
  if (/^\/inbox\/[^/]+\/./.test(path)) return null
  const at = (start: string) => (path.startsWith(start) ? 'page' : undefined)
  return (
    <nav className={style.bar} aria-label={t('frame.navigation')}>
      <Link to="/inbox/mine" className={style.tab} aria-current={at('/inbox')}>
        <Icon icon={Inbox} size={20} />
        {t('frame.inbox')}
      </Link>
      <Link to="/customers" className={style.tab} aria-current={at('/customers')}>
        <Icon icon={Contact} size={20} />
        {t('frame.customers')}
      </Link>
      <button type="button" className={style.tab} onClick={() => openSurface('palette')}>
        <Icon icon={Search} size={20} />
        {t('action.search')}
      </button>
      <button type="button" className={style.tab} onClick={() => openSurface('rail')}>
        <Icon icon={Menu} size={20} />
        {t('frame.more')}
      </button>
    </nav>
  )
}
