import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { Chip } from '../../../../kit/components/chip.tsx'
import { RelativeTime } from '../../../../kit/components/relative-time.tsx'
import { showToast } from '../../../../kit/components/toast.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { Loaded } from '../../pieces/loaded.tsx'
import style from '../../pieces/screen.module.css'
import { useAct } from '../../pieces/use-act.ts'
import { useLoad } from '../../pieces/use-load.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'

/** Who was invited and has not come yet. Nothing when nobody. */
export function Invitations() {
  const t = useT()
  const act = useAct()
  const offline = useOfflineReason()
  const invitations = useLoad('invitations', async (signal) => (await call('GET /invitations', {}, { signal })).items)
  if (invitations.value?.length === 0) return null
  if (invitations.value === undefined && !invitations.error) return null
  const withdraw = (id: string, email: string) =>
    act(async () => {
      await call('DELETE /invitations/:id', { params: { id } })
      invitations.change((all) => all.filter((one) => one.id !== id))
      showToast({ message: t('setup.invitation_withdrawn', { email }) })
    })
  return (
    <Loaded of={invitations}>
      {(all) => (
        <Card title={t('setup.invitations')} flush>
          <ul className={style.rows}>
            {all.map((one) => (
              <li key={one.id}>
                <span className={style.main}>
                  <span className={style.line}>
                    <span className={style.name}>{one.email}</span>
                    <Chip>{t(`form.role_${one.role}`)}</Chip>
                  </span>
                  <span className={style.meta}>
                    {t('setup.invited_at')} <RelativeTime at={one.createdAt} long />
                  </span>
                </span>
                <Button
                  size="compact"
                  disabledReason={offline}
                  aria-label={t('setup.withdraw_named', { name: one.email })}
                  onClick={() => void withdraw(one.id, one.email)}
                >
                  {t('setup.withdraw')}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Loaded>
  )
}
