import Monitor from 'lucide-react/icons/monitor'
import Smartphone from 'lucide-react/icons/smartphone'
import type { Session } from '../../../../contract/people.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { RelativeTime } from '../../../kit/components/relative-time.tsx'
import { showToast } from '../../../kit/components/toast.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { signOut } from '../../store/session.ts'
import { Loaded } from '../pieces/loaded.tsx'
import style from '../pieces/screen.module.css'
import { useAct } from '../pieces/use-act.ts'
import { useLoad } from '../pieces/use-load.ts'
import { useOfflineReason } from '../pieces/use-online.ts'
import { readDevice } from './device.ts'

/** Where I am signed in; each can be ended, this one by signing out. */
export function Sessions() {
  const t = useT()
  const act = useAct()
  const sessions = useLoad('sessions', async (signal) => (await call('GET /me/sessions', {}, { signal })).items)
  const offline = useOfflineReason()
  const end = (session: Session) =>
    act(async () => {
      if (session.isCurrent) return signOut()
      await call('DELETE /me/sessions/:id', { params: { id: session.id } })
      sessions.change((all) => all.filter((one) => one.id !== session.id))
      showToast({ tone: 'success', message: t('me.session_ended') })
    })
  return (
    <Card title={t('me.sessions')} flush>
      <Loaded of={sessions} rows={2}>
        {(all) => (
          <ul className={style.rows}>
            {all.map((session) => (
              <SessionRow key={session.id} session={session} offline={offline} onEnd={() => void end(session)} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}

function SessionRow({ session, offline, onEnd }: { session: Session; offline: string | undefined; onEnd(): void }) {
  const t = useT()
  const device = readDevice(session.userAgent)
  return (
    <li>
      <Icon icon={device.isPhone ? Smartphone : Monitor} size={20} />
      <span className={style.main}>
        <span className={style.line}>
          <span className={style.name}>
            {device.browser && device.system ? t('me.device', device as { browser: string; system: string }) : t('me.device_unknown')}
          </span>
          {session.isCurrent && <Chip tone="success">{t('me.session_here')}</Chip>}
        </span>
        <span className={style.meta}>
          {session.address} · <RelativeTime at={session.lastSeenAt} long />
        </span>
      </span>
      <Button size="compact" disabledReason={offline} onClick={onEnd}>
        {session.isCurrent ? t('me.sign_out') : t('me.session_end')}
      </Button>
    </li>
  )
}
