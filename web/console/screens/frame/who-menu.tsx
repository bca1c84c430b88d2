import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down'
import { Avatar } from '../../../kit/components/avatar.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { Menu, type MenuItem } from '../../../kit/components/menu.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { actionNamed } from '../../actions/table.ts'
import { useRun, useSay } from '../../actions/use-actions.ts'
import { go } from '../../router.tsx'
import { changeMe, useMe } from '../../store/session.ts'
import style from './rail.module.css'

/** Who I am, whether I am available, and the way out. */
export function WhoMenu({ narrow }: { narrow: boolean }) {
  const t = useT()
  const run = useRun()
  const say = useSay()
  const { agent } = useMe()
  const isAvailable = agent.availability === 'available'
  const set = (availability: 'available' | 'away') => () => void changeMe({ availability }).catch(say.failed)
  const items: MenuItem[] = [
    { id: 'available', label: t('frame.available'), checked: isAvailable, onSelect: set('available') },
    { id: 'away', label: t('frame.away'), checked: !isAvailable, keys: 'shift+a', onSelect: set('away') },
    { kind: 'separator' },
    { id: 'me', label: t('frame.my_settings'), onSelect: () => go('/me') },
    { id: 'keys', label: t('action.keys'), keys: '?', onSelect: () => setTimeout(() => run(actionNamed('keys'))) },
    { kind: 'separator' },
    { id: 'sign_out', label: t('action.sign_out'), onSelect: () => run(actionNamed('sign_out')) },
  ]
  const state = isAvailable ? t('frame.available') : t('frame.away')
  return (
    <Menu
      side="top"
      items={items}
      trigger={
        <button type="button" className={style.who} aria-label={narrow ? `${agent.name}, ${state}` : undefined}>
          <Avatar name={agent.name} id={agent.id} size={24} presence={isAvailable ? 'online' : 'away'} />
          {!narrow && (
            <>
              <span className={style.whoWords}>
                <UserText className={style.whoName}>{agent.name}</UserText>
                <span className={style.state}>{state}</span>
              </span>
              <Icon icon={ChevronsUpDown} className={style.quiet} />
            </>
          )}
        </button>
      }
    />
  )
}
